/** Names at the ends of the curves, instead of a legend. */

interface End {
  readonly run: string;
  readonly isReference?: boolean;
  readonly label: string;
  readonly color: string;
  /** Pixels from the top of the plot. */
  readonly top: number;
}

/** Height of a label's line, as a multiple of its letters. */
export const LINE = 1.25;

interface Props {
  readonly ends: readonly End[];
  readonly left: number;
  readonly bottom: number;
  /** Size of letters in pixels. */
  readonly letters: number;
}

export function EndLabels({ ends, left, bottom, letters }: Props) {
  const line = LINE * letters;
  return (
    <ul className="chart-ends" aria-hidden="true">
      {spread(ends, bottom, line).map(({ run, isReference = false, label, color, top }) => (
        <li key={run} data-reference={isReference} style={{ color, left, top: top - line / 2 }} title={label}>
          {label}
        </li>
      ))}
    </ul>
  );
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
  for (let index = 1; index < tops.length; index++) tops[index] = Math.max(tops[index] as number, (tops[index - 1] as number) + line);
  // Those pushed below the plot push the others up again.
  for (let index = tops.length - 1, limit = bottom; index >= 0; index--, limit -= line)
    tops[index] = Math.min(tops[index] as number, limit);
  return sorted.map((end, index) => ({ ...end, top: tops[index] as number }));
}

/** Whether the one at `index` is among `room` that lie evenly between the first and the last of `count`. */
function isNamed(index: number, count: number, room: number): boolean {
  const nth = (place: number) => Math.floor((place * (room - 1)) / Math.max(1, count - 1));
  return index === 0 || nth(index) > nth(index - 1);
}
