/** Every algorithm on a device in float32, in the plain-JavaScript backend that Node has: finite, without leaks, resumable. */
import { beforeAll, describe, expect, it } from 'vitest';
import { datasetOf } from '../../src/core/datasets';
import { models } from '../../src/core/models/models';
import { recipes } from '../../src/core/sam/recipes';
import type { Experiment, RunSettings } from '../../src/core/settings/experiment';
import { runOf } from '../../src/core/settings/runs';
import type { Backend } from '../../src/core/tensor/tensor';
import { openCpu } from '../../src/engine/tfjs/cpu';
import { createSeedData } from '../../src/engine/group/batches';
import { BOUNDARY_SIZE, boundaryOf, createGrid } from '../../src/engine/group/boundary';
import { createGroup } from '../../src/engine/group/group';
import { createSplits, measure } from '../../src/engine/group/measure';
import { makeSteps } from '../../src/engine/group/lockstep';
import { createMember } from '../../src/engine/group/member';
import { featuresOf, prepareShared } from '../../src/engine/group/prepare';
import { tiniest } from '../core/models/tinyModels';
import { curves, finish, images, states, tiny, tinyCnn } from './groupExperiment';

let cpu: Backend;
beforeAll(async () => {
  ({ backend: cpu } = await openCpu());
});

const onCpu = (algorithm: string, steps: number): Experiment =>
  tiny({ runs: [runOf('r1', algorithm)], training: { steps, every: 10 }, backend: 'cpu' });

describe.each(Object.keys(recipes))('%s on a device', (algorithm) => {
  it('holds no more tensors after thirty steps than after twenty, and none once it is freed', async () => {
    const start = cpu.tensorCount();
    const group = createGroup(cpu, onCpu(algorithm, 30));
    const { diverged } = await finish(group, 10, 20);
    const before = cpu.tensorCount();
    await finish(group, 10);
    // One more where a gate opened for the first time and something is remembered since.
    expect(cpu.tensorCount() - before).toBeLessThanOrEqual(1);
    expect(diverged).toEqual([]);
    group.free();
    expect(cpu.tensorCount()).toBe(start);
  });

  it('is looked at, measured and drawn without leaving a tensor behind, before its first step and after', async () => {
    const experiment = onCpu(algorithm, 30);
    const dataset = datasetOf(experiment.data, 1);
    const shared = { backend: cpu, ...prepareShared(experiment, dataset) };
    const features = featuresOf(experiment, dataset, 1);
    const start = cpu.tensorCount();
    const data = createSeedData(cpu, dataset, features, experiment.training.batch, 1);
    const splits = createSplits(cpu, data, 100, 'K-1');
    const grid = createGrid(cpu, dataset, (points) => features?.apply(points) ?? points, data.inputShape[0] as number);
    const member = createMember(shared, { id: 'r1/1', run: 'r1', seed: 1 }, experiment.runs[0] as RunSettings, () => 0.1, data);
    for (const steps of [0, 1, 6]) {
      for (let made = 0; made < steps; made++) await makeSteps([member], cpu);
      await member.collect();
      const before = cpu.tensorCount();
      for (let again = 0; again < 2; again++) {
        const { sharpness } = await member.localSharpness(splits.probe, 0.1);
        const { testLoss } = await measure(cpu, shared.network, member.params(), member.statistics(), splits);
        const { winners } = await boundaryOf(cpu, shared.network, member.params(), member.statistics(), grid, dataset.classes);
        await member.snapshot();
        expect([sharpness, testLoss].every(Number.isFinite)).toBe(true);
        expect(winners).toHaveLength(BOUNDARY_SIZE ** 2);
        expect(cpu.tensorCount()).toBe(before);
      }
    }
    member.free();
    data.release(Number.POSITIVE_INFINITY);
    cpu.free([splits, grid]);
    expect(cpu.tensorCount()).toBe(start);
  });

  it('goes on from a snapshot as if nothing had happened', async () => {
    const experiment = onCpu(algorithm, 12);
    const through = createGroup(cpu, experiment);
    const half = createGroup(cpu, experiment);
    await finish(through, 3);
    await finish(half, 3, 6);
    const resumed = createGroup(cpu, experiment, { snapshot: structuredClone(await half.snapshot('half')) });
    await finish(resumed, 4);
    expect(await states(resumed)).toEqual(await states(through));
    for (const group of [through, half, resumed]) group.free();
  });

  it.each(['mlp', 'softmax', 'cnn'])('makes finite steps on the model %s', (model) => expectFiniteSteps(algorithm, model));
});

/** Algorithms that between them ask everything of a network: parts and selections of a batch, single samples, an upper level. */
const demanding = ['msam', 'e-bisam', 'ssam-f', 'lets-sam'];

describe.each(Object.keys(models))('the model %s', (model) => {
  // Every algorithm on every model: everyAlgorithm.slow.browser.test.ts.
  it.each(demanding)('makes finite steps of %s', (algorithm) => expectFiniteSteps(algorithm, model));
});

async function expectFiniteSteps(algorithm: string, model: string): Promise<void> {
  const raw = images(60, 8);
  const start = cpu.tensorCount();
  const group = createGroup(
    cpu,
    tinyCnn({
      runs: [runOf('r1', algorithm)],
      model: [model, tiniest(model).values],
      training: { steps: 2, every: 2 },
      backend: 'cpu',
    }),
    { raw },
  );
  const { ticks, diverged } = await finish(group, 2);
  expect(diverged).toEqual([]);
  const { steps, measured } = curves(ticks, 'r1/1');
  expect(steps['updateNorm']).toHaveLength(2);
  for (const value of [...(steps['updateNorm'] ?? []), ...(measured['trainLoss'] ?? [])]) expect(value).toSatisfy(Number.isFinite);
  group.free();
  expect(cpu.tensorCount()).toBe(start);
}
