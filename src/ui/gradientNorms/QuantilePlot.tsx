import { useId, useRef } from 'react';
import type { NormalFit } from '../../core/diagnostics/normalFit';
import type { GateLevel } from '../../core/metrics/gateTrace';
import { Axes, BELOW, BESIDE } from '../charts/Axes';
import { across, down, type PlotFrame } from '../charts/frame';
import { type Palette, SCREEN } from '../charts/paper';
import type { Domain } from '../charts/ticks';
import { useWidth } from '../drawing/useCanvas';

const HEIGHT = 182;
const LETTERS = 12;
const MARGIN = 0.05;

interface Props {
  readonly fit: NormalFit;
  readonly gate: GateLevel | null;
  readonly color: string | undefined;
}

/** The Q-Q plot of a measured distribution, as wide as there is room. */
export function QuantilePlot({ fit, gate, color }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  return (
    <div ref={place} className="chart-plot" style={{ height: HEIGHT }}>
      {width > 0 ? (
        <svg className="chart-lines" width={width} height={HEIGHT} aria-hidden="true">
          <Quantiles fit={fit} gate={gate} color={color} size={{ width, height: HEIGHT }} />
        </svg>
      ) : null}
    </div>
  );
}

interface QuantilesProps extends Props {
  readonly size: { readonly width: number; readonly height: number };
  readonly paper?: Palette;
}

/** Sorted values against what a standard normal sample would be, with the line S̄ + std · x that a normal sample lies on. */
export function Quantiles({
  fit: { sorted, theoretical, mean, deviation },
  gate,
  color = 'currentcolor',
  size,
  paper = SCREEN,
}: QuantilesProps) {
  const clip = useId();
  const reach = Math.max(1, 1.05 * (theoretical.at(-1) ?? 1));
  const x: Domain = [-reach, reach];
  const [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 1];
  const margin = MARGIN * (high - low || Math.abs(high) || 1);
  const y: Domain = [low - margin, high + margin];
  const [bottom, left] = [BELOW * LETTERS, BESIDE * LETTERS];
  const frame: PlotFrame = { ...size, top: 8, right: 12, bottom, left, x, y, scale: 'linear', ticks: 6 };
  const [end, base] = [size.width - frame.right, size.height - bottom];
  const line = (at: number) => `${across(frame, at).toFixed(1)} ${down(frame, mean + deviation * at).toFixed(1)}`;
  const opens = gate && gate.threshold >= y[0] && gate.threshold <= y[1] ? down(frame, gate.threshold) : null;
  return (
    <>
      <Axes frame={frame} title="standard normal quantile" paper={paper} />
      <clipPath id={clip}>
        <rect x={left} y={frame.top} width={Math.max(0, end - left)} height={Math.max(0, base - frame.top)} />
      </clipPath>
      <path
        className="norms-points"
        fill="none"
        stroke={color}
        strokeOpacity={0.7}
        strokeWidth={4}
        strokeLinecap="round"
        d={sorted.map((norm, row) => `M${across(frame, theoretical[row] ?? 0).toFixed(1)} ${down(frame, norm).toFixed(1)}h0`).join('')}
      />
      {deviation > 0 ? (
        <path
          className="norms-fit"
          clipPath={`url(#${clip})`}
          fill="none"
          stroke={paper.ink}
          strokeWidth={1.5}
          d={`M${line(x[0])}L${line(x[1])}`}
        />
      ) : null}
      {opens === null ? null : (
        <g className="chart-mark">
          <line x1={left} x2={end} y1={opens} y2={opens} stroke={paper.ink3} strokeDasharray="2 3" />
          <text x={left + 4} y={opens > 24 ? opens - 4 : opens + 13} fontSize={LETTERS} fill={paper.ink2}>
            μ + cσ
          </text>
        </g>
      )}
    </>
  );
}
