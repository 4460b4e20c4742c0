/** A chart as a picture that stands alone: the curves of the page over the same axes, wider, with a legend instead of names at their ends. */
import type { HorizontalAxis } from '../../core/metrics/history';
import type { Reference } from '../../store/pins';
import type { GroupState } from '../../store/group';
import { Axes, BELOW } from '../charts/Axes';
import { axisWords } from '../charts/axisWords';
import type { Chart } from '../charts/chart';
import { CurveLines, DOTTED, strokeOf } from '../charts/CurveLines';
import { type Curve, curvesOf } from '../charts/curves';
import type { PlotFrame } from '../charts/frame';
import { HeldLimits } from '../charts/heldLimits';
import { marksOf } from '../charts/marks';
import { PRINT } from '../charts/paper';
import { type Drawing, HEAD, LETTER, MARGIN, onSheet, type PrintedRun, WIDTH, Words } from './Sheet';
import { longestSteps } from '../../core/settings/lengths';

const PLOT_HEIGHT = 300;
const LEFT = 76;
const LETTERS = 12;
/** Whoever follows the link below trains everything but these. */
const PINNED = 'Pinned runs were trained earlier, with the settings named, and are not in the link. ';

/**
 * @param runs     by id; runs that are left out are not drawn.
 * @param caption  said below: where it comes from, and the link.
 * @param references  pinned runs of earlier groups, which are among `runs` under the names of their pins.
 * @returns null where there is no number to draw.
 */
export function curveFigure(
  chart: Chart,
  group: GroupState,
  axis: HorizontalAxis,
  runs: ReadonlyMap<string, PrintedRun>,
  caption: string,
  references: readonly Reference[] = [],
): Drawing | null {
  const drawn = curvesOf(group, chart, axis, { seedlines: group.experiment.view.seedlines, references });
  const domain = new HeldLimits().around(drawn, chart, chart.id);
  if (!domain) return null;
  const { x, curves, seedLines, seeds } = drawn;
  const keys = keysOf(chart, curves, runs);
  const head = HEAD + 20 * (1 + Math.max(0, ...keys.map(({ row }) => row))) + 8;
  const reached = Math.max(x.at(-1) ?? 0, 1e-9);
  const frame: PlotFrame = {
    width: WIDTH,
    height: head + PLOT_HEIGHT + BELOW * LETTERS,
    top: head,
    right: MARGIN,
    bottom: BELOW * LETTERS,
    left: LEFT,
    x: [0, axis === 'steps' ? Math.max(longestSteps(group.experiment), reached) : reached],
    y: domain,
    scale: chart.scale,
    letters: LETTERS,
    ticks: 6,
  };
  const thin = seedLines.length > 0 ? ', thin lines single seeds' : '';
  const spread = seeds > 1 ? `Lines are means over ${seeds} seeds, bands ± 1 standard deviation${thin}. ` : '';
  return onSheet({
    title: chart.title,
    question: chart.question,
    body: (
      <>
        {keys.map((key) => (
          <LegendKey key={`${key.label} ${key.left} ${key.row}`} of={key} />
        ))}
        <Axes frame={frame} title={axisWords[axis].title} upwards={[chart.title, chart.unit].filter(Boolean).join(', ')} paper={PRINT} />
        <CurveLines frame={frame} curves={drawn} styles={runs} marks={marksOf(group, axis)} paper={PRINT} />
      </>
    ),
    end: frame.height + 8,
    caption: `${spread}${curves.some(({ isReference }) => isReference) ? PINNED : ''}${caption}`,
  });
}

interface Key {
  readonly label: string;
  readonly color: string;
  readonly dash: string;
  readonly isThin: boolean;
  readonly opacity: number;
  readonly left: number;
  readonly row: number;
}

/** One key per curve, in as many rows as they need. */
function keysOf(chart: Chart, curves: readonly Curve[], runs: ReadonlyMap<string, PrintedRun>): readonly Key[] {
  let [left, row] = [MARGIN, 0];
  return [...curves]
    .sort((one, other) => one.thin - other.thin)
    .flatMap((curve): Key[] => {
      const style = runs.get(curve.run);
      if (!style) return [];
      const { thin } = curve;
      const label = `${style.label}${thin > 0 ? ` ${chart.thin?.[thin - 1]?.label ?? ''}` : ''}`;
      const width = 34 + label.length * LETTERS * LETTER + 18;
      if (left > MARGIN && left + width > WIDTH - MARGIN) [left, row] = [MARGIN, row + 1];
      const key = { label, color: style.color, dash: thin > 1 ? DOTTED : style.dash, ...strokeOf(curve), left, row };
      left += width;
      return [key];
    });
}

function LegendKey({ of: { label, color, dash, isThin, opacity, left, row } }: { readonly of: Key }) {
  const y = MARGIN + 64 + 20 * row;
  return (
    <>
      <line
        x1={left}
        x2={left + 26}
        y1={y}
        y2={y}
        stroke={color}
        strokeWidth={isThin ? 1 : 2}
        strokeOpacity={opacity}
        strokeDasharray={dash || undefined}
      />
      <Words text={label} x={left + 34} y={y + 4} />
    </>
  );
}
