import { Bar, CartesianGrid, ComposedChart, Line, ReferenceLine, XAxis, YAxis } from 'recharts';
import type { GateLevel } from '../../core/metrics/gateTrace';
import { BELOW, BESIDE } from '../charts/Axes';
import { type Paper, SCREEN } from '../charts/paper';
import { xTick, yTick } from '../charts/tickLabels';
import { type Domain, domainOf, linearTicks } from '../charts/ticks';
import type { DistributionView } from './distribution';

/** Points of the fitted curve. */
const CURVE = 96;
/** A threshold further out than this many ranges of the sample is told, not drawn. */
const FAR = 0.5;
const NEAR_ZERO = 0.4;
const MARGIN = 0.03;
const LETTERS = 12;
const [TOP, RIGHT] = [8, 12];

interface Props {
  readonly view: DistributionView;
  readonly gate: GateLevel | null;
  readonly color: string | undefined;
  readonly width: number;
  readonly height: number;
  readonly paper?: Paper;
}

/** Bars of counts, the fitted curve over them, and where the gate opens: on the page and in saved figures. */
export function NormBars({ view: { fit, bins, expected }, gate, color = 'currentcolor', width, height, paper = SCREEN }: Props) {
  const { from, counts } = bins;
  const end = from + bins.width * counts.length;
  const range = end - from;
  const opens = gate && gate.threshold > from - FAR * range && gate.threshold < end + FAR * range ? gate.threshold : null;
  const [low, high] = [Math.min(from, opens ?? from), Math.max(end, opens ?? end)];
  // Zero is on the axis where it is near: then the eye sees how far the norms are from it.
  const x: Domain = [low < NEAR_ZERO * high ? Math.min(0, low) : low - MARGIN * range, high + MARGIN * range];
  const varies = fit.deviation > 0;
  const y: Domain = domainOf([0, ...counts, varies ? expected(fit.mean) : 0], { scale: 'linear' }) ?? [0, 1];
  const bars = counts.map((amount, bin) => ({ norm: from + (bin + 0.5) * bins.width, amount }));
  const curve = Array.from({ length: varies ? CURVE : 0 }, (_, index) => {
    const norm = x[0] + ((x[1] - x[0]) * index) / (CURVE - 1);
    return { norm, expected: expected(norm) };
  });
  const plot = width - BESIDE * LETTERS - RIGHT;
  const tick = { fill: paper.ink3, fontSize: LETTERS };
  const axis = { tick, tickLine: false, axisLine: false, type: 'number', allowDataOverflow: true, interval: 0 } as const;
  return (
    <ComposedChart
      width={width}
      height={height}
      data={[...bars, ...curve].sort((one, other) => one.norm - other.norm)}
      margin={{ top: TOP, right: RIGHT, bottom: 0, left: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} stroke={paper.line} />
      <XAxis
        {...axis}
        dataKey="norm"
        domain={[...x]}
        ticks={linearTicks(x, 5)}
        tickFormatter={xTick}
        height={BELOW * LETTERS}
        label={{ value: 'S = ‖∇L(B)‖²', position: 'insideBottom', fill: paper.ink2, fontSize: LETTERS }}
      />
      <YAxis {...axis} domain={[...y]} ticks={linearTicks(y, 4)} tickFormatter={yTick} width={BESIDE * LETTERS} />
      <Bar
        dataKey="amount"
        className="norms-bin"
        fill={color}
        fillOpacity={0.42}
        barSize={Math.max(1, (plot * bins.width) / (x[1] - x[0]) - 1)}
        isAnimationActive={false}
      />
      <Line
        dataKey="expected"
        className="norms-fit"
        stroke={paper.ink}
        strokeWidth={1.5}
        dot={false}
        connectNulls
        isAnimationActive={false}
      />
      {opens === null ? null : (
        <ReferenceLine
          x={opens}
          stroke={paper.ink3}
          strokeDasharray="2 3"
          label={{
            value: 'μ + cσ',
            position: opens > x[0] + 0.75 * (x[1] - x[0]) ? 'insideTopRight' : 'insideTopLeft',
            fill: paper.ink2,
            fontSize: LETTERS,
          }}
        />
      )}
    </ComposedChart>
  );
}
