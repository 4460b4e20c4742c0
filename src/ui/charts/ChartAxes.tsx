import { memo } from 'react';
import { CartesianGrid, ComposedChart, XAxis, YAxis } from 'recharts';
import type { Frame } from './frame';
import { xTick, yTick } from './tickLabels';
import { linearTicks, logTicks } from './ticks';

const NO_ROWS: never[] = [];

/**
 * Grid and axes. Recharts draws them, and only them: they change when limits do, while the curves change many times a
 * second, and handing those to recharts costs tens of milliseconds per redraw (measured; see `CurveLines`).
 */
export const ChartAxes = memo(
  function ChartAxes({
    frame: { width, height, top, right, bottom, left, x, y, scale, letters = 12, ticks = 3 },
  }: {
    readonly frame: Frame;
  }) {
    const tick = { fill: 'var(--ink-3)', fontSize: letters };
    const axis = { tick, tickLine: false, axisLine: false, allowDataOverflow: true, type: 'number' } as const;
    return (
      <ComposedChart width={width} height={height} data={NO_ROWS} margin={{ top, right, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line-2)" />
        <XAxis {...axis} dataKey="x" domain={[...x]} ticks={linearTicks(x, ticks)} tickFormatter={xTick} height={bottom} />
        <YAxis
          {...axis}
          scale={scale}
          domain={[...y]}
          ticks={scale === 'log' ? logTicks(y) : linearTicks(y, 4)}
          tickFormatter={yTick}
          width={left}
        />
      </ComposedChart>
    );
  },
  ({ frame: one }, { frame: other }) => JSON.stringify(one) === JSON.stringify(other),
);
