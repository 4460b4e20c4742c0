/** Names at the ends of the curves, instead of a legend, each with a line to its curve where it had to move away. */
import { nth } from '../../core/numbers';

interface End {
  readonly run: string;
  readonly isReference?: boolean;
  readonly label: string;
  readonly color: string;
  /** Pixels from the top of the plot. */
  readonly top: number;
}

/** Height of a label's line, as a multiple of its letters. */
const LINE = 1.25;
/** Pixels from the end of a curve to its name, which a line may cross. */
const GAP = 14;
/** Pixels that a name may stand away from its curve before a line leads there. */
const NEAR = 3;

interface Props {
  readonly ends: readonly End[];
  /** Where the curves end: pixels from the left. */
  readonly from: number;
  readonly bottom: number;
  /** Size of letters in pixels. */
  readonly letters: number;
}

export function EndLabels({ ends, from, bottom, letters }: Props) {
  const line = LINE * letters;
  const placed = spread(
    ends.map((end) => ({ ...end, at: end.top })),
    bottom,
    line,
  );
  return (
    <>
      <svg className="chart-lines" width="100%" height="100%" aria-hidden="true">
        {placed
          .filter(({ top, at }) => Math.abs(top - at) > NEAR)
          .map(({ run, color, top, at }) => (
            <polyline key={run} className="chart-leader" points={leader(from, at, top)} style={{ stroke: color }} />
          ))}
      </svg>
      <ul className="chart-ends" aria-hidden="true">
        {placed.map(({ run, isReference = false, label, color, top }) => (
          <li key={run} data-reference={isReference} style={{ color, left: from + GAP, top: top - line / 2 }} title={label}>
            {label}
          </li>
        ))}
      </ul>
    </>
  );
}

/** From the end of a curve at height `at` to a name at height `top`. */
function leader(from: number, at: number, top: number): string {
  const places = [
    [from + 2, at],
    [from + 5, at],
    [from + GAP - 5, top],
    [from + GAP - 2, top],
  ] as const;
  return places.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
}

/**
 * Moves labels apart by a line's height, each as little as needed, within the plot. Where it is too low for all, as on a
 * small projector, the highest, the lowest and some between them are named; pictures and table name every run.
 */
export function spread<E extends { readonly top: number }>(ends: readonly E[], bottom: number, line: number): readonly E[] {
  const all = [...ends].sort((one, other) => one.top - other.top);
  const room = Math.max(1, Math.floor(bottom / line + 0.5));
  const sorted = all.filter((_, index) => all.length <= room || isNamed(index, all.length, room));
  const tops = sorted.map(({ top }) => Math.min(Math.max(top, line / 2), bottom));
  for (let index = 1; index < tops.length; index++) tops[index] = Math.max(nth(tops, index), nth(tops, index - 1) + line);
  // Those pushed below the plot push the others up again.
  for (let index = tops.length - 1, limit = bottom; index >= 0; index--, limit -= line) tops[index] = Math.min(nth(tops, index), limit);
  return sorted.map((end, index) => ({ ...end, top: nth(tops, index) }));
}

/** True if the one at `index` is among `room` that lie evenly between the first and the last of `count`. */
function isNamed(index: number, count: number, room: number): boolean {
  const bucket = (place: number) => Math.floor((place * (room - 1)) / Math.max(1, count - 1));
  return index === 0 || bucket(index) > bucket(index - 1);
}
