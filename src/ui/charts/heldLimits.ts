import type { Chart } from './chart';
import type { Curves } from './curves';
import { type Domain, domainOf } from './ticks';

/** Limits of one chart's y-axis. They grow at once and shrink only with a new group, axis, scale or zoom, or the eye would take a moving scale for a moving curve. */
export class HeldLimits {
  private of = '';
  private domain: Domain | null = null;

  /** Limits around what is visible of the curves; `of` names what they belong to. */
  around({ curves, rows }: Curves, { scale, within, least }: Chart, of: string, range: Domain | null = null): Domain | null {
    const held = of === this.of ? this.domain : null;
    const visible = range ? rows.filter(({ x }) => x >= range[0] && x <= range[1]) : rows;
    const values = visible.flatMap((row) => curves.map(({ key }) => row[key] ?? null));
    // A zoom wants to see what is there, not what the whole curve would need.
    this.domain = domainOf(values, { scale, within, least: range ? undefined : least, held: held ?? undefined });
    this.of = of;
    return this.domain;
  }
}
