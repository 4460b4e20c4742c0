import { useId, useMemo } from 'react';
import { figureAxis } from '../../core/study/figure';
import { setField } from '../../core/settings/edit';
import { studyFields } from '../../core/study/studyFields';
import type { Study } from '../../core/study/jobs';
import { planOf } from '../../store/facts';
import type { Studies, StudyState } from '../../store/study/studies';
import { about, count, listed } from '../format';
import { usePageState, useTools } from '../pageContext';

interface Props {
  readonly studies: Studies;
  readonly state: StudyState;
  readonly study: Study;
}

/** What is varied, how many trainings that are and how far they are, and the buttons that train them. */
export function StudyBar({ studies, state, study }: Props) {
  const id = useId();
  const { page } = useTools();
  const names = useMemo(() => study.axes.map((axis) => figureAxis(axis, study.experiment).label), [study]);
  const { results, phase, file, threads, mostThreads, underWay } = state;
  const seconds = useSecondsLeft(state, study);
  const done = study.jobs.filter(({ id: job }) => results.has(job)).length;
  const rest = study.jobs.length - done;
  const share = (done + [...underWay.values()].reduce((sum, one) => sum + one, 0)) / study.jobs.length;
  const choose = study.experiment.study.choose;
  return (
    <>
      <header className="study-head">
        <h2>Study: {listed(names)} varied</h2>
        <p>
          {listed(study.labels)}
          {', '}
          {study.axes.map(({ values }) => count(values.length)).join(' × ')} values, {count(study.experiment.training.seeds.length)}{' '}
          {study.experiment.training.seeds.length === 1 ? 'seed' : 'seeds'}: {count(study.jobs.length)} trainings
        </p>
      </header>
      <div className="study-bar">
        {file !== '' ? null : phase === 'running' ? (
          <button type="button" className="button" onClick={studies.pause}>
            Pause study
          </button>
        ) : (
          <button type="button" className="button button-primary" disabled={phase === 'reading' || rest === 0} onClick={studies.run}>
            {done > 0 && rest > 0 ? 'Go on with study' : 'Run study'}
          </button>
        )}
        <progress className="study-progress" aria-label="Trainings that are done" value={share} max={1} />
        <span className="study-state" role="status">
          {phase === 'reading'
            ? 'Looking for what was trained before.'
            : `${count(done)} of ${count(study.jobs.length)} done${underWay.size > 0 ? `, ${underWay.size} under way` : ''}${rest > 0 && file === '' && seconds !== null ? `, about ${about(seconds)} ${phase === 'running' ? 'left' : 'here'}` : ''}`}
        </span>
        {mostThreads > 1 && file === '' ? (
          <label className="study-threads">
            on{' '}
            <select className="field" value={threads} onChange={(event) => studies.setThreads(Number(event.target.value))}>
              {Array.from({ length: mostThreads }, (_, index) => (
                <option key={index} value={index + 1}>
                  {index + 1}
                </option>
              ))}
            </select>{' '}
            {threads === 1 ? 'thread' : 'threads'}
          </label>
        ) : null}
        {file === '' && state.opened === null ? (
          <label className="study-choose" htmlFor={id} title={studyFields.choose.help}>
            counts{' '}
            <select
              id={id}
              className="field"
              value={choose}
              onChange={(event) => page.edit(setField(page.store.getState().experiment, 'study.choose', event.target.value))}
            >
              {studyFields.choose.control.kind === 'choice'
                ? studyFields.choose.control.options.map(({ value, label }) => (
                    <option key={value} value={value}>
                      {label}
                    </option>
                  ))
                : null}
            </select>
          </label>
        ) : null}
      </div>
    </>
  );
}

/** Seconds until all is trained: from trainings that ended here, before that from what the page's device took, where that is of the same kind. */
function useSecondsLeft({ secondsPerJob, results, threads, underWay }: StudyState, study: Study): number | null {
  const datasets = usePageState((state) => state.datasets);
  const msPerGradient = usePageState((state) => state.msPerGradient);
  const msPerMeasurement = usePageState((state) => state.msPerMeasurement);
  const isAlike = usePageState((state) => state.backend?.backend === 'wasm');
  const { experiment, jobs } = study;
  const members = experiment.runs.length * experiment.training.seeds.length;
  const planned = isAlike ? planOf({ experiment, datasets, msPerGradient, msPerMeasurement, msPerPictures: 0 }).seconds : null;
  const perJob = secondsPerJob ?? (planned === null ? null : planned / members);
  const rest = jobs.length - results.size - [...underWay.values()].reduce((sum, one) => sum + one, 0);
  return perJob === null ? null : (perJob * Math.max(0, rest)) / Math.max(1, Math.min(threads, jobs.length - results.size));
}
