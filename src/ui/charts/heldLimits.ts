import type { Chart } from './chart';
import type { Curves } from './curves';
import { type Domain, domainOf } from './ticks';

/** Limits of one chart's y-axis. They grow at once and shrink only with a new group, axis, scale or zoom, or the eye would take a moving scale for a moving curve. */
export class HeldLimits {
  private of = '';
  private domain: Domain | null = null;

  /** Limits around what is visible of the curves; `of` names what they belong to. */
  around({ curves, rows, seedLines }: Curves, { scale, within, least }: Chart, of: string, range: Domain | null = null): Domain | null {
    const held = of === this.of ? this.domain : null;
    const visible = (all: Curves['rows']) => (range ? all.filter(({ x }) => x >= range[0] && x <= range[1]) : all);
    const valuesOf = (all: Curves['rows'], keys: readonly string[]) => visible(all).flatMap((row) => keys.map((key) => row[key] ?? null));
    const ofMeans = valuesOf(
      rows,
      curves.map(({ key }) => key),
    );
    const values = [...ofMeans, ...seedLines.flatMap((seeds) => valuesOf(seeds.rows, seeds.keys))];
    // A zoom wants to see what is there, not what the whole curve would need.
    this.domain = domainOf(values, { scale, within, least: range ? undefined : least, held: held ?? undefined });
    this.of = of;
    return this.domain;
  }
}
