import { useId } from 'react';
import { runLabels } from '../../core/settings/runLabels';
import { missing } from '../format';
import { usePageState } from '../pageContext';
import { runStyles } from '../theme/palette';
import { useShown } from '../drawing/useShown';
import './CostBars.css';
import { type Amount, costsOf } from './spent';

/** Cost of each run up to the step on screen, a mean over its seeds: gradients, which are the fair measure, and seconds of its own. */
export function CostBars() {
  const shown = useShown();
  const experiment = usePageState((state) => state.group?.experiment ?? state.experiment);
  const styles = runStyles(experiment);
  const labels = runLabels(experiment);
  const costs = costsOf(
    shown,
    labels.map(({ id }) => id),
  );
  return (
    <table className="cost">
      <thead>
        <tr>
          <th scope="col">Run</th>
          <th scope="col">Gradient evaluations</th>
          <th scope="col">Own compute time</th>
          <th scope="col">Gradients per step</th>
        </tr>
      </thead>
      <tbody>
        {costs.map(({ run, evals, seconds, perStep }, index) => (
          <tr key={run}>
            <th scope="row">{labels[index]?.label}</th>
            <Bar amount={evals} color={styles.get(run)?.color} />
            <Bar amount={seconds} color={styles.get(run)?.color} />
            <td>{perStep}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A number as a bar beside it; hatched where there is none. */
export function Bar({ amount: { value, share, text }, color }: { readonly amount: Amount; readonly color: string | undefined }) {
  const id = useId();
  const isMissing = !Number.isFinite(value);
  return (
    <td>
      <span className="cost-bar">
        <svg width="100%" height="8" aria-hidden="true">
          <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="2" height="6" fill={color} fillOpacity="0.6" />
          </pattern>
          <rect className="cost-track" width="100%" height="8" rx="2" />
          {isMissing && text !== missing ? <rect width="100%" height="8" rx="2" fill={`url(#${id})`} /> : null}
          <rect width={`${100 * share}%`} height="8" rx="2" fill={color} />
        </svg>
        <span>{text}</span>
      </span>
    </td>
  );
}
