import { mixture } from '../../core/study/merged';
import type { Study } from '../../core/study/jobs';
import type { Studies, StudyState } from '../../store/study/studies';
import { count } from '../format';

interface Props {
  readonly studies: Studies;
  readonly state: StudyState;
  readonly study: Study;
}

const UNKEPT = {
  '': '',
  'storage-full': 'The browser’s storage is full: further results are there until the page is closed. Save them as JSON.',
  'storage-unavailable': 'This browser keeps nothing for this page: results are there until it is closed. Save them as JSON.',
} as const;

/** Whose results these are, what the page's settings are of, and what went wrong. */
export function StudyNotes({ studies, state, study }: Props) {
  const { file, opened, failed, unkept, results } = state;
  const [made] = results.values();
  const mixed = mixture([...results.values()]);
  const missing = study.jobs.length - results.size;
  const [reason] = failed.values();
  const point = opened && study.points.find(({ job }) => job === opened.job);
  return (
    <>
      {file === '' ? null : (
        <div className="study-note">
          <p>
            From “{file}”. Somebody says that these are results
            {made ? ` of Basin ${made.fingerprint.versions?.basin ?? '?'} on ${made.fingerprint.backend}` : ''}; nothing here has computed
            them.{missing > 0 ? ` ${count(missing)} of ${count(study.jobs.length)} trainings are missing.` : ''} {mixed ?? ''}
          </p>
          <button type="button" className="button" onClick={studies.takeSettings}>
            Train it here
          </button>
          <button type="button" className="button button-quiet" onClick={studies.closeFile}>
            Close
          </button>
        </div>
      )}
      {file === '' && mixed ? <p className="study-warning">{mixed}</p> : null}
      {opened && point ? (
        <div className="study-note">
          <p>
            The page shows one training: {study.labels[point.run]},{' '}
            {study.axes.map(({ key, values }, axis) => `${key} ${values[point.at[axis] ?? 0]}, `)}
            seed {point.seed}.
          </p>
          <button type="button" className="button" onClick={studies.goBack}>
            Back to the study’s settings
          </button>
        </div>
      ) : null}
      {failed.size > 0 ? (
        <p className="study-warning" role="alert">
          {failed.size === 1 ? 'One training has no result: ' : `${count(failed.size)} trainings have no result: `}
          {reason} Run the study again to try once more.
        </p>
      ) : null}
      {unkept === '' ? null : <p className="study-warning">{UNKEPT[unkept]}</p>}
    </>
  );
}
