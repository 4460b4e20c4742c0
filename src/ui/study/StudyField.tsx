import type { StudyFigure } from '../../core/study/figure';
import type { StudyCell } from '../../core/study/table';
import { type Palette, SCREEN } from '../charts/paper';

const LETTERS = 12;
const [LEFT, BOTTOM, TOP] = [64, 40, 8];
const CELL_HEIGHT = 28;
/** Cells narrower than this have no room for a number. */
const NARROW = 34;
/** Opacity of the lowest and highest mean. */
const [FAINT, STRONG] = [0.06, 0.62];

interface Props {
  readonly figure: StudyFigure;
  /** Index of the run. */
  readonly run: number;
  readonly color: string;
  readonly width: number;
  /** Lowest and highest mean of all runs, so that fields can be compared. */
  readonly range: readonly [number, number];
  /** The cell that is best by what was chosen by. */
  readonly best: StudyCell | undefined;
  readonly paper?: Palette;
}

/** Pixels that a field is high. */
export const fieldHeight = ({ axes }: StudyFigure): number => TOP + BOTTOM + CELL_HEIGHT * (axes[1]?.values.length ?? 0);

/** Mean accuracy of one run over two varied settings, as a field of cells with their numbers; the best one is framed. */
export function StudyField({ figure: { axes, lines }, run, color, width, range: [low, high], best, paper = SCREEN }: Props) {
  const [across, up] = axes;
  const line = lines.find((one) => one.run === run);
  if (!across || !up || !line) return null;
  const cellWidth = (width - LEFT) / across.values.length;
  const rows = up.values.toReversed();
  const height = TOP + BOTTOM + CELL_HEIGHT * rows.length;
  const strength = (mean: number) => FAINT + (STRONG - FAINT) * (high > low ? (mean - low) / (high - low) : 1);
  const every = Math.ceil(48 / cellWidth);
  return (
    <svg width={width} height={height} fontSize={LETTERS} aria-hidden="true">
      {rows.map((row, place) => (
        <text key={row.index} x={LEFT - 8} y={TOP + CELL_HEIGHT * (place + 0.5) + 0.35 * LETTERS} textAnchor="end" fill={paper.ink3}>
          {row.text}
        </text>
      ))}
      {across.values.map((column, place) =>
        place % every === 0 ? (
          <text
            key={column.index}
            x={LEFT + cellWidth * (place + 0.5)}
            y={height - BOTTOM + 1.35 * LETTERS}
            textAnchor="middle"
            fill={paper.ink3}
          >
            {column.text}
          </text>
        ) : null,
      )}
      <text x={LEFT + (width - LEFT) / 2} y={height - 4} textAnchor="middle" fill={paper.ink2}>
        {across.label}
      </text>
      <text transform={`translate(${LETTERS} ${TOP + (CELL_HEIGHT * rows.length) / 2}) rotate(-90)`} textAnchor="middle" fill={paper.ink2}>
        {up.label}
      </text>
      {line.cells.map(({ cell }) => {
        const column = across.values.findIndex(({ index }) => index === cell.at[0]);
        const row = rows.findIndex(({ index }) => index === cell.at[1]);
        const [x, y] = [LEFT + cellWidth * column, TOP + CELL_HEIGHT * row];
        const isKnown = cell.accuracies.size > 0;
        return (
          <g key={cell.at.join(' ')}>
            <rect
              x={x + 1}
              y={y + 1}
              width={Math.max(1, cellWidth - 2)}
              height={CELL_HEIGHT - 2}
              rx="2"
              fill={isKnown ? color : 'none'}
              fillOpacity={isKnown ? strength(cell.mean) : 1}
              stroke={cell === best ? paper.ink : isKnown ? 'none' : paper.line}
              strokeWidth={cell === best ? 2 : 1}
            />
            {isKnown && cellWidth >= NARROW ? (
              <text x={x + cellWidth / 2} y={y + CELL_HEIGHT / 2 + 0.35 * LETTERS} textAnchor="middle" fill={paper.ink}>
                {cell.mean.toFixed(1)}
              </text>
            ) : null}
          </g>
        );
      })}
    </svg>
  );
}
