import { normalFit } from '../../core/diagnostics/normalFit';
import type { GradientNorms } from '../../core/protocol/views';
import { runLabels } from '../../core/settings/runLabels';
import { count, quantity } from '../format';
import { usePageState } from '../pageContext';
import { runStyles } from '../theme/palette';
import { correlationText } from './Distribution';

interface Props {
  readonly measured: readonly GradientNorms[];
  readonly shown: GradientNorms;
  readonly onChoose: (norms: GradientNorms) => void;
}

/** Everything measured in this group, by step and run; a row that is chosen is drawn above. */
export function NormTable({ measured, shown, onChoose }: Props) {
  const experiment = usePageState((state) => state.group?.experiment ?? state.experiment);
  const labels = runLabels(experiment);
  const styles = runStyles(experiment);
  const place = (run: string) => labels.findIndex(({ id }) => id === run);
  const rows = [...measured].sort((one, other) => one.step - other.step || place(one.member.run) - place(other.member.run));
  return (
    <div className="norms-table" tabIndex={0} role="region" aria-label="Gradient norms that were measured">
      <table>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Step</th>
            <th scope="col">Batches</th>
            <th scope="col" title="Mean of the squared norms, E‖∇L(B)‖²">
              Mean S̄
            </th>
            <th scope="col" title="Population standard deviation of the squared norms">
              Std of S
            </th>
            <th scope="col" title="Correlation of the Q-Q plot; 1 would be normal">
              Q-Q r
            </th>
            <th scope="col" title="Squared norm of the mean gradient">
              ‖∇L(D)‖²
            </th>
            <th scope="col" title="Gradient variance E‖∇L(B)‖² − ‖∇L(D)‖² (AE-SAM, eq. 3)">
              Variance
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((norms) => {
            const { member, step, squaredNorms, meanGradientSquaredNorm, variance } = norms;
            const { mean, deviation, correlation } = normalFit([...squaredNorms]);
            const label = labels[place(member.run)]?.label ?? member.run;
            return (
              <tr key={`${member.id} ${step}`} data-shown={norms === shown}>
                <th scope="row">
                  <button
                    type="button"
                    aria-pressed={norms === shown}
                    aria-label={`Show ${label} at step ${count(step)}`}
                    style={{ color: styles.get(member.run)?.text }}
                    onClick={() => onChoose(norms)}
                  >
                    {label}
                  </button>
                </th>
                <td>{count(step)}</td>
                <td>{count(squaredNorms.length)}</td>
                <td>{quantity(mean)}</td>
                <td>{quantity(deviation)}</td>
                <td>{correlationText(correlation)}</td>
                <td>{quantity(meanGradientSquaredNorm)}</td>
                <td>{quantity(variance)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
