import { memo } from 'react';
import { CartesianGrid, ComposedChart, XAxis, YAxis } from 'recharts';
import { count } from '../format';
import type { Frame } from './frame';
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

const xTick = (value: number): string =>
  Math.abs(value) >= 10_000
    ? `${Number((value / 1000).toPrecision(3))}k`
    : Number.isInteger(value)
      ? count(value).replace('-', '−')
      : yTick(value);

function yTick(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  return size >= 1000 || size < 1e-3 ? value.toExponential(0) : String(Number(value.toPrecision(3)));
}
