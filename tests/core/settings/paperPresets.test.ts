import { describe, expect, it } from 'vitest';
import { networkSize } from '../../../src/core/settings/cost';
import type { Chosen } from '../../../src/core/settings/entry';
import { withStepsOfEpochs } from '../../../src/core/settings/epochs';
import type { Experiment } from '../../../src/core/settings/experiment';
import { decode, encode } from '../../../src/core/settings/link';
import { paperMenu } from '../../../src/core/settings/paperMenu';
import { paperPresets } from '../../../src/core/settings/paperPresets';
import { trainCountOf } from '../../../src/core/datasets';
import { parameters, printed, universalColumns, universalTable } from '../../fixtures/papers';
import { faultsOf } from './legalExperiments';

const all = Object.entries(paperPresets);
const shapes: Readonly<Record<string, readonly number[]>> = {
  MNIST: [28, 28, 1],
  ImageNet: [224, 224, 3],
  'Oxford-flowers': [224, 224, 3],
  'Oxford-IIIT Pets': [224, 224, 3],
};
const classes: Readonly<Record<string, number>> = { 'CIFAR-100': 100, ImageNet: 1000 };
const short = ({ kind, values }: Chosen) => ({ kind, ...values });
const experimentOf = (id: string): Experiment => (paperPresets[id] as (typeof paperPresets)[string]).experiment;

describe.each(all)('%s', (id, { experiment, paper, label, help }) => {
  it('is a legal experiment that its link names', () => {
    expect(faultsOf(experiment)).toEqual([]);
    // Rows of the universal class are what they were in version 1, and one row is new; SGD has a length of its own in BiSAM's tables.
    const version = /^universal-|-pets$/.test(id) ? 1 : /^bisam-.*-(cifar|noise)/.test(id) ? 4 : 2;
    expect(encode(experiment)).toBe(`v=${version}&preset=${id}`);
    expect(decode(encode(experiment))).toEqual({ experiment, notices: [] });
    expect(`${label} ${help}`).not.toMatch(/undefined|NaN/);
  });

  it('says where it is from, what it needs, and what was filled in', () => {
    expect(paper?.source).toMatch(/arXiv:\d{4}\.\d{5}/);
    expect(experiment.data).toMatchObject({ kind: 'files', values: { set: '' } });
    expect(paper?.filledIn.length).toBeGreaterThan(0);
  });

  it('is as many steps long as its epochs have on the published training set, and is measured once per epoch', () => {
    const stored = { count: (paper?.published ?? 0) + 100, testCount: 100 };
    expect(withStepsOfEpochs(experiment, trainCountOf(experiment.data, stored))).toBe(experiment);
    expect(experiment.training.steps).toBe(experiment.training.epochs * experiment.training.every);
  });

  it('has the numbers of its row of the table', () => {
    const rows = printed.filter(({ ids }) => ids.test(id));
    expect(rows).toHaveLength(1);
    const [row] = rows as [(typeof printed)[number]];
    expect(short(experiment.optimizer)).toMatchObject(row.optimizer);
    expect(short(experiment.schedule)).toMatchObject(row.schedule);
    expect(experiment.training).toMatchObject(row.training);
    expect(experiment.data.values).toMatchObject(row.data ?? {});
    expect(short(experiment.model)).toMatchObject(row.model ?? {});
    expect(experiment.runs.map(({ algorithm }) => algorithm)).toEqual(row.methods);
  });

  const size = Object.entries(parameters).find(
    ([name]) =>
      id
        .replace(/^[a-z]+-/, '')
        .replace(/-[sc]$/, '')
        .replace(/\d+$/, (at) => (id.includes('noise') ? '' : at)) === name,
  );
  if (!size) return; // none published for these images
  it('has as many parameters as the published network', () => {
    const task = { inputShape: shapes[paper?.needs ?? ''] ?? [32, 32, 3], classes: classes[paper?.needs ?? ''] ?? 10 };
    expect(networkSize(experiment, task).parameters).toBe(size[1]);
  });
});

it('every row of the tables has its presets', () => {
  for (const { ids, count } of printed) expect([String(ids), all.filter(([id]) => ids.test(id)).length]).toEqual([String(ids), count]);
  expect(printed.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
});

it('where the task cannot be had in a browser, a sentence says what stands in its place', () => {
  const standIns = all.filter(([, { paper }]) => paper?.instead);
  expect(standIns.map(([id]) => id)).toEqual([
    'lets-transformer-iwslt14',
    'lets-deberta-glue',
    'bisam-resnet50-imagenet',
    'bisam-vit-b16',
    'bisam-vit-b16-pets',
    'bisam-bert-glue',
  ]);
  for (const [, { paper }] of standIns) expect(paper?.instead).toMatch(/(your own|[Bb]ring) .*\.$/);
  expect(paperMenu('translation').flatMap(({ choices }) => choices.map(({ value }) => value))).toEqual(['lets-transformer-iwslt14']);
});

it('what a paper states is not called filled in, and what it leaves open is', () => {
  const filledIn = (id: string) => paperPresets[id]?.paper?.filledIn.join('; ') ?? '';
  for (const id of ['ae-resnet18-cifar10', 'ae-resnet50-imagenet', 'bisam-bert-glue']) expect(filledIn(id)).not.toMatch(/seed/);
  expect(filledIn('ae-resnet50-imagenet')).not.toMatch(/ρ 0/);
  expect(filledIn('bisam-vit-b16')).not.toMatch(/data set|no warm-up/);
  expect(filledIn('bisam-resnet50-imagenet')).not.toMatch(/LETS|smoothing|optimizer/);
  for (const rate of [20, 40, 60, 80]) expect(filledIn(`bisam-resnet56-noise${rate}`)).toMatch(/ρ of SAM and BiSAM, μ and α/);
  for (const id of Object.keys(paperPresets).filter((one) => one.startsWith('ae-'))) expect(filledIn(id)).toMatch(/ESAM/);
});

describe('constants of the methods', () => {
  const part = (id: string, algorithm: string) => {
    const run = experimentOf(id).runs.find((one) => one.algorithm === algorithm);
    return Object.assign({}, ...Object.values(run?.parts ?? {}).map(({ values }) => values)) as Record<string, unknown>;
  };

  it.each(universalColumns.map((column, index) => [column, index] as const))(
    'of the universal class on %s are the table’s',
    (column, index) => {
      const id = `universal-resnet18-${column}`;
      const { frob, frobRho, trace, det, sam, asam, asamEta, ssam } = universalTable;
      expect(part(id, 'frob-sam')).toMatchObject({ n: 2, lambda: frob[index], rho: frobRho[index] });
      expect(part(id, 'trace-sam')).toMatchObject({ n: 1, lambda: trace[index], rho: 0.01 });
      expect(part(id, 'det-sam')).toMatchObject({ n: 1, lambda: det[index], rho: 1, half: 0.01 });
      expect(part(id, 'sam')).toMatchObject({ rho: sam[index % 3] });
      expect(part(id, 'asam')).toMatchObject({ rho: asam[index % 3], eta: asamEta[index % 3] });
      expect(part(id, 'ssam-f')).toMatchObject({ rho: ssam[index % 3], sparsity: 0.5, samples: 16, period: 1 });
      const { values } = experimentOf(id).data;
      expect([values.first, values.noise]).toEqual([column.endsWith('-s') ? 0.1 : 1, column.endsWith('-c') ? 0.2 : 0]);
    },
  );

  it('of AE-SAM are the table’s, with and without label noise', () => {
    expect(part('ae-resnet18-cifar10', 'ae-sam')).toMatchObject({ lambda1: -1, lambda2: 1, delta: 0.9 });
    expect(part('ae-resnet18-cifar10', 'ae-looksam')).toMatchObject({ lambda1: 0, lambda2: 2, delta: 0.9 });
    expect(part('ae-resnet18-cifar10', 'looksam')).toMatchObject({ k: 5, reuse: 0.6 });
    expect(part('ae-resnet18-cifar10', 'ss-sam')).toMatchObject({ p: 0.5 });
    expect(part('ae-resnet32-noise40', 'looksam')).toMatchObject({ k: 2, reuse: 0.6 });
    expect(part('ae-resnet32-noise40', 'ae-looksam')).toMatchObject({ lambda1: -1, lambda2: 1 });
    expect(part('ae-resnet50-imagenet', 'ae-sam')).toMatchObject({ rho: 0.05 });
    // α is searched in a grid, with LookSAM and with AE-LookSAM.
    for (const id of ['ae-vit-s-cifar100', 'ae-resnet18-noise80', 'lets-resnet18-cifar10'])
      for (const algorithm of ['looksam', 'ae-looksam']) expect([0.1, 0.3, 0.6, 0.9]).toContain(part(id, algorithm).reuse);
    // A tenth of 50,000 is held out.
    expect(trainCountOf(experimentOf('ae-resnet18-cifar10').data, { count: 50_001, testCount: 1 })).toBe(45_000);
  });

  it('of LETS and BiSAM are the tables’', () => {
    expect(part('lets-resnet18-cifar10', 'lets-sam')).toMatchObject({ letslr: 1e-4, from: 'train', metric: 'squared-gap' });
    // Appendix E: one configuration for a method and for the same with a learned radius.
    for (const id of Object.keys(paperPresets).filter((one) => one.startsWith('lets-'))) {
      const [sam, asam] = ['sam', 'asam'].map((name) => {
        const [plain, learned] = [name, `lets-${name}`].map(
          (one) => experimentOf(id).runs.find(({ algorithm }) => algorithm === one)?.parts,
        );
        expect({ ...plain, radius: null }).toEqual({ ...learned, radius: null });
        const start: Chosen['values'] = learned?.radius.values ?? {};
        expect(plain?.radius.values).toHaveProperty('rho', start.rho0);
        return plain;
      });
      expect(asam?.geometry).toMatchObject({ kind: 'filterwise', values: { eta: 0.01 } });
      expect(sam?.geometry.kind).toBe('l2');
    }
    expect(part('bisam-wrn28-10-cifar10', 'bisam-tanh')).toMatchObject({ rho: 0.05, mu: 10, alpha: 0.1 });
    expect(part('bisam-wrn28-10-cifar10', 'bisam-log')).toMatchObject({ rho: 0.05, mu: 1 });
    expect(part('bisam-wrn28-10-cifar10', 'e-bisam')).toMatchObject({ beta: 0.5, gamma: 0.5 });
    expect(Number(part('bisam-resnet56-noise80', 'sam').rho)).toBeLessThan(0.05);
    const micro = { rho: 0.05, m: 4 };
    expect(part('bisam-resnet50-imagenet', 'msam')).toMatchObject(micro);
    const bounds = experimentOf('bisam-resnet50-imagenet').runs.filter(({ algorithm }) => algorithm === 'msam-bisam');
    expect(bounds.map(({ parts }) => [short(parts.ascent), { ...parts.radius.values, ...parts.batching.values }])).toEqual([
      [{ kind: 'bisam-log', mu: 1 }, micro],
      [{ kind: 'bisam-tanh', mu: 10, alpha: 0.1 }, micro],
    ]);
    // Pairs of the tables differ in nothing but what is climbed.
    for (const [plain, bisam] of [
      ['sam', 'bisam-log'],
      ['asam', 'a-bisam'],
      ['esam', 'e-bisam'],
    ]) {
      const [one, other] = [plain, bisam].map(
        (name) => experimentOf('bisam-resnet56-cifar10').runs.find(({ algorithm }) => algorithm === name)?.parts,
      );
      expect(one).toBeDefined();
      expect({ ...one, ascent: null }).toEqual({ ...other, ascent: null });
    }
    for (const rate of [20, 40, 60, 80]) expect(experimentOf(`lets-resnet18-noise${rate}`).data.values.noise).toBe(rate / 100);
  });
});
