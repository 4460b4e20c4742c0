import { useId, useRef } from 'react';
import { runLabels } from '../../core/settings/runLabels';
import { count, duration, missing, quantity } from '../format';
import { usePageState } from '../pageContext';
import { runStyles } from '../theme/palette';
import { useDrawn } from '../drawing/useDrawn';
import './CostBars.css';
import { spent } from './spent';

/** What each run has cost so far, a mean over its seeds: gradients, which are the fair measure, and seconds of its own. */
export function CostBars() {
  const place = useRef<HTMLTableElement>(null);
  const group = useDrawn(place);
  const experiment = usePageState((state) => state.group?.experiment ?? state.experiment);
  const styles = runStyles(experiment);
  const rows = runLabels(experiment).map(({ id, label }) => ({
    id,
    label,
    color: styles.get(id)?.color,
    evals: spent(group, id, 'evals'),
    seconds: spent(group, id, 'seconds'),
    step: spent(group, id, 'step'),
  }));
  const most = (of: 'evals' | 'seconds') => Math.max(0, ...rows.map((row) => row[of]).filter(Number.isFinite));
  const [mostEvals, mostSeconds] = [most('evals'), most('seconds')];
  return (
    <table ref={place} className="cost">
      <thead>
        <tr>
          <th scope="col">Run</th>
          <th scope="col">Gradient evaluations</th>
          <th scope="col">Own compute time</th>
          <th scope="col">Gradients per step</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, label, color, evals, seconds, step }) => (
          <tr key={id}>
            <th scope="row">{label}</th>
            <Bar value={evals} most={mostEvals} color={color} text={Number.isFinite(evals) ? count(evals) : missing} />
            <Bar value={seconds} most={mostSeconds} color={color} text={Number.isFinite(seconds) ? duration(seconds) : missing} />
            <td>{quantity(step > 0 ? evals / step : Number.NaN)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A number as a bar beside it; hatched where there is none. */
export function Bar({
  value,
  most,
  color,
  text,
}: {
  readonly value: number;
  readonly most: number;
  readonly color: string | undefined;
  readonly text: string;
}) {
  const id = useId();
  const isMissing = !Number.isFinite(value);
  const share = most > 0 && Number.isFinite(value) ? value / most : 0;
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
