import { useId, useRef } from 'react';
import type { NormalFit } from '../../core/diagnostics/normalFit';
import type { GateLevel } from '../../core/metrics/gateTrace';
import { ChartAxes } from '../charts/ChartAxes';
import { across, down, type Frame } from '../charts/frame';
import type { Domain } from '../charts/ticks';
import { useWidth } from '../drawing/useCanvas';

const HEIGHT = 168;
const [TOP, BOTTOM] = [8, 22];
const MARGIN = 0.05;

interface Props {
  readonly fit: NormalFit;
  readonly gate: GateLevel | null;
  readonly color: string | undefined;
}

/** Sorted values against what a standard normal sample would be, with the line S̄ + std · x that a normal sample lies on. */
export function QuantilePlot({ fit, gate, color }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  return (
    <div ref={place} className="chart-plot" style={{ height: HEIGHT, color }}>
      {width > 0 ? <Plot fit={fit} gate={gate} width={width} /> : null}
    </div>
  );
}

function Plot({ fit: { sorted, theoretical, mean, deviation }, gate, width }: Omit<Props, 'color'> & { readonly width: number }) {
  const clip = useId();
  const reach = Math.max(1, 1.05 * (theoretical.at(-1) ?? 1));
  const x: Domain = [-reach, reach];
  const [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 1];
  const margin = MARGIN * (high - low || Math.abs(high) || 1);
  const y: Domain = [low - margin, high + margin];
  const frame: Frame = { width, height: HEIGHT, top: TOP, right: 12, bottom: BOTTOM, left: 40, x, y, scale: 'linear', ticks: 6 };
  const line = (at: number) => `${across(frame, at)} ${down(frame, mean + deviation * at)}`;
  const opens = gate && gate.threshold >= y[0] && gate.threshold <= y[1] ? down(frame, gate.threshold) : null;
  return (
    <>
      <ChartAxes frame={frame} />
      <svg className="chart-lines" width={width} height={HEIGHT} aria-hidden="true">
        <clipPath id={clip}>
          <rect x={frame.left} y={TOP} width={Math.max(0, width - frame.left - frame.right)} height={HEIGHT - TOP - BOTTOM} />
        </clipPath>
        <path
          className="norms-points"
          d={sorted.map((norm, row) => `M${across(frame, theoretical[row] ?? 0).toFixed(1)} ${down(frame, norm).toFixed(1)}h0`).join('')}
        />
        {deviation > 0 ? <path className="norms-fit" clipPath={`url(#${clip})`} d={`M${line(x[0])}L${line(x[1])}`} /> : null}
        {opens === null ? null : (
          <g className="chart-mark">
            <line x1={frame.left} x2={width - frame.right} y1={opens} y2={opens} />
            <text x={frame.left + 4} y={opens > TOP + 16 ? opens - 4 : opens + 13}>
              μ + cσ
            </text>
          </g>
        )}
      </svg>
    </>
  );
}
