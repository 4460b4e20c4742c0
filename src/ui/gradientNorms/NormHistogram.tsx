import { useId, useRef } from 'react';
import type { GateLevel } from '../../core/metrics/gateTrace';
import { ChartAxes } from '../charts/ChartAxes';
import { across, down, type Frame } from '../charts/frame';
import { type Domain, domainOf } from '../charts/ticks';
import { useWidth } from '../drawing/useCanvas';
import type { DistributionView } from './distribution';

const HEIGHT = 168;
/** Points of the fitted curve. */
const CURVE = 96;
/** A threshold further out than this many ranges of the sample is told, not drawn. */
const FAR = 0.5;
const NEAR_ZERO = 0.4;
const MARGIN = 0.03;

interface Props {
  readonly view: DistributionView;
  readonly gate: GateLevel | null;
  readonly color: string | undefined;
}

/** Bars of counts, the fitted curve over them, and where the gate opens. */
export function NormHistogram({ view, gate, color }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  return (
    <div ref={place} className="chart-plot" style={{ height: HEIGHT, color }}>
      {width > 0 ? <Plot view={view} gate={gate} width={width} /> : null}
    </div>
  );
}

function Plot({ view: { fit, bins, expected }, gate, width }: Omit<Props, 'color'> & { readonly width: number }) {
  const clip = useId();
  const { from, counts } = bins;
  const end = from + bins.width * counts.length;
  const range = end - from;
  const opens = gate && gate.threshold > from - FAR * range && gate.threshold < end + FAR * range ? gate.threshold : null;
  const [low, high] = [Math.min(from, opens ?? from), Math.max(end, opens ?? end)];
  // Zero is on the axis where it is near: then the eye sees how far the norms are from it.
  const x: Domain = [low < NEAR_ZERO * high ? Math.min(0, low) : low - MARGIN * range, high + MARGIN * range];
  const varies = fit.deviation > 0;
  const top = Math.max(...counts, varies ? expected(fit.mean) : 0);
  const y: Domain = domainOf([0, top], { scale: 'linear' }) ?? [0, 1];
  const frame: Frame = { width, height: HEIGHT, top: 8, right: 12, bottom: 22, left: 40, x, y, scale: 'linear', ticks: 5 };
  const floor = down(frame, 0);
  const curve = Array.from({ length: CURVE }, (_, index) => x[0] + ((x[1] - x[0]) * index) / (CURVE - 1));
  return (
    <>
      <ChartAxes frame={frame} />
      <svg className="chart-lines" width={width} height={HEIGHT} aria-hidden="true">
        <clipPath id={clip}>
          <rect x={frame.left} y={0} width={Math.max(0, width - frame.left - frame.right)} height={HEIGHT} />
        </clipPath>
        <g clipPath={`url(#${clip})`}>
          {counts.map((amount, bin) => {
            const left = across(frame, from + bin * bins.width);
            const right = across(frame, from + (bin + 1) * bins.width);
            const height = floor - down(frame, amount);
            return (
              <rect key={bin} className="norms-bin" x={left} y={floor - height} width={Math.max(1, right - left - 1)} height={height} />
            );
          })}
        </g>
        {varies ? (
          <path
            className="norms-fit"
            d={`M${curve.map((norm) => `${across(frame, norm).toFixed(1)} ${down(frame, expected(norm)).toFixed(1)}`).join('L')}`}
          />
        ) : null}
        {opens === null ? null : <ThresholdLine at={across(frame, opens)} width={width} />}
      </svg>
    </>
  );
}

/** Its words stand where there is room for them. */
function ThresholdLine({ at, width }: { readonly at: number; readonly width: number }) {
  const isRight = at > width - 80;
  return (
    <g className="chart-mark">
      <line x1={at} x2={at} y1={8} y2={HEIGHT - 22} />
      <text x={isRight ? at - 4 : at + 4} y={18} textAnchor={isRight ? 'end' : 'start'}>
        μ + cσ
      </text>
    </g>
  );
}
