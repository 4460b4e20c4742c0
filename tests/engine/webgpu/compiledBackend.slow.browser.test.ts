import { describe, expect, it, vi } from 'vitest';
import { runOf } from '../../../src/core/settings/runs';
import { createGroup } from '../../../src/engine/group/group';
import { finish, states, tiny } from '../groupExperiment';
import { expectDoubles } from './expectDoubles';
import { EAGER, openCompiled } from './openCompiled';

describe('kernels agree with plain doubles', () => {
  it('with few threads for many places', () => expectDoubles({ mostThreads: 3 }));

  it('each operation for itself', () => expectDoubles(EAGER));
});

describe('runs in lock-step', () => {
  it('share dispatches, and no number changes', async () => {
    const backend = await openCompiled();
    const names = ['sgd', 'sam', 'sam', 'asam', 'bisam-tanh', 'ae-sam'];
    const runs = names.map((name, index) => runOf(`r${index}`, name));
    const training = { steps: 12, every: 12, seeds: [1, 2] };
    const dispatchesIn = async (work: () => Promise<unknown>) => {
      const dispatch = vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups');
      await work();
      const { length } = dispatch.mock.calls;
      dispatch.mockRestore();
      return length;
    };
    const together = createGroup(backend, tiny({ runs, training }));
    await together.advance(4);
    const shared = await dispatchesIn(() => together.advance(2));
    await together.advance(6);
    const end = await states(together);

    let apart = 0;
    for (const run of runs) {
      const alone = createGroup(backend, tiny({ runs: [run], training: { ...training, seeds: [1] } }));
      await alone.advance(4);
      apart += await dispatchesIn(() => alone.advance(2));
      await alone.advance(6);
      const id = `${run.id}/1`;
      expect((await states(alone))[id]).toEqual(end[id]);
      alone.free();
    }
    // Two seeds together need fewer dispatches than one seed apart.
    expect(shared).toBeLessThan(apart);
    together.free();
    expect(backend.tensorCount()).toBe(0);
  });
});

describe('memory', () => {
  it('is flat over fifty starts and stops', async () => {
    const backend = await openCompiled();
    const held: number[] = [];
    for (let turn = 0; turn < 50; turn++) {
      const group = createGroup(backend, tiny({ runs: [runOf('r1', turn % 2 ? 'sam' : 'bisam-log')], training: { steps: 2, every: 2 } }));
      await finish(group, 2);
      group.free();
      held.push(backend.bytes());
      expect(backend.tensorCount()).toBe(0);
    }
    expect(new Set(held.slice(2)).size).toBe(1);
  });
});
