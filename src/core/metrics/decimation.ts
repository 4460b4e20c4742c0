/**
 * Fewer points for drawing, nothing lost that a pixel could show: per bucket of the visible range each curve keeps its
 * smallest and its largest value in the order they came, and its very first and last point. All curves share their places,
 * so that one column of x serves them, a table and the keys of a cursor. Source: M4 (Jugel et al. 2014,
 * doi:10.14778/2732951.2732953), without its first and last per bucket.
 */
import { doubleAt, nth } from '../numbers';
import { extremesOf } from './extremes';
import type { Series } from './series';

export interface Decimated {
  /** Places of all points, ascending. */
  readonly x: Float64Array;
  /** Per series its values there, as long as `x`; NaN where it has no point. */
  readonly columns: readonly Float64Array[];
  /** Points in the visible range over all curves, and how many of them are drawn. */
  readonly kept: number;
  readonly drawn: number;
}

/**
 * Points of `series` within `range` (all when null), at at most `most` places (≥ 4 per curve) and with a range two more per curve:
 * its neighbours outside, so that lines run to the edges. Values that are not finite are not drawn. Cost: one pass over data that is new
 * since the last time, and a few thousand looks.
 */
export function decimate(series: readonly Series[], most = 300, range: readonly [number, number] | null = null): Decimated {
  const [from, to] = range ?? extent(series);
  const spans = series.map(({ x }) => [lowerBound(x, from), upperBound(x, to)] as const);
  const isFew = hasFewPlaces(series, spans, most);
  let kept = 0;
  const inside = series.map(({ x, y, isUncounted }, index) => {
    const [start, end] = spans[index] as readonly [number, number];
    if (!isUncounted) kept += extremesOf(y, start, end).count;
    const points = new Points();
    if (isFew) for (let at = start; at < end; at++) points.put(doubleAt(x, at), doubleAt(y, at));
    else putExtremes(x, y, start, end, { from, to, buckets: Math.floor(most / 2) - series.length }, points);
    return points;
  });
  const outside = series.map(({ x, y }, index) => {
    const [start, end] = spans[index] as readonly [number, number];
    const points = new Points();
    if (range) for (const at of [start - 1, end]) points.put(x[at] ?? Number.NaN, y[at] ?? Number.NaN);
    return points;
  });
  const x = placesOf([...inside, ...outside]);
  let drawn = 0;
  const columns = series.map(({ isUncounted }, index) => {
    const column = new Float64Array(x.length).fill(Number.NaN);
    const count = (inside[index] as Points).writeTo(column, x);
    if (!isUncounted) drawn += count;
    (outside[index] as Points).writeTo(column, x);
    return column;
  });
  return { x, columns, kept, drawn };
}

/** Points of one curve as they are chosen; of two at one place the later counts. */
class Points {
  readonly x: number[] = [];
  private readonly y: number[] = [];

  /** Leaves out what is no finite number. */
  put(x: number, y: number): void {
    if (!Number.isFinite(y)) return;
    this.x.push(x);
    this.y.push(y);
  }

  /** Writes them to a column over `places`, which has all of theirs; returns how many places that are. */
  writeTo(column: Float64Array, places: Float64Array): number {
    let count = 0;
    for (let point = 0; point < this.x.length; point++) {
      const at = lowerBound(places, nth(this.x, point));
      if (Number.isNaN(column[at])) count++;
      column[at] = nth(this.y, point);
    }
    return count;
  }
}

/** True if all points in these spans stand at no more than `most` places. */
function hasFewPlaces(series: readonly Series[], spans: readonly (readonly [number, number])[], most: number): boolean {
  const places = new Set<number>();
  for (const [index, { x }] of series.entries()) {
    const [start, end] = spans[index] as readonly [number, number];
    for (let at = start; at < end && places.size <= most; at++) places.add(doubleAt(x, at));
  }
  return places.size <= most;
}

/** Every place once, ascending. */
function placesOf(curves: readonly Points[]): Float64Array {
  const all = Float64Array.from(curves.flatMap(({ x }) => x)).sort();
  let count = 0;
  for (const place of all) if (count === 0 || place !== all[count - 1]) all[count++] = place;
  return all.slice(0, count);
}

/** Two shared x per bucket, at its first and third quarter; the curve's first and last point stay where they are. */
function putExtremes(
  x: Float64Array,
  y: Float64Array,
  start: number,
  end: number,
  { from, to, buckets }: { readonly from: number; readonly to: number; readonly buckets: number },
  points: Points,
): void {
  const width = (to - from) / buckets;
  const isThere = (row: number) => Number.isFinite(y[row]);
  let first = start;
  while (first < end && !isThere(first)) first++;
  if (first === end) return;
  let last = end - 1;
  while (!isThere(last)) last--;
  points.put(doubleAt(x, first), doubleAt(y, first));
  for (let bucket = 0, row = start; bucket < buckets; bucket++) {
    const until = bucket === buckets - 1 ? end : Math.min(end, lowerBound(x, from + (bucket + 1) * width, row));
    const { lowest, highest } = extremesOf(y, row, until);
    row = until;
    if (lowest < 0) continue;
    const left = from + (bucket + 0.25) * width;
    points.put(left, doubleAt(y, Math.min(lowest, highest)));
    points.put(left + width / 2, doubleAt(y, Math.max(lowest, highest)));
  }
  points.put(doubleAt(x, last), doubleAt(y, last));
}

function extent(series: readonly Series[]): readonly [number, number] {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { x } of series) {
    if (x.length === 0) continue;
    from = Math.min(from, doubleAt(x, 0));
    to = Math.max(to, doubleAt(x, x.length - 1));
  }
  return [from, to];
}

/** First index from `start` on whose x is ≥ `value`. */
function lowerBound(x: Float64Array, value: number, start = 0): number {
  let low = start;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (doubleAt(x, middle) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** First index whose x is > `value`. */
function upperBound(x: Float64Array, value: number): number {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (doubleAt(x, middle) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
