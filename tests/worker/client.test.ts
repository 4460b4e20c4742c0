import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Command, Message, Snapshot } from '../../src/core/protocol/protocol';
import { defaultExperiment } from '../../src/core/settings/presets';
import { type Loss, openTrainer, type WorkerLike } from '../../src/worker/client';

class FakeWorker implements WorkerLike {
  readonly received: Command[] = [];
  isAlive = true;
  onmessage: WorkerLike['onmessage'] = null;
  onerror: WorkerLike['onerror'] = null;
  postMessage(message: unknown) {
    this.received.push(message as Command);
  }
  terminate() {
    this.isAlive = false;
  }
  say(message: Message) {
    this.onmessage?.({ data: message } as MessageEvent);
  }
}

function opened() {
  const workers: FakeWorker[] = [];
  const messages: Message[] = [];
  const losses: Loss[] = [];
  const trainer = openTrainer({
    onMessage: (message) => messages.push(message),
    onLoss: (loss) => losses.push(loss),
    createWorker: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
    now: () => Date.now(),
  });
  const current = () => workers.at(-1) as FakeWorker;
  return { trainer, workers, messages, losses, current };
}

const snapshot: Snapshot = { group: 'g1', tunings: [], members: [] };
const start = (trainer: ReturnType<typeof opened>['trainer']) => {
  trainer.send({ type: 'open', backend: 'auto' });
  trainer.send({ type: 'start', group: 'g1', experiment: defaultExperiment });
};

describe('the watch over the training thread', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** Time passes second by second, with heartbeats from the worker or without. */
  const pass = (seconds: number, worker?: FakeWorker) => {
    for (let second = 0; second < seconds; second++) {
      worker?.say({ type: 'heartbeat' });
      vi.advanceTimersByTime(1000);
    }
  };

  it('goes back to the group that still runs when another start was refused', () => {
    const { trainer, current } = opened();
    start(trainer);
    current().say({ type: 'started', group: 'g1', members: [], parameters: 1, trainCount: 1, stepsPerEpoch: 1, points: [] });
    current().say({ type: 'snapshot', group: 'g1', snapshot });
    trainer.send({ type: 'start', group: 'g2', experiment: defaultExperiment });
    current().say({ type: 'failed', group: 'g2', code: 'settings-refused', detail: 'no' });
    current().say({ type: 'failed', group: null, code: 'device-lost', detail: '' });
    expect(current().received.filter(({ type }) => type === 'start')).toEqual([
      { type: 'start', group: 'g1', experiment: defaultExperiment, paused: false, snapshot },
    ]);
    trainer.close();
  });

  it('leaves a worker alone that gives signs of life', () => {
    const { trainer, workers, losses, current } = opened();
    start(trainer);
    pass(30, current());
    expect(losses).toEqual([]);
    expect(workers).toHaveLength(1);
    trainer.close();
  });

  it('replaces a silent worker and goes on from the last snapshot with the settings as they are now', () => {
    const { trainer, workers, losses, current } = opened();
    start(trainer);
    const faster = { ...defaultExperiment, training: { ...defaultExperiment.training, lr: 0.2 } };
    trainer.send({ type: 'change', group: 'g1', experiment: faster });
    current().say({ type: 'snapshot', group: 'g1', snapshot });
    pass(12);
    expect(losses).toMatchObject([{ code: 'worker-died', replaced: true, snapshot }]);
    expect(workers[0]?.isAlive).toBe(false);
    expect(current().received).toMatchObject([
      { type: 'open' },
      { type: 'start', group: 'g1', snapshot, paused: false, experiment: faster },
    ]);
    trainer.close();
  });

  it('waits for a gradient that takes longer than the watch time, as often as it was told how long', () => {
    const { trainer, losses, current } = opened();
    start(trainer);
    current().say({ type: 'probed', experiment: defaultExperiment, msPerGradient: 40_000 });
    pass(155);
    expect(losses).toEqual([]);
    pass(10);
    expect(losses).toMatchObject([{ code: 'worker-died', replaced: true }]);
    // The next one is as slow.
    current().say({ type: 'heartbeat' });
    pass(155);
    expect(losses).toHaveLength(1);
    trainer.close();
  });

  it('does not wait longer for a network because another one was slow', () => {
    const { trainer, losses, current } = opened();
    start(trainer);
    const large = { ...defaultExperiment, training: { ...defaultExperiment.training, batch: 1024 } };
    current().say({ type: 'probed', experiment: large, msPerGradient: 40_000 });
    pass(12);
    expect(losses).toHaveLength(1);
    trainer.close();
  });

  it('tells the next worker at which pace to train before it starts', () => {
    const { trainer, current } = opened();
    trainer.send({ type: 'pace', pace: 'smooth' });
    trainer.send({ type: 'pace', pace: 'turbo' });
    start(trainer);
    pass(1, current());
    pass(12);
    expect(current().received).toMatchObject([{ type: 'open' }, { type: 'pace', pace: 'turbo' }, { type: 'start' }]);
    trainer.close();
  });

  it('replaces a worker that lost its device, and keeps a paused group paused', () => {
    const { trainer, losses, current, messages } = opened();
    start(trainer);
    trainer.send({ type: 'pause', group: 'g1' });
    current().say({ type: 'failed', group: 'g1', code: 'device-lost', detail: '' });
    expect(losses).toMatchObject([{ code: 'device-lost', replaced: true }]);
    expect(current().received.at(-1)).toMatchObject({ type: 'start', paused: true });
    expect(messages).toEqual([]);
    trainer.close();
  });

  it('gives up after four losses without a step in between, and tries again at the next start', () => {
    const { trainer, workers, losses, current } = opened();
    start(trainer);
    for (let loss = 0; loss < 4; loss++) current().say({ type: 'failed', group: 'g1', code: 'device-lost', detail: '' });
    expect(losses.map(({ replaced }) => replaced)).toEqual([true, true, true, false]);
    expect(workers).toHaveLength(4);
    trainer.send({ type: 'start', group: 'g2', experiment: defaultExperiment });
    expect(current().received.map(({ type }) => type)).toEqual(['open', 'start']);
    trainer.close();
  });

  it('resumes after each of a hundred losses as long as training gets further between them', () => {
    const { trainer, losses, current } = opened();
    start(trainer);
    const at = (step: number): Snapshot => ({
      ...snapshot,
      members: [{ member: 'r1/1', step, gradEvals: step, seconds: 0, divergedAt: null, state: [] as never }],
    });
    for (let loss = 1; loss <= 100; loss++) {
      current().say({ type: 'snapshot', group: 'g1', snapshot: at(10 * loss) });
      current().say({ type: 'failed', group: 'g1', code: 'device-lost', detail: '' });
    }
    expect(losses.map(({ replaced }) => replaced)).toEqual(Array.from({ length: 100 }, () => true));
    expect(current().received.at(-1)).toMatchObject({ type: 'start', snapshot: at(1000) });
    // The same snapshot again and again is no progress.
    for (let loss = 0; loss < 4; loss++) {
      current().say({ type: 'snapshot', group: 'g1', snapshot: at(1000) });
      current().say({ type: 'failed', group: 'g1', code: 'device-lost', detail: '' });
    }
    expect(losses.at(-1)?.replaced).toBe(false);
    trainer.close();
  });

  it('does not bring back, from a snapshot, what a run was before it started over', () => {
    const { trainer, current } = opened();
    start(trainer);
    const member = (run: string) => ({ member: `${run}/1`, step: 50, gradEvals: 50, seconds: 0, divergedAt: null, state: [] as never });
    current().say({ type: 'snapshot', group: 'g1', snapshot: { ...snapshot, members: [member('r1'), member('r2')] } });
    trainer.send({ type: 'change', group: 'g1', experiment: defaultExperiment, anew: ['r2'] });
    current().say({ type: 'failed', group: 'g1', code: 'device-lost', detail: '' });
    expect(current().received.at(-1)).toMatchObject({ type: 'start', snapshot: { members: [member('r1')] } });
    trainer.close();
  });

  it('does not take its own sleep for the death of the worker', () => {
    const { trainer, losses, current } = opened();
    start(trainer);
    pass(2, current());
    vi.setSystemTime(Date.now() + 3_600_000);
    pass(3, current());
    expect(losses).toEqual([]);
    trainer.close();
  });

  it('lets a worker load for a while before its first word', () => {
    const { trainer, losses } = opened();
    start(trainer);
    pass(30);
    expect(losses).toEqual([]);
    pass(35);
    expect(losses).toHaveLength(1);
    trainer.close();
  });

  it('passes on what the worker says, but for heartbeats and snapshots', () => {
    const { trainer, messages, current } = opened();
    start(trainer);
    current().say({ type: 'heartbeat' });
    current().say({ type: 'snapshot', group: 'g1', snapshot });
    current().say({ type: 'paused', group: 'g1', step: 3 });
    expect(messages).toEqual([{ type: 'paused', group: 'g1', step: 3 }]);
    trainer.close();
  });

  it('says so when no worker can be made', () => {
    const losses: Loss[] = [];
    const trainer = openTrainer({
      onMessage: () => {},
      onLoss: (loss) => losses.push(loss),
      createWorker: () => {
        throw new Error('no workers here');
      },
    });
    expect(losses).toMatchObject([{ code: 'no-module-worker', replaced: false }]);
    trainer.close();
  });
});
