import { beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../src/core/failures';
import { float64Backend } from '../../src/core/tensor/float64';
import type { Backend } from '../../src/core/tensor/tensor';
import { openBackend } from '../../src/engine/devices/openBackend';
import { createGroup, type Group } from '../../src/engine/group/group';
import { bisam, curves, finish, images, sam, sgd, states, tiny, tinyCnn } from './groupExperiment';

/** Twelve mini-batches of the second run, in two pieces. */
async function measured(group: Group) {
  const measurement = await group.gradientNorms('r2/1', 12);
  if (!measurement) throw new Error('r2/1 cannot be measured');
  await measurement.advance(5);
  await measurement.advance(7);
  const norms = await measurement.result();
  measurement.free();
  return norms;
}

const planes = [
  { name: 'wasm', steps: 500, every: 100, cnnSteps: 40 },
  { name: 'webgpu-software', steps: 60, every: 20, cnnSteps: 8 },
] as const;

describe.each(planes)('a group on $name', ({ name, steps, every, cnnSteps }) => {
  let backend: Backend;
  beforeAll(async () => {
    ({ backend } = await openBackend(name));
  });

  it(`holds as many tensors after ${steps} steps as after a few, and none when it is freed`, async () => {
    const start = backend.tensorCount();
    const group = createGroup(backend, tiny({ backend: name, runs: [sgd, bisam], training: { steps, every } }));
    await finish(group, every, every);
    const counts: number[] = [];
    for (let until = every; until <= steps; until += every) {
      await finish(group, every, until);
      await group.boundaries();
      await group.snapshot('g');
      counts.push(backend.tensorCount());
    }
    expect(counts).toHaveLength(steps / every);
    expect(new Set(counts).size).toBe(1);
    expect(counts[0]).toBeGreaterThan(start);
    group.free();
    expect(backend.tensorCount()).toBe(start);
  });

  it.each([
    ['an MLP with momentum', tiny({ backend: name, training: { steps: 20, every: 10 } }), undefined],
    ['a CNN with batch norm', tinyCnn({ backend: name, training: { steps: cnnSteps, every: 4 } }), images()],
  ])('gives the same bits when it runs again, and when it goes on from a snapshot: %s', async (_, experiment, raw) => {
    const start = backend.tensorCount();
    const options = raw ? { raw } : {};
    const groups = [createGroup(backend, experiment, options), createGroup(backend, experiment, options)] as const;
    const reference = await finish(groups[0], 7);
    const half = await finish(groups[1], 3, experiment.training.steps / 2);
    const resumed = createGroup(backend, experiment, { ...options, snapshot: await groups[1].snapshot('g') });
    const rest = await finish(resumed, 5);
    const again = await finish(groups[1], 3);
    for (const { id } of groups[0].members()) {
      const expected = curves(reference.ticks, id);
      expect(curves([...half.ticks, ...again.ticks], id)).toEqual(expected);
      expect(curves([...half.ticks, ...rest.ticks], id)).toEqual(expected);
    }
    const end = await states(groups[0]);
    expect(await states(groups[1])).toEqual(end);
    expect(await states(resumed)).toEqual(end);
    for (const group of [...groups, resumed]) group.free();
    expect(backend.tensorCount()).toBe(start);
  });

  it('measures gradient norms as float64 does, moves no bit of training and keeps nothing', async () => {
    const start = backend.tensorCount();
    const experiment = tinyCnn({ backend: name, runs: [sgd, sam], training: { steps: 4 } });
    const [watched, alone] = [createGroup(backend, experiment, { raw: images() }), createGroup(backend, experiment, { raw: images() })];
    const double = createGroup(float64Backend, experiment, { raw: images() });
    const [found, expected] = [await measured(watched), await measured(double)];
    // Relative, for numbers of a fresh net; float32 on every device.
    found.squaredNorms.forEach((norm, index) => expect(norm / (expected.squaredNorms[index] as number)).toBeCloseTo(1, 4));
    expect(found.variance / expected.variance).toBeCloseTo(1, 3);
    await finish(watched, 2, 2);
    await measured(watched);
    await finish(watched, 2);
    await finish(alone, 2);
    expect(await states(watched)).toEqual(await states(alone));
    watched.free();
    alone.free();
    expect(backend.tensorCount()).toBe(start);
  });

  it('parks what diverges and leaves the others as they would be', async () => {
    const start = backend.tensorCount();
    const short = { steps: 8, every: 4 };
    const group = createGroup(backend, tiny({ backend: name, runs: [sgd, { ...sam, learningRate: 1e30 }, bisam], training: short }));
    const { ticks, diverged } = await finish(group, 4);
    expect(diverged.map(({ member }) => member)).toEqual(['r2/1']);
    const calm = createGroup(backend, tiny({ backend: name, runs: [sgd, bisam], training: short }));
    const reference = await finish(calm, 4);
    for (const id of ['r1/1', 'r3/1']) expect(curves(ticks, id)).toEqual(curves(reference.ticks, id));
    group.free();
    calm.free();
    expect(backend.tensorCount()).toBe(start);
  });

  it('frees a run that leaves, and makes nothing for what it refuses', async () => {
    const start = backend.tensorCount();
    const group = createGroup(backend, tiny({ backend: name, runs: [sgd], training: { steps: 4, every: 2 } }));
    await finish(group, 2);
    const alone = backend.tensorCount();
    await group.change(tiny({ backend: name, training: { steps: 4, every: 2 } }));
    await finish(group, 2);
    await group.change(tiny({ backend: name, runs: [sgd], training: { steps: 4, every: 2 } }));
    expect(backend.tensorCount()).toBe(alone);
    for (const refused of [
      tiny({ training: { batch: 41 } }),
      tiny({ model: ['cnn'] }),
      tiny({ model: ['mlp', { width: 2048, depth: 4 }] }),
    ]) {
      expect(() => createGroup(backend, refused, { limits: { maxBufferBytes: 2 ** 20 } })).toThrow(Failure);
    }
    expect(backend.tensorCount()).toBe(alone);
    group.free();
    expect(backend.tensorCount()).toBe(start);
  });
});
