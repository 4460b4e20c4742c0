import { sentences } from '../../core/notice';
import { warnings } from '../../core/settings/refusals';
import { complaintsAbout, planOf } from '../../store/facts';
import { count, duration, memory, missing } from '../format';
import { usePageState } from '../pageContext';

/** Cost of a run here, and why it cannot start where it cannot. */
export function PlanNote() {
  const experiment = usePageState((state) => state.experiment);
  const datasets = usePageState((state) => state.datasets);
  const weights = usePageState((state) => state.weights);
  const isEmpty = usePageState((state) => state.group === null);
  const msPerGradient = usePageState((state) => state.msPerGradient);
  const msPerMeasurement = usePageState((state) => state.msPerMeasurement);
  const msPerPictures = usePageState((state) => state.msPerPictures);
  // Without a group on screen the first of them stands in the place of the verdict.
  const complaints = complaintsAbout({ experiment, datasets, weights }).slice(isEmpty ? 1 : 0);
  const { parameters, evaluations, seconds, bytes } = planOf({ experiment, datasets, msPerGradient, msPerMeasurement, msPerPictures });
  return (
    <>
      {complaints.map((notice) => (
        <p key={`${notice.about}${notice.message}`} className="plan-refusal" role="alert">
          {sentences(notice)}
        </p>
      ))}
      {warnings(experiment).map((notice) => (
        <p key={`${notice.about}${notice.message}`} className="plan-warning">
          {sentences(notice)}
        </p>
      ))}
      <dl className="plan">
        <dt>Parameters</dt>
        <dd>{parameters === null ? missing : count(parameters)}</dd>
        <dt>Gradient evaluations</dt>
        <dd>{count(evaluations)}</dd>
        <dt>Time here, about</dt>
        <dd>{seconds === null ? missing : duration(seconds)}</dd>
        <dt>Memory, about</dt>
        <dd>{bytes === null ? missing : memory(bytes)}</dd>
      </dl>
    </>
  );
}
