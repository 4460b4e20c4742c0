import { describe, expect, it } from 'vitest';
import { makeBaseline } from '../../src/core/settings/edit';
import { defaultExperiment } from '../../src/core/settings/presets';
import { verdictOf } from '../../src/store/verdictSentence';
import { historyOf, tickOf } from '../core/metrics/histories';

const say = (
  accuracies: Readonly<Record<string, number>>,
  { step = 1000, seeds = 1, diverged = [] as string[], experiment = defaultExperiment } = {},
) => {
  const numbers = Array.from({ length: seeds }, (_, index) => index + 1);
  const history = historyOf(
    ...Object.entries(accuracies).flatMap(([run, value]) =>
      numbers.map((seed) => tickOf(run, seed, [0, step], (at) => (at === 0 ? 20 : value + seed / 10))),
    ),
  );
  const members = Object.keys(accuracies).map((run) => ({
    id: `${run}/1`,
    run,
    seed: 1,
    divergedAt: diverged.includes(run) ? 3 : null,
    divergedBecause: '',
  }));
  const verdict = verdictOf({ experiment, history, members });
  return verdict?.phrases
    .map((phrase) => (typeof phrase === 'string' ? phrase : 'strong' in phrase ? phrase.strong : phrase.label))
    .join('');
};

describe('the sentence', () => {
  it('names who is ahead on this seed, and says when nothing can be told', () => {
    expect(say({ r1: 76, r2: 90, r3: 89.5 })).toBe(
      'After 1\u202f000 steps on this seed, SAM keeps 14.0 points more clean accuracy than SGD. BiSAM against SAM: no clear difference.',
    );
  });

  it('gives the spread over seeds', () => {
    expect(say({ r1: 76, r2: 90, r3: 90 }, { seeds: 5 })).toContain('After 1\u202f000 steps on 5 seeds, SAM keeps 14.0 ± 0.0 points more');
  });

  it('says that it is early when the climber is still behind', () => {
    expect(say({ r1: 60, r2: 50, r3: 50 }, { step: 100 })).toContain('It is early');
    expect(say({ r1: 60, r2: 50, r3: 50 }, { step: 1000 })).not.toContain('It is early');
  });

  it('compares all with the run that was made the baseline', () => {
    expect(say({ r1: 76, r2: 90, r3: 80 }, { experiment: makeBaseline(defaultExperiment, 'r2') })).toBe(
      'After 1 000 steps on this seed, SAM keeps 14.0 points more clean accuracy than SGD. SAM keeps 10.0 points more clean accuracy than BiSAM.',
    );
  });

  it('leaves a diverged run out', () => {
    expect(say({ r1: 60, r2: 90, r3: 90 }, { diverged: ['r1'] })).toContain('no clear difference between BiSAM and SAM');
  });

  it('says nothing before the first step', () => {
    expect(say({ r1: 20, r2: 20, r3: 20 }, { step: 0 })).toBeUndefined();
  });
});
