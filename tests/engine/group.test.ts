import { describe, expect, it } from 'vitest';
import { datasetOf } from '../../src/core/datasets';
import { Failure } from '../../src/core/failures';
import { createNetwork, initialParams } from '../../src/core/models/network';
import { mlp } from '../../src/core/models/mlp';
import type { FrozenTensor } from '../../src/core/tensor/stateTree';
import { runOf } from '../../src/core/settings/runs';
import { float64Backend as float64 } from '../../src/core/tensor/float64';
import { createSeedData } from '../../src/engine/group/batches';
import { createGroup } from '../../src/engine/group/group';
import { bisam, curves, finish, from, images, sam, sgd, states, tiny, tinyCnn } from './groupExperiment';

const paramsOf = (state: unknown) => (state as { state: { params: FrozenTensor } }).state.params.frozen;

describe('a group in float64', () => {
  it('gives the same numbers to the last bit when it runs again, whatever the blocks', async () => {
    const experiment = tiny({ training: { seeds: [1, 2] } });
    const [one, other] = [createGroup(float64, experiment), createGroup(float64, experiment)];
    const [said, again] = [await finish(one, 7), await finish(other, 3)];
    for (const { id } of one.members()) expect(curves(said.ticks, id)).toEqual(curves(again.ticks, id));
    expect(await states(one)).toEqual(await states(other));
  });

  it('starts every run of a seed from the same first weights, other ones for another seed', async () => {
    const group = createGroup(float64, tiny({ training: { seeds: [1, 2] } }));
    const first = await states(group);
    expect(Object.keys(first)).toEqual(['r1/1', 'r1/2', 'r2/1', 'r2/2', 'r3/1', 'r3/2']);
    for (const run of ['r2', 'r3'])
      for (const seed of [1, 2]) expect(paramsOf(first[`${run}/${seed}`])).toEqual(paramsOf(first[`r1/${seed}`]));
    expect(paramsOf(first['r1/1'])).not.toEqual(paramsOf(first['r1/2']));
    const network = createNetwork(
      mlp.layers({ depth: 1, width: 8, act: 'tanh', rff: 8, rffscale: 2 } as never, { inputShape: [8], classes: 2 }),
      [8],
    );
    expect(paramsOf(first['r1/1'])).toEqual(initialParams(network, 1));
    expect(group.parameters).toBe(8 * 8 + 8 + 8 * 2 + 2);
  });

  it('shows every run of a seed the same batches: the first losses agree, and those of equal runs for good', async () => {
    const group = createGroup(float64, tiny({ runs: [sgd, sam, runOf('r7', 'sam', { rho: 0.3 }), runOf('r8', 'sam', { rho: 0 })] }));
    const { ticks } = await finish(group);
    const first = ['r1/1', 'r2/1', 'r7/1'].map((id) => curves(ticks, id).steps['lossClean']?.[0]);
    expect(new Set(first).size).toBe(1);
    expect(curves(ticks, 'r7/1')).toEqual(curves(ticks, 'r2/1'));
    expect(curves(ticks, 'r8/1').steps['lossClean']).toEqual(curves(ticks, 'r1/1').steps['lossClean']);
    expect(curves(ticks, 'r2/1').steps['lossClean']?.slice(1)).not.toEqual(curves(ticks, 'r1/1').steps['lossClean']?.slice(1));
  });

  it('gives a run the same curve whoever else is in the group', async () => {
    const alone = await finish(createGroup(float64, tiny({ runs: [sgd] })));
    const together = await finish(createGroup(float64, tiny({ runs: [bisam, sam, sgd], training: { seeds: [2, 1] } })));
    expect(curves(together.ticks, 'r1/1')).toEqual(curves(alone.ticks, 'r1/1'));
  });

  it('measures at the start, every few steps, and at the end, once each', async () => {
    const group = createGroup(float64, tiny({ training: { steps: 12, every: 5 } }));
    const { ticks } = await finish(group, 4);
    for (const { id } of group.members()) {
      const { steps, measured } = curves(ticks, id);
      expect(measured['step']).toEqual([0, 5, 10, 12]);
      expect(steps['step']).toEqual(Array.from({ length: 12 }, (_, step) => step));
      expect(measured['epochs']).toEqual([0, 5 / 4, 10 / 4, 3]);
    }
    expect(curves(ticks, 'r1/1').measured['evals']).toEqual([0, 5, 10, 12]);
    expect(curves(ticks, 'r2/1').measured['evals']).toEqual([0, 10, 20, 24]);
  });

  it('measures once also when it is asked for no steps', async () => {
    const group = createGroup(float64, tiny());
    const ticks = [...(await group.advance(0)).ticks, ...(await group.advance(0)).ticks, ...(await group.advance(5)).ticks];
    expect(curves(ticks, 'r1/1').measured['step']).toEqual([0, 5]);
  });

  it('follows the schedule, by epochs or by steps', async () => {
    const rates = async (per: string) => {
      const { ticks } = await finish(createGroup(float64, tiny({ runs: [sgd], schedule: ['cosine', { per }], training: { steps: 8 } })));
      return curves(ticks, 'r1/1').steps['learningRate'] ?? [];
    };
    (await rates('step')).forEach((rate, step) => expect(rate).toBeCloseTo(0.05 * (1 + Math.cos((Math.PI * step) / 8)), 14));
    // Four batches an epoch: two epochs.
    (await rates('epoch')).forEach((rate, step) => expect(rate).toBeCloseTo(step < 4 ? 0.1 : 0.05, 14));
  });
});

describe('batches', () => {
  it('hold every training sample once an epoch, in another order each, and drop what is left over', async () => {
    const dataset = datasetOf(tiny().data, 1);
    const data = createSeedData(float64, dataset, null, 12, 1);
    expect(data.stepsPerEpoch).toBe(3);
    const epochs = await Promise.all(
      [0, 1].map(async (epoch) => {
        const rows = await Promise.all([0, 1, 2].map(async (step) => [...(await float64.read(data.batch(3 * epoch + step).inputs))]));
        return rows.flat();
      }),
    );
    const points = (flat: readonly number[]) =>
      Array.from({ length: flat.length / 2 }, (_, index) => flat.slice(2 * index, 2 * index + 2).join());
    const all = new Set(points([...dataset.train.inputs]));
    for (const epoch of epochs) {
      const seen = points(epoch);
      expect(new Set(seen).size).toBe(36);
      expect(seen.every((point) => all.has(point))).toBe(true);
    }
    expect(epochs[0]).not.toEqual(epochs[1]);
  });

  it('carry the noisy labels', async () => {
    const dataset = datasetOf(tiny().data, 1);
    const { inputs, targets } = createSeedData(float64, dataset, null, 40, 1).batch(0);
    const [points, oneHot] = [await float64.read(inputs), await float64.read(targets)];
    for (let row = 0; row < 40; row++) {
      const at = Array.from({ length: 40 }, (_, index) => index).find(
        (index) => dataset.train.inputs[2 * index] === points[2 * row] && dataset.train.inputs[2 * index + 1] === points[2 * row + 1],
      );
      expect(oneHot[2 * row + (dataset.train.noisyLabels[at as number] as number)]).toBe(1);
    }
    expect(dataset.train.noisyLabels).not.toEqual(dataset.train.labels);
  });
});

describe('a snapshot', () => {
  const experiments = {
    'momentum on an MLP': tiny({ training: { seeds: [1, 2] } }),
    'Adam on an MLP': tiny({ optimizer: ['adamw'], training: { lr: 0.01 } }),
    'batch norm': tinyCnn(),
  };

  it.each(Object.entries(experiments))('restores everything: a resumed group goes on exactly, with %s', async (_, experiment) => {
    const raw = images();
    const whole = createGroup(float64, experiment, { raw });
    const reference = await finish(whole);
    const first = createGroup(float64, experiment, { raw });
    const before = await finish(first, 4, 8);
    const snapshot = structuredClone(await first.snapshot('g1'));
    expect(snapshot.group).toBe('g1');
    const second = createGroup(float64, experiment, { raw, snapshot });
    expect(second.step()).toBe(8);
    const after = await finish(second);
    for (const { id } of whole.members()) {
      const [all, expected] = [curves([...before.ticks, ...after.ticks], id), curves(reference.ticks, id)];
      expect(all).toEqual(expected);
      expect(from(curves(after.ticks, id).steps, 0)['step']?.[0]).toBe(8);
    }
    expect(await states(second)).toEqual(await states(whole));
  });

  it('carries live changes, those made before it and those made after it', async () => {
    const slower = tiny({ training: { lr: 0.02 } });
    const whole = createGroup(float64, tiny());
    const reference = [await finish(whole, 5, 10)];
    await whole.change(slower);
    reference.push(await finish(whole));

    const first = createGroup(float64, tiny());
    await finish(first, 5, 10);
    const early = await first.snapshot('g1');
    await first.change(slower);
    await finish(first, 5, 15);
    const late = await first.snapshot('g1');
    for (const snapshot of [early, late]) {
      const resumed = createGroup(float64, slower, { snapshot });
      const { ticks } = await finish(resumed);
      expect(curves(ticks, 'r2/1').steps).toEqual(
        from(
          curves(
            reference.flatMap((part) => part.ticks),
            'r2/1',
          ).steps,
          snapshot === early ? 10 : 15,
        ),
      );
      expect(resumed.tunings().map(({ step, value }) => [step, value])).toEqual([
        [0, 0.1],
        [10, 0.02],
      ]);
    }
  });
});

describe('a resumed group', () => {
  it('starts a run that was removed and comes back from its first step, not from the snapshot', async () => {
    const first = createGroup(float64, tiny());
    const before = await finish(first, 5, 10);
    const resumed = createGroup(float64, tiny(), { snapshot: await first.snapshot('g') });
    await resumed.change(tiny({ runs: [sgd, bisam] }));
    await resumed.change(tiny());
    expect(resumed.step()).toBe(0);
    const { ticks } = await finish(resumed);
    expect(curves(ticks, 'r2/1').measured['step']).toEqual([0, 5, 10, 15, 20, 25, 30]);
    expect(from(curves(ticks, 'r2/1').steps, 0)['lossClean']?.slice(0, 10)).toEqual(curves(before.ticks, 'r2/1').steps['lossClean']);
  });
});

describe('a run that diverges', () => {
  it('diverges at its step, and the others go on to the end as if it had never been', async () => {
    const wild = { ...sam, learningRate: 1e200 };
    const group = createGroup(float64, tiny({ runs: [sgd, wild, bisam] }));
    const { ticks, diverged } = await finish(group);
    expect(group.isFinished()).toBe(true);
    expect(diverged).toHaveLength(1);
    expect(diverged[0]).toMatchObject({ member: 'r2/1', step: expect.toSatisfy((step: number) => step > 0 && step < 5) });
    const { steps, measured } = curves(ticks, 'r2/1');
    expect(steps['step']).toHaveLength(diverged[0]?.step as number);
    for (const values of Object.values(steps)) for (const value of values) expect(value).toSatisfy(Number.isFinite);
    expect(measured['step']).toEqual([0]);
    const calm = await finish(createGroup(float64, tiny({ runs: [sgd, bisam] })));
    for (const id of ['r1/1', 'r3/1']) expect(curves(ticks, id)).toEqual(curves(calm.ticks, id));
    const { members } = await group.snapshot('g');
    expect(members.map(({ member, divergedAt }) => [member, divergedAt])).toEqual([
      ['r1/1', null],
      ['r2/1', diverged[0]?.step],
      ['r3/1', null],
    ]);
  });

  it('ends the group when it was the only one', async () => {
    const group = createGroup(float64, tiny({ runs: [{ ...sgd, learningRate: 1e200 }] }));
    const { diverged } = await finish(group);
    expect(diverged).toHaveLength(1);
    expect(group.isFinished()).toBe(true);
  });

  it('stays diverged after a snapshot', async () => {
    const experiment = tiny({ runs: [sgd, { ...sam, learningRate: 1e200 }] });
    const first = createGroup(float64, experiment);
    await finish(first, 5, 10);
    const resumed = createGroup(float64, experiment, { snapshot: await first.snapshot('g') });
    expect(resumed.step()).toBe(10);
    const { ticks, diverged } = await finish(resumed);
    expect(diverged).toEqual([]);
    expect(ticks.map(({ id }) => id)).toEqual(['r1/1']);
  });
});

describe('what cannot run', () => {
  it.each([
    [
      'a batch larger than the training set',
      tiny({ training: { batch: 41 } }),
      {},
      'settings-refused',
      /Batches of 41 need more than the 40/,
    ],
    ['a CNN on points of the plane', tiny({ model: ['cnn', { channels: 2 }] }), {}, 'settings-refused', /The CNN needs images/],
    [
      'Fourier features of images',
      tinyCnn({ model: ['mlp', { rff: 4 }] }),
      { raw: images() },
      'settings-refused',
      /Fourier features are for points/,
    ],
    [
      'a model too large for the device',
      tiny({ model: ['mlp', { width: 2048, depth: 3 }] }),
      { limits: { maxBufferBytes: 2 ** 20 } },
      'model-too-large',
      /need ≈ 3\d MiB in one piece and the device allows 1 MiB/,
    ],
  ] as const)('is refused with a sentence: %s', (_, experiment, options, code, sentence) => {
    let refusal: unknown;
    try {
      createGroup(float64, experiment, options);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(Failure);
    expect(refusal).toMatchObject({ code, message: expect.stringMatching(sentence) });
  });
});
