/**
 * Fewer rows for drawing, nothing lost that a pixel could show: per bucket of the visible range each curve keeps its
 * smallest and its largest value in the order they came, and its very first and last point. All curves share the rows,
 * because the chart draws one array. Source: M4 (Jugel et al. 2014, doi:10.14778/2732951.2732953), without its first
 * and last per bucket.
 */
import { extremesOf } from './extremes';
import type { Series } from './series';

/** x and one value (or null) per series key. */
export type Row = { readonly x: number } & { readonly [key: string]: number | null };

export interface Decimated {
  readonly rows: readonly Row[];
  /** Points in the visible range over all curves, and how many of them are drawn. */
  readonly kept: number;
  readonly drawn: number;
}

/**
 * Rows of `series` within `range` (all when null), at most `most` of them (≥ 4 per curve) and with a range two more per curve:
 * its neighbours outside, so that lines run to the edges. Values that are not finite are not drawn. Cost: one pass over data that is new
 * since the last time, and a few thousand looks.
 */
export function decimate(series: readonly Series[], most = 300, range: readonly [number, number] | null = null): Decimated {
  const [from, to] = range ?? extent(series);
  const spans = series.map(({ x }) => [lowerBound(x, from), upperBound(x, to)] as const);
  const positions = new Set<number>();
  for (const [index, { x }] of series.entries()) {
    const [start, end] = spans[index] as readonly [number, number];
    for (let at = start; at < end && positions.size <= most; at++) positions.add(x[at] as number);
  }
  const rows = new Map<number, Record<string, number | null>>();
  const empty: Record<string, null> = Object.fromEntries(series.map(({ key }) => [key, null]));
  const put = (x: number, key: string, value: number) => {
    const row = rows.get(x) ?? { x, ...empty };
    row[key] = value;
    rows.set(x, row);
  };
  let kept = 0;
  for (const [index, { key, x, y, isUncounted }] of series.entries()) {
    const [start, end] = spans[index] as readonly [number, number];
    if (!isUncounted) kept += extremesOf(y, start, end).count;
    if (positions.size <= most) {
      for (let at = start; at < end; at++) if (Number.isFinite(y[at])) put(x[at] as number, key, y[at] as number);
    } else {
      putExtremes(x, y, start, end, { from, to, buckets: Math.floor(most / 2) - series.length }, (at, value) => put(at, key, value));
    }
  }
  const counted = series.filter(({ isUncounted }) => !isUncounted);
  const drawn = [...rows.values()].reduce((sum, row) => sum + counted.filter(({ key }) => row[key] !== null).length, 0);
  for (const [index, { key, x, y }] of series.entries()) {
    const [start, end] = spans[index] as readonly [number, number];
    for (const at of [start - 1, end]) if (range && Number.isFinite(y[at])) put(x[at] as number, key, y[at] as number);
  }
  const ordered = [...rows.values()].sort((one, other) => (one.x as number) - (other.x as number)) as Row[];
  return { rows: ordered, kept, drawn };
}

/** Two shared x per bucket, at its first and third quarter; the curve's first and last point stay where they are. */
function putExtremes(
  x: Float64Array,
  y: Float64Array,
  start: number,
  end: number,
  { from, to, buckets }: { readonly from: number; readonly to: number; readonly buckets: number },
  put: (x: number, value: number) => void,
): void {
  const width = (to - from) / buckets;
  const isThere = (row: number) => Number.isFinite(y[row]);
  let first = start;
  while (first < end && !isThere(first)) first++;
  if (first === end) return;
  let last = end - 1;
  while (!isThere(last)) last--;
  put(x[first] as number, y[first] as number);
  for (let bucket = 0, row = start; bucket < buckets; bucket++) {
    const until = bucket === buckets - 1 ? end : Math.min(end, lowerBound(x, from + (bucket + 1) * width, row));
    const { lowest, highest } = extremesOf(y, row, until);
    row = until;
    if (lowest < 0) continue;
    const left = from + (bucket + 0.25) * width;
    put(left, y[Math.min(lowest, highest)] as number);
    put(left + width / 2, y[Math.max(lowest, highest)] as number);
  }
  put(x[last] as number, y[last] as number);
}

function extent(series: readonly Series[]): readonly [number, number] {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { x } of series) {
    if (x.length === 0) continue;
    from = Math.min(from, x[0] as number);
    to = Math.max(to, x[x.length - 1] as number);
  }
  return [from, to];
}

/** First index from `start` on whose x is ≥ `value`. */
function lowerBound(x: Float64Array, value: number, start = 0): number {
  let low = start;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((x[middle] as number) < value) low = middle + 1;
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
    if ((x[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
