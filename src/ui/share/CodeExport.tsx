import { useId, useState } from 'react';
import { COMPARED_STEPS, measuredFrom, type MeasuredStep, pytorchScript, unwritten, upperSource } from '../../core/exports/pytorch/script';
import { failures } from '../../core/failures';
import { encode } from '../../core/settings/link';
import { factsAbout } from '../../store/facts';
import { fileNameOf } from '../../store/document';
import type { GroupState } from '../../store/group';
import { count } from '../format';
import { usePageState, useTools } from '../pageContext';
import { useRunAndSeed } from './RunAndSeed';
import { save } from './saving';
import { stepsOfRun } from '../../core/settings/lengths';

/** One run and seed as a Python script; what cannot be written is named. */
export function CodeExport() {
  const id = useId();
  const { page } = useTools();
  const experiment = usePageState((state) => state.group?.experiment ?? state.experiment);
  const datasets = usePageState((state) => state.datasets);
  const isTuned = usePageState((state) => state.group?.tunings.some(({ step }) => step > 0) ?? false);
  const [status, setStatus] = useState('');
  const [problem, setProblem] = useState('');
  const { run, seed, menus } = useRunAndSeed(experiment, 'to write as code');
  const facts = factsAbout({ experiment, datasets });
  const missing = run && facts ? [...unwritten(experiment, run, facts), ...(isTuned ? ['changes of η or ρ while it trained'] : [])] : [];

  if (!run) return null;

  /** The worker cuts out the samples between two blocks of steps; the file is offered when they are here. */
  const write = () => {
    setStatus('');
    setProblem('');
    const { failure: before } = page.store.getState();
    const stop = page.store.subscribe((state) => {
      const { excerpt: cut, failure, group } = state;
      if (failure && failure !== before) {
        stop();
        setProblem(failures[failure.code]);
      }
      if (!cut || cut.excerpt.seed !== seed || encode(cut.experiment) !== encode(experiment)) return;
      stop();
      const text = pytorchScript(experiment, run, cut.excerpt, measuredSteps(group, `${run.id}/${seed}`), (group ?? state).weights);
      save(`${fileNameOf(state, new Date().toISOString())}_${run.algorithm}-${seed}.py`, text, 'text/x-python');
      const { steps } = cut.excerpt;
      setStatus(`It has the samples of ${steps < stepsOfRun(experiment, run.id) ? `the first ${count(steps)}` : 'all its'} steps.`);
    });
    page.cutExcerpt(experiment, seed, upperSource(run));
  };

  return (
    <section aria-labelledby={id}>
      <h3 id={id}>The same run as PyTorch code</h3>
      <p>
        One Python file with first weights, mini-batches and update of one run. It needs numpy and torch, and compares its first{' '}
        {COMPARED_STEPS} steps with what was measured here.
      </p>
      <div className="share-buttons">
        {menus}
        <button type="button" className="button" disabled={missing.length > 0 || !facts} onClick={write}>
          Save Python
        </button>
        <span className="share-aside" aria-live="polite">
          {status}
        </span>
      </div>
      {missing.length > 0 ? <p className="share-problem">Cannot be written as PyTorch code yet: {missing.join(', ')}.</p> : null}
      {problem || !facts ? (
        <p className="share-problem" role="alert">
          {problem || failures['data-missing']}
        </p>
      ) : null}
    </section>
  );
}

/** The first steps of a member as they were measured, up to the first that is not there. */
function measuredSteps(group: GroupState | null, member: string): readonly MeasuredStep[] {
  const steps = group?.history.member(member)?.steps;
  if (!steps) return [];
  const at = steps.column('step');
  const whole = at.findIndex((step, row) => step !== row);
  const rows = Math.min(COMPARED_STEPS, whole < 0 ? at.length : whole);
  return measuredFrom((metric) => steps.column(metric)).slice(0, rows);
}
