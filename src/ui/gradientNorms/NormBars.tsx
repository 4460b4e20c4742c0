import { Bar, CartesianGrid, ComposedChart, Line, ReferenceLine, XAxis, YAxis } from 'recharts';
import type { GateLevel } from '../../core/metrics/gateTrace';
import { BELOW, BESIDE } from '../charts/Axes';
import { type Palette, SCREEN } from '../charts/paper';
import { xTick, yTick } from '../charts/tickLabels';
import { type Domain, domainOf, linearTicks } from '../charts/ticks';
import type { DistributionView } from './distribution';

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
  readonly paper?: Palette;
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
  // Empty bins on both sides, as far as the axis goes, carry the curve beyond the sample.
  const first = Math.ceil((x[0] - from) / bins.width - 0.5);
  const last = Math.floor((x[1] - from) / bins.width - 0.5);
  const rows = Array.from({ length: last - first + 1 }, (_, index) => {
    const bin = first + index;
    const norm = from + (bin + 0.5) * bins.width;
    return { norm, amount: counts[bin] ?? 0, ...(varies ? { expected: expected(norm) } : {}) };
  });
  const tick = { fill: paper.ink3, fontSize: LETTERS };
  const axis = { tick, tickLine: false, axisLine: false, type: 'number', allowDataOverflow: true, interval: 0 } as const;
  return (
    <ComposedChart
      width={width}
      height={height}
      data={rows}
      barCategoryGap={0.5}
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
      <Bar dataKey="amount" className="norms-bin" fill={color} fillOpacity={0.42} isAnimationActive={false} />
      <Line
        dataKey="expected"
        type="monotone"
        className="norms-fit"
        stroke={paper.ink}
        strokeWidth={1.5}
        dot={false}
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
