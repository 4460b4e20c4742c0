import { memo, useMemo, useRef, useState } from 'react';
import type { HorizontalAxis } from '../../core/metrics/history';
import { shortNames } from '../../store/shortNames';
import type { GroupState } from '../../store/state';
import { late } from '../late';
import { usePageState } from '../pageContext';
import { runStyles } from '../palette';
import { type Size, useSize } from '../useCanvas';
import { useDrawn } from '../useDrawn';
import { ChartFigure } from './ChartFigure';
import type { Chart } from './chart';
import { CurveLines } from './CurveLines';
import { type Curves, curvesOf } from './curves';
import { EndLabels } from './EndLabels';
import { across, down, type Frame } from './frame';
import { HeldLimits } from './heldLimits';
import { marksOf } from './marks';
import type { Domain } from './ticks';

/** Curves are drawn without recharts, so they do not wait for it; it is the largest library of the page. */
const ChartAxes = late(
  'The axes',
  import('./ChartAxes').then((file) => file.ChartAxes),
);

/** In letters, whose size and the plot's come from the style sheet: 12 px, larger in the presenter. */
const TOP = 8 / 12;
const AXIS_WIDTH = 40 / 12;
const AXIS_HEIGHT = 22 / 12;
/** Room for the names at the ends of the curves, by their longest. */
const LETTER = 7 / 12;
const LEAST_ROOM = 56 / 12;
const MOST_ROOM = 112 / 12;

/** One chart of the page. Redrawn by the scheduler, not by ticks. */
export const CurveChart = memo(function CurveChart({ chart }: { readonly chart: Chart }) {
  const place = useRef<HTMLDivElement>(null);
  const group = useDrawn(place);
  const axis = usePageState((state) => state.experiment.view.x);
  const size = useSize(place);
  const [limits] = useState(() => new HeldLimits());
  const curves = useMemo(() => (group ? curvesOf(group, chart, axis) : null), [group, chart, axis]);
  const domain = curves && limits.around(curves, chart, `${group?.id} ${axis}`);
  return (
    <ChartFigure chart={chart} group={group} curves={curves}>
      <div ref={place} className="chart-plot curve-plot">
        {group && curves && size.width > 0 ? <Plot {...{ chart, group, curves, domain, axis, size }} /> : null}
      </div>
    </ChartFigure>
  );
});

interface PlotProps {
  readonly chart: Chart;
  readonly group: GroupState;
  readonly curves: Curves;
  readonly domain: Domain | null;
  readonly axis: HorizontalAxis;
  readonly size: Size;
}

function Plot({ chart: { scale }, group, curves: { rows, curves }, domain, axis, size }: PlotProps) {
  const { width, height, letters } = size;
  const names = shortNames(group.experiment);
  const styles = runStyles(group.experiment);
  const longest = Math.max(...curves.map(({ run }) => names.get(run)?.length ?? 0));
  const xEnd = axis === 'steps' ? group.experiment.training.steps : roundedUp(rows.at(-1)?.x ?? 0);
  const frame: Frame = {
    width,
    height,
    top: letters * TOP,
    right: letters * Math.min(MOST_ROOM, Math.max(LEAST_ROOM, 1 + LETTER * longest)),
    bottom: letters * AXIS_HEIGHT,
    left: letters * AXIS_WIDTH,
    x: [0, xEnd],
    // Empty axes before the first number.
    y: domain ?? (scale === 'log' ? [0.1, 1] : [0, 1]),
    scale,
    letters,
  };
  const ends = curves
    .filter(({ last, thin }) => thin === 0 && Number.isFinite(last) && (scale === 'linear' || last > 0))
    .map(({ run, last }) => ({ run, label: names.get(run) ?? run, color: styles.get(run)?.text ?? '', top: down(frame, last) }));
  return (
    <>
      <ChartAxes frame={frame} />
      <CurveLines frame={frame} rows={rows} curves={curves} styles={styles} marks={marksOf(group, axis)} />
      <EndLabels
        ends={ends}
        left={Math.min(across(frame, rows.at(-1)?.x ?? xEnd), width - frame.right) + 6}
        bottom={height - frame.bottom}
        letters={letters}
      />
    </>
  );
}

/** Two digits upwards, so that a growing axis moves now and then and not with every tick. */
function roundedUp(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil(value / power - 1e-9) * power).toPrecision(6));
}
