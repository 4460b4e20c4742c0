import { describe, expect, it } from 'vitest';
import { makeBaseline } from '../../src/core/settings/edit';
import { defaultExperiment } from '../../src/core/settings/presets';
import { emptyGroup } from '../../src/store/group';
import { shownOf } from '../../src/store/shown';
import { verdictOf } from '../../src/store/verdictSentence';
import { historyOf, tickOf } from '../core/metrics/histories';

const say = (
  accuracies: Readonly<Record<string, number>>,
  { step = 1000, seeds = 1, diverged = [] as string[], on = [1], experiment = defaultExperiment } = {},
) => {
  const numbers = Array.from({ length: seeds }, (_, index) => index + 1);
  const history = historyOf(
    ...Object.entries(accuracies).flatMap(([run, value]) =>
      numbers.map((seed) => tickOf(run, seed, [0, step], (at) => (at === 0 ? 20 : value + seed / 10))),
    ),
  );
  const members = Object.keys(accuracies).flatMap((run) =>
    numbers.map((seed) => ({
      id: `${run}/${seed}`,
      run,
      seed,
      divergedAt: diverged.includes(run) && on.includes(seed) ? 3 : null,
      divergedBecause: '',
    })),
  );
  const group = { ...emptyGroup('g1', experiment, 'paused'), history, members };
  const verdict = verdictOf(shownOf(group, null, 'steps'));
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
    const text = say({ r1: 60, r2: 90, r3: 90 }, { diverged: ['r1'] });
    expect(text).toBe('After 1\u202f000 steps on this seed, there is no clear difference between BiSAM and SAM. SGD diverged at step 3.');
  });

  it('leaves seeds out on which a run diverged, and says so', () => {
    const text = say({ r1: 76, r2: 90, r3: 90 }, { seeds: 3, diverged: ['r2'], on: [1] });
    expect(text).toContain('on 2 seeds, SAM keeps 14.0 ± 0.0 points more');
    expect(text).toContain('One seed is left out: a run diverged there.');
  });

  it('says what is left where too many diverged, and never that there were no runs', () => {
    expect(say({ r1: 76, r2: 90, r3: 90 }, { diverged: ['r2', 'r3'] })).toBe(
      'SAM diverged at step 3. BiSAM diverged at step 3. SGD has made 1\u202f000 steps. There is nothing left to compare it with.',
    );
    expect(say({ r1: 76, r2: 90, r3: 90 }, { diverged: ['r1', 'r2', 'r3'] })).toMatch(
      /^SGD diverged at step 3.*Nothing is left to compare/,
    );
  });

  it('says nothing before the first step', () => {
    expect(say({ r1: 20, r2: 20, r3: 20 }, { step: 0 })).toBeUndefined();
  });
});
