import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawDataset } from '../../../src/core/datasets/dataset';
import { corruptLabels } from '../../../src/core/datasets/labelNoise';
import { makeDataset, makeGenerated, type SplitOptions } from '../../../src/core/datasets/split';
import { failing } from './failing';

const seeds = fc.integer({ min: 0, max: 1e6 });

/** Sample i has the two inputs i % 256 and i >> 8, so that every sample is known by its inputs. */
function numbered(count: number, classes = 3, testCount?: number): RawDataset {
  const samples = (size: number, from: number) => ({
    count: size,
    inputs: Uint8Array.from({ length: 2 * size }, (_, index) => (index % 2 === 0 ? from + index / 2 : (from + (index - 1) / 2) >> 8)),
    labels: Uint8Array.from({ length: size }, (_, index) => (from + index) % classes),
  });
  return {
    name: 'numbered',
    inputShape: [2],
    classes,
    classNames: Array.from({ length: classes }, String),
    normalization: { scale: 1 / 255, mean: [0], std: [1] },
    pool: samples(count, 0),
    ...(testCount === undefined ? {} : { test: samples(testCount, count) }),
  };
}
const numbersOf = ({ inputs }: { inputs: ArrayLike<number> }) =>
  Array.from({ length: inputs.length / 2 }, (_, row) => (inputs[2 * row] as number) + 256 * (inputs[2 * row + 1] as number));

const options: SplitOptions = { validationShare: 0.2, testShare: 0.2, labelNoise: 0.4, noiseKind: 'other-class', seed: 5 };

describe('label noise', () => {
  it('changes exactly ⌈rate · n⌉ labels, each to another legal class', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 256 }),
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 1, max: 400 }),
        seeds,
        (classes, thousandths, count, seed) => {
          const labels = Uint8Array.from({ length: count }, (_, index) => (index * 7) % classes);
          const rate = thousandths / 1000;
          const noisy = corruptLabels(labels, classes, rate, 'other-class', seed);
          // In whole numbers, where nothing is rounded before it should be.
          const exactly = (thousandths * count - ((thousandths * count) % 1000)) / 1000 + ((thousandths * count) % 1000 > 0 ? 1 : 0);
          expect(noisy.filter((label, index) => label !== labels[index])).toHaveLength(exactly);
          expect(noisy.every((label) => label < classes)).toBe(true);
          expect(corruptLabels(labels, classes, rate, 'other-class', seed)).toEqual(noisy);
        },
      ),
    );
  });

  it('draws the wrong class evenly from the others', () => {
    const noisy = corruptLabels(new Uint8Array(40_000).fill(2), 5, 1, 'other-class', 9);
    const counts = [0, 1, 2, 3, 4].map((label) => noisy.filter((one) => one === label).length);
    expect(counts[2]).toBe(0);
    for (const label of [0, 1, 3, 4]) expect(Math.abs((counts[label] as number) - 10_000)).toBeLessThan(450); // 5 sd
  });

  it('leaves about one in K of the redrawn labels right under any-class', () => {
    const labels = new Uint8Array(40_000).fill(2);
    const kept = corruptLabels(labels, 5, 0.5, 'any-class', 9).filter((label) => label === 2).length - 20_000;
    expect(Math.abs(kept - 4000)).toBeLessThan(300); // 5 sd
  });

  it('keeps the wrong labels of a lower rate when the rate grows', () => {
    const labels = Uint8Array.from({ length: 200 }, (_, index) => index % 4);
    const [less, more] = [0.2, 0.6].map((rate) => corruptLabels(labels, 4, rate, 'other-class', 3)) as [Uint8Array, Uint8Array];
    less.forEach((label, index) => {
      if (label !== labels[index]) expect(more[index]).toBe(label);
    });
  });

  it('refuses a rate that is none, as a mistake', () => {
    expect(() => corruptLabels(new Uint8Array(3), 2, 1.1, 'other-class', 1)).toThrow('rate in [0, 1], got 1.1');
    expect(() => corruptLabels(new Uint8Array(3), 2, Number.NaN, 'other-class', 1)).toThrow('got NaN');
  });
});

describe('makeDataset', () => {
  it('cuts a pool into disjoint parts of exact sizes, with each sample under its own clean label', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 30, max: 600 }),
        fc.integer({ min: 10, max: 700 }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        fc.double({ min: 0.05, max: 0.5, noNaN: true }),
        seeds,
        (count, take, validationShare, testShare, seed) => {
          const data = makeDataset(numbered(count), { ...options, trainCount: take, validationShare, testShare, seed });
          const testCount = Math.round(testShare * count);
          const [train, validation, test] = [data.train, data.validation, data.test].map(numbersOf) as [number[], number[], number[]];
          expect(test).toHaveLength(testCount);
          expect(train.length).toBeLessThanOrEqual(take);
          expect(validation).toHaveLength(Math.round(validationShare * train.length));
          if (train.length < take) expect(count - testCount - train.length - validation.length).toBeLessThanOrEqual(1);
          const together = [...train, ...validation, ...test];
          expect(new Set(together).size).toBe(together.length);
          for (const part of [data.train, data.validation, data.test])
            expect([...part.labels]).toEqual(numbersOf(part).map((number) => number % 3));
          const wrong = data.train.noisyLabels.filter((label, row) => label !== data.train.labels[row]);
          expect(wrong).toHaveLength(Math.ceil((4 * train.length) / 10));
        },
      ),
    );
  });

  it('shuffles by the seed, and holds out the same test samples whatever is taken to train', () => {
    const parts = (seed: number, trainCount: number) => makeDataset(numbered(300), { ...options, seed, trainCount });
    expect(parts(1, 100)).toEqual(parts(1, 100));
    expect(numbersOf(parts(1, 100).train)).not.toEqual(numbersOf(parts(2, 100).train));
    expect(parts(1, 50).test).toEqual(parts(1, 150).test);
    expect(numbersOf(parts(1, 150).train).slice(0, 50)).toEqual(numbersOf(parts(1, 50).train));
  });

  it('uses the test split that the files brought, whole', () => {
    const data = makeDataset(numbered(120, 3, 45), options);
    expect(numbersOf(data.test)).toEqual(Array.from({ length: 45 }, (_, index) => 120 + index));
    expect(data.train.count + data.validation.count).toBe(120);
    expect(data.train.count).toBe(100);
  });

  it('keeps the first tenth in file order when asked for “-S”, after labels were changed, and leaves the other parts alone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60, max: 700 }),
        fc.integer({ min: 30, max: 700 }),
        fc.boolean(),
        seeds,
        (count, take, hasTest, seed) => {
          const raw = numbered(count, 3, hasTest ? 30 : undefined);
          const all = makeDataset(raw, { ...options, trainCount: take, seed });
          const small = makeDataset(raw, { ...options, trainCount: take, seed, first: 0.1 });
          expect([small.validation, small.test]).toEqual([all.validation, all.test]);
          const inOrder = numbersOf(all.train).sort((a, b) => a - b);
          expect(numbersOf(small.train)).toEqual(inOrder.slice(0, Math.floor(all.train.count / 10)));
          const noisy = new Map(numbersOf(all.train).map((number, row) => [number, all.train.noisyLabels[row]]));
          numbersOf(small.train).forEach((number, row) => {
            expect(small.train.labels[row]).toBe(number % 3);
            expect(small.train.noisyLabels[row]).toBe(noisy.get(number));
          });
        },
      ),
    );
  });

  it('keeps a share that is a whole number of samples exactly, and everything when asked for all', () => {
    const kept = (first: number) => makeDataset(numbered(120, 3, 45), { ...options, first }).train.count;
    // 0.29 · 100 is a little less than 29 in doubles.
    expect([kept(0.29), kept(0.999), kept(0.01)]).toEqual([29, 99, 1]);
    expect(makeDataset(numbered(120, 3, 45), { ...options, first: 1 })).toEqual(makeDataset(numbered(120, 3, 45), options));
    expect(failing(() => kept(0.001)).message).toMatch(/Of the 100 training samples of “numbered” the first 0.1 % are none/);
  });

  it('says so when there are too few samples to cut', () => {
    expect(failing(() => makeDataset(numbered(2), options)).code).toBe('too-few-samples');
    expect(failing(() => makeDataset(numbered(10), { ...options, testShare: 0.01 })).message).toMatch(/“numbered” has 10 samples/);
  });
});

describe('makeGenerated', () => {
  const values = { arms: 4 };
  const sizes = { n: 101, validation: 20, test: 500, labelNoise: 0.3, seed: 2 };

  it('draws exactly as many points as asked, clean but for the training labels', () => {
    const data = makeGenerated('pinwheel', values, sizes);
    expect([data.train.count, data.validation.count, data.test.count]).toEqual([101, 20, 500]);
    expect(data.train.noisyLabels.filter((label, row) => label !== data.train.labels[row])).toHaveLength(31);
    expect(data.classes).toBe(4);
    expect(data.test.labels.filter((label) => label === 3)).toHaveLength(125);
  });

  it('draws the three parts independently: none begins as another, none depends on the size of another', () => {
    const data = makeGenerated('pinwheel', values, sizes);
    const first = (samples: { inputs: ArrayLike<number> }) => samples.inputs[0];
    expect(new Set([first(data.train), first(data.validation), first(data.test)]).size).toBe(3);
    const larger = makeGenerated('pinwheel', values, { ...sizes, n: 202, test: 1000 });
    expect(larger.validation).toEqual(data.validation);
    expect(larger.test.inputs.subarray(0, 1000)).toEqual(data.test.inputs);
  });

  it('keeps the first points that were drawn when asked for “-S”, with the labels they had', () => {
    const [all, small] = [makeGenerated('pinwheel', values, sizes), makeGenerated('pinwheel', values, { ...sizes, first: 0.1 })];
    expect(small.train.count).toBe(10);
    expect(small.train.inputs).toEqual(all.train.inputs.subarray(0, 20));
    expect(small.train.noisyLabels).toEqual(all.train.noisyLabels.subarray(0, 10));
    expect([small.validation, small.test]).toEqual([all.validation, all.test]);
  });
});
