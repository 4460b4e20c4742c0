import { afterEach, describe, expect, it, vi } from 'vitest';
import { columnOf } from '../../../src/core/metrics/block';
import { Failure } from '../../../src/core/failures';
import { runOf } from '../../../src/core/settings/runs';
import { Gpu } from '../../../src/engine/webgpu/gpu';
import { HARDWARE } from '../../../src/engine/webgpu/tuning';
import { createGroup } from '../../../src/engine/group/group';
import { normalTensor } from '../../core/tensor/randomTensors';
import { curves, finish, states, tiny } from '../groupExperiment';
import { expectDoubles } from './expectDoubles';
import { EAGER, openCompiled } from './openCompiled';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('kernels', () => {
  it('agree with plain doubles, tuned for a graphics card', () => expectDoubles(HARDWARE));

  it('work on more places than one dimension of a dispatch has groups for', async () => {
    const backend = await openCompiled({ mostThreads: HARDWARE.mostThreads });
    const count = 65_535 * 64 + 7;
    const x = backend.tensor(new Float32Array(count).fill(0.5), [count]);
    const last = backend.scope(() => x.add(1).slice([count - 1], [1]));
    const doubled = backend.scope(() => x.mul(2));
    const tail = backend.scope(() => doubled.slice([count - 3], [3]));
    expect([...(await backend.read(last)), ...(await backend.read(tail))]).toEqual([1.5, 1, 1, 1]);
    backend.free([x, last, doubled, tail]);
  });
});

describe('recordings', () => {
  /** All of them, also on a CNN: `everyAlgorithm.slow.browser`. */
  it('replayed and fused give the bits of each operation by itself', async () => {
    const algorithms = ['sgd', 'sam', 'asam', 'bisam-log', 'lets-sam', 'ae-sam', 'looksam', 'esam', 'frob-sam'];
    const runs = algorithms.map((name, index) => runOf(`r${index}`, name));
    const ends = [];
    for (const tuning of [{}, EAGER]) {
      const backend = await openCompiled(tuning);
      const group = createGroup(backend, tiny({ runs, training: { steps: 4, every: 2 } }));
      const { ticks } = await finish(group, 2);
      ends.push({ curves: runs.map(({ id }) => curves(ticks, `${id}/1`)), states: await states(group) });
      group.free();
      expect(backend.tensorCount()).toBe(0);
    }
    expect(ends[0]).toEqual(ends[1]);
  });

  it('are made once: later steps compile nothing', async () => {
    const backend = await openCompiled();
    const group = createGroup(backend, tiny({ training: { steps: 40, every: 40 } }));
    await group.advance(1); // each by itself
    await group.advance(3); // together
    const load = vi.spyOn(Gpu.prototype, 'load');
    await group.advance(20);
    expect(load).not.toHaveBeenCalled();
    group.free();
  });

  it('of a gate hold both ways, and take the one that its number asks for', async () => {
    const backend = await openCompiled();
    const group = createGroup(
      backend,
      tiny({ runs: [runOf('r1', 'ae-sam', { lambda1: 0, lambda2: 0 })], training: { steps: 30, every: 30 } }),
    );
    const { ticks } = await finish(group, 30);
    const applied = ticks.flatMap(({ steps }) => [...(columnOf(steps, 'samApplied') ?? [])]);
    expect(applied).toHaveLength(30);
    expect(new Set(applied)).toEqual(new Set([0, 1]));
    group.free();
  });

  it('follow a live change', async () => {
    const curvesOf = async (tuning: Parameters<typeof openCompiled>[0]) => {
      const group = createGroup(
        await openCompiled(tuning),
        tiny({ runs: [runOf('r1', 'sam', { rho: 0.1 })], training: { steps: 8, every: 8 } }),
      );
      const before = await group.advance(4);
      await group.change(tiny({ runs: [runOf('r1', 'sam', { rho: 0.5 })], training: { steps: 8, every: 8, lr: 0.02 } }));
      const after = await group.advance(4);
      return curves([...before.ticks, ...after.ticks], 'r1/1');
    };
    expect(await curvesOf({})).toEqual(await curvesOf(EAGER));
  });
});

describe('memory', () => {
  it('grows without losing what is in it', async () => {
    const backend = await openCompiled();
    const kept = normalTensor(backend, 'kept', [1000]);
    const before = await backend.read(kept);
    const large = backend.tensor(new Float32Array(3e6).fill(1), [3e6]);
    expect(await backend.read(kept)).toEqual(before);
    const sum = backend.scope(() => large.sum());
    expect((await backend.read(sum))[0]).toBe(3e6);
    backend.free([kept, large, sum]);
  });

  it('beyond the device’s largest buffer is refused in a sentence, and what was there still computes', async () => {
    const backend = await openCompiled({}, 2 ** 22);
    const x = normalTensor(backend, 'x', [500]);
    const y = normalTensor(backend, 'y', [4000]);
    const tooMuch = () => backend.scope(() => x.reshape([500, 1]).mul(y.reshape([1, 4000])));
    expect(tooMuch).toThrow(Failure);
    expect(tooMuch).toThrow(/limit of this device is 4 MiB. Choose a smaller batch or network/);
    const twice = backend.scope(() => x.mul(2));
    expect((await backend.read(twice))[3]).toBe(2 * ((await backend.read(x))[3] as number));
    backend.free([x, y, twice]);
    expect(backend.tensorCount()).toBe(0);
  });

  it('a value used after its scope, or after it was freed, is an error and no stale number', async () => {
    const backend = await openCompiled();
    const x = normalTensor(backend, 'x', [4]);
    let lost = x;
    backend.scope(() => {
      lost = x.add(1);
    });
    expect(() => backend.scope(() => lost.mul(2))).toThrow('belongs to a scope that has ended');
    await expect(backend.read(lost)).rejects.toThrow('needs an open scope');
    backend.free(x);
    expect(() => backend.scope(() => x.mul(2))).toThrow('was freed');
  });
});

describe('compiling', () => {
  it('is announced with the number of kernels, and its end', async () => {
    const backend = await openCompiled();
    const said: number[] = [];
    backend.onCompiling = (kernels) => said.push(kernels);
    const group = createGroup(backend, tiny({ runs: [runOf('r1', 'sam')], training: { steps: 4, every: 4 } }));
    await group.advance(2);
    expect(said.length).toBeGreaterThan(0);
    expect(Math.max(...said)).toBeGreaterThan(10);
    expect(said.at(-1)).toBe(0);
    group.free();
  });
});
