import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/core/protocol/protocol';
import { runOf } from '../../../src/core/settings/runs';
import { openWasm } from '../../../src/engine/wasm/open';
import { createGroup } from '../../../src/engine/group/group';
import { createMeasuring } from '../../../src/engine/training/measuring';
import { converse, curvesAlone } from '../converse';
import { curves, finish, sam, sgd, tiny } from '../groupExperiment';

const group = 'g1';
const on = (options: Parameters<typeof tiny>[0]) => tiny({ ...options, backend: 'wasm' });
const endless = on({ runs: [sgd, sam], training: { steps: 1e6, every: 1e5, norms: 30 } });

describe('the trainer, asked for gradient norms', () => {
  it('measures the runs one after the other where they stand, says how far it is, and trains on as if nothing had been', async () => {
    const experiment = on({ runs: [sgd, sam], training: { norms: 30 } });
    const talk = converse();
    talk.send({ type: 'start', group, experiment, paused: true });
    talk.send({ type: 'advance', group, steps: 12 });
    await talk.next('paused', 1);
    talk.send({ type: 'measure', group, runs: ['r2', 'r1'] });
    await talk.next('gradientNorms', 1);
    expect(talk.measured()).toEqual([
      ['r2/1', 12, 30],
      ['r1/1', 12, 30],
    ]);
    expect(talk.progress()[0]).toBe('r2/1 0/30');
    expect(talk.all('measuring')[0]?.measuring?.waiting).toBe(1);
    await talk.next('measuring', talk.progress().indexOf('r1/1 0/30') + 1);
    expect(talk.progress().at(-1)).toBeNull();
    talk.send({ type: 'resume', group });
    await talk.next('ended');
    for (const [id, own] of await curvesAlone(experiment)) expect(curves(talk.rows(), id)).toEqual(own);
  });

  it('holds training while it measures, hears pause and change in between, and gives up when told to', async () => {
    const talk = converse();
    talk.send({ type: 'start', group, experiment: { ...endless, training: { ...endless.training, norms: 10_000 } } });
    await talk.next('tick');
    talk.send({ type: 'measure', group, runs: ['r1', 'r2'] });
    await talk.next('measuring');
    talk.send({ type: 'pause', group });
    const { step } = await talk.next('paused');
    expect(talk.measured()).toEqual([]);
    talk.send({ type: 'stopMeasuring', group });
    await talk.next('measuring', talk.progress().length);
    expect(talk.progress().at(-1)).toBeNull();
    talk.send({ type: 'advance', group, steps: 2 });
    expect((await talk.next('paused', 1)).step).toBe(step + 2);
    expect(talk.measured()).toEqual([]);
    talk.send({ type: 'stop', group });
    await talk.next('ended');
  });

  it('goes on with the runs that stay when one leaves, and with another number of mini-batches for what is asked then', async () => {
    const talk = converse();
    const many = { ...endless, training: { ...endless.training, norms: 1000 } };
    talk.send({ type: 'start', group, experiment: many, paused: true });
    talk.send({ type: 'measure', group, runs: ['r1', 'r2'] });
    await talk.next('measuring');
    talk.send({ type: 'change', group, experiment: { ...endless, runs: [sam], training: { ...endless.training, norms: 20 } } });
    talk.send({ type: 'measure', group, runs: ['r2', 'r1'] });
    await talk.next('gradientNorms', 1);
    expect(talk.measured()).toEqual([
      ['r2/1', 0, 1000],
      ['r2/1', 0, 20],
    ]);
  });

  it('answers the same question once', async () => {
    const talk = converse();
    talk.send({ type: 'start', group, experiment: endless, paused: true });
    talk.send({ type: 'measure', group, runs: ['r1'] });
    talk.send({ type: 'measure', group, runs: ['r1', 'r1', 'r2'] });
    talk.send({ type: 'measure', group: 'another', runs: ['r1'] });
    await talk.next('gradientNorms', 1);
    talk.send({ type: 'measure', group, runs: ['r1'] });
    await talk.next('gradientNorms', 2);
    expect(talk.measured().map(([member]) => member)).toEqual(['r1/1', 'r2/1', 'r1/1']);
    const [first, , again] = talk.all('gradientNorms');
    expect(again?.norms).toEqual(first?.norms);
  });

  it('says nothing of runs that are gone or have diverged, and is done at once', async () => {
    const talk = converse();
    talk.send({ type: 'start', group, experiment: on({ runs: [sgd, { ...sam, learningRate: 1e30 }], training: { norms: 10 } }) });
    await talk.next('ended');
    talk.send({ type: 'measure', group, runs: ['r2', 'r9'] });
    await talk.next('measuring');
    expect(talk.progress()).toEqual([null]);
    expect(talk.measured()).toEqual([]);
  });
});

describe('the trainer, by itself', () => {
  const gated = runOf('r5', 'ae-sam', { rho: 0.1 });
  const training = { steps: 500, every: 100, norms: 1000 };

  it('measures runs with an adaptive gate at 30, 60 and 90 % of training, and trains as if it had not', async () => {
    const talk = converse();
    talk.send({ type: 'start', group, experiment: on({ runs: [sgd, gated], training: { ...training, seeds: [1, 2] } }) });
    await talk.next('ended');
    expect(talk.measured()).toEqual([150, 300, 450].map((step) => ['r5/1', step, 50]));
    expect(talk.all('gradientNorms').every(({ norms }) => norms.isAutomatic)).toBe(true);
    const silent = converse();
    silent.send({
      type: 'start',
      group,
      experiment: on({ runs: [sgd, gated], training: { ...training, seeds: [1, 2], normsof: 'none' } }),
    });
    await silent.next('ended');
    expect(silent.measured()).toEqual([]);
    for (const id of ['r1/1', 'r5/1', 'r1/2', 'r5/2']) expect(curves(talk.rows(), id)).toEqual(curves(silent.rows(), id));
  });

  it('leaves out a run that joined late and is elsewhere, and none that was there', async () => {
    const { backend } = await openWasm();
    const experiment = tiny({ runs: [sgd], training: { ...training, normsof: 'all' } });
    const trained = createGroup(backend, experiment);
    const messages: Message[] = [];
    const measuring = createMeasuring(trained, group, experiment, (message) => messages.push(message));
    await finish(trained, 500, 200);
    const joined = { ...experiment, runs: [sgd, sam] };
    await trained.change(joined);
    measuring.change(joined);
    expect(measuring.until(trained.step())).toBe(150);
    await finish(trained, 150, 150);
    measuring.arrived(150);
    while (measuring.isBusy()) await measuring.advance();
    const found = messages.flatMap((message) => (message.type === 'gradientNorms' ? [message.norms] : []));
    expect(found.map(({ member, step }) => [member.id, step])).toEqual([['r2/1', 150]]);
    trained.free();
  });

  it('has no moment to wait for when nobody is to be measured', async () => {
    const { backend } = await openWasm();
    const experiment = tiny({ runs: [sgd, sam], training });
    const trained = createGroup(backend, experiment);
    expect(createMeasuring(trained, group, experiment, () => {}).until(0)).toBe(Number.POSITIVE_INFINITY);
    expect(createMeasuring(trained, group, { ...experiment, runs: [gated] }, () => {}).until(150)).toBe(150);
    trained.free();
  });
});
