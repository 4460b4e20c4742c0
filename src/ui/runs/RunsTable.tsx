import { useState } from 'react';
import { addRun, duplicateRun, makeBaseline } from '../../core/settings/edit';
import { type Experiment, MOST_RUNS } from '../../core/settings/experiment';
import { runLabels } from '../../core/settings/runLabels';
import { isOfSettings } from '../../store/pending';
import { isBegun } from '../../store/group';
import { comparisonOf, divergedStep, figureOf, ownEnd, type Shown } from '../../store/shown';
import { ChooseAlgorithm } from '../chooser/ChooseAlgorithm';
import { count, missing, percent, signedPoints } from '../format';
import { usePageState, useTools } from '../pageContext';
import { pinnedFirst } from '../../store/pins';
import { runStyles } from '../theme/palette';
import { PIN, PinIcon, PinnedRows } from './PinnedRows';
import { usePinnedRuns } from './references';
import { RunNotices } from '../notices/RunNotices';
import './RunsTable.css';
import { Swatch } from './Swatch';
import { placeText } from '../charts/axisWords';
import { useShown } from '../drawing/useShown';
import { useFocusedRun } from './useFocusedRun';

/** The runs with their standing; choosing one moves settings and explanation to it. */
export function RunsTable() {
  const { page } = useTools();
  const shown = useShown();
  const { group } = shown;
  const experiment = usePageState((state) => state.experiment);
  const focused = useFocusedRun();
  const styles = runStyles(experiment);
  const labels = runLabels(experiment);
  const pinned = usePinnedRuns();
  const [base] = experiment.runs;
  const [added, setAdded] = useState('');
  const add = (algorithm: string) => {
    const next = addRun(experiment, algorithm);
    const run = next.runs.at(-1);
    page.edit(next);
    if (run) page.focusRun(run.id);
    setAdded(`${runLabels(next).at(-1)?.label ?? ''} was added as run ${next.runs.length}.`);
  };
  return (
    <section aria-labelledby="runs-caption" data-region="runs">
      <div className="runs-head">
        <h2 id="runs-caption" className="caption">
          Runs
        </h2>
        {shown.step > 0 ? <span className="runs-step">at {shownPlace(shown)}</span> : null}
      </div>
      <ul className="runs">
        <PinnedRows />
        {pinnedFirst(labels, pinned).map(({ id, label, details }) => (
          <li key={id} className="run" data-focused={id === focused}>
            <button type="button" className="run-name" aria-pressed={id === focused} onClick={() => page.focusRun(id)}>
              <Swatch style={styles.get(id)} />
              <span>
                <b>{label}</b>
                <span className="run-details" title={id === base?.id ? 'The baseline' : undefined}>
                  {pinned.has(id) ? <PinIcon /> : null} {id === base?.id ? `★ ${details || 'baseline'}` : details}
                </span>
              </span>
            </button>
            <Standing shown={shown} run={id} base={base?.id} experiment={experiment} />
            <span className="run-actions">
              <button
                type="button"
                className="run-action"
                aria-label={`Pin ${label}`}
                aria-pressed={pinned.has(id)}
                title="Pin: its curves stay, while you try other settings (K)"
                disabled={group === null}
                onClick={() => page.pinRun(id)}
              >
                <svg width="14" height="14" viewBox="0 0 14 14" fill="none" stroke="currentColor" strokeLinejoin="round" aria-hidden="true">
                  <path d={PIN} />
                </svg>
              </button>
              <button
                type="button"
                className="run-action"
                aria-label={`Compare all with ${label}`}
                title="Make it the baseline, first of all (B)"
                disabled={id === base?.id}
                onClick={() => page.edit(makeBaseline(experiment, id))}
              >
                <svg width="14" height="14" viewBox="0 0 14 14" fill="none" stroke="currentColor" strokeLinejoin="round" aria-hidden="true">
                  <path d="M7 1.500l1.700 3.600 3.900.5-2.900 2.700.8 3.900L7 10.300l-3.500 1.900.8-3.900L1.400 5.600l3.900-.5z" />
                </svg>
              </button>
              <button
                type="button"
                className="run-action"
                aria-label={`Duplicate ${label}`}
                title="Duplicate"
                disabled={labels.length >= MOST_RUNS}
                onClick={() => page.edit(duplicateRun(experiment, id))}
              >
                <svg width="14" height="14" viewBox="0 0 14 14" fill="none" stroke="currentColor" aria-hidden="true">
                  <rect x="1.500" y="4.500" width="8" height="8" rx="1.500" />
                  <path d="M4.500 2.500a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1" />
                </svg>
              </button>
              <button
                type="button"
                className="run-action"
                aria-label={`Remove ${label}`}
                title="Remove"
                onClick={() => page.removeRun(id, label)}
              >
                <svg width="14" height="14" viewBox="0 0 14 14" stroke="currentColor" strokeLinecap="round" aria-hidden="true">
                  <path d="M3 3l8 8M11 3l-8 8" />
                </svg>
              </button>
            </span>
            <RunNotices run={id} label={label} />
          </li>
        ))}
      </ul>
      <ChooseAlgorithm
        title="Add an algorithm"
        className="runs-add"
        refusal={labels.length >= MOST_RUNS ? `${MOST_RUNS} runs at most: remove one first.` : ''}
        onChoose={add}
      >
        + Add an algorithm
      </ChooseAlgorithm>
      <p className="visually-hidden" role="status">
        {added}
      </p>
    </section>
  );
}

interface StandingProps {
  readonly shown: Shown;
  readonly run: string;
  readonly base: string | undefined;
  readonly experiment: Experiment;
}

/** Place on the charts' axis that is spoken of: a step, or what somebody points at on another axis. */
const shownPlace = ({ x, axis, step }: Shown): string => (x === null || axis === 'steps' ? placeText('steps', step) : placeText(axis, x));

/** Where the run it is compared with stands, if that is another step: runs that are not equally long stand at their ends. */
function otherStep({ steps }: Shown, base: string | undefined, step: number): string {
  const other = base === undefined ? undefined : steps.get(base);
  return other === undefined || other === step ? '' : `, with that at step ${count(other)}`;
}

/** Accuracy of a run at the step on screen as its row names it. Where its settings have changed since, there is none yet. */
function Standing({ shown, run, base, experiment }: StandingProps) {
  const { group } = shown;
  if (group && isBegun(group) && !isOfSettings(group, { id: run }, experiment))
    return (
      <span className="run-standing" title="These settings have not been trained yet: press Run">
        next run
      </span>
    );
  const divergedAt = divergedStep(group, run);
  if (divergedAt !== null) return <span className="run-standing run-diverged">diverged at step {count(divergedAt)}</span>;
  const { mean, seeds, diverged } = figureOf(shown, run, 'testAccuracy');
  if (Number.isNaN(mean)) return <span className="run-standing">{missing}</span>;
  const end = ownEnd(shown, run);
  const against = base === undefined || base === run ? null : comparisonOf(shown, run, base);
  return (
    <span className="run-standing">
      <b>{percent(mean)}</b>
      {end === null ? null : <span title="Its own end: runs here are not equally long">ended at {count(end)}</span>}
      {end !== null && against ? ' · ' : null}
      {diverged > 0 ? (
        <span className="run-diverged" title={`It diverged on ${diverged} of ${seeds + diverged} seeds, which are left out`}>
          {seeds} of {seeds + diverged} seeds
        </span>
      ) : null}
      {against ? (
        <span
          title={`Paired over ${against.seeds} ${against.seeds === 1 ? 'seed' : 'seeds'} at step ${count(against.step)}${otherStep(shown, base, against.step)}: ${against.verdict}`}
        >
          {Number.isFinite(against.sd)
            ? signedPoints(against.points).replace(' points', ` ± ${against.sd.toFixed(1)}`)
            : signedPoints(against.points)}
        </span>
      ) : null}
    </span>
  );
}
