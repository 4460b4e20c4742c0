/** Words of a link that were followed and change nothing: who wrote them thinks otherwise. */
import { needsFiles } from '../../datasets/index';
import { withStepsOfEpochs } from '../epochs';
import type { Experiment } from '../experiment';
import { normSchedule, SHORTEST_MEASURED } from '../normSchedule';
import { factsOf } from '../refusals';
import type { LinkNotices } from './notice';
import type { Word } from './words';

/** @param words  those the link has, by key */
export function noteIdle(words: ReadonlyMap<string, Word>, experiment: Experiment, notices: LinkNotices): void {
  const { training, data } = experiment;
  const { epochs, normsof } = training;
  const [steps, norms] = [words.get('steps'), words.get('normsof')];
  if (!steps && !norms) return;
  const planned = withStepsOfEpochs(experiment, factsOf(experiment)?.trainCount);
  // With files the steps of an epoch are known where the link names the set, as the page's own links do.
  const isOverruled = needsFiles(data) ? data.values.set === '' : planned.training.steps !== training.steps;
  if (steps && epochs > 0 && isOverruled)
    notices.add(
      'idle',
      'steps',
      steps.given,
      `has no effect, as ${epochs} ${epochs === 1 ? 'epoch counts' : 'epochs count'}: write \`epochs=0\` beside it`,
    );
  if (norms && normsof !== 'none' && normSchedule(planned).steps.length === 0)
    notices.add(
      'idle',
      'normsof',
      norms.given,
      `has no effect in trainings of fewer than ${SHORTEST_MEASURED} steps, as it may cost a tenth of them`,
    );
}
