import { describe, expect, it } from 'vitest';
import { runOf } from '../../src/core/settings/runs';
import { float64Backend as float64 } from '../../src/core/tensor/float64';
import { createGroup } from '../../src/engine/group/group';
import { bisam, curves, finish, sam, sgd, states, tiny } from './groupExperiment';

describe('runs that join and leave', () => {
  it('a run added at step 10 ends as if it had been there from the start', async () => {
    const whole = createGroup(float64, tiny({ runs: [sgd, sam], training: { seeds: [1, 2] } }));
    const reference = await finish(whole);
    const group = createGroup(float64, tiny({ runs: [sgd], training: { seeds: [1, 2] } }));
    const before = await finish(group, 4, 10);
    await group.change(tiny({ runs: [sgd, sam], training: { seeds: [1, 2] } }));
    expect(group.step()).toBe(0);
    expect(group.members().map(({ id }) => id)).toEqual(['r1/1', 'r1/2', 'r2/1', 'r2/2']);
    const after = await finish(group, 4);
    for (const { id } of group.members()) expect(curves([...before.ticks, ...after.ticks], id)).toEqual(curves(reference.ticks, id));
    expect(await states(group)).toEqual(await states(whole));
  });

  it('a run that leaves changes nothing for the others', async () => {
    const reference = await finish(createGroup(float64, tiny()));
    const group = createGroup(float64, tiny());
    const before = await finish(group, 4, 10);
    await group.change(tiny({ runs: [sgd, bisam] }));
    const after = await finish(group, 4);
    expect(group.members().map(({ id }) => id)).toEqual(['r1/1', 'r3/1']);
    for (const id of ['r1/1', 'r3/1']) expect(curves([...before.ticks, ...after.ticks], id)).toEqual(curves(reference.ticks, id));
    expect(after.ticks.some(({ id }) => id === 'r2/1')).toBe(false);
  });
});

describe('live changes', () => {
  it('of the learning rate act from the next step on, and are written down', async () => {
    const plain = await finish(createGroup(float64, tiny()));
    const group = createGroup(float64, tiny());
    const before = await finish(group, 5, 10);
    await group.change(tiny({ training: { lr: 0.02 } }));
    const after = await finish(group);
    const tuned = curves([...before.ticks, ...after.ticks], 'r2/1').steps;
    const untuned = curves(plain.ticks, 'r2/1').steps;
    expect(tuned['learningRate']).toEqual(Array.from({ length: 30 }, (_, step) => (step < 10 ? 0.1 : 0.02)));
    expect(tuned['lossClean']?.slice(0, 11)).toEqual(untuned['lossClean']?.slice(0, 11));
    expect(tuned['lossClean']?.slice(11)).not.toEqual(untuned['lossClean']?.slice(11));
    expect(group.tunings()).toEqual([
      { step: 0, run: null, key: 'lr', value: 0.1 },
      { step: 10, run: null, key: 'lr', value: 0.02 },
    ]);
  });

  it('of ρ act on their run alone, and are written down', async () => {
    const plain = await finish(createGroup(float64, tiny()));
    const group = createGroup(float64, tiny());
    const before = await finish(group, 5, 10);
    await group.change(tiny({ runs: [sgd, runOf('r2', 'sam', { rho: 0.05 }), bisam] }));
    const after = await finish(group);
    const all = [...before.ticks, ...after.ticks];
    expect(curves(all, 'r2/1').steps['radius']).toEqual(Array.from({ length: 30 }, (_, step) => (step < 10 ? 0.3 : 0.05)));
    for (const id of ['r1/1', 'r3/1']) expect(curves(all, id)).toEqual(curves(plain.ticks, id));
    expect(group.tunings().slice(1)).toEqual([{ step: 10, run: 'r2', key: 'rho', value: 0.05 }]);
  });

  it('of one run’s own learning rate act on it alone, and are written down', async () => {
    const plain = await finish(createGroup(float64, tiny()));
    const group = createGroup(float64, tiny());
    const before = await finish(group, 5, 10);
    await group.change(tiny({ runs: [sgd, { ...sam, learningRate: 0.5 }, bisam] }));
    const between = await finish(group, 5, 20);
    await group.change(tiny());
    const after = await finish(group);
    const all = [...before.ticks, ...between.ticks, ...after.ticks];
    expect(curves(all, 'r2/1').steps['learningRate']).toEqual(
      Array.from({ length: 30 }, (_, step) => (step >= 10 && step < 20 ? 0.5 : 0.1)),
    );
    for (const id of ['r1/1', 'r3/1']) expect(curves(all, id)).toEqual(curves(plain.ticks, id));
    expect(group.tunings().slice(1)).toEqual([
      { step: 10, run: 'r2', key: 'lr', value: 0.5 },
      { step: 20, run: 'r2', key: 'lr', value: 0.1 },
    ]);
  });

  it('reach a run that is catching up at the step at which they reached the others', async () => {
    const whole = createGroup(float64, tiny({ runs: [sgd, sam] }));
    const early = await finish(whole, 5, 20);
    await whole.change(tiny({ runs: [sgd, sam], training: { lr: 0.02 } }));
    const late = await finish(whole);
    const group = createGroup(float64, tiny({ runs: [sgd] }));
    const parts = [await finish(group, 5, 20)];
    await group.change(tiny({ runs: [sgd, sam] }));
    parts.push(await finish(group, 5, 5));
    await group.change(tiny({ runs: [sgd, sam], training: { lr: 0.02 } }));
    expect(group.tunings().at(-1)).toEqual({ step: 20, run: null, key: 'lr', value: 0.02 });
    parts.push(await finish(group));
    const all = parts.flatMap(({ ticks }) => ticks);
    for (const id of ['r1/1', 'r2/1']) expect(curves(all, id)).toEqual(curves([...early.ticks, ...late.ticks], id));
  });
});
