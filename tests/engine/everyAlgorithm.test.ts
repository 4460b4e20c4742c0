/** Every algorithm on a device in float32, the one that Node has too: finite, without leaks, resumable. */
import { beforeAll, describe, expect, it } from 'vitest';
import { datasetOf } from '../../src/core/datasets';
import { models } from '../../src/core/models/models';
import { recipes } from '../../src/core/sam/recipes';
import type { Experiment, RunSettings } from '../../src/core/settings/experiment';
import { runOf } from '../../src/core/settings/runs';
import type { Backend } from '../../src/core/tensor/tensor';
import { createSeedData } from '../../src/engine/group/batches';
import { BOUNDARY_SIZE, boundaryOf, createGrid } from '../../src/engine/group/boundary';
import { createGroup } from '../../src/engine/group/group';
import { createSplits } from '../../src/engine/group/measure';
import { readTogether } from '../../src/engine/group/unread';
import { computedNow, measuredNow } from './now';
import { makeSteps } from '../../src/engine/group/lockstep';
import { createMember } from '../../src/engine/group/member';
import { featuresOf, prepareShared } from '../../src/engine/group/prepare';
import { openWasm } from '../../src/engine/wasm/open';
import { tiniest } from '../core/models/tinyModels';
import { curves, finish, images, states, tiny, tinyCnn } from './groupExperiment';

let wasm: Backend;
beforeAll(async () => {
  ({ backend: wasm } = await openWasm());
});

const onWasm = (algorithm: string, steps: number): Experiment =>
  tiny({ runs: [runOf('r1', algorithm)], training: { steps, every: 10 }, backend: 'wasm' });

describe.each(Object.keys(recipes))('%s on a device', (algorithm) => {
  it('holds no more tensors after thirty steps than after twenty, and none once it is freed', async () => {
    const start = wasm.tensorCount();
    const group = createGroup(wasm, onWasm(algorithm, 30));
    const { diverged } = await finish(group, 10, 20);
    const before = wasm.tensorCount();
    await finish(group, 10);
    // One more where a gate opened for the first time and something is remembered since.
    expect(wasm.tensorCount() - before).toBeLessThanOrEqual(1);
    expect(diverged).toEqual([]);
    group.free();
    expect(wasm.tensorCount()).toBe(start);
  });

  it('is looked at, measured and drawn without leaving a tensor behind, before its first step and after', async () => {
    const experiment = onWasm(algorithm, 30);
    const dataset = datasetOf(experiment.data, 1);
    const shared = { backend: wasm, ...prepareShared(experiment, dataset) };
    const features = featuresOf(experiment, dataset, 1);
    const start = wasm.tensorCount();
    const data = createSeedData(wasm, dataset, features, experiment.training.batch, 1);
    const splits = createSplits(wasm, data, 100, 'K-1');
    const grid = createGrid(wasm, dataset, (points) => features?.apply(points) ?? points, data.inputShape[0] as number);
    const member = createMember(shared, { id: 'r1/1', run: 'r1', seed: 1 }, experiment.runs[0] as RunSettings, () => 0.1, data);
    for (const steps of [0, 1, 6]) {
      for (let made = 0; made < steps; made++) await makeSteps([member], wasm);
      await readTogether(wasm, [member.collect()]);
      const before = wasm.tensorCount();
      for (let again = 0; again < 2; again++) {
        const { sharpness } = await computedNow(wasm, member.localSharpness(splits.probe, 0.1));
        const { testLoss } = await measuredNow(wasm, shared.network, member.params(), member.statistics(), splits);
        const picture = boundaryOf(wasm, shared.network, member.params(), member.statistics(), grid, dataset.classes);
        const { winners } = await computedNow(wasm, picture);
        await member.snapshot();
        expect([sharpness, testLoss].every(Number.isFinite)).toBe(true);
        expect(winners).toHaveLength(BOUNDARY_SIZE ** 2);
        expect(wasm.tensorCount()).toBe(before);
      }
    }
    member.free();
    data.release(Number.POSITIVE_INFINITY);
    wasm.free([splits, grid]);
    expect(wasm.tensorCount()).toBe(start);
  });

  it('goes on from a snapshot as if nothing had happened', async () => {
    const experiment = onWasm(algorithm, 12);
    const through = createGroup(wasm, experiment);
    const half = createGroup(wasm, experiment);
    await finish(through, 3);
    await finish(half, 3, 6);
    const resumed = createGroup(wasm, experiment, { snapshot: structuredClone(await half.snapshot('half')) });
    await finish(resumed, 4);
    expect(await states(resumed)).toEqual(await states(through));
    for (const group of [through, half, resumed]) group.free();
  });

  it('makes finite steps on a CNN', () => expectFiniteSteps(algorithm, 'cnn'));
});

/** Algorithms that between them ask everything of a network: parts and selections of a batch, single samples, an upper level. */
const demanding = ['msam', 'e-bisam', 'ssam-f', 'lets-sam'];

// Every algorithm on every model: everyAlgorithm.slow.browser.test.ts. Here every model has one, and each of these its models.
it.each(Object.keys(models).map((model, index) => [demanding[index % demanding.length] as string, model]))(
  '%s makes finite steps on the model %s',
  (algorithm, model) => expectFiniteSteps(algorithm, model),
);

async function expectFiniteSteps(algorithm: string, model: string): Promise<void> {
  const raw = images(60, 8);
  const start = wasm.tensorCount();
  const group = createGroup(
    wasm,
    tinyCnn({
      runs: [runOf('r1', algorithm)],
      model: [model, tiniest(model).values],
      training: { steps: 2, every: 2 },
      backend: 'wasm',
    }),
    { raw },
  );
  const { ticks, diverged } = await finish(group, 2);
  expect(diverged).toEqual([]);
  const { steps, measured } = curves(ticks, 'r1/1');
  expect(steps['updateNorm']).toHaveLength(2);
  for (const value of [...(steps['updateNorm'] ?? []), ...(measured['trainLoss'] ?? [])]) expect(value).toSatisfy(Number.isFinite);
  group.free();
  expect(wasm.tensorCount()).toBe(start);
}
