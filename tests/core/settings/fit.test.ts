import { describe, expect, it } from 'vitest';
import { models } from '../../../src/core/models/models';
import { multiplications } from '../../../src/core/models/workload';
import { costOf, estimatedBytes, forwardWork, gradientsPerMeasurement, measurementsOf, networkSize } from '../../../src/core/settings/cost';
import { choose, entryOf } from '../../../src/core/settings/entry';
import type { Experiment } from '../../../src/core/settings/experiment';
import { fitted, isBeyond } from '../../../src/core/settings/fit';
import { withStepsOfEpochs } from '../../../src/core/settings/epochs';
import { trainCountOf } from '../../../src/core/datasets';
import { decode, encode } from '../../../src/core/settings/link';
import { paperPresets } from '../../../src/core/settings/paperPresets';
import { defaultExperiment, presets } from '../../../src/core/settings/presets';
import { factsOf, type Facts, refusals } from '../../../src/core/settings/refusals';
import { setField } from '../../../src/core/settings/edit';
import { faultsOf } from './legalExperiments';

const GIB = 2 ** 30;
const stored = { count: 60_000, testCount: 10_000 };
const cifar: Facts = { inputShape: [32, 32, 3], classes: 10, trainCount: 47_619 };
const experimentOf = (id: string): Experiment => (presets[id] as (typeof presets)[string]).experiment;
const texts: Facts = { inputShape: [64, 256], classes: 2, trainCount: 47_619 };
const pictures: Facts = { inputShape: [224, 224, 3], classes: 100, trainCount: 47_619 };
const factsFor = ({ model }: Experiment, needs: string): Facts =>
  needs.startsWith('CIFAR') ? cifar : model.kind === 'transformer' ? texts : pictures;
const papers = Object.entries(paperPresets).flatMap(([id, { experiment, paper }]) =>
  paper && (paper.needs.startsWith('CIFAR') || paper.instead)
    ? [[id, withStepsOfEpochs(experiment, trainCountOf(experiment.data, stored)), factsFor(experiment, paper.needs)] as const]
    : [],
);

describe.each(papers)('made to fit: %s', (_, experiment, facts) => {
  const made = fitted(experiment, facts, { msPerGradient: 1500, stored, memoryBytes: 2 * GIB }, 600);

  it('is legal, within time and memory, and trains', () => {
    expect(made.fits).toBe(true);
    expect(made.seconds).toBeLessThanOrEqual(600);
    expect(faultsOf(made.experiment)).toEqual([]);
    expect(refusals(made.experiment, { ...facts, memoryBytes: 2 * GIB })).toEqual([]);
    const { training, runs } = made.experiment;
    const bytes = estimatedBytes(networkSize(made.experiment, facts), training.batch, runs.length * training.seeds.length);
    expect(bytes).toBeLessThanOrEqual(2 * GIB);
  });

  it('keeps the methods and their constants, the optimizer and the rate, and says all that it changed', () => {
    expect(made.experiment.runs).toBe(experiment.runs);
    expect(made.experiment.optimizer).toBe(experiment.optimizer);
    expect(made.experiment.training.lr).toBe(experiment.training.lr);
    const words = (link: string) => new Map(link.split('&').map((word) => word.split('=') as [string, string]));
    const [from, to] = [words(encode(experiment)), words(encode(made.experiment))];
    const different = [...to].filter(([key, text]) => from.get(key) !== text);
    expect(made.changes).toHaveLength(different.length);
    expect(decode(encode(made.experiment)).experiment).toEqual(made.experiment);
  });
});

describe('what fits', () => {
  it('stays as it is', () => {
    const made = fitted(defaultExperiment, factsOf(defaultExperiment) as Facts, { msPerGradient: 1 }, 600);
    expect(made.experiment).toBe(defaultExperiment);
    expect(made.changes).toEqual([]);
  });

  it('is only asked about memory where no gradient was timed', () => {
    const small = experimentOf('bisam-resnet56-cifar10');
    expect(fitted(small, cifar, { msPerGradient: null, stored }, 600)).toMatchObject({ experiment: small, seconds: null, fits: true });
    const large = experimentOf('lets-wrn28-10-cifar10');
    const made = fitted(large, cifar, { msPerGradient: null, stored }, 600);
    expect(made.fits).toBe(true);
    expect(made.changes.map(({ label }) => label)).toContain('Batch size');
    expect(made.changes.map(({ label }) => label)).not.toContain('Epochs');
  });
});

it('batches are no larger than the training set', () => {
  const few = { count: 60, testCount: 0 };
  const mnist = experimentOf('universal-mlp-mnist');
  const facts: Facts = { inputShape: [6, 6, 1], classes: 3, trainCount: 46 };
  expect(isBeyond(mnist, facts, { stored: few })).toBe(true);
  const { experiment, changes } = fitted(mnist, facts, { msPerGradient: null, stored: few }, 600);
  expect(experiment.training).toMatchObject({ batch: 46, epochs: 20, steps: 20, every: 1 });
  expect(changes).toContainEqual({ label: 'Batch size', from: '128', to: '46' });
  expect(isBeyond(experiment, facts, { stored: few })).toBe(false);
});

it('milestones stay at their shares of training', () => {
  const { experiment } = fitted(experimentOf('universal-resnet18-cifar10'), cifar, { msPerGradient: 1500, stored }, 600);
  const { epochs } = experiment.training;
  expect(epochs).toBeLessThan(200);
  expect(experiment.schedule.values).toHaveProperty(
    'at',
    [0.25, 0.5, 0.75].map((share) => Math.max(1, Math.round(share * epochs))),
  );
});

it('what cannot be made small enough is said to be so', () => {
  const made = fitted(experimentOf('lets-resnet18-cifar10'), cifar, { msPerGradient: 1e6, stored }, 1);
  expect(made.fits).toBe(false);
  expect(made.seconds).toBeGreaterThan(1);
  expect(made.experiment.training.epochs).toBe(2);
});

it('an experiment in steps gets fewer steps, not fewer samples', () => {
  const long = setField(defaultExperiment, 'training.steps', 100_000);
  const { experiment, changes, seconds } = fitted(long, factsOf(long) as Facts, { msPerGradient: 2 }, 60);
  expect(experiment.data).toBe(long.data);
  expect(changes.find(({ label }) => label === 'Steps')?.from).toBe('1e5');
  const measured = measurementsOf(experiment) * gradientsPerMeasurement(experiment.training, trainCountOf(experiment.data));
  expect(seconds).toBeCloseTo(((costOf(experiment).evaluations + measured) * 2 * work(experiment)) / work(long) / 1000, 8);
});

describe('multiplications', () => {
  it('of a perceptron are its weights, and a number for every unit', () => {
    expect(of('mlp', { depth: 1, width: 8 }, [4])).toBe(4 * 8 + 8 + 8 + 8 * 3 + 3);
  });

  it('of ResNet-20 on 32 × 32 are the 41 million that are published', () => {
    // 40.8 million multiply-adds (akamaster/pytorch_resnet_cifar10), and additions and activations besides.
    const all = of('resnet-cifar', { depth: '20' }, [32, 32, 3], 10);
    expect(all).toBeGreaterThan(40.5e6);
    expect(all).toBeLessThan(43e6);
  });

  it('counts measuring, and measures less before it trains less', () => {
    const facts = factsOf(defaultExperiment) as Facts;
    const often = setField(setField(defaultExperiment, 'training.every', 1), 'training.steps', 4000);
    const bare = costOf(often).evaluations / 1000;
    const { experiment, seconds, fits } = fitted(often, facts, { msPerGradient: 1 }, 2 * bare);
    expect(fits).toBe(true);
    expect(seconds).toBeGreaterThan(bare);
    expect(seconds).toBeLessThanOrEqual(2 * bare);
    expect(experiment.training).toMatchObject({ steps: 4000, lr: often.training.lr });
    expect(experiment.training.every).toBeGreaterThan(1);
    // Enough points to see a curve.
    expect(experiment.training.steps / experiment.training.every).toBeGreaterThanOrEqual(20);
  });

  it('tells the time that the page tells of what it made', () => {
    for (const [, experiment, known] of papers.slice(0, 4)) {
      const made = fitted(experiment, known, { msPerGradient: 1500, stored, memoryBytes: 2 * GIB }, 600);
      const { training } = made.experiment;
      const work = (one: Experiment) => one.training.batch * forwardWork(one, known);
      const gradients =
        costOf(made.experiment).evaluations +
        training.seeds.length *
          measurementsOf(made.experiment) *
          gradientsPerMeasurement(training, trainCountOf(made.experiment.data, stored));
      expect(made.seconds).toBeCloseTo((gradients * 1.5 * work(made.experiment)) / work(experiment), 6);
    }
  });
});

function of(kind: string, values: Readonly<Record<string, string | number>>, inputShape: readonly number[], classes = 3): number {
  return multiplications(entryOf(models, kind).layers(choose(models, kind, values).values as never, { inputShape, classes }), inputShape);
}

function work(experiment: Experiment): number {
  return experiment.training.batch * forwardWork(experiment, factsOf(experiment) as Facts);
}
