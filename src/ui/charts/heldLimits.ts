import type { Chart } from './chart';
import type { Curves } from './curves';
import { type Domain, domainOf } from './ticks';

/** Limits of one chart's y-axis. They grow at once and shrink only with a new group or axis, or the eye would take a moving scale for a moving curve. */
export class HeldLimits {
  private of = '';
  private domain: Domain | null = null;

  /** Limits around the curves; `of` names what they belong to. */
  around({ curves, rows }: Curves, { scale, within, least }: Chart, of: string): Domain | null {
    const held = of === this.of ? this.domain : null;
    const values = rows.flatMap((row) => curves.map(({ key }) => row[key] ?? null));
    this.domain = domainOf(values, { scale, within, least, held: held ?? undefined });
    this.of = of;
    return this.domain;
  }
}
