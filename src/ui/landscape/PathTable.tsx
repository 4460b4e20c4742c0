import type { LossPlane } from '../../core/protocol/views';
import type { Experiment } from '../../core/settings/experiment';
import { runLabels } from '../../core/settings/runLabels';
import { count, quantity } from '../format';
import type { RunStyle } from '../theme/palette';
import { farthestOff } from './planeFigure';

interface Props {
  readonly plane: LossPlane;
  readonly experiment: Experiment;
  readonly styles: ReadonlyMap<string, RunStyle>;
}

/** Where each path ends, in numbers. */
export function PathTable({ plane: { paths }, experiment, styles }: Props) {
  const labels = new Map(runLabels(experiment).map(({ id, label }) => [id, label]));
  return (
    <div className="ground-numbers" tabIndex={0} role="region" aria-label="Where the paths end">
      <table className="ground-table">
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Step</th>
            <th scope="col" title="Points of the path, the start included">
              Points
            </th>
            <th scope="col" title="Cross-entropy at the weights of the last point, nats">
              Loss
            </th>
            <th scope="col" title="Cross-entropy at its foot in the plane, nats">
              In the plane
            </th>
            <th scope="col" title="The greatest ratio between the two along the path">
              Off by up to
            </th>
          </tr>
        </thead>
        <tbody>
          {paths.map((path) => (
            <tr key={path.member.run}>
              <th scope="row" style={{ color: styles.get(path.member.run)?.text }}>
                {labels.get(path.member.run) ?? path.member.run}
              </th>
              <td>{count(path.steps.at(-1) ?? 0)}</td>
              <td>{path.steps.length}</td>
              <td>{quantity(path.losses.at(-1) ?? Number.NaN)}</td>
              <td>{quantity(path.projected.at(-1) ?? Number.NaN)}</td>
              <td>{quantity(farthestOff(path))}×</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
