import { describe, expect, it } from 'vitest';
import { datasetOf } from '../../src/core/datasets';
import { gradientStatistics } from '../../src/core/diagnostics/gradientStatistics';
import { normalFit } from '../../src/core/diagnostics/normalFit';
import type { NetworkState } from '../../src/core/models/network';
import { runOf } from '../../src/core/settings/runs';
import type { Experiment } from '../../src/core/settings/experiment';
import { thaw } from '../../src/core/tensor/stateTree';
import { float64Backend as float64 } from '../../src/core/tensor/float64';
import type { Vector } from '../../src/core/tensor/tensor';
import { openWasm } from '../../src/engine/wasm/open';
import { createSeedData } from '../../src/engine/group/batches';
import { createGroup, type Group } from '../../src/engine/group/group';
import { featuresOf, prepareShared } from '../../src/engine/group/prepare';
import { curves, finish, images, sam, sgd, states, tiny, tinyCnn } from './groupExperiment';

/** A whole measurement, in pieces of `piece`. */
async function normsOf(group: Group, member: string, batches: number, piece = batches) {
  const measurement = await group.gradientNorms(member, batches);
  if (!measurement) throw new Error(`${member} cannot be measured`);
  while (measurement.done < measurement.planned) await measurement.advance(piece);
  const norms = await measurement.result();
  measurement.free();
  return norms;
}

/** The same from core/diagnostics alone: weights out of a snapshot, batches out of the seed's data. */
async function reference(experiment: Experiment, group: Group, member: string, batches: number, mode: 'train' | 'evaluate' = 'train') {
  const raw = experiment.data.kind === 'files' ? images() : undefined;
  const dataset = datasetOf(experiment.data, 1, raw);
  const { network } = prepareShared(experiment, dataset);
  const data = createSeedData(float64, dataset, featuresOf(experiment, dataset, 1), experiment.training.batch, 1);
  const frozen = (await group.snapshot('any')).members.find((one) => one.member === member);
  const { params, statistics } = thaw(frozen?.state, float64) as unknown as { params: Vector; statistics: NetworkState };
  const view = { backend: float64, network, statistics, mode };
  return gradientStatistics(
    view,
    params,
    Array.from({ length: batches }, (_, index) => data.normBatch(index)),
  );
}

describe('gradient norms of a run', () => {
  it.each([
    ['an MLP', tiny()],
    ['batch norm, on the statistics of each batch', tinyCnn({ runs: [sgd, sam] })],
  ])('are those of core/diagnostics at its weights, to the last bit, with %s', async (_, experiment) => {
    const group = createGroup(float64, experiment, { raw: images() });
    await finish(group, 5, 8);
    const norms = await normsOf(group, 'r2/1', 23, 5);
    const expected = await reference(experiment, group, 'r2/1', 23);
    expect([...norms.squaredNorms]).toEqual(expected.squaredNorms);
    expect(norms).toMatchObject({
      member: { id: 'r2/1', run: 'r2', seed: 1 },
      step: 8,
      size: experiment.training.batch,
      meanGradientSquaredNorm: expected.meanGradientSquaredNorm,
      variance: expected.variance,
    });
    expect(norms.variance).toBeGreaterThan(0);
    expect(normalFit([...norms.squaredNorms]).mean).toBe(expected.mean);
  });

  it('of a net with batch norm are not those of its running statistics', async () => {
    const experiment = tinyCnn({ runs: [sgd] });
    const group = createGroup(float64, experiment, { raw: images() });
    await finish(group, 4, 4);
    const { squaredNorms } = await normsOf(group, 'r1/1', 5);
    const evaluated = await reference(experiment, group, 'r1/1', 5, 'evaluate');
    squaredNorms.forEach((norm, index) => expect(Math.abs(norm - (evaluated.squaredNorms[index] as number))).toBeGreaterThan(1e-6));
  });

  it('do not depend on how they are cut into pieces, on the run’s company, or on who asked before', async () => {
    const group = createGroup(float64, tiny());
    await finish(group, 5, 10);
    const once = await normsOf(group, 'r2/1', 30);
    expect(await normsOf(group, 'r2/1', 30, 1)).toEqual(once);
    expect([...(await normsOf(group, 'r2/1', 12)).squaredNorms]).toEqual([...once.squaredNorms.subarray(0, 12)]);
    const alone = createGroup(float64, tiny({ runs: [sam] }));
    await finish(alone, 3, 10);
    expect(await normsOf(alone, 'r2/1', 30)).toEqual(once);
  });

  it('of different runs are taken on the same mini-batches: at the common first weights they agree', async () => {
    const group = createGroup(float64, tiny({ training: { seeds: [1, 2] } }));
    const [one, other, elsewhere] = [await normsOf(group, 'r1/1', 9), await normsOf(group, 'r3/1', 9), await normsOf(group, 'r1/2', 9)];
    expect(other.squaredNorms).toEqual(one.squaredNorms);
    expect(elsewhere.squaredNorms).not.toEqual(one.squaredNorms);
  });

  it('are taken on mini-batches that share no draw with training, each sample once an epoch', async () => {
    const data = createSeedData(float64, datasetOf(tiny().data, 1), null, 10, 1);
    const rows = async (indices: readonly number[], batch: (index: number) => { inputs: Vector }) =>
      (await Promise.all(indices.map(async (index) => [...(await float64.read(batch(index).inputs))]))).flat();
    const [first, second, trained] = [
      await rows([0, 1, 2, 3], data.normBatch),
      await rows([4, 5, 6, 7], data.normBatch),
      await rows([0, 1, 2, 3], data.batch),
    ];
    const ascending = (values: readonly number[]) => values.toSorted((one, other) => one - other);
    expect(ascending(first)).toEqual(ascending(trained));
    expect(first).not.toEqual(trained);
    expect(first).not.toEqual(second);
  });

  it('of batches as large as the training set are measured once', async () => {
    const group = createGroup(float64, tiny({ training: { batch: 40 } }));
    const { squaredNorms, variance } = await normsOf(group, 'r1/1', 400);
    expect(squaredNorms).toHaveLength(1);
    expect(variance).toBeCloseTo(0, 14);
  });

  it('are not to be had of a run that is not there or has diverged, nor before all are measured', async () => {
    const group = createGroup(float64, tiny({ runs: [sgd, { ...sam, learningRate: 1e200 }] }));
    await finish(group, 5, 10);
    expect([await group.gradientNorms('r9/1', 10), await group.gradientNorms('r2/1', 10)]).toEqual([null, null]);
    const measurement = await group.gradientNorms('r1/1', 10);
    await measurement?.advance(4);
    await expect(measurement?.result()).rejects.toThrow('4 of 10 mini-batches measured');
  });
});

describe('training that is measured on its way', () => {
  const runs = [
    runOf('r1', 'ae-looksam', { rho: 0.1 }),
    runOf('r2', 'lets-sam'),
    runOf('r3', 'e-bisam'),
    runOf('r4', 'ssam-f'),
    runOf('r5', 'msam'),
  ];

  it('makes the same steps to the last bit: weights, memories, draws, running statistics, counts and curves', async () => {
    const [watched, alone] = [tinyCnn({ runs }), tinyCnn({ runs })].map((one) => createGroup(float64, one, { raw: images() }));
    if (!watched || !alone) throw new Error('two groups are compared');
    const said = [];
    while (!watched.isFinished()) {
      said.push(...(await watched.advance(2)).ticks);
      for (const { id } of watched.members()) await normsOf(watched, id, 7, 3);
    }
    const { ticks } = await finish(alone, 2);
    for (const { id } of alone.members()) expect(curves(said, id)).toEqual(curves(ticks, id));
    expect(await states(watched)).toEqual(await states(alone));
  });

  it('keeps nothing of it on the device, finished or given up', async () => {
    const { backend } = await openWasm();
    const before = backend.tensorCount();
    const group = createGroup(backend, tinyCnn({ runs: [sgd, sam], training: { steps: 4 } }), { raw: images() });
    await finish(group, 1, 2);
    const standing = backend.tensorCount();
    await normsOf(group, 'r1/1', 7, 3);
    expect(backend.tensorCount()).toBe(standing);
    const given = await group.gradientNorms('r2/1', 50);
    await given?.advance(4);
    given?.free();
    expect(backend.tensorCount()).toBe(standing);
    group.free();
    expect(backend.tensorCount()).toBe(before);
  });

  it('measures the same in float32, to float32', async () => {
    const { backend } = await openWasm();
    const both = [createGroup(backend, tiny()), createGroup(float64, tiny())] as const;
    const [single, double] = [await normsOf(both[0], 'r1/1', 40), await normsOf(both[1], 'r1/1', 40)];
    single.squaredNorms.forEach((norm, index) => expect(norm / (double.squaredNorms[index] as number)).toBeCloseTo(1, 5));
    expect(single.variance / double.variance).toBeCloseTo(1, 4);
    both[0].free();
  });
});
