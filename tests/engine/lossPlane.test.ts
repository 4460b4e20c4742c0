import { describe, expect, it } from 'vitest';
import { datasetOf } from '../../src/core/datasets';
import { principalPlane } from '../../src/core/diagnostics/principalPlane';
import { initialParams } from '../../src/core/models/network';
import { float64Backend as float64 } from '../../src/core/tensor/float64';
import type { FrozenTensor } from '../../src/core/tensor/stateTree';
import { openWasm } from '../../src/engine/wasm/open';
import { createGroup, type Group } from '../../src/engine/group/group';
import { prepareShared } from '../../src/engine/group/prepare';
import { converse } from './converse';
import { finish, images, sam, sgd, states, tiny, tinyCnn } from './groupExperiment';
import { byHand } from './softmaxByHand';

async function measured(group: Group) {
  const measurement = await group.lossPlane();
  if (!measurement) throw new Error('the paths span no plane');
  while (measurement.done < measurement.planned) await measurement.advance(50);
  const plane = measurement.result();
  measurement.free();
  return plane;
}

/** Weights of both runs of softmax regression at every step up to the last, start first, as the group made them. */
async function walked(steps: number) {
  const experiment = tiny({ model: ['softmax'], runs: [sgd, sam], training: { every: 2 } });
  const dataset = datasetOf(experiment.data, 1);
  const { network } = prepareShared(experiment, dataset);
  const group = createGroup(float64, experiment);
  const weights: Record<string, Float64Array[]> = { 'r1/1': [], 'r2/1': [] };
  const start = Float64Array.from(initialParams(network, 1));
  while (group.step() < steps) {
    await group.advance(1);
    for (const { member, state } of (await group.snapshot('any')).members)
      weights[member]?.push(Float64Array.from((state as { params: FrozenTensor }).params.frozen));
  }
  return { experiment, dataset, group, start, weights };
}

describe('the loss in the plane of all paths', () => {
  it('is that of the weights which plain doubles project, and at the points themselves that of their own weights', async () => {
    const { dataset, group, start, weights } = await walked(7);
    const plane = await measured(group);
    const { loss } = byHand({ dataset, at: start, samples: plane.samples });
    // Every second step was measured and is kept, and the last one is where the run stands.
    const kept = [2, 4, 6, 7];
    expect(plane.paths.map(({ member, steps }) => [member.id, [...steps]])).toEqual([
      ['r1/1', [0, ...kept]],
      ['r2/1', [0, ...kept]],
    ]);
    const own = Object.values(weights).map((all) => kept.map((step) => all[step - 1] as Float64Array));
    const expected = principalPlane([start, ...own.flat()]);
    if (!expected) throw new Error('the paths span no plane');
    for (const axis of [0, 1] as const) expect(plane.shares[axis]).toBeCloseTo(expected.shares[axis], 5);
    const foot = (x: number, y: number) =>
      expected.mean.map((value, at) => value + x * (expected.axes[0][at] as number) + y * (expected.axes[1][at] as number));
    for (const [run, { x, y, losses, projected }] of plane.paths.entries())
      [start, ...(own[run] ?? [])].forEach((point, index) => {
        expect(losses[index]).toBeCloseTo(loss(point), 5);
        expect(projected[index]).toBeCloseTo(loss(foot(x[index] as number, y[index] as number)), 5);
      });
    for (const [row, column] of [
      [0, 0],
      [3, 17],
      [20, 20],
    ] as const)
      expect(plane.losses[21 * row + column]).toBeCloseTo(loss(foot(plane.x[column] as number, plane.y[row] as number)), 5);
    // Paths leave their plane: the two losses are not the same number said twice.
    const away = plane.paths.flatMap(({ losses, projected }) =>
      [...losses].map((value, index) => Math.abs(value - (projected[index] ?? 0))),
    );
    expect(Math.max(...away)).toBeGreaterThan(1e-5);
    expect(plane.shares[0] + plane.shares[1]).toBeLessThan(1);
    group.free();
  });

  it('holds three points whole: there the projected loss is the true one, and all variance lies in it', async () => {
    const group = createGroup(float64, tiny({ runs: [sgd, sam] }));
    await group.advance(1);
    const { shares, paths } = await measured(group);
    expect(shares[0] + shares[1]).toBeCloseTo(1, 6);
    for (const { losses, projected } of paths) losses.forEach((loss, index) => expect(projected[index]).toBeCloseTo(loss, 6));
    group.free();
  });

  it('is not there before anybody moved, nor for one step of one run', async () => {
    const group = createGroup(float64, tiny({ runs: [sam] }));
    expect(await group.lossPlane()).toBeNull();
    await group.advance(1);
    expect(await group.lossPlane()).toBeNull();
    group.free();
  });

  it('costs no run anything, and leaves out who has diverged', async () => {
    const experiment = tiny({ runs: [sgd, sam, { ...sam, id: 'r4', learningRate: 1e200 }] });
    const [looked, plain] = [createGroup(float64, experiment), createGroup(float64, experiment)];
    await finish(looked, 7, 12);
    expect((await measured(looked)).paths.map(({ member }) => member.run)).toEqual(['r1', 'r2']);
    await finish(looked);
    await finish(plain);
    expect(await states(looked)).toEqual(await states(plain));
  });

  it('is one function of the weights where batch norm has statistics', async () => {
    const group = createGroup(float64, tinyCnn({ runs: [sgd, sam] }), { raw: images() });
    await group.advance(2);
    const { paths, losses } = await measured(group);
    // Both begin at the same weights, whatever statistics each has gathered since.
    expect(paths[0]?.losses[0]).toBe(paths[1]?.losses[0]);
    expect(losses.every(Number.isFinite)).toBe(true);
    group.free();
  });

  it('leaves nothing on the device, also when it is given up', async () => {
    const { backend: wasm } = await openWasm();
    const group = createGroup(wasm, tiny({ runs: [sgd, sam] }));
    await finish(group, 7, 7);
    const before = wasm.tensorCount();
    const measurement = await group.lossPlane();
    expect(wasm.tensorCount()).toBeGreaterThan(before);
    await measurement?.advance(12);
    expect(measurement?.done).toBe(12);
    measurement?.free();
    expect(wasm.tensorCount()).toBe(before);
    group.free();
  });
});

describe('the trainer, asked for that plane', () => {
  it('holds training, says how far it is and what was found, or that there is no plane yet', async () => {
    const group = 'g1';
    const experiment = tiny({ runs: [sgd, sam], training: { steps: 1e6 }, backend: 'wasm' });
    const talk = converse();
    talk.send({ type: 'start', group, experiment, paused: true });
    talk.send({ type: 'slice', group });
    expect((await talk.next('lossPlane')).plane).toBeNull();
    talk.send({ type: 'advance', group, steps: 12 });
    await talk.next('paused', 1);
    talk.send({ type: 'slice', group });
    talk.send({ type: 'slice', group });
    const { plane } = await talk.next('lossPlane', 1);
    expect(plane?.paths.map(({ steps }) => [...steps])).toEqual([
      [0, 5, 10, 12],
      [0, 5, 10, 12],
    ]);
    const said = talk.all('measuring').flatMap(({ measuring }) => measuring ?? []);
    expect(said[0]).toEqual({ what: 'plane', done: 0, planned: 21 * 21 + 2 * 7, waiting: 0 });
    talk.send({ type: 'advance', group, steps: 1 });
    expect((await talk.next('paused', 2)).step).toBe(13);
    expect(talk.all('lossPlane')).toHaveLength(2);
  });
});
