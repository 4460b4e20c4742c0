import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datasetOf, datasets, dataFields, needsFiles } from '../../../src/core/datasets';
import type { Generator } from '../../../src/core/datasets/generator';
import { generators } from '../../../src/core/datasets/generators';
import { randomStream } from '../../../src/core/random';
import { choose, entryOf } from '../../../src/core/settings/entry';
import { type FieldMap, type FieldValue } from '../../../src/core/settings/field';
import { trainingFields } from '../../../src/core/settings/experiment';

const all: readonly [string, Generator][] = Object.entries(generators);

/** Any legal values of these fields, ends included. */
function legal(fields: FieldMap): fc.Arbitrary<Record<string, FieldValue>> {
  return fc.record(
    Object.fromEntries(
      Object.entries(fields).map(([key, { control }]) => {
        if (control.kind !== 'number') throw new Error(`${key}: expected a number field`);
        const { min, max, integer } = control;
        return [key, integer ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true })];
      }),
    ),
  );
}

describe.each(all)('%s', (_name, generator) => {
  it('gives finite points of classes that differ by at most one in number, for every legal setting', () => {
    fc.assert(
      fc.property(legal(generator.fields), fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 20, max: 150 }), (values, seed, count) => {
        const { inputs, labels, classes } = generator.generate(values, count, seed);
        expect(classes).toBe(generator.classes(values));
        expect(inputs).toHaveLength(2 * count);
        expect(inputs.every(Number.isFinite)).toBe(true);
        const counts = Array.from({ length: classes }, (_, label) => labels.filter((one) => one === label).length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        expect(counts.reduce((sum, one) => sum + one)).toBe(count);
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same points for the same seed, others for another, and more that begin with fewer', () => {
    const draw = (count: number, seed: number) => generator.generate({}, count, seed).inputs;
    expect(draw(100, 7)).toEqual(draw(100, 7));
    expect(draw(100, 7)).not.toEqual(draw(100, 8));
    expect(draw(200, 7).subarray(0, 200)).toEqual(draw(100, 7));
  });

  it('stays near the plane of 4 × 4 with default values, and fills it', () => {
    const { inputs } = generator.generate({}, 2000, 3);
    expect(Math.max(...inputs)).toBeLessThan(3);
    expect(Math.min(...inputs)).toBeGreaterThan(-3);
    expect(inputs.filter((value) => Math.abs(value) <= 2).length / inputs.length).toBeGreaterThan(0.98);
    expect(Math.max(...inputs) - Math.min(...inputs)).toBeGreaterThan(2);
  });

  it('puts each class where it is itself: its nearest neighbour mostly has its own label', () => {
    const { inputs, labels } = generator.generate({}, 600, 11);
    let same = 0;
    for (let row = 0; row < 600; row++) {
      let [nearest, distance] = [-1, Number.POSITIVE_INFINITY];
      for (let other = 0; other < 600; other++) {
        const [dx, dy] = [0, 1].map((axis) => (inputs[2 * row + axis] as number) - (inputs[2 * other + axis] as number)) as [
          number,
          number,
        ];
        if (other !== row && dx * dx + dy * dy < distance) [nearest, distance] = [other, dx * dx + dy * dy];
      }
      if (labels[nearest] === labels[row]) same++;
    }
    expect(same / 600).toBeGreaterThan(0.9);
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
      expect(Object.keys(fields)).toContain(needsFiles({ kind, values: {} }) ? 'take' : 'n');
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

  it.each(Object.keys(generators))('makes %s by default of 300 training points, 120 of them labelled wrong', (kind) => {
    const data = datasetOf(choose(datasets, kind), 1);
    expect([data.train.count, data.validation.count, data.test.count]).toEqual([300, 60, 2000]);
    expect(data.train.labels.filter((label, row) => label !== data.train.noisyLabels[row])).toHaveLength(120);
    expect(data.classes).toBe(entryOf(generators, kind).classes({}));
  });

  it('refuses an unknown kind, and files that are not there, as mistakes', () => {
    expect(() => datasetOf({ kind: 'constructor', values: {} }, 1)).toThrow('no entry “constructor”');
    expect(() => datasetOf(choose(datasets, 'files'), 1)).toThrow('expected raw samples');
  });
});
