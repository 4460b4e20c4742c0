/** One step of every algorithm on every model, on the devices that only a browser has. */
import { describe, expect, it } from 'vitest';
import { columnOf } from '../../src/core/metrics/block';
import { models } from '../../src/core/models/models';
import { recipes } from '../../src/core/sam/recipes';
import { runOf } from '../../src/core/settings/runs';
import { openBackend } from '../../src/engine/devices/openBackend';
import { createGroup } from '../../src/engine/group/group';
import { tiniest } from '../core/models/tinyModels';
import { EAGER, openCompiled } from './webgpu/openCompiled';
import { finish, images, states, tinyCnn } from './groupExperiment';
import { STEP_TOLERANCE, stepError } from './modelStep';

/**
 * On WebGPU every algorithm has kernels of its own for every shape, and compiling them takes its time: all of them on
 * small models, one that climbs and does not on the others. SAM itself is tested on every model in `modelStep`.
 */
const SMALL = ['mlp', 'softmax', 'cnn'];
const onWebgpu = (model: string) => (SMALL.includes(model) ? Object.keys(recipes) : ['ae-sam']);

describe.each(['wasm', 'webgpu-software'] as const)('every algorithm on %s', (name) => {
  it.each(Object.keys(models))('steps like plain doubles on the model %s', async (model) => {
    const { backend } = await openBackend(name);
    const before = backend.tensorCount();
    expect(await stepError(backend, model)).toBeLessThan(STEP_TOLERANCE);
    expect(backend.tensorCount()).toBe(before);
  });

  it.each(Object.keys(models))('makes finite steps on the model %s and leaves no tensor', async (model) => {
    const { backend } = await openBackend(name);
    const raw = images(60, 8);
    const unsound: string[] = [];
    for (const algorithm of name === 'wasm' ? Object.keys(recipes) : onWebgpu(model)) {
      const start = backend.tensorCount();
      const group = createGroup(
        backend,
        tinyCnn({ runs: [runOf('r1', algorithm)], model: [model, tiniest(model).values], training: { steps: 2, every: 2 }, backend: name }),
        { raw },
      );
      const { ticks, diverged } = await finish(group, 2);
      const losses = ticks.flatMap(({ measured }) => [...(columnOf(measured, 'trainLoss') ?? [])]);
      if (diverged.length > 0 || losses.length === 0 || !losses.every(Number.isFinite)) unsound.push(algorithm);
      group.free();
      if (backend.tensorCount() !== start) unsound.push(`${algorithm} leaks ${backend.tensorCount() - start}`);
    }
    expect(unsound).toEqual([]);
  });
});

describe('on WebGPU, replayed and fused', () => {
  it.each([...SMALL, 'resnet-cifar'])('algorithms give the bits of each operation by itself, on the model %s', async (model) => {
    const raw = images();
    const experimentOf = (algorithm: string) =>
      tinyCnn({ runs: [runOf('r1', algorithm)], model: [model, tiniest(model).values], training: { steps: 3, every: 3 } });
    const differing: string[] = [];
    const [replayed, eager] = [await openCompiled(), await openCompiled(EAGER)];
    for (const algorithm of onWebgpu(model)) {
      const ends = [];
      for (const backend of [replayed, eager]) {
        const group = createGroup(backend, experimentOf(algorithm), { raw });
        await finish(group, 3);
        ends.push(JSON.stringify(await states(group), (_, value: unknown) => (value instanceof Float64Array ? [...value] : value)));
        group.free();
      }
      if (ends[0] !== ends[1]) differing.push(algorithm);
    }
    expect(differing).toEqual([]);
    replayed.close();
    eager.close();
  });
});
