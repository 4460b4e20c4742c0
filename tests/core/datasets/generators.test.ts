import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datasetOf, datasets, dataFields, needsFiles } from '../../../src/core/datasets';
import type { Generator } from '../../../src/core/datasets/generator';
import { generators } from '../../../src/core/datasets/generators';
import { randomStream } from '../../../src/core/random';
import { choose, entryOf } from '../../../src/core/settings/entry';
import { type FieldMap, type FieldValue } from '../../../src/core/settings/field';
import { trainingFields } from '../../../src/core/settings/trainingFields';

const all: readonly [string, Generator][] = Object.entries(generators);
const widthOf = (generator: Generator, values: Record<string, FieldValue> = {}) =>
  generator.vocabulary
    ? (generator.inputShape(values)[0] as number)
    : generator.inputShape(values).reduce((product, size) => product * size, 1);
const inPlane = all.filter(([, generator]) => generator.inputShape({}).length === 1);
const ofImages = all.filter(([, generator]) => generator.inputShape({}).length === 3);

const kindOf = (generator: Generator) => all.find(([, one]) => one === generator)?.[0] as string;

/** Any legal values of these fields, ends included. */
function legal(fields: FieldMap): fc.Arbitrary<Record<string, FieldValue>> {
  return fc.record(
    Object.fromEntries(
      Object.entries(fields).map(([key, { control }]) => {
        if (control.kind === 'switch') return [key, fc.boolean()];
        if (control.kind === 'choice') return [key, fc.constantFrom(...control.options.map(({ value }) => value))];
        if (control.kind !== 'number') throw new Error(`${key}: expected a number, a switch or a choice`);
        const { min, max, integer } = control;
        return [key, integer ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true })];
      }),
    ),
  );
}

/** The sample that is nearest to sample `row`, of samples with so many features. */
function nearestOf(inputs: ArrayLike<number>, features: number, row: number): number {
  let [nearest, least] = [-1, Number.POSITIVE_INFINITY];
  for (let other = 0; other < inputs.length / features; other++) {
    let distance = 0;
    for (let at = 0; at < features && distance < least; at++) {
      distance += ((inputs[features * row + at] as number) - (inputs[features * other + at] as number)) ** 2;
    }
    if (other !== row && distance < least) [nearest, least] = [other, distance];
  }
  return nearest;
}

describe.each(all)('%s', (_name, generator) => {
  it('gives finite samples of classes that differ by at most one in number, for every legal setting', () => {
    fc.assert(
      fc.property(legal(generator.fields), fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 20, max: 150 }), (values, seed, count) => {
        const { inputs, labels, classes } = generator.generate(values, count, seed);
        expect(classes).toBe(generator.classes(values));
        expect(new Set(generator.classNames(values)).size).toBe(classes);
        expect(inputs).toHaveLength(widthOf(generator, values) * count);
        expect(inputs.every(Number.isFinite)).toBe(true);
        const counts = Array.from({ length: classes }, (_, label) => labels.filter((one) => one === label).length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        expect(counts.reduce((sum, one) => sum + one)).toBe(count);
      }),
      { numRuns: generator.inputShape({}).length === 3 ? 8 : 60 },
    );
  });

  it('gives the same samples for the same seed, others for another, and more that begin with fewer', () => {
    const draw = (count: number, seed: number) => generator.generate({}, count, seed).inputs;
    expect(draw(100, 7)).toEqual(draw(100, 7));
    expect(draw(100, 7)).not.toEqual(draw(100, 8));
    expect(draw(200, 7).subarray(0, 100 * widthOf(generator))).toEqual(draw(100, 7));
  });
});

describe.each(inPlane)('the points of %s', (_name, generator) => {
  it('stay near the plane of 4 × 4 with default values, and fill it', () => {
    const { inputs } = generator.generate({}, 2000, 3);
    expect(Math.max(...inputs)).toBeLessThan(3);
    expect(Math.min(...inputs)).toBeGreaterThan(-3);
    expect(inputs.filter((value) => Math.abs(value) <= 2).length / inputs.length).toBeGreaterThan(0.98);
    expect(Math.max(...inputs) - Math.min(...inputs)).toBeGreaterThan(2);
  });

  it('lie with their own: their nearest neighbour mostly has their label', () => {
    const { inputs, labels } = generator.generate({}, 600, 11);
    const same = labels.filter((label, row) => labels[nearestOf(inputs, 2, row)] === label).length;
    expect(same / 600).toBeGreaterThan(0.9);
  });
});

describe('brackets', () => {
  const SHAPES = '()[]{}⟨⟩';
  /** Takes out pairs that enclose nothing until none is left: balanced is what vanishes. */
  const vanishes = (text: string): boolean => {
    const shorter = text.replace(/\(\)|\[\]|\{\}|⟨⟩/g, '');
    return shorter === text ? text === '' : vanishes(shorter);
  };

  it('are balanced exactly where their label says so, with as many of each kind open as closed', () => {
    const settings = fc.record({ pairs: fc.integer({ min: 1, max: 32 }), kinds: fc.integer({ min: 1, max: 4 }) });
    fc.assert(
      fc.property(settings, fc.integer({ min: 0, max: 1e6 }), (values, seed) => {
        const { inputs, labels } = generators.brackets.generate(values, 20, seed);
        const length = 2 * values.pairs;
        labels.forEach((label, row) => {
          const text = [...inputs.subarray(row * length, (row + 1) * length)].map((token) => SHAPES[token - 1]).join('');
          expect(vanishes(text)).toBe(label === 0);
          for (const pair of ['()', '[]', '{}', '⟨⟩']) {
            const [open, close] = [...pair].map((one) => text.split(one).length);
            expect(open).toBe(close);
          }
        });
      }),
      { numRuns: 60 },
    );
  });

  it('have a vocabulary for their tokens, padding first, and no more tokens than that', () => {
    const { inputShape, vocabulary } = generators.brackets;
    const values = { pairs: 3, kinds: 2 };
    expect([inputShape(values), vocabulary?.(values)]).toEqual([
      [6, 5],
      ['', '(', ')', '[', ']'],
    ]);
  });
});

describe.each(ofImages)('the images of %s', (_name, generator) => {
  const [height, width, channels] = generator.inputShape({}) as [number, number, number];

  it('are bytes with the mean and spread that they are normalized by, and use the whole range', () => {
    const { inputs } = generator.generate({}, 1000, 5);
    expect(inputs).toBeInstanceOf(Uint8Array);
    const { scale, mean, std } = generator.normalization;
    for (let channel = 0; channel < channels; channel++) {
      const values = Array.from({ length: 1000 * height * width }, (_, at) => scale * (inputs[at * channels + channel] as number));
      const average = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length;
      // The standard error of a mean over 1,000 images, each of about one brightness, is about 0.01.
      expect(average).toBeCloseTo(mean[channel] as number, 1);
      expect(Math.sqrt(variance)).toBeCloseTo(std[channel] as number, 1);
      expect([Math.min(...inputs.subarray(0, 50_000)), Math.max(...inputs.subarray(0, 50_000))]).toEqual([0, 255]);
    }
  });

  it('move further from the easy images of the same draws the more difficult they are', () => {
    const at = (difficulty: number) => Array.from(generator.generate({ difficulty }, 40, 3).inputs);
    const easy = at(0);
    const distance = (images: ArrayLike<number>) => easy.reduce((sum, value, place) => sum + (value - (images[place] as number)) ** 2, 0);
    const distances = [0, 0.25, 0.5, 1].map((difficulty) => distance(at(difficulty)));
    expect(distances).toEqual(distances.toSorted((a, b) => a - b));
    expect(new Set(distances).size).toBe(4);
  });

  it('become data sets with exactly so many wrong labels as are asked for, the first of them and no others, cut as all are', () => {
    const choice = (values: Record<string, FieldValue>) => choose(datasets, kindOf(generator), { n: 80, test: 100, ...values });
    const whole = datasetOf(choice({ noise: 0.35 }), 4);
    const wrong = (data: typeof whole) => data.train.labels.filter((label, row) => label !== data.train.noisyLabels[row]).length;
    expect([whole.inputShape, whole.train.count, whole.validation.count, whole.test.count, wrong(whole)]).toEqual([
      generator.inputShape({}),
      80,
      16,
      100,
      28,
    ]);
    expect([whole.normalization, whole.classNames]).toEqual([generator.normalization, generator.classNames({})]);
    const small = datasetOf(choice({ noise: 0.35, first: 0.1 }), 4);
    expect(small.train.inputs).toEqual(whole.train.inputs.subarray(0, 8 * widthOf(generator)));
    expect(small.train.noisyLabels).toEqual(whole.train.noisyLabels.subarray(0, 8));
    expect(small.test).toEqual(whole.test);
  });
});

describe('the digits', () => {
  it('are told apart by their nearest neighbour when they are easy, and much less when they are hard', () => {
    const right = (difficulty: number) => {
      const { inputs, labels } = generators.digits.generate({ difficulty }, 300, 2);
      const nearest = [...labels.keys()].map((row) => nearestOf(inputs, 144, row));
      return nearest.filter((other, row) => labels[other] === labels[row]).length / 300;
    };
    expect(right(0)).toBe(1);
    expect(right(1)).toBeLessThan(0.6);
  });
});

describe('the pinwheel', () => {
  it('is the construction of the design study, point for point from the same normal numbers', () => {
    const { inputs } = generators.pinwheel.generate({ arms: 5, spread: 0.05 }, 10, 4);
    const stream = randomStream(4, 'points:pinwheel');
    for (let index = 0; index < 10; index++) {
      const [a, b] = [1 + 0.3 * stream.normal(), 0.05 * stream.normal()];
      const angle = (2 * Math.PI * (index % 5)) / 5 + 0.25 * Math.exp(a);
      expect(inputs[2 * index]).toBeCloseTo(a * Math.cos(angle) - b * Math.sin(angle), 6);
      expect(inputs[2 * index + 1]).toBeCloseTo(a * Math.sin(angle) + b * Math.cos(angle), 6);
    }
  });
});

describe('the registry of data sets', () => {
  it('offers every generator and the files, each with the shared fields and fields of its own', () => {
    expect(Object.keys(datasets)).toEqual([...Object.keys(generators), 'files']);
    for (const [kind, { fields }] of Object.entries(datasets)) {
      expect(Object.keys(fields)).toEqual(expect.arrayContaining(Object.keys(dataFields)));
      expect(Object.keys(fields)).toContain(needsFiles(choose(datasets, kind)) ? 'take' : 'n');
    }
  });

  it('uses no key of the training settings, and labels a key the same in every data set', () => {
    const labels = new Map<string, string>();
    for (const { fields } of Object.values(datasets)) {
      for (const [key, field] of Object.entries(fields)) {
        expect(Object.keys(trainingFields)).not.toContain(key);
        expect(labels.get(key) ?? field.label).toBe(field.label);
        labels.set(key, field.label);
      }
    }
  });

  it.each(Object.keys(generators))('makes %s by default of 300 training samples, 120 of them labelled wrong', (kind) => {
    const data = datasetOf(choose(datasets, kind), 1);
    expect([data.train.count, data.validation.count, data.test.count]).toEqual([300, 60, 2000]);
    expect(data.train.labels.filter((label, row) => label !== data.train.noisyLabels[row])).toHaveLength(120);
    expect(data.classes).toBe(entryOf(generators, kind).classes({}));
  });

  it('refuses an unknown kind, and files that are not there, as mistakes', () => {
    expect(() => choose(datasets, 'constructor')).toThrow('no entry “constructor”');
    expect(() => datasetOf(choose(datasets, 'files'), 1)).toThrow('expected raw samples');
  });
});
