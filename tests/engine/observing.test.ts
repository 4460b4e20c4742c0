import { describe, expect, it } from 'vitest';
import { converse, curvesAlone } from './converse';
import { runOf } from '../../src/core/settings/runs';
import { bisam, curves, sam, sgd, tiny } from './groupExperiment';

const group = 'g1';
const on = (options: Parameters<typeof tiny>[0]) => tiny({ ...options, backend: 'wasm' });
const endless = on({ runs: [sgd, sam], training: { steps: 1e6, every: 1e5 } });

describe('the trainer, told that a run has other settings', () => {
  it('trains that run from step 0 as if it had always had them, and leaves the others where they are', async () => {
    const experiment = on({ runs: [sgd, sam], training: { steps: 12, every: 6 } });
    const other = on({ runs: [sgd, runOf('r2', 'sam', { rho: 0.9 })], training: { steps: 12, every: 6 } });
    const talk = converse();
    talk.send({ type: 'start', group, experiment });
    await talk.next('ended');
    const before = curves(talk.rows(), 'r1/1');
    talk.send({ type: 'change', group, experiment: other, anew: ['r2'] });
    talk.send({ type: 'resume', group });
    const changed = await talk.next('changed');
    expect(changed.members.map(({ id }) => id)).toEqual(['r1/1', 'r2/1']);
    expect(changed.tunings.some(({ run }) => run === 'r2')).toBe(false);
    await talk.next('ended', 1);
    const anew = talk.said.slice(talk.said.indexOf(changed)).flatMap((message) => (message.type === 'tick' ? message.members : []));
    expect(anew.some(({ id, steps }) => id === 'r1/1' && steps.rows > 0)).toBe(false);
    expect(curves(anew, 'r2/1')).toEqual((await curvesAlone(other)).get('r2/1'));
    expect(curves(talk.rows(), 'r1/1')).toEqual(before);
  });
});

describe('the trainer, asked to look inside a step', () => {
  it('makes one step of every run, shows that of one, pauses, and trains on as if nothing had been', async () => {
    const experiment = on({ runs: [sgd, sam], training: { steps: 12, every: 6 } });
    const talk = converse();
    talk.send({ type: 'start', group, experiment, paused: true });
    await talk.next('paused');
    for (const [index, member] of ['r2/1', 'r1/1'].entries()) {
      talk.send({ type: 'observe', group, member });
      const { observed } = await talk.next('observed', index);
      expect(observed).toMatchObject({ member: { id: member }, step: index });
      expect((await talk.next('paused', index + 1)).step).toBe(index + 1);
    }
    talk.send({ type: 'resume', group });
    await talk.next('ended');
    for (const [id, own] of await curvesAlone(experiment)) expect(curves(talk.rows(), id)).toEqual(own);
  });

  it('first lets a run catch up that is behind', async () => {
    const talk = converse();
    talk.send({ type: 'start', group, experiment: endless, paused: true });
    talk.send({ type: 'advance', group, steps: 20 });
    await talk.next('paused', 1);
    talk.send({ type: 'change', group, experiment: { ...endless, runs: [sgd, sam, bisam] } });
    talk.send({ type: 'observe', group, member: 'r2/1' });
    expect((await talk.next('observed')).observed?.step).toBe(20);
    const { step } = await talk.next('paused', 2);
    expect(step).toBe(21);
  });

  it('says so when the step does not come: who asked is gone, was never there, or training is to go on', async () => {
    const talk = converse();
    talk.send({ type: 'start', group, experiment: endless, paused: true });
    talk.send({ type: 'observe', group, member: 'r9/1' });
    expect((await talk.next('observed')).observed).toBeNull();
    await talk.next('paused', 1);
    talk.send({ type: 'observe', group, member: 'r2/1' });
    talk.send({ type: 'resume', group });
    expect((await talk.next('observed', 1)).observed).toBeNull();
    talk.send({ type: 'observe', group, member: 'r2/1' });
    talk.send({ type: 'change', group, experiment: { ...endless, runs: [sgd] } });
    expect((await talk.next('observed', 2)).observed).toBeNull();
    talk.send({ type: 'stop', group });
    await talk.next('ended');
  });

  it('shows the last step too, and then there is none', async () => {
    const talk = converse();
    talk.send({ type: 'start', group, experiment: on({ runs: [sam], training: { steps: 1, every: 1 } }), paused: true });
    talk.send({ type: 'observe', group, member: 'r2/1' });
    expect((await talk.next('observed')).observed?.step).toBe(0);
    await talk.next('ended');
    talk.send({ type: 'observe', group, member: 'r2/1' });
    expect((await talk.next('observed', 1)).observed).toBeNull();
  });
});
