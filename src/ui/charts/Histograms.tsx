import { useEffect, useMemo, useRef } from 'react';
import { NORM_BINS, normHistogram, normRange } from '../../core/metrics/histogram';
import type { MemberHistory } from '../../core/metrics/history';
import { runLabels } from '../../core/settings/runLabels';
import { count } from '../format';
import { usePageState } from '../pageContext';
import { runStyles } from '../palette';
import { useCanvas } from '../useCanvas';
import { useDrawn } from '../useDrawn';
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
  const range = useMemo(() => normRange(group?.history.members ?? []), [group]);
  const steps = group?.experiment.training.steps ?? 0;
  useEffect(() => {
    if (!canvas.current || !group || !range || width === 0) return;
    const members = group.history.members.filter((member) => member.run === run);
    paint(canvas.current, members, range, group.experiment.training.steps, width, ratio);
    // The colour comes from the style sheet, which follows the theme.
  }, [group, run, range, width, theme, ratio]);
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
        <canvas ref={canvas} role="img" aria-label={`Lengths of the gradients of ${label} over the steps, as a heat map.`} />
      </div>
      <div className="histogram-axis">
        <span>0</span>
        <span>{count(steps)}</span>
      </div>
    </figure>
  );
}

function paint(
  canvas: HTMLCanvasElement,
  members: readonly MemberHistory[],
  range: readonly [number, number],
  steps: number,
  width: number,
  ratio: number,
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(HEIGHT * ratio);
  const { buckets, shares } = normHistogram(members, range, steps - 1, Math.min(60, Math.max(1, steps)));
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
