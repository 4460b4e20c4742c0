/** Runs that are kept: the real trainer, and storage in memory. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { History } from '../../src/core/metrics/history';
import type { Command, MemberTick, Message, RecoveredRun, Snapshot } from '../../src/core/protocol/protocol';
import { createTrainer, type TrainerCommand } from '../../src/engine/training/trainer';
import { createKeeping } from '../../src/worker/keeping';
import { openKeptRuns, packPart } from '../../src/worker/keptRuns';
import { curvesAlone } from '../engine/converse';
import { bisam, curves, sam, sgd, tiny } from '../engine/groupExperiment';
import { mapShelf } from './mapShelf';

afterEach(() => void vi.useRealTimers());

const experiment = tiny({ training: { steps: 60, every: 5, seeds: [1, 2] } });
const group = 'g1';

/** A page's training thread with its keeping, from its beginning to its end. */
function thread(shelf: ReturnType<typeof mapShelf>, date = 1) {
  const runs = openKeptRuns(shelf);
  const said: Message[] = [];
  const wake: (() => void)[] = [];
  const post = (message: Message) => {
    // As over a channel: whoever posted it has lost it.
    said.push(structuredClone(message));
    if (message.type === 'tick')
      for (const { steps, measured } of message.members) for (const { values } of [steps, measured]) values.fill(Number.NaN);
    for (const resolve of wake.splice(0)) resolve();
    if (message.type === 'tick') trainer.receive({ type: 'acknowledge', group: message.group, seq: message.seq });
  };
  const keeping = createKeeping({ runs, post, held: async () => new Set(), date: () => date });
  const trainer = createTrainer({
    post: (message) => keeping.said(message, post),
    loadDataset: () => Promise.reject(new Error('no files here')),
  });
  const all = <T extends Message['type']>(type: T) =>
    said.filter((message): message is Extract<Message, { type: T }> => message.type === type);
  const talk = {
    runs,
    keeping,
    all,
    send(command: TrainerCommand & Command) {
      keeping.told(command);
      trainer.receive(command);
    },
    async next<T extends Message['type']>(type: T, skip = 0) {
      for (;;) {
        const found = all(type)[skip];
        if (found) return found;
        await new Promise<void>((resolve) => wake.push(resolve));
      }
    },
    rows: (): MemberTick[] => all('tick').flatMap(({ members }) => members),
    /** Trains so many steps, until they are kept or nothing is. */
    async advance(steps: number, until?: number) {
      // A start that is paused says so, too.
      const begun = (await talk.next('paused')).step;
      const made = until ?? Math.max(begun, ...all('paused').map(({ step }) => step)) + steps;
      talk.send({ type: 'advance', group, steps });
      for (let heard = 1; (await talk.next('paused', heard)).step < made; heard++);
      await keeping.settled();
    },
  };
  return talk;
}

const start = (kept: string, more: Partial<Extract<Command, { type: 'start' }>> = {}) =>
  ({ type: 'start', group, experiment, kept, paused: true, ...more }) as const;

/** One run of one visit, kept under each of these names, one millisecond after the other. */
async function keptAs(shelf: ReturnType<typeof mapShelf>, keys: readonly string[]): Promise<void> {
  const page = thread(mapShelf());
  page.send(start('any'));
  await page.advance(3);
  const record = await page.runs.record('any');
  if (!record) throw new Error('nothing was kept');
  const parts = await Promise.all(
    [record.state, ...record.log].map(async (part) => packPart(part.name, await page.runs.part('any', part))),
  );
  for (const [index, key] of keys.entries()) await openKeptRuns(shelf).put(key, { ...record, at: 1 + index }, parts);
}

/** Goes on in a new thread from what is kept, to the end. */
async function goOn(shelf: ReturnType<typeof mapShelf>, run: RecoveredRun) {
  const after = thread(shelf);
  after.send(start(run.key, { experiment: run.experiment, snapshot: { ...run.snapshot, group }, paused: false }));
  await after.next('ended');
  await after.keeping.settled();
  return after;
}

/** Rows of a history as those of one tick per member. */
function ticksOf(history: History): MemberTick[] {
  return history.frozen().map(({ steps, measured, ...name }) => {
    const block = ({ columns, length }: typeof steps) => ({
      metrics: columns.map(([metric]) => metric),
      rows: length,
      values: Float64Array.from(columns.flatMap(([, values]) => [...values])),
    });
    return { ...name, steps: block(steps), measured: block(measured) } as MemberTick;
  });
}

const plain = ({ members, tunings }: Snapshot) => ({ tunings, members: members.map(({ seconds: _, ...rest }) => rest) });

describe('a kept run', () => {
  it('goes on after its page is gone, and after that one is gone, bit for bit as if nothing had been', async () => {
    const shelf = mapShelf();
    const first = thread(shelf);
    first.send(start('k1'));
    await first.advance(17);
    await first.advance(6);
    const once = await thread(shelf).runs.recover('k1');
    expect(once).toMatchObject({ key: 'k1', step: 23, isEnded: false, at: 1, experiment });
    expect(once.snapshot.backend).toBe('wasm');

    const second = thread(shelf, 2);
    second.send(start('k1', { snapshot: { ...once.snapshot, group } }));
    await second.advance(10);
    // Nothing of this one is kept: it ends in the middle.
    shelf.refusal = 'AbortError';
    await second.advance(3);
    shelf.refusal = null;

    const twice = await thread(shelf).runs.recover('k1');
    expect(twice).toMatchObject({ step: 33, at: 2 });
    const third = await goOn(shelf, twice);
    const alone = await curvesAlone(experiment);
    const whole = await thread(shelf).runs.recover('k1');
    expect(whole).toMatchObject({ step: 60, isEnded: true });
    for (const [id, own] of alone) {
      expect(curves(ticksOf(History.thawed(whole.history)), id)).toEqual(own);
      const page = History.thawed(twice.history).append(third.rows());
      expect(curves(ticksOf(page), id)).toEqual(own);
    }
    const undisturbed = thread(mapShelf());
    undisturbed.send(start('k2', { paused: false }));
    await undisturbed.next('ended');
    await undisturbed.keeping.settled();
    expect(plain(whole.snapshot)).toEqual(plain((undisturbed.all('snapshot').at(-1) as { snapshot: Snapshot }).snapshot));
    expect(whole.pictures.map(({ step }) => step)).toContain(23);
  });

  it('has the runs that it had last: one that was taken out is gone, one that started over has its new rows alone', async () => {
    const shelf = mapShelf();
    const first = thread(shelf);
    first.send(start('k1'));
    await first.advance(10);
    const otherwise = { ...sam, learningRate: 0.02 };
    const next = { ...experiment, runs: [sgd, otherwise] };
    first.send({ type: 'change', group, experiment: next, anew: ['r2'] });
    await first.next('changed');
    await first.advance(20, 20);
    const kept = await first.runs.recover('k1');
    expect(kept.experiment.runs).toEqual([sgd, otherwise]);
    expect(kept.snapshot.members.map(({ member }) => member)).toEqual(['r1/1', 'r1/2', 'r2/1', 'r2/2']);
    const after = await goOn(shelf, kept);
    const whole = await after.runs.recover('k1');
    expect(History.thawed(whole.history).members.map(({ id }) => id)).toEqual(['r1/1', 'r1/2', 'r2/1', 'r2/2']);
    for (const [id, own] of await curvesAlone(next)) expect(curves(ticksOf(History.thawed(whole.history)), id)).toEqual(own);
  });

  it('makes way for the next run of its page, once that has something to keep', async () => {
    const shelf = mapShelf();
    const one = thread(shelf);
    one.send(start('k1'));
    await one.advance(5);
    one.send(start('k2', { group: 'g2', paused: true }));
    await one.next('started', 1);
    await one.next('paused', 2);
    expect((await one.runs.list()).runs.map(({ key }) => key)).toEqual(['k1']);
    one.send({ type: 'advance', group: 'g2', steps: 5 });
    await one.next('paused', 3);
    await one.keeping.settled();
    expect((await one.runs.list()).runs.map(({ key }) => key)).toEqual(['k2']);
    expect([...shelf.lying.keys()].filter((name) => name.startsWith('k1'))).toEqual([]);
  });

  it('is one of a few: the oldest of pages that are gone are taken away', async () => {
    const shelf = mapShelf();
    await keptAs(shelf, ['k1', 'k2', 'k3', 'k4', 'k5']);
    const page = thread(shelf, 6);
    page.send(start('k6'));
    await page.advance(3);
    expect((await page.runs.list()).runs.map(({ key }) => key)).toEqual(['k6', 'k5', 'k4', 'k3']);
  });

  it('is written in few parts, however often', async () => {
    const shelf = mapShelf();
    const page = thread(shelf);
    page.send(start('k1', { experiment: { ...experiment, runs: [bisam], training: { ...experiment.training, steps: 400 } } }));
    for (let block = 0; block < 80; block++) await page.advance(1);
    expect(shelf.lying.size).toBeLessThan(25);
    expect(History.thawed((await page.runs.recover('k1')).history).member('r3/1')?.steps.length).toBe(80);
  });
});

describe('storage', () => {
  it('that is full is said once, and training goes on; what was kept before stays', async () => {
    const shelf = mapShelf();
    const page = thread(shelf);
    page.send(start('k1'));
    await page.advance(5);
    shelf.refusal = 'QuotaExceededError';
    await page.advance(5);
    await page.advance(5);
    expect(page.all('failed')).toEqual([{ type: 'failed', group: null, code: 'run-not-kept', detail: 'The browser’s storage is full.' }]);
    // Whoever watches over the thread has the newest all the same.
    expect(page.all('snapshot').at(-1)?.snapshot.members[0]?.step).toBe(15);
    expect(await page.runs.recover('k1')).toMatchObject({ step: 5 });
  });

  it('that is off takes nothing, and nothing more is said of runs', async () => {
    const shelf = mapShelf();
    shelf.refusal = 'SecurityError';
    const page = thread(shelf);
    page.send(start('k1'));
    await page.advance(5);
    expect(page.all('failed')).toEqual([]);
    expect(page.all('snapshot').map(({ snapshot }) => snapshot.members[0]?.step)).toEqual([0, 5]);
  });

  it('puts a damaged record aside, names it once, and takes no other with it', async () => {
    const shelf = mapShelf();
    await keptAs(shelf, ['k3', 'k2', 'k1']);
    const spoil = (name: string) =>
      shelf.lying.set(
        name,
        (shelf.lying.get(name) as Uint8Array).map((byte, at) => (at === 40 ? byte ^ 1 : byte)),
      );
    spoil('k1');
    spoil('k2/state/0');
    const { runs } = thread(shelf);
    const listed = await runs.list();
    expect(listed.runs.map(({ key }) => key)).toEqual(['k2', 'k3']);
    expect(listed.failures.map(({ code }) => code)).toEqual(['run-damaged']);
    await expect(runs.recover('k2')).rejects.toMatchObject({ code: 'run-damaged' });
    expect(await runs.list()).toMatchObject({ runs: [{ key: 'k3' }], failures: [] });
    await runs.discard('k2');
    expect([...shelf.lying.keys()].filter((name) => name.includes('k2'))).toEqual([]);
  });
});
