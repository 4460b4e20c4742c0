/** The “-S” and “-C” sets of the universal class, for every data set: by name in the form, as settings in links, and as data. */
import { describe, expect, it } from 'vitest';
import { datasetOf, datasets, needsFiles, storedCounts, trainCountOf } from '../../../src/core/datasets';
import type { RawDataset } from '../../../src/core/datasets/dataset';
import { variants } from '../../../src/core/datasets/variants';
import { chooseKind, setField } from '../../../src/core/settings/edit';
import type { Experiment } from '../../../src/core/settings/experiment';
import { formOf } from '../../../src/core/settings/form';
import { decode, encode } from '../../../src/core/settings/link';
import { defaultExperiment } from '../../../src/core/settings/presets';
import { factsOf } from '../../../src/core/settings/refusals';

const raw: RawDataset = {
  name: 'bytes',
  inputShape: [1],
  classes: 4,
  classNames: ['0', '1', '2', '3'],
  normalization: { scale: 1, mean: [0], std: [1] },
  pool: {
    count: 210,
    inputs: Uint8Array.from({ length: 210 }, (_, index) => index),
    labels: Uint8Array.from({ length: 210 }, (_, index) => index % 4),
  },
};
const generated = (kind: string) => setField(setField(chooseKind(defaultExperiment, 'data', kind), 'data.n', 203), 'data.test', 100);
const withFiles = () => chooseKind(defaultExperiment, 'data', 'files');
const menuOf = (experiment: Experiment) =>
  formOf(experiment)
    .sections.flatMap(({ menus }) => menus)
    .find(({ path }) => path === 'data.variant');
const dataOf = ({ data }: Experiment) => datasetOf(data, 3, needsFiles(data) ? raw : undefined);
const wrong = ({ train }: ReturnType<typeof dataOf>) => train.noisyLabels.filter((label, row) => label !== train.labels[row]).length;

describe.each(Object.keys(datasets))('variants of %s', (kind) => {
  const start = kind === 'files' ? withFiles() : generated(kind);
  const chosen = (name: string) => chooseKind(start, 'data.variant', name);
  const whole = dataOf(chosen('whole'));

  it('are chosen by name, and are named in the form until a field is changed', () => {
    for (const name of Object.keys(variants)) {
      expect(menuOf(chosen(name))?.kind).toBe(name);
      expect(menuOf(setField(chosen(name), 'data.noise', 0.37))?.kind).toBe('own');
      expect(chooseKind(chosen(name), 'data.variant', 'own')).toEqual(chosen(name));
    }
    expect(() => chosen('x')).toThrow('no variant “x”');
  });

  it('are settings of links, which bring them back', () => {
    for (const name of Object.keys(variants)) expect(decode(encode(chosen(name)))).toEqual({ experiment: chosen(name), notices: [] });
    expect(encode(chosen('c-s'))).toContain('first=.1');
  });

  it('-S keeps the first tenth, rounded down, with right labels; -C has a fifth of the labels wrong, rounded up', () => {
    expect(wrong(whole)).toBe(0);
    const [small, corrupted] = [dataOf(chosen('s')), dataOf(chosen('c'))];
    expect(small.train.count).toBe(Math.floor(whole.train.count / 10));
    expect(wrong(small)).toBe(0);
    expect(corrupted.train.count).toBe(whole.train.count);
    expect(wrong(corrupted)).toBe(Math.ceil(whole.train.count / 5));
    for (const { test, validation } of [small, corrupted]) expect([test, validation]).toEqual([whole.test, whole.validation]);
  });

  it('-C, then -S is the beginning of -C: what is wrong there is wrong here', () => {
    const [both, corrupted] = [dataOf(chosen('c-s')), dataOf(chosen('c'))];
    expect(both.train.count).toBe(Math.floor(whole.train.count / 10));
    const width = both.train.inputs.length / both.train.count;
    if (kind !== 'files') {
      expect(both.train.noisyLabels).toEqual(corrupted.train.noisyLabels.subarray(0, both.train.count));
      expect(both.train.inputs).toEqual(corrupted.train.inputs.subarray(0, width * both.train.count));
      return;
    }
    // Files are shuffled before they are cut, and each sample here is a number of its own.
    const labels = new Map(Array.from(corrupted.train.noisyLabels, (label, row) => [corrupted.train.inputs[row], label] as const));
    both.train.noisyLabels.forEach((label, row) => {
      expect(label).toBe(labels.get(both.train.inputs[row]));
    });
  });

  it('have as many training samples as was told before they were made', () => {
    for (const name of Object.keys(variants)) {
      const { data } = chosen(name);
      const told = trainCountOf(data, storedCounts(raw));
      const { count } = dataOf(chosen(name)).train;
      expect(told).toBe(count);
      if (kind !== 'files') expect(factsOf({ data })?.trainCount).toBe(count);
    }
  });
});

it('labels that -C draws are spread evenly over the other classes', () => {
  const { train } = dataOf(setField(chooseKind(setField(generated('pinwheel'), 'data.n', 10_000), 'data.variant', 'c'), 'data.arms', 5));
  const shifts = Array.from(train.noisyLabels, (label, row) => (label - (train.labels[row] as number) + 5) % 5);
  const counts = [1, 2, 3, 4].map((shift) => shifts.filter((one) => one === shift).length);
  expect(counts.reduce((sum, one) => sum + one, 0)).toBe(2000);
  for (const one of counts) expect(Math.abs(one - 500)).toBeLessThan(97); // 5 sd
});
