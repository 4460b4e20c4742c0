import { describe, expect, it } from 'vitest';
import { measured, readMeasure } from '../../../src/core/lessons/measures';
import { outcomeOf } from '../../../src/core/lessons/outcome';
import type { Prediction } from '../../../src/core/lessons/lesson';
import { blockOf } from '../../../src/core/metrics/block';
import { History } from '../../../src/core/metrics/history';
import { patched } from '../../../src/core/settings/link';
import { defaultExperiment } from '../../../src/core/settings/presets';

const { experiment } = patched(defaultExperiment, 'algos=sgd,sam(rho=.1),sam(rho=.2)&seeds=1;2');
const rows = (columns: Record<string, readonly number[]>) => blockOf(columns);
const member = (run: string, seed: number, testAccuracy: readonly number[], perStep: number) => ({
  id: `${run}/${seed}`,
  run,
  seed,
  steps: rows({ step: [0, 1], radius: [0.1, 0.3] }),
  measured: rows({ step: [0, 10, 20], evals: [0, 10 * perStep, 20 * perStep], testAccuracy }),
});
/** SGD peaks at step 10 with a mean of 80 and ends at 70; SAM rises to 85. */
const history = new History().append([
  member('r1', 1, [20, 78, 71], 1),
  member('r1', 2, [20, 82, 69], 1),
  member('r2', 1, [20, 60, 84], 2),
  member('r2', 2, [20, 64, 86], 2),
] as never);
const group = { experiment, history };

describe('a number by name', () => {
  it.each([
    ['last testAccuracy sgd', 70, '%'],
    ['first testAccuracy sgd', 20, '%'],
    ['peak testAccuracy sgd', 80, '%'],
    ['peakStep testAccuracy sgd', 10, 'steps'],
    ['fall testAccuracy sgd', 10, 'points'],
    ['difference testAccuracy sam sgd', 15, 'points'],
    ['ratio evals sam sgd', 2, '×'],
    // After SGD's 20 gradients SAM had made 10 steps.
    ['atCost testAccuracy sam sgd', 62, '%'],
    ['mean radius sgd', 0.2, ''],
  ] as const)('%s is the mean over seeds: %d %s', (name, value, unit) => {
    const found = measured(name, group);
    expect(found?.unit).toBe(unit);
    expect(found?.value).toBeCloseTo(value, 12);
  });

  it('is none before it was measured, and of a run that is gone', () => {
    expect(measured('last testAccuracy sam.2', group)).toBeNull();
    expect(measured('last testAccuracy esam', group)).toBeNull();
  });

  it.each([
    ['least testAccuracy sgd', '“least testAccuracy sgd”: no verb “least”'],
    ['last accuracy sgd', '“last accuracy sgd”: no metric “accuracy”'],
    ['last testAccuracy', '“last testAccuracy”: “last” is about 1 run'],
    ['last testAccuracy sam.3', '“last testAccuracy sam.3”: no run “sam.3”'],
  ])('is refused in a sentence: %s', (name, sentence) => {
    expect(() => readMeasure(name, experiment)).toThrow(sentence);
  });
});

describe('a prediction', () => {
  const option = (id: string) => ({ id, label: id, because: '' });
  const choice: Prediction = {
    kind: 'choice',
    question: '',
    options: [option('worse'), option('same'), option('better')],
    decided: {
      measure: 'difference testAccuracy sam sgd',
      bands: [{ below: -2, option: 'worse' }, { below: 2, option: 'same' }, { option: 'better' }],
    },
  };
  const guess: Prediction = {
    kind: 'number',
    question: '',
    unit: '',
    min: 0,
    max: 50,
    measure: 'difference testAccuracy sam sgd',
    near: 2,
    because: '',
  };
  const contest: Prediction = {
    ...choice,
    decided: {
      largest: [
        { measure: 'last testAccuracy sgd', option: 'worse' },
        { measure: 'last testAccuracy sam', option: 'better' },
      ],
      margin: 3,
      close: 'same',
    },
  };

  it('of one of several is decided by the measured number', () => {
    expect(outcomeOf(choice, group, 'better', null)).toEqual({ kind: 'choice', option: 'better', isRight: true });
    expect(outcomeOf(choice, group, 'same', null)).toEqual({ kind: 'choice', option: 'better', isRight: false });
    expect(outcomeOf(choice, group, null, null)).toEqual({ kind: 'choice', option: 'better', isRight: null });
    expect(outcomeOf(contest, group, 'better', null)).toMatchObject({ option: 'better' });
    expect(outcomeOf({ ...contest, decided: { ...contest.decided, margin: 20 } } as Prediction, group, 'same', null)).toMatchObject({
      option: 'same',
      isRight: true,
    });
  });

  it('of a number is right when it is near enough', () => {
    expect(outcomeOf(guess, group, '13.5', null)).toMatchObject({ isRight: true, measured: { unit: 'points' } });
    expect(outcomeOf(guess, group, '12', null)).toMatchObject({ isRight: false });
  });

  it('has no outcome before the run', () => {
    const empty = { experiment, history: new History() };
    expect(outcomeOf(choice, empty, 'same', null)).toBeNull();
    expect(outcomeOf(guess, null, '1', null)).toBeNull();
  });
});
