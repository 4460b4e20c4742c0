import { afterEach, describe, expect, it } from 'vitest';
import type { Command, MemberTick, Message, Snapshot } from '../../../src/core/protocol/protocol';
import { runOf } from '../../../src/core/settings/runs';
import { openBackend } from '../../../src/engine/devices/openBackend';
import { createGroup } from '../../../src/engine/group/group';
import { type Loss, openTrainer } from '../../../src/worker/client';
import { curves, finish, sam, sgd, tiny } from '../groupExperiment';

type Said<T extends Message['type']> = Extract<Message, { type: T }>;

/** The real worker behind the page's door, and everything it says, snapshots included. */
function converse({ acknowledges = true } = {}) {
  const said: Message[] = [];
  const losses: Loss[] = [];
  const workers: Worker[] = [];
  let wake: (() => void)[] = [];
  const trainer = openTrainer({
    onMessage(message) {
      if (acknowledges && message.type === 'tick') trainer.send({ type: 'acknowledge', group: message.group, seq: message.seq });
    },
    onLoss: (loss) => losses.push(loss),
    createWorker() {
      const worker = new Worker(new URL('../../../src/worker/main.ts', import.meta.url), { type: 'module' });
      worker.addEventListener('message', ({ data }: MessageEvent<Message>) => {
        if (data.type === 'heartbeat') return;
        said.push(data);
        for (const resolve of wake.splice(0)) resolve();
      });
      workers.push(worker);
      return worker;
    },
  });
  const all = <T extends Message['type']>(type: T) => said.filter((message): message is Said<T> => message.type === type);
  const talk = {
    send: (command: Command) => trainer.send(command),
    all,
    losses,
    workers,
    ticks: (group: string) => all('tick').filter((tick) => tick.group === group),
    rows: (group: string): MemberTick[] => talk.ticks(group).flatMap(({ members }) => members),
    /** The first message of a kind after the first `skip` of them; a failure that nobody waits for ends the wait. */
    async next<T extends Message['type']>(type: T, skip = 0): Promise<Said<T>> {
      for (;;) {
        const found = all(type)[skip];
        if (found) return found;
        const failed = all('failed')[0];
        if (failed && type !== 'failed' && !talk.expectsFailure) throw new Error(`${failed.code}: ${failed.detail}`);
        await new Promise<void>((resolve) => wake.push(resolve));
      }
    },
    expectsFailure: false,
    close() {
      trainer.close();
      wake = [];
    },
  };
  return talk;
}

let talks: ReturnType<typeof converse>[] = [];
afterEach(() => {
  for (const talk of talks) talk.close();
  talks = [];
});
const begin = (options?: { acknowledges?: boolean }) => {
  const talk = converse(options);
  talks.push(talk);
  return talk;
};

const short = tiny({ runs: [sgd, sam] });
const long = (steps: number) => tiny({ runs: [sgd, sam], training: { steps, every: 50 } });

/** Curves of a group on this page for the same experiment, in float32 as in the worker. */
async function reference(experiment = short) {
  const { backend } = await openBackend('wasm');
  const group = createGroup(backend, experiment);
  const { ticks } = await finish(group);
  group.free();
  return ticks;
}
const paramsOf = ({ members }: Snapshot) =>
  members.map(({ member, state }) => [member, (state as { params: { frozen: Float64Array } }).params.frozen] as const);

describe('the trainer in its worker', () => {
  it('opens, starts, tells every row once and in order, and ends', async () => {
    const talk = begin();
    talk.send({ type: 'start', group: 'g1', experiment: short });
    expect((await talk.next('ended')).outcome).toBe('completed');
    const [opened] = talk.all('opened');
    expect(opened?.report).toMatchObject({ backend: 'wasm', sentence: expect.stringMatching(/^WebAssembly on .*\.$/) });
    expect(opened?.report.versions['basin']).toMatch(/^\d+\.\d+\.\d+/);
    expect(talk.all('started')).toMatchObject([
      { group: 'g1', members: [{ id: 'r1/1' }, { id: 'r2/1' }], parameters: 90, trainCount: 40, stepsPerEpoch: 4 },
    ]);
    const expected = await reference();
    for (const id of ['r1/1', 'r2/1']) expect(curves(talk.rows('g1'), id)).toEqual(curves(expected, id));
    expect(talk.ticks('g1').map(({ seq }) => seq)).toEqual(talk.ticks('g1').map((_, index) => index + 1));
    expect(talk.ticks('g1').at(-1)).toMatchObject({
      step: 30,
      boundaries: [
        { member: 'r1/1', step: 30 },
        { member: 'r2/1', step: 30 },
      ],
    });
  });

  it('pauses, makes single steps, goes on and stops as it is told', async () => {
    const talk = begin();
    talk.send({ type: 'start', group: 'g1', experiment: long(100_000), paused: true });
    expect((await talk.next('paused')).step).toBe(0);
    expect(curves(talk.rows('g1'), 'r1/1').measured['step']).toEqual([0]);
    talk.send({ type: 'advance', group: 'g1', steps: 3 });
    expect((await talk.next('paused', 1)).step).toBe(3);
    talk.send({ type: 'advance', group: 'g1', steps: 1 });
    expect((await talk.next('paused', 2)).step).toBe(4);
    expect(curves(talk.rows('g1'), 'r2/1').steps['step']).toEqual([0, 1, 2, 3]);
    talk.send({ type: 'resume', group: 'g1' });
    await talk.next('tick', talk.all('tick').length + 1);
    talk.send({ type: 'pause', group: 'g1' });
    const paused = await talk.next('paused', 3);
    expect(paused.step).toBeGreaterThan(4);
    const count = talk.all('tick').length;
    // Paused is paused: what answers next is the stop, with one last tick and no further step.
    talk.send({ type: 'stop', group: 'g1' });
    expect((await talk.next('ended')).outcome).toBe('stopped');
    expect(talk.all('tick')).toHaveLength(count + 1);
    expect(talk.all('tick').at(-1)?.step).toBe(paused.step);
    expect(curves(talk.rows('g1'), 'r1/1').steps['step']).toHaveLength(paused.step);
  });

  it('takes live changes and runs, and answers with members and tunings', async () => {
    const talk = begin();
    talk.send({ type: 'start', group: 'g1', experiment: short, paused: true });
    talk.send({ type: 'advance', group: 'g1', steps: 10 });
    await talk.next('paused', 1);
    const changed = tiny({
      runs: [sgd, runOf('r2', 'sam', { rho: 0.1 }), runOf('r9', 'bisam-tanh', { rho: 0.2 })],
      training: { lr: 0.05 },
    });
    talk.send({ type: 'change', group: 'g1', experiment: changed });
    expect(await talk.next('changed')).toMatchObject({
      members: [{ id: 'r1/1' }, { id: 'r2/1' }, { id: 'r9/1' }],
      tunings: [
        { step: 0, key: 'lr', value: 0.1 },
        { step: 10, run: null, key: 'lr', value: 0.05 },
        { step: 10, run: 'r2', key: 'rho', value: 0.1 },
      ],
    });
    talk.send({ type: 'resume', group: 'g1' });
    await talk.next('ended');
    for (const id of ['r1/1', 'r2/1', 'r9/1'])
      expect(curves(talk.rows('g1'), id).steps['learningRate']).toEqual(Array.from({ length: 30 }, (_, step) => (step < 10 ? 0.1 : 0.05)));
    expect(curves(talk.rows('g1'), 'r2/1').steps['radius']?.[9]).toBeCloseTo(0.3, 6);
    expect(curves(talk.rows('g1'), 'r2/1').steps['radius']?.[10]).toBeCloseTo(0.1, 6);
  });

  it('ignores commands for a group that it does not have', async () => {
    const talk = begin();
    talk.send({ type: 'start', group: 'g1', experiment: short, paused: true });
    for (const type of ['resume', 'pause', 'stop'] as const) talk.send({ type, group: 'another' });
    talk.send({ type: 'advance', group: 'another', steps: 5 });
    talk.send({ type: 'change', group: 'another', experiment: long(7) });
    talk.send({ type: 'advance', group: 'g1', steps: 2 });
    expect((await talk.next('paused', 1)).step).toBe(2);
    expect([...talk.all('failed'), ...talk.all('ended'), ...talk.all('changed')]).toEqual([]);
    expect(talk.all('paused').every(({ group }) => group === 'g1')).toBe(true);
  });

  it('replaces a group by the next that starts', async () => {
    const talk = begin();
    talk.send({ type: 'start', group: 'g1', experiment: long(100_000) });
    await talk.next('tick');
    talk.send({ type: 'start', group: 'g2', experiment: short });
    expect(await talk.next('ended')).toMatchObject({ group: 'g2', outcome: 'completed' });
    const begun = talk.all('tick').findIndex(({ group }) => group === 'g2');
    expect(
      talk
        .all('tick')
        .slice(begun)
        .every(({ group }) => group === 'g2'),
    ).toBe(true);
    const expected = await reference();
    for (const id of ['r1/1', 'r2/1']) expect(curves(talk.rows('g2'), id)).toEqual(curves(expected, id));
  });

  it('says why it refuses an experiment, and the group that runs does not notice', async () => {
    const talk = begin();
    talk.expectsFailure = true;
    const experiment = long(400);
    talk.send({ type: 'start', group: 'g1', experiment, paused: true });
    talk.send({ type: 'advance', group: 'g1', steps: 100 });
    await talk.next('paused', 1);
    talk.send({ type: 'start', group: 'batch', experiment: tiny({ training: { batch: 41 } }) });
    talk.send({ type: 'start', group: 'model', experiment: tiny({ model: ['cnn'] }) });
    talk.send({ type: 'start', group: 'files', experiment: tiny({ data: ['files', { set: 'never-stored' }] }) });
    talk.send({
      type: 'start',
      group: 'large',
      experiment: tiny({ model: ['mlp', { width: 2048, depth: 8 }], data: ['moons', { n: 10_000 }], training: { batch: 4096 } }),
    });
    talk.send({ type: 'start', group: 'device', experiment: tiny({ backend: 'webgpu' }) });
    talk.send({ type: 'probe', experiment: tiny({ training: { batch: 41 } }) });
    await talk.next('failed', 5);
    expect(talk.all('failed').map(({ group, code }) => [group, code])).toEqual([
      ['batch', 'settings-refused'],
      ['model', 'settings-refused'],
      ['files', 'data-missing'],
      ['large', 'model-too-large'],
      ['device', 'only-software-adapter'],
      [null, 'settings-refused'],
    ]);
    for (const { detail } of talk.all('failed').filter(({ code }) => code !== 'data-missing')) expect(detail).toMatch(/^[A-Z].*[.!]$/);
    talk.send({ type: 'resume', group: 'g1' });
    expect(await talk.next('ended')).toMatchObject({ group: 'g1', outcome: 'completed' });
    const expected = await reference(experiment);
    for (const id of ['r1/1', 'r2/1']) expect(curves(talk.rows('g1'), id)).toEqual(curves(expected, id));
  });

  it('sends one tick at most until it is acknowledged, and loses no row by waiting', async () => {
    const experiment = long(1500);
    const [deaf, listening] = [begin({ acknowledges: false }), begin()];
    deaf.send({ type: 'start', group: 'g1', experiment });
    await deaf.next('ended');
    // One that nobody acknowledged, one before a snapshot so that whoever goes on from it has the rows before it, and the last, which always comes.
    const snapshots = deaf.all('snapshot').length;
    expect(deaf.ticks('g1').length).toBeGreaterThanOrEqual(2);
    expect(deaf.ticks('g1').length).toBeLessThanOrEqual(1 + snapshots);
    listening.send({ type: 'start', group: 'g1', experiment });
    await listening.next('ended');
    expect(listening.ticks('g1').length).toBeGreaterThan(2);
    for (const id of ['r1/1', 'r2/1']) expect(curves(deaf.rows('g1'), id)).toEqual(curves(listening.rows('g1'), id));
  });

  it('measures how long a gradient takes without disturbing the group at hand', async () => {
    const talk = begin();
    talk.send({ type: 'start', group: 'g1', experiment: short, paused: true });
    talk.send({ type: 'advance', group: 'g1', steps: 10 });
    await talk.next('paused', 1);
    talk.send({ type: 'probe', experiment: tiny({ training: { seeds: [5, 6], batch: 20 } }) });
    const { msPerGradient, experiment } = await talk.next('probed');
    expect(msPerGradient).toSatisfy((value: number) => value > 0 && Number.isFinite(value));
    expect(experiment.training.seeds).toEqual([5, 6]);
    talk.send({ type: 'resume', group: 'g1' });
    await talk.next('ended');
    const expected = await reference();
    for (const id of ['r1/1', 'r2/1']) expect(curves(talk.rows('g1'), id)).toEqual(curves(expected, id));
  });

  it('says once per run what is defined and unexpected about it', async () => {
    const talk = begin();
    const never = runOf('r1', 'ae-sam', { lambda1: 90, lambda2: 90 });
    talk.send({ type: 'start', group: 'g1', experiment: tiny({ runs: [never, sam], training: { seeds: [1, 2] } }) });
    await talk.next('ended');
    expect(talk.all('noticed')).toMatchObject([{ group: 'g1', about: 'r1', code: 'gate-never-open', step: 29 }]);
  });

  it('parks a run that diverges and says so once', async () => {
    const talk = begin();
    talk.send({ type: 'start', group: 'g1', experiment: tiny({ runs: [sgd, { ...sam, learningRate: 1e30 }] }) });
    await talk.next('ended');
    expect(talk.all('diverged')).toMatchObject([{ group: 'g1', member: { id: 'r2/1' }, reason: 'its loss was no longer a finite number' }]);
    const expected = await reference();
    expect(curves(talk.rows('g1'), 'r1/1')).toEqual(curves(expected, 'r1/1'));
  });
});

describe('a worker that is gone', () => {
  it('is replaced by one that goes on from the last snapshot, to the same bits', async () => {
    const whole = begin();
    whole.send({ type: 'start', group: 'g1', experiment: short });
    await whole.next('ended');
    const end = whole.all('snapshot').at(-1)?.snapshot;

    const talk = begin();
    talk.send({ type: 'start', group: 'g1', experiment: short, paused: true });
    talk.send({ type: 'advance', group: 'g1', steps: 10 });
    await talk.next('paused', 1);
    talk.send({ type: 'advance', group: 'g1', steps: 5 });
    // The worker dies in these five steps, as far as the page can tell.
    talk.workers[0]?.onerror?.call(talk.workers[0], new ErrorEvent('error', { message: 'gone', cancelable: true }));
    expect(talk.losses).toMatchObject([{ code: 'worker-died', replaced: true, detail: 'gone', snapshot: { group: 'g1' } }]);
    expect(talk.losses[0]?.snapshot?.members.map(({ step }) => step)).toEqual([10, 10]);
    expect(talk.workers).toHaveLength(2);
    const paused = await talk.next('paused', 2);
    expect(paused.step).toBe(10);
    talk.send({ type: 'resume', group: 'g1' });
    await talk.next('ended');
    const resumed = talk.all('snapshot').at(-1)?.snapshot;
    if (!end || !resumed) throw new Error('a group that ended left no snapshot');
    expect(paramsOf(resumed)).toEqual(paramsOf(end));
    const expected = await reference();
    for (const id of ['r1/1', 'r2/1'])
      expect(curves(talk.rows('g1'), id).steps['lossClean']).toEqual(curves(expected, id).steps['lossClean']);
  });
});
