import { describe, expect, it } from 'vitest';
import { datasetOf, datasets } from '../../../src/core/datasets';
import { previewOf } from '../../../src/core/datasets/preview';
import { choose } from '../../../src/core/settings/entry';

const dataset = datasetOf(choose(datasets, 'pinwheel', { arms: 5, n: 100, noise: 0.4 }), 3);
const all = { label: null, isFlippedOnly: false, from: 0, count: 1000 };

describe('previewOf', () => {
  it('counts every sample of every split once, by the label it is trained on and by the true one', () => {
    const { balance, flipped, classNames } = previewOf(dataset, all);
    expect(classNames).toHaveLength(5);
    for (const [counts, labels] of [
      [balance.train, dataset.train.noisyLabels],
      [balance.trainTrue, dataset.train.labels],
      [balance.validation, dataset.validation.labels],
      [balance.test, dataset.test.labels],
    ] as const) {
      expect(counts).toEqual([0, 1, 2, 3, 4].map((label) => labels.filter((one) => one === label).length));
    }
    expect(flipped).toBe(40);
  });

  it('shows samples with both labels, those of a class, those that are wrong, page by page', () => {
    const whole = previewOf(dataset, all);
    expect(whole.samples.rows).toEqual(Array.from({ length: 100 }, (_, row) => row));
    expect(whole.samples.inputs).toEqual(dataset.train.inputs);
    expect(whole.samples.inputs).not.toBe(dataset.train.inputs);
    const wrong = previewOf(dataset, { ...all, isFlippedOnly: true });
    expect([wrong.fitting, wrong.samples.rows.length]).toEqual([40, 40]);
    expect(wrong.samples.labels.every((label, place) => label !== wrong.samples.noisyLabels[place])).toBe(true);
    const third = previewOf(dataset, { ...all, label: 2 });
    expect(third.fitting).toBe(third.balance.train[2]);
    expect(third.samples.noisyLabels.every((label) => label === 2)).toBe(true);
    const pages = [0, 7, 14].map((from) => previewOf(dataset, { ...all, label: 2, from, count: 7 }));
    expect(pages.flatMap(({ samples }) => samples.rows)).toEqual(third.samples.rows.slice(0, 21));
    const [, second] = pages;
    const row = second?.samples.rows[0] as number;
    expect([...(second?.samples.inputs.subarray(0, 2) ?? [])]).toEqual([...dataset.train.inputs.subarray(2 * row, 2 * row + 2)]);
  });

  it('brings the vocabulary of sequences, whose samples are bytes', () => {
    const { vocabulary, samples, inputShape } = previewOf(datasetOf(choose(datasets, 'brackets', { pairs: 3, kinds: 1 }), 1), {
      ...all,
      count: 4,
    });
    expect([vocabulary, inputShape, samples.inputs.length]).toEqual([['', '(', ')'], [6, 3], 24]);
  });
});
