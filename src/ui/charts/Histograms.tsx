import { nth } from '../../core/numbers';
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
import { Axes } from './Axes';
import { normFrame, paintNorms } from './paintNorms';
import { longestSteps } from '../../core/settings/lengths';

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

/** Of the map in the frame: its height, and room around it for numbers. */
const [HEIGHT, LEFT, RIGHT, TOP] = [104, 40, 16, 6];

function Histogram({ run, label, color }: { readonly run: string; readonly label: string; readonly color: string | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const group = useDrawn(canvas);
  const place = useRef<HTMLDivElement>(null);
  const { width, theme, ratio } = useCanvas(place);
  const [pointed, setPointed] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const range = useMemo(() => normRange(group?.history.members ?? []), [group]);
  const steps = group ? longestSteps(group.experiment) : 0;
  const [histogram, trace] = useMemo(() => {
    if (!group || !range) return [null, null];
    const members = group.history.members.filter((member) => member.run === run);
    const buckets = spansOf(members, steps);
    return [normHistogram(members, range, steps - 1, buckets), gateTrace(members, steps - 1, buckets)];
  }, [group, range, run, steps]);
  useEffect(() => {
    if (!canvas.current || !histogram || width === 0) return;
    canvas.current.width = Math.round((width - LEFT - RIGHT) * ratio);
    canvas.current.height = Math.round(HEIGHT * ratio);
    // The colours come from the style sheet, which follows the theme.
    const colors = { cells: getComputedStyle(canvas.current).color, ink: getComputedStyle(document.body).color };
    paintNorms(canvas.current, histogram, trace, colors, ratio);
  }, [histogram, trace, width, theme, ratio]);
  const point = ({ nativeEvent: { offsetX, offsetY } }: PointerEvent) =>
    setPointed({ x: offsetX / Math.max(1, width - LEFT - RIGHT), y: 1 - offsetY / HEIGHT });
  return (
    <figure className="chart histogram">
      <figcaption>
        <b>Gradient norms</b> <span>{label}</span>
      </figcaption>
      <div ref={place} className="histogram-frame" style={{ color }}>
        {range && width > 0 ? (
          <svg className="chart-lines" width={width} height="100%" aria-hidden="true">
            <Axes frame={normFrame({ width, top: TOP, height: HEIGHT, left: LEFT, right: RIGHT, range, steps })} title="steps" />
          </svg>
        ) : null}
        <canvas
          ref={canvas}
          role="img"
          aria-label={`Lengths of the gradients of ${label} over the steps, as a heat map${trace ? ', with the running mean of its gate and the threshold at which it opens as lines' : ''}.`}
          onPointerMove={point}
          onPointerLeave={() => setPointed(null)}
        />
      </div>
      <p className="chart-notes">{pointed && histogram ? readOut(histogram, pointed) : trace ? '— √(μ + cσ) ··· √μ, the gate' : ''}</p>
    </figure>
  );
}

/** Item under a point, given as shares of width and height from the bottom left. */
function readOut({ buckets, shares, range: [low, high], steps: [first, end] }: NormHistogram, { x, y }: { x: number; y: number }): string {
  const bucket = Math.min(buckets - 1, Math.max(0, Math.floor(x * buckets)));
  const bin = Math.min(NORM_BINS - 1, Math.max(0, Math.floor(y * NORM_BINS)));
  const edge = (index: number) => quantity(low * (high / low) ** (index / NORM_BINS));
  const step = (index: number) => count(Math.ceil(first + ((end - first) * index) / buckets));
  return `step ${step(bucket)}: ${percent(100 * nth(shares, bucket * NORM_BINS + bin))} at ${edge(bin)}–${edge(bin + 1)}`;
}
