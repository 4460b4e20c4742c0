/** How often a group waits for a device that answers late. */
import { expect, it } from 'vitest';
import { float64Backend } from '../../src/core/tensor/float64';
import type { Backend } from '../../src/core/tensor/tensor';
import { createGroup } from '../../src/engine/group/group';
import { bisam, curves, finish, sam, sgd, states, tiny } from './groupExperiment';

/** A device on which runs go together, whose reads take a while, and which says how often it was waited for, one read after another. */
function late(): { readonly backend: Backend; waits(): number } {
  let waits = 0;
  let underWay = 0;
  const answered = async <R>(read: () => Promise<R>): Promise<R> => {
    // Reads that are asked for while another is under way are waited for together.
    if (underWay++ === 0) waits++;
    await new Promise((resolve) => setTimeout(resolve, 1));
    underWay--;
    return read();
  };
  const backend: Backend = {
    ...float64Backend,
    lane: () => undefined,
    read: (tensor) => answered(() => float64Backend.read(tensor)),
    readAll: (tensors) => answered(() => float64Backend.readAll(tensors)),
  };
  return { backend, waits: () => waits };
}

it.each([
  ['one member', [sam], [1]],
  ['three members', [sgd, sam, bisam], [1]],
  ['fifteen members', [sgd, sam, bisam], [1, 2, 3, 4, 5]],
] as const)('%s: once per block of ten steps, however much of it is measured, and once for all pictures', async (_, runs, seeds) => {
  const { backend, waits } = late();
  const experiment = tiny({ runs, training: { steps: 40, every: 10, seeds: [...seeds] } });
  const group = createGroup(backend, experiment);
  await group.advance(10);
  const counted = async (work: () => Promise<unknown>) => {
    const before = waits();
    await work();
    return waits() - before;
  };
  expect(await counted(() => group.advance(10))).toBe(1);
  expect(await counted(() => group.advance(4))).toBe(1);
  expect(await counted(() => group.boundaries())).toBe(1);
  expect(await counted(() => group.snapshot('any'))).toBe(1);
  group.free();
});

it('changes nothing about the numbers', async () => {
  const experiment = tiny({ training: { steps: 20, every: 10, seeds: [1, 2] } });
  const trained = async (backend: Backend) => {
    const group = createGroup(backend, experiment);
    const { ticks } = await finish(group, 10);
    return { rows: group.members().map(({ id }) => curves(ticks, id)), states: await states(group) };
  };
  expect(await trained(late().backend)).toEqual(await trained(float64Backend));
});
