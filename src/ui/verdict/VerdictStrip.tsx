import { sentences } from '../../core/notice';
import { Fragment } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { costOf } from '../../core/settings/cost';
import { difference } from '../../core/settings/difference';
import type { Experiment } from '../../core/settings/experiment';
import { DEFAULT_PRESET, presets } from '../../core/settings/presets';
import { ENOUGH_SEEDS } from '../../core/metrics/verdict';
import { complaintsAbout, gradientSeconds, stepSeconds } from '../../store/facts';
import { isBegun } from '../../store/group';
import type { Phrase } from '../../store/phrase';
import { verdictOf } from '../../store/verdictSentence';
import { CoincidenceNote } from './CoincidenceNote';
import { about } from '../format';
import { usePageState, useTools } from '../pageContext';
import { type RunStyle, runStyles } from '../theme/palette';
import { useShown } from '../drawing/useShown';
import './VerdictStrip.css';

const RULE =
  'A difference is called clear when at least five seeds took part, the 95 % interval of the paired difference excludes zero, and it is at least half a point.';

/** As long as what usually stands here: room is kept for it at any width, so that the page does not jump when it comes. */
const TYPICAL =
  'After 1 000 steps on 5 seeds, SAM keeps 9.7 ± 3.4 points more clean accuracy than SGD. BiSAM against SAM: no clear difference.';
const TYPICAL_SOURCE = 'Recorded on a processor (SIMD, one thread), 30 September 2026, with the shipped engine — press Run to train here.';

/** The first thing to read: what the numbers allow to be said. */
export function VerdictStrip() {
  const shown = useShown();
  const { group } = shown;
  const { page } = useTools();
  const recorded = usePageState((state) => state.recorded);
  const isOpened = usePageState((state) => state.opened !== null);
  const phase = usePageState((state) => state.group?.phase);
  const isAwaited = usePageState((state) => state.group === null && isRecorded(state.experiment));
  const experiment = group?.experiment ?? page.store.getState().experiment;
  const verdict = verdictOf(shown);
  const styles = runStyles(experiment);
  const perStepSeconds = usePageState(stepSeconds);
  const bareSeconds = usePageState(gradientSeconds);
  const state = usePageState(useShallow(({ experiment: edited, datasets, weights }) => ({ experiment: edited, datasets, weights })));
  const [refused] = complaintsAbout(state);
  // After Run was pressed the notice above says it.
  const isShown = usePageState(({ failure }) => failure?.code === 'data-missing' || failure?.code === 'settings-refused');
  // With a group on screen the form says it, beside the settings that are to be changed.
  const complaint = group === null && refused && !isShown ? sentences(refused) : null;
  const perStep = costOf(experiment).runs.map((run) => run.words.replace(/^(about )?[\d.]+/, '$&×'));
  return (
    <section className="verdict" aria-label="Verdict">
      <div className="verdict-words">
        <i data-typical={TYPICAL} aria-hidden="true" />
        {/* While it runs the sentence changes by the second; it is read out when it stands still. */}
        <p className="verdict-sentence" aria-live={phase === 'running' ? 'off' : 'polite'}>
          {verdict
            ? verdict.phrases.map((phrase, index) => <Fragment key={index}>{words(phrase, styles)}</Fragment>)
            : (complaint ?? opening(phase, group !== null && isBegun(group), bareSeconds, perStepSeconds, experiment.training.steps))}
        </p>
        {isAwaited ? <p className="verdict-source" data-typical={TYPICAL_SOURCE} /> : null}
        {recorded ? (
          <p className="verdict-source">
            {isOpened ? 'Not checked here; said to be recorded' : 'Recorded'} on{' '}
            {recorded.adapter.replace(/^this /, 'a ') || recorded.backend}, {day(recorded.date)}, with{' '}
            {isOpened ? `Basin ${recorded.version}`.trim() : 'the shipped engine'} — press <b>Run</b> to train here.
          </p>
        ) : null}
        <CoincidenceNote />
      </div>
      <p className="verdict-side" title={RULE}>
        {perStep.length > 0 ? <span>gradients per step {perStep.join(' · ')}</span> : null}
        {verdict?.needsSeeds ? (
          <span>
            {verdict.seeds === 1 ? 'one seed' : `${verdict.seeds} seeds`} —{' '}
            <button type="button" className="link-button" onClick={() => page.runSeeds(ENOUGH_SEEDS)}>
              run {ENOUGH_SEEDS} seeds
            </button>{' '}
            to know if it is luck
          </span>
        ) : verdict && verdict.seeds > 0 ? (
          <span>paired over {verdict.seeds} seeds</span>
        ) : null}
      </p>
    </section>
  );
}

/** True if a recorded run of this experiment is on its way when nothing is on screen yet. */
function isRecorded(experiment: Experiment): boolean {
  const usual = presets[DEFAULT_PRESET]?.experiment;
  return usual !== undefined && ['same', 'view'].includes(difference(usual, experiment));
}

const day = (date: string): string => new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date));

function words(phrase: Phrase, styles: ReadonlyMap<string, RunStyle>) {
  if (typeof phrase === 'string') return phrase;
  if ('strong' in phrase) return <b>{phrase.strong}</b>;
  return <b style={{ color: styles.get(phrase.run)?.text }}>{phrase.label}</b>;
}

/** Seconds of a step above which whoever waits for the first ones is told. */
const LONG_STEP = 5;

/**
 * @param isUnderWay  steps have been made, and somebody looks at where they began.
 * @param bare        seconds that a step takes here by itself, where that is known.
 * @param perStep     the same with its share of measuring and of pictures.
 */
function opening(phase: string | undefined, isUnderWay: boolean, bare: number | null, perStep: number | null, steps: number): string {
  if (phase === 'running' || phase === 'preparing') {
    const wait = bare !== null && bare >= LONG_STEP ? ` One step takes about ${about(bare)} here.` : '';
    return `Same start, same data, same batches: what does climbing first change?${wait}`;
  }
  if (isUnderWay) return 'At step 0 all runs have the same weights, and so the same numbers.';
  const seconds = perStep === null ? null : perStep * steps;
  const time = seconds === null ? '' : `, ${seconds < 1 ? 'less than a second' : `about ${about(seconds)}`} on this device`;
  return `No runs yet. Press Run${time}: all start from the same weights and see the same batches.`;
}
