import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { gateTrace } from '../../core/metrics/gateTrace';
import { NORM_BINS, type NormHistogram, normHistogram, normRange, spansOf } from '../../core/metrics/histogram';
import { runLabels } from '../../core/settings/runLabels';
import { count, percent, quantity } from '../format';
import { usePageState } from '../pageContext';
import { runStyles } from '../theme/palette';
import { useCanvas } from '../drawing/useCanvas';
import { useDrawn } from '../drawing/useDrawn';
import './Histograms.css';
import { fractionOf } from './ticks';

/** How long gradients are over time, one picture per run at one scale. */
export function Histograms() {
  const experiment = usePageState((state) => state.group?.experiment ?? state.experiment);
  const styles = runStyles(experiment);
  return (
    <div className="histograms">
      {runLabels(experiment).map(({ id, label }) => (
        <Histogram key={id} run={id} label={label} color={styles.get(id)?.color} />
      ))}
    </div>
  );
}

const HEIGHT = 104;

function Histogram({ run, label, color }: { readonly run: string; readonly label: string; readonly color: string | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const group = useDrawn(canvas);
  const { width, theme, ratio } = useCanvas(canvas);
  const [pointed, setPointed] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const range = useMemo(() => normRange(group?.history.members ?? []), [group]);
  const steps = group?.experiment.training.steps ?? 0;
  const [histogram, trace] = useMemo(() => {
    if (!group || !range) return [null, null];
    const members = group.history.members.filter((member) => member.run === run);
    const buckets = spansOf(members, steps);
    return [normHistogram(members, range, steps - 1, buckets), gateTrace(members, steps - 1, buckets)];
  }, [group, range, run, steps]);
  useEffect(() => {
    if (!canvas.current || !histogram || width === 0) return;
    paint(canvas.current, histogram, width, ratio);
    if (trace) {
      paintLine(canvas.current, histogram, trace.mu.map(Math.sqrt), [ratio, 2 * ratio]);
      paintLine(canvas.current, histogram, trace.threshold.map(Math.sqrt), []);
    }
    // The colours come from the style sheet, which follows the theme.
  }, [histogram, trace, width, theme, ratio]);
  const point = ({ nativeEvent: { offsetX, offsetY } }: PointerEvent) => setPointed({ x: offsetX / width, y: 1 - offsetY / HEIGHT });
  const powers = range
    ? [-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5].map((power) => 10 ** power).filter((norm) => norm >= range[0] && norm <= range[1])
    : [];
  return (
    <figure className="chart histogram">
      <figcaption>
        <b>Gradient norms</b> <span>{label}</span>
      </figcaption>
      <div className="histogram-frame" style={{ color }}>
        {range
          ? powers.map((norm) => (
              <span key={norm} className="histogram-norm" style={{ top: (1 - fractionOf(norm, range, 'log')) * HEIGHT }}>
                {norm >= 1e-3 && norm <= 1e3 ? norm : norm.toExponential(0)}
              </span>
            ))
          : null}
        <canvas
          ref={canvas}
          role="img"
          aria-label={`Lengths of the gradients of ${label} over the steps, as a heat map${trace ? ', with the running mean of its gate and the threshold at which it opens as lines' : ''}.`}
          onPointerMove={point}
          onPointerLeave={() => setPointed(null)}
        />
      </div>
      <div className="histogram-axis">
        {pointed && histogram ? (
          <span>{readOut(histogram, pointed)}</span>
        ) : (
          <>
            <span>0</span>
            {trace ? <span>— √(μ + cσ) ··· √μ</span> : null}
            <span>{count(steps)}</span>
          </>
        )}
      </div>
    </figure>
  );
}

/** What is under a point, given as shares of width and height from the bottom left. */
function readOut({ buckets, shares, range: [low, high], steps: [first, end] }: NormHistogram, { x, y }: { x: number; y: number }): string {
  const bucket = Math.min(buckets - 1, Math.max(0, Math.floor(x * buckets)));
  const bin = Math.min(NORM_BINS - 1, Math.max(0, Math.floor(y * NORM_BINS)));
  const edge = (index: number) => quantity(low * (high / low) ** (index / NORM_BINS));
  const step = (index: number) => count(Math.ceil(first + ((end - first) * index) / buckets));
  return `step ${step(bucket)}: ${percent(100 * (shares[bucket * NORM_BINS + bin] as number))} at ${edge(bin)}–${edge(bin + 1)}`;
}

function paint(canvas: HTMLCanvasElement, { buckets, shares }: NormHistogram, width: number, ratio: number): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(HEIGHT * ratio);
  const [across, up] = [canvas.width / buckets, canvas.height / NORM_BINS];
  context.fillStyle = getComputedStyle(canvas).color;
  for (let bucket = 0; bucket < buckets; bucket++) {
    for (let bin = 0; bin < NORM_BINS; bin++) {
      const share = shares[bucket * NORM_BINS + bin] as number;
      if (share === 0) continue;
      context.globalAlpha = Math.min(1, 0.12 + 1.6 * share);
      const left = Math.round(bucket * across);
      const top = Math.round(canvas.height - (bin + 1) * up);
      context.fillRect(left, top, Math.round((bucket + 1) * across) - left, Math.round(canvas.height - bin * up) - top);
    }
  }
}

/** A line through the middles of the buckets, broken where there is no norm to show: a threshold below zero has no root. */
function paintLine(canvas: HTMLCanvasElement, { buckets, range }: NormHistogram, norms: Float64Array, dashes: readonly number[]): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.globalAlpha = 1;
  context.strokeStyle = getComputedStyle(document.body).color;
  context.lineWidth = canvas.height / HEIGHT;
  context.setLineDash([...dashes]);
  context.beginPath();
  let isOn = false;
  norms.forEach((norm, bucket) => {
    const [x, y] = [((bucket + 0.5) / buckets) * canvas.width, (1 - fractionOf(norm, range, 'log')) * canvas.height];
    if (!Number.isFinite(y)) isOn = false;
    else if (isOn) context.lineTo(x, y);
    else {
      context.moveTo(x, y);
      isOn = true;
    }
  });
  context.stroke();
}
