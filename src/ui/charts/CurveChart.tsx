import { memo, useMemo, useRef, useState } from 'react';
import { Area, ComposedChart, CartesianGrid, Line, ReferenceLine, XAxis, YAxis } from 'recharts';
import type { HorizontalAxis } from '../../core/metrics/history';
import { shortNames } from '../../store/shortNames';
import type { GroupState } from '../../store/state';
import { count, quantity } from '../format';
import { usePageState } from '../pageContext';
import { runStyles } from '../palette';
import { useWidth } from '../useCanvas';
import { useDrawn } from '../useDrawn';
import { ChartFigure } from './ChartFigure';
import type { Chart } from './charts';
import { type Curves, curvesOf } from './curves';
import { EndLabels } from './EndLabels';
import { HeldLimits } from './heldLimits';
import { marksOf } from './marks';
import { type Domain, fractionOf, linearTicks, logTicks } from './ticks';

const HEIGHT = 168;
const TOP = 8;
/** Room for the names at the ends of the curves, by their longest. */
const LETTER = 7;
const LEAST_ROOM = 56;
const MOST_ROOM = 112;
const AXIS_WIDTH = 40;
const AXIS_HEIGHT = 22;
const TICK = { fill: 'var(--ink-3)', fontSize: 12 };

/** One chart of the page. Redrawn by the scheduler, not by ticks. */
export const CurveChart = memo(function CurveChart({ chart }: { readonly chart: Chart }) {
  const place = useRef<HTMLDivElement>(null);
  const group = useDrawn(place);
  const axis = usePageState((state) => state.experiment.view.x);
  const width = useWidth(place);
  const [limits] = useState(() => new HeldLimits());
  const curves = useMemo(() => (group ? curvesOf(group, chart, axis) : null), [group, chart, axis]);
  const domain = curves && limits.around(curves, chart, `${group?.id} ${axis}`);
  return (
    <ChartFigure chart={chart} group={group} curves={curves}>
      <div ref={place} className="chart-plot" style={{ height: HEIGHT }}>
        {group && curves && width > 0 ? <Plot {...{ chart, group, curves, domain, axis, width }} /> : null}
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
  readonly width: number;
}

function Plot({ chart, group, curves: { rows, curves }, domain, axis, width }: PlotProps) {
  const styles = runStyles(group.experiment);
  const labels = shortNames(group.experiment);
  // Empty axes before the first number.
  const y = domain ?? (chart.scale === 'log' ? ([0.1, 1] as const) : ([0, 1] as const));
  const last = rows.at(-1)?.x ?? 0;
  const xEnd = axis === 'steps' ? group.experiment.training.steps : Math.max(last, 1e-9);
  const longest = Math.max(...curves.map(({ run }) => labels.get(run)?.length ?? 0));
  const room = Math.min(MOST_ROOM, Math.max(LEAST_ROOM, 12 + LETTER * longest));
  const plotHeight = HEIGHT - TOP - AXIS_HEIGHT;
  const ends = curves
    .filter(({ last: value, isThin }) => !isThin && Number.isFinite(value) && (chart.scale === 'linear' || value > 0))
    .map(({ run, last: value }) => ({
      run,
      label: labels.get(run) ?? run,
      color: styles.get(run)?.text ?? '',
      top: TOP + (1 - fractionOf(value, y, chart.scale)) * plotHeight,
    }));
  return (
    <>
      <ComposedChart
        width={width}
        height={HEIGHT}
        data={rows as never}
        margin={{ top: TOP, right: room, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--line-2)" />
        <XAxis
          dataKey="x"
          type="number"
          domain={[0, xEnd]}
          ticks={linearTicks([0, xEnd], 3)}
          tickFormatter={xTick}
          height={AXIS_HEIGHT}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          allowDataOverflow
        />
        <YAxis
          type="number"
          scale={chart.scale}
          domain={y as never}
          ticks={chart.scale === 'log' ? logTicks(y) : linearTicks(y, 4)}
          tickFormatter={yTick}
          width={AXIS_WIDTH}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          allowDataOverflow
        />
        {marksOf(group, axis).map(({ x, label }) => (
          <ReferenceLine
            key={`${x}${label}`}
            x={x}
            stroke="var(--ink-3)"
            strokeDasharray="2 3"
            label={{ value: label, position: 'insideTopLeft', fill: 'var(--ink-2)', fontSize: 12 }}
          />
        ))}
        {curves
          .filter(({ hasBand }) => hasBand)
          .map(({ run, key }) => (
            <Area
              key={`${key}Band`}
              dataKey={`${key}Band`}
              type="linear"
              stroke="none"
              fill={styles.get(run)?.color ?? ''}
              fillOpacity={0.12}
              isAnimationActive={false}
              connectNulls
              activeDot={false}
              dot={false}
            />
          ))}
        {curves.map(({ run, key, isThin }) => (
          <Line
            key={key}
            dataKey={key}
            type="linear"
            stroke={styles.get(run)?.color ?? ''}
            strokeWidth={isThin ? 1 : 1.75}
            strokeOpacity={isThin ? 0.5 : 1}
            strokeDasharray={styles.get(run)?.dash ?? ''}
            strokeLinejoin="round"
            dot={false}
            activeDot={false}
            isAnimationActive={false}
            connectNulls
          />
        ))}
      </ComposedChart>
      <EndLabels ends={ends} left={width - room + 6} bottom={HEIGHT - AXIS_HEIGHT} />
    </>
  );
}

const xTick = (value: number): string =>
  Math.abs(value) >= 10_000 ? `${quantity(value / 1000)}k` : value >= 1 || value === 0 ? count(value) : quantity(value);
const yTick = (value: number): string =>
  value === 0 ? '0' : Math.abs(value) >= 1000 || Math.abs(value) < 1e-3 ? value.toExponential(0) : String(Number(value.toPrecision(3)));
