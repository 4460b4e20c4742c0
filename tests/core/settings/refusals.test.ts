import { describe, expect, it } from 'vitest';
import { datasetOf } from '../../../src/core/datasets/index';
import { costOf, estimatedBytes, historyBytes, networkSize } from '../../../src/core/settings/cost';
import { chooseKind, choosePreset, removeRun, setField } from '../../../src/core/settings/edit';
import { defaultExperiment as base, presets } from '../../../src/core/settings/presets';
import { recipes } from '../../../src/core/sam/recipes';
import type { Experiment } from '../../../src/core/settings/experiment';
import { runOf } from '../../../src/core/settings/runs';
import { type Facts, factsOf, refusals, warnings } from '../../../src/core/settings/refusals';

const images: Facts = { trainCount: 10_000, inputShape: [28, 28, 1], classes: 10 };
const fields = (...given: Parameters<typeof refusals>) => refusals(...given).map(({ about }) => about);

describe('before a run', () => {
  it('presets are not refused, given their data; those of papers may need a larger device', () => {
    for (const { experiment, paper } of Object.values(presets))
      if (!paper) expect(refusals(experiment, factsOf(experiment) ?? images)).toEqual([]);
  });

  it('facts of generated data are those of the data', () => {
    for (const id of ['pinwheel-noisy', 'moons-noisy', 'spirals-clean']) {
      const { experiment } = presets[id] as (typeof presets)[string];
      const { train, inputShape, classes } = datasetOf(experiment.data, 1);
      expect(factsOf(experiment)).toMatchObject({ trainCount: train.count, inputShape, classes });
      expect(factsOf(experiment)?.classCounts?.reduce((sum, count) => sum + count)).toBeCloseTo(train.count, 9);
    }
  });

  it('a group without runs is refused', () => {
    const empty = base.runs.reduce((experiment, { id }) => removeRun(experiment, id), base);
    expect(refusals(empty)).toEqual([
      { code: 'refused', about: 'runs', message: 'There is nothing to train, as no algorithm is chosen.', remedy: 'Add an algorithm.' },
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
    expect(refusal?.about).toBe('model');
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

describe('algorithms in an experiment', () => {
  const withRun = (algorithm: string, values = {}) => ({ ...base, runs: [runOf('r1', algorithm, values)] });

  it('are refused together with parts that mean nothing to them, by name and at the part', () => {
    const [refusal] = refusals(chooseKind(withRun('frob-sam'), 'runs.r1.mask', 'swp'));
    expect(refusal?.about).toBe('runs.r1.mask');
    expect(refusal?.message).toMatch(/^Frob-SAM.*: The universal class climbs nowhere/);
    expect(refusal?.remedy).not.toBe('');
  });

  it('run with a warning where a combination is doubtful', () => {
    const doubtful = chooseKind(withRun('sam'), 'runs.r1.fallback', 'reuse');
    expect(refusals(doubtful)).toEqual([]);
    expect(warnings(doubtful)).toMatchObject([{ about: 'runs.r1.fallback', message: expect.stringContaining('never used') }]);
    expect(warnings(withRun('sam'))).toEqual([]);
  });

  it('are told that an adaptive gate practically never opens', () => {
    expect(warnings(withRun('ae-sam', { lambda1: 50, lambda2: 50 })).map(({ message }) => message)).toEqual([
      expect.stringContaining('practically never opens'),
    ]);
  });

  it('are refused where batch norm would see a single sample: a micro-batch, or a selection, of one', () => {
    const onImages = (algorithm: string, values: Record<string, number>, batch: number) =>
      setField(
        { ...chooseKind(choosePreset(base, 'mnist'), 'model', 'cnn'), runs: [runOf('r1', algorithm, values)] },
        'training.batch',
        batch,
      );
    expect(fields(onImages('msam', { m: 4 }, 4), images)).toEqual(['runs.r1.batching']);
    expect(fields(onImages('msam', { m: 4 }, 7), images)).toEqual(['runs.r1.batching']);
    expect(fields(onImages('msam', { m: 4 }, 8), images)).toEqual([]);
    expect(fields(onImages('esam', { gamma: 0.25 }, 4), images)).toEqual(['runs.r1.selection']);
    expect(fields(onImages('esam', { gamma: 0.5 }, 4), images)).toEqual([]);
    expect(fields(onImages('sgd', {}, 2), images)).toEqual([]);
  });
});

describe('the cost of an algorithm', () => {
  const costWith = (algorithm: string, values = {}, change: (experiment: Experiment) => Experiment = (same) => same) =>
    costOf(change({ ...base, runs: [runOf('r1', algorithm, values)] })).runs[0];

  // What every algorithm costs is a law: `tests/core/sam/recipes.test.ts` compares what is told with the oracle's count.
  it('is told in a few words: 1, 2, 1.2, about 1.5, 1.5 + 1 forward', () => {
    const told = ['sgd', 'sam', 'looksam', 'ae-sam', 'ae-looksam', 'esam', 'lets-sam', 'frob-sam'].map((name) => costWith(name)?.words);
    expect(told).toEqual(['1', '2', '1.2', 'about 1.5', 'about 1.2', '1.5 + 1 forward', '4', '3']);
    for (const algorithm of Object.keys(recipes))
      expect(costWith(algorithm)?.words).toMatch(/^(about )?\d+(\.\d{1,2})?( \+ [\d.]+ forward)?$/);
  });

  it('follows its settings: 1 + 1/k, 1 + p, 1 + γ, 1 + n', () => {
    const per = (...given: Parameters<typeof costWith>) => costWith(...given)?.perStep;
    expect(per('looksam', { k: 2 })).toBe(1.5);
    expect(per('ss-sam', { p: 0.25 })).toBe(1.25);
    expect(per('esam', { gamma: 0.25 })).toBe(1.25);
    expect(per('esam', { gamma: 1 })).toBe(2);
    expect(per('frob-sam', { n: 5 })).toBe(6);
    expect(per('trace-sam', { n: 3, pairs: true })).toBe(7);
    expect(per('trace-sam', { measure: 'gradient', n: 3 })).toBe(2);
    expect(per('ae-sam', { lambda1: 0, lambda2: 2 })).toBeCloseTo(1.195, 3);
  });

  it('counts equal questions once and different ones twice', () => {
    const per = (algorithm: string, path: string, kind: string) =>
      costWith(algorithm, {}, (one) => chooseKind(one, `runs.r1.${path}`, kind))?.perStep;
    // GSAM and AE-SAM need the training loss's gradient at w, which SAM has already and BiSAM has not.
    expect(per('gsam', 'ascent', 'bisam-log')).toBe(3);
    expect(per('ae-sam', 'ascent', 'bisam-log')).toBeCloseTo(0.5 * 3 + 0.5, 12);
    expect(per('rsam', 'gate', 'adaptive')).toBeCloseTo(0.5 * 3 + 0.5, 12);
    // LETS adds two on the steps that climb, and only there.
    expect(per('ss-sam', 'radius', 'lets')).toBe(0.5 * 4 + 0.5);
    // A gate that reads the whole batch does not see the gradients of micro-batches.
    expect(per('msam', 'gate', 'adaptive')).toBeCloseTo(0.5 * 3 + 0.5 * 2, 12);
  });

  it('is a guess only where a gate decides by the gradients', () => {
    for (const algorithm of Object.keys(recipes)) expect(costWith(algorithm)?.isEstimate).toBe(algorithm.startsWith('ae-'));
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

  it('estimates the memory of curves: more for more steps and seeds, and no more than a history may hold', () => {
    const of = (steps: number, seeds: number, every = 20) =>
      historyBytes({
        runs: base.runs,
        training: { ...base.training, steps, every, seeds: Array.from({ length: seeds }, (_, at) => at + 1) },
      });
    expect(of(2000, 1)).toBeGreaterThan(of(1000, 1));
    expect(of(1000, 5)).toBe(5 * of(1000, 1));
    expect(of(1e6, 1)).toBe(of(9e5, 1));
    expect(of(1e6, 10, 1)).toBeLessThan(512 * 2 ** 20);
  });

  it('estimates more memory for more of anything', () => {
    const bytes = estimatedBytes({ parameters: 1000, activations: 100 }, 32, 3);
    expect(bytes).toBe(4 * (1000 * 15 + 3 * 100 * 32));
    expect(estimatedBytes({ parameters: 1000, activations: 100 }, 64, 3)).toBeGreaterThan(bytes);
    expect(estimatedBytes({ parameters: 1000, activations: 100 }, 32, 4)).toBeGreaterThan(bytes);
  });
});
