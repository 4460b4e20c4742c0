/**
 * The values a slider stops at, in steps a person would choose, linear or logarithmic. Its places are counted, not
 * measured: the next place always holds another value, so that no arrow key is pressed for nothing.
 */
import { nth } from '../../core/numbers';

interface Scale {
  readonly min: number;
  readonly max: number;
  readonly scale: 'linear' | 'log';
  readonly integer: boolean;
}

/** On a log slider whose limit is 0, the left end is 0 and the rest spans this many powers of ten below the maximum. */
const DECADES = 5;
/** Places along a slider, at most. */
const MOST_STOPS = 200;

/** Every value of the slider, ascending, both limits among them: two digits on a log scale, hundredths on a linear one. */
export function stopsOf(scale: Scale): readonly number[] {
  const known = stops.get(scale);
  if (known) return known;
  const { min, max, integer } = scale;
  const places = integer && max - min <= 1000 && !isLog(scale) ? max - min : placesOf(scale);
  const values = Array.from({ length: places + 1 }, (_, place) => valueAt(place / places, scale));
  const own = [...new Set(values)];
  stops.set(scale, own);
  return own;
}

/** By the scale's own object: fields live as long as the page. */
const stops = new WeakMap<Scale, readonly number[]>();

/** The place of `value` among the stops, 0 … length − 1; between two of them for a value that was written. */
export function placeOf(value: number, stops: readonly number[]): number {
  const after = stops.findIndex((stop) => stop >= value);
  if (after <= 0) return after < 0 ? stops.length - 1 : 0;
  const [low, high] = [nth(stops, after - 1), nth(stops, after)];
  return after - 1 + (value - low) / (high - low);
}

const isLog = ({ scale }: Scale) => scale === 'log';
const lowest = ({ min, max }: Scale) => (min > 0 ? min : max * 10 ** -DECADES);
const placesOf = ({ min, max, scale }: Scale) =>
  scale === 'log' ? MOST_STOPS : Math.min(MOST_STOPS, Math.max(1, Math.round((max - min) * 100)));

/** The value at a share of the way; the ends are exact. */
function valueAt(share: number, scale: Scale): number {
  const { min, max, integer } = scale;
  if (share <= 0) return min;
  if (share >= 1) return max;
  const low = lowest(scale);
  const raw = isLog(scale) ? low * (max / low) ** share : min + share * (max - min);
  const rounded = isLog(scale) ? Number(raw.toPrecision(2)) : Number(raw.toFixed(2));
  return Math.min(max, Math.max(min, integer ? Math.round(rounded) : rounded));
}
