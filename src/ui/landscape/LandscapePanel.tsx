import { useRef } from 'react';
import type { Landscape as Ground } from '../../core/protocol/views';
import { commonRadius } from '../../core/metrics/sharedRadius';
import { runLabels } from '../../core/settings/runLabels';
import { shortNames } from '../../store/shortNames';
import { Axes, BELOW, BESIDE } from '../charts/Axes';
import { linePath } from '../charts/CurveLines';
import { EndLabels } from '../charts/EndLabels';
import { across, down, type PlotFrame } from '../charts/frame';
import { domainOf } from '../charts/ticks';
import { count, quantity } from '../format';
import { usePageState, useTools } from '../pageContext';
import { type RunStyle, runStyles } from '../theme/palette';
import { useSize } from '../drawing/useCanvas';
import './Landscape.css';

/** The ground around each run where it stands, looked at on request: a slice of the loss, and the largest curvature. */
export function LandscapePanel() {
  const { page } = useTools();
  const experiment = usePageState((state) => state.group?.experiment ?? state.experiment);
  const found = usePageState((state) => state.group?.landscape);
  const isTrained = usePageState(({ group, recorded }) => group !== null && recorded === null && group.phase !== 'failed');
  const styles = runStyles(experiment);
  const labels = runLabels(experiment);
  const grounds = labels.flatMap(({ id }) => found?.get(id) ?? []);
  const name = (run: string) => labels.find(({ id }) => id === run)?.label ?? run;
  return (
    <section className="ground" aria-labelledby="ground-caption">
      <h3 id="ground-caption" className="norms-caption">
        The ground around w <span>loss along one random direction, scaled to each run’s filters</span>
      </h3>
      <p className="ground-ask">
        <button type="button" className="button" disabled={!isTrained} onClick={() => page.measureLandscape(labels.map(({ id }) => id))}>
          Look around now
        </button>
        <span>
          {isTrained
            ? 'How wide is the valley each run stands in? Costs some 50 gradients of 64 samples per run, 100 at most, counted for none of them.'
            : 'Press Run first: only what is trained here can be looked at.'}
        </span>
      </p>
      {grounds.length > 0 ? (
        <div className="ground-found">
          <Slice grounds={grounds} names={shortNames(experiment)} styles={styles} rho={commonRadius(experiment.runs)} />
          <table className="ground-table">
            <thead>
              <tr>
                <th scope="col">Run</th>
                <th scope="col">Step</th>
                <th
                  scope="col"
                  title="Largest eigenvalue of the Hessian on these samples, by Lanczos’ method; ≥ where its residual is above 1 %"
                >
                  λ max
                </th>
                <th scope="col" title="At the ends of the slice, mean of both, minus the loss at w">
                  Rise, nats
                </th>
              </tr>
            </thead>
            <tbody>
              {grounds.map(({ member, step, curvature, losses }) => (
                <tr key={member.id}>
                  <th scope="row" style={{ color: styles.get(member.run)?.text }}>
                    {name(member.run)}
                  </th>
                  <td>{count(step)}</td>
                  <td title={curvature.isConverged ? undefined : `A lower bound: not converged after ${curvature.products} products`}>
                    {curvature.isConverged ? '' : '≥ '}
                    {quantity(curvature.value)}
                  </td>
                  <td>{quantity(riseOf(losses))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  );
}

/** How much higher the ends of a slice lie than its middle. */
function riseOf(losses: Float64Array): number {
  return ((losses[0] ?? Number.NaN) + (losses.at(-1) ?? Number.NaN)) / 2 - (losses[(losses.length - 1) / 2] ?? Number.NaN);
}

interface SliceProps {
  readonly grounds: readonly Ground[];
  readonly names: ReadonlyMap<string, string>;
  readonly styles: ReadonlyMap<string, RunStyle>;
  readonly rho: number;
}

function Slice({ grounds, names, styles, rho }: SliceProps) {
  const place = useRef<HTMLDivElement>(null);
  const { width, height, letters } = useSize(place);
  const domain = domainOf(
    grounds.flatMap(({ losses }) => [...losses]),
    { scale: 'log' },
  );
  const frame: PlotFrame = {
    width,
    height,
    top: 8,
    right: 88,
    bottom: letters * BELOW,
    left: letters * BESIDE,
    x: [-1, 1],
    y: domain ?? [0.1, 1],
    scale: 'log',
    letters,
  };
  const ends = grounds.map(({ member: { run }, losses }) => ({
    run,
    label: names.get(run) ?? run,
    color: styles.get(run)?.text ?? '',
    top: down(frame, losses.at(-1) ?? Number.NaN),
  }));
  const summary = grounds.map(({ member, losses }) => `${names.get(member.run)} rises by ${quantity(riseOf(losses))}`).join(', ');
  return (
    <figure aria-label={`Loss along a slice through w, from −1 to 1. At its ends ${summary}.`}>
      <div ref={place} className="chart-plot ground-plot">
        {width > 0 ? (
          <>
            <svg className="chart-lines" width={width} height={height} aria-hidden="true" fill="none">
              <Axes frame={frame} title="along the direction, filters’ lengths" />
              {grounds.map(({ member: { run }, axis, losses, directionNorm }) => {
                const color = styles.get(run)?.color;
                const reach = Math.min(1, rho / directionNorm);
                const [left, right] = [across(frame, -reach), across(frame, reach)];
                return (
                  <g key={run} stroke={color}>
                    <path d={linePath(frame, axis, losses)} strokeWidth="1.75" strokeDasharray={styles.get(run)?.dash} />
                    <path d={`M${left} ${height - frame.bottom - 8}v6H${right}v-6`} strokeOpacity="0.6" />
                  </g>
                );
              })}
            </svg>
            <EndLabels ends={ends} from={width - frame.right} bottom={height - frame.bottom} letters={letters} />
          </>
        ) : null}
      </div>
      <figcaption className="chart-notes">
        Loss in nats, log scale; 1 is as far as the filters are long. Brackets: ± ρ = {quantity(rho)}.
      </figcaption>
    </figure>
  );
}
