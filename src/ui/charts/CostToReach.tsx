import { useId, useRef, useState } from 'react';
import { costToReach } from '../../core/metrics/costToReach';
import { setField } from '../../core/settings/edit';
import type { Field, FieldValue } from '../../core/settings/field';
import { viewFields } from '../../core/settings/viewFields';
import { readInUnit } from '../controls/writtenNumber';
import { runLabels } from '../../core/settings/runLabels';
import { count, duration } from '../format';
import { usePageState, useTools } from '../pageContext';
import { runStyles } from '../theme/palette';
import { useDrawn } from '../drawing/useDrawn';
import { Bar } from './CostBars';
import { type Amount, amountsOf, LEAST_SECONDS } from './spent';

/** Cost of each run when it first reached an accuracy that a person chooses: the fair question about speed. */
export function CostToReach() {
  const { page } = useTools();
  const id = useId();
  const place = useRef<HTMLTableElement>(null);
  const group = useDrawn(place);
  const experiment = usePageState((state) => state.group?.experiment ?? state.experiment);
  const goal = usePageState((state) => state.experiment.view.goal);
  const [written, setWritten] = useState<string | null>(null);
  const [problem, setProblem] = useState('');
  const styles = runStyles(experiment);
  const rows = runLabels(experiment).map((run) => ({ ...run, cost: group ? costToReach(group.history, run.id, goal) : null }));
  const amounts = (of: 'evals' | 'seconds', write: (value: number) => string, least = 0) =>
    amountsOf(
      rows.map(({ cost }) => cost?.[of] ?? Number.NaN),
      write,
      least,
      'not reached',
    );
  const [evals, seconds] = [amounts('evals', count), amounts('seconds', duration, LEAST_SECONDS)];
  const take = () => {
    if (written === null) return;
    const read = readInUnit(written, '%', viewFields.goal as unknown as Field<FieldValue>);
    setProblem(read.problem);
    if (read.value !== null) page.edit(setField(page.store.getState().experiment, 'view.goal', read.value));
    setWritten(null);
  };
  return (
    <>
      <p className="cost-goal">
        <label htmlFor={id} title={viewFields.goal.help}>
          To reach a clean test accuracy of
        </label>
        <input
          id={id}
          inputMode="decimal"
          value={written ?? String(goal)}
          onChange={(event) => setWritten(event.target.value)}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key === 'Enter') take();
          }}
        />
        % for the first time{' '}
        {problem ? (
          <span className="control-problem" role="status">
            {problem}
          </span>
        ) : null}
      </p>
      <table ref={place} className="cost">
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Gradient evaluations</th>
            <th scope="col">Own compute time</th>
            <th scope="col">Step</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id: run, label, cost }, index) => (
            <tr key={run}>
              <th scope="row">{label}</th>
              <Bar amount={evals[index] as Amount} color={styles.get(run)?.color} />
              <Bar amount={seconds[index] as Amount} color={styles.get(run)?.color} />
              <td>{cost ? count(cost.step) : '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
