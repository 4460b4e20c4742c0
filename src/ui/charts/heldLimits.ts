import { doubleAt } from '../../core/numbers';
import type { Chart } from './chart';
import type { Curves } from './curves';
import { type Domain, domainOf } from './ticks';

/** Limits of one chart's y-axis. They grow at once and shrink only with a new group, axis, scale or zoom, or the eye would take a moving scale for a moving curve. */
export class HeldLimits {
  private of = '';
  private domain: Domain | null = null;

  /** Limits around what is visible of the curves; `of` names what they belong to. */
  around({ x, curves, seedLines }: Curves, { scale, within, least }: Chart, of: string, range: Domain | null = null): Domain | null {
    const held = of === this.of ? this.domain : null;
    const values = valuesWithin(
      [...curves.map(({ y }) => ({ x, y })), ...seedLines.flatMap((seeds) => seeds.lines.map((y) => ({ x: seeds.x, y })))],
      range,
    );
    // A zoom wants to see what is there, not what the whole curve would need.
    this.domain = domainOf(values, { scale, within, least: range ? undefined : least, held: held ?? undefined });
    this.of = of;
    return this.domain;
  }
}

/** Values of these columns that stand within `range`; all where it is null. */
export function* valuesWithin(
  columns: readonly { readonly x: Float64Array; readonly y: Float64Array }[],
  range: Domain | null = null,
): Generator<number> {
  for (const { x, y } of columns)
    for (let at = 0; at < x.length; at++) {
      const place = doubleAt(x, at);
      if (range === null || (place >= range[0] && place <= range[1])) yield doubleAt(y, at);
    }
}
