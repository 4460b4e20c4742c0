import { describe, expect, it } from 'vitest';
import { datasetOf } from '../../../src/core/datasets/index';
import { costOf, estimatedBytes, networkSize } from '../../../src/core/settings/cost';
import { chooseKind, choosePreset, removeRun, setField } from '../../../src/core/settings/edit';
import { defaultExperiment as base, presets } from '../../../src/core/settings/presets';
import { type Facts, factsOf, refusals } from '../../../src/core/settings/refusals';

const images: Facts = { trainCount: 10_000, inputShape: [28, 28, 1], classes: 10 };
const fields = (...given: Parameters<typeof refusals>) => refusals(...given).map(({ field }) => field);

describe('before a run', () => {
  it('presets are not refused, given their data', () => {
    for (const { experiment } of Object.values(presets)) expect(refusals(experiment, factsOf(experiment) ?? images)).toEqual([]);
  });

  it('facts of generated data are those of the data', () => {
    for (const id of ['pinwheel-noisy', 'moons-noisy', 'spirals-clean']) {
      const { experiment } = presets[id] as (typeof presets)[string];
      const { train, inputShape, classes } = datasetOf(experiment.data, 1);
      expect(factsOf(experiment)).toEqual({ trainCount: train.count, inputShape, classes });
    }
  });

  it('a group without runs is refused', () => {
    const empty = base.runs.reduce((experiment, { id }) => removeRun(experiment, id), base);
    expect(refusals(empty)).toEqual([
      { field: 'runs', message: 'There is nothing to train, as no algorithm is chosen.', remedy: 'Add an algorithm.' },
    ]);
  });

  it('a batch larger than the training set is refused, one as large is not', () => {
    expect(fields(setField(base, 'training.batch', 301))).toEqual(['training.batch']);
    expect(fields(setField(base, 'training.batch', 300))).toEqual([]);
  });

  it('files that are not there are refused by name, and known ones are not', () => {
    const mnist = choosePreset(base, 'mnist');
    expect(fields(mnist)).toEqual(['data.set']);
    expect(fields(setField(mnist, 'data.set', 'mnist-1'), undefined)).toEqual([]);
  });

  it('a convolutional network is refused on points, in its own words', () => {
    const [refusal] = refusals(chooseKind(base, 'model', 'cnn'));
    expect(refusal?.field).toBe('model');
    expect(refusal?.message).toMatch(/^The CNN needs images/);
  });

  it('batch norm is refused with single samples, other networks are not', () => {
    const single = (model: string) => setField(chooseKind(choosePreset(base, 'mnist'), 'model', model), 'training.batch', 1);
    expect(fields(single('cnn'), images)).toEqual(['training.batch']);
    expect(fields(single('softmax'), images)).toEqual([]);
  });

  it('Fourier features are refused on images', () => {
    expect(fields(setField(choosePreset(base, 'mnist'), 'model.rff', 8), images)).toEqual(['model.rff']);
  });

  it('an experiment beyond the device’s memory is refused, with a batch that would fit', () => {
    const large = setField(choosePreset(base, 'cifar-cnn'), 'training.batch', 4096);
    const [refusal] = refusals(large, { ...images, memoryBytes: 2 ** 30 });
    expect(refusal?.message).toMatch(/needs about \d+\.\d GiB, and the device offers 1\.0 GiB\.$/);
    const batch = Number(/^Set the batch size to (\d+)\.$/.exec(refusal?.remedy ?? '')?.[1]);
    expect(batch).toBeLessThan(4096);
    expect(fields(setField(large, 'training.batch', batch), { ...images, memoryBytes: 2 ** 30 })).toEqual([]);
    expect(fields(base, { ...(factsOf(base) as Facts), memoryBytes: 1000 })).toEqual(['model']);
  });
});

describe('the cost of an experiment', () => {
  it('is one gradient per step for descent and two with a climb, for every seed', () => {
    const cost = costOf(setField(base, 'training.seeds', [1, 2, 3]), 9);
    expect(cost.runs.map(({ perStep, evaluations }) => [perStep, evaluations])).toEqual([
      [1, 3000],
      [2, 6000],
      [2, 6000],
    ]);
    expect(cost.evaluations).toBe(15_000);
    expect(cost.epochs).toBeCloseTo(1000 / 9, 12);
    expect(costOf(base).epochs).toBeUndefined();
  });

  it('counts the parameters of the default network', () => {
    // 64 features → 64 → 64 → 5 classes, with biases.
    expect(networkSize(base, { inputShape: [2], classes: 5 }).parameters).toBe(64 * 64 + 64 + 64 * 64 + 64 + 64 * 5 + 5);
  });

  it('estimates more memory for more of anything', () => {
    const bytes = estimatedBytes({ parameters: 1000, activations: 100 }, 32, 3);
    expect(bytes).toBe(4 * (1000 * 15 + 3 * 100 * 32));
    expect(estimatedBytes({ parameters: 1000, activations: 100 }, 64, 3)).toBeGreaterThan(bytes);
    expect(estimatedBytes({ parameters: 1000, activations: 100 }, 32, 4)).toBeGreaterThan(bytes);
  });
});
