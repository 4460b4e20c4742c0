/** Rarer states of the page; what it says in them is read in `tests/journeys/states.slow.test.ts`. */
import { describe, expect, it } from 'vitest';
import { blockOf, NO_ROWS } from '../../src/core/metrics/block';
import { splitResults } from '../../src/core/exports/resultsLink';
import { decode, encode } from '../../src/core/settings/link';
import { createPage } from '../../src/store/page';
import { documentOf } from '../../src/store/document';
import { linkWithResults } from '../../src/ui/share/linkWithResults';
import { inflated } from '../../src/ui/share/deflate';
import { tickOf } from '../core/metrics/histories';
import { fakeAddress, fakePage, startedOf } from './fakePage';

const HASH = 'v=1&preset=moons-noisy&steps=1000';

/** Training, with ticks that say a step at a time of the clock. */
function running(hash = HASH) {
  const fake = fakePage(hash);
  let seq = 0;
  fake.page.run();
  fake.begin();
  const tick = (at: number, step: number) => {
    fake.clock.now = at;
    const group = fake.group().id;
    fake.page.receive({ type: 'tick', group, seq: ++seq, step, members: [], boundaries: [] });
  };
  return { ...fake, tick };
}

describe('a link that asks for much', () => {
  const HUGE = 'v=1&preset=moons-noisy&steps=1e6';

  it('says so, and nothing of it trains before a choice', () => {
    const { state, page, types } = fakePage(HUGE);
    expect(state().isExpensive).toBe(true);
    page.open();
    page.prepare();
    expect(types()).not.toContain('resume');
    expect(state().group?.phase).toBe('paused');
  });

  it('runs its first 1,000 steps with the plan it has, and pauses', () => {
    const { state, page, last, begin, group, types } = fakePage(HUGE);
    page.prepare();
    begin();
    page.runFirst(1000);
    expect(state().isExpensive).toBe(false);
    expect(last('advance')).toMatchObject({ steps: 1000 });
    expect(last('start')?.experiment.training.steps).toBe(1e6);
    // The pause before the first step is heard late.
    page.receive({ type: 'paused', group: group().id, step: 0 });
    expect(group().phase).toBe('preparing');
    page.receive({ type: 'tick', group: group().id, seq: 1, step: 400, members: [], boundaries: [] });
    expect(group().phase).toBe('running');
    page.receive({ type: 'paused', group: group().id, step: 1000 });
    expect([group().phase, group().step, group().until]).toEqual(['paused', 1000, null]);
    page.run();
    expect(types().at(-1)).toBe('resume');
  });

  it.each(['', HASH])('is none of the ordinary: %s', (hash) => {
    expect(fakePage(hash).state().isExpensive).toBe(false);
  });

  it('is forgotten once it was edited into an ordinary one', () => {
    const { page, state } = fakePage(HUGE);
    const { experiment } = state();
    page.edit({ ...experiment, training: { ...experiment.training, steps: 100 } });
    expect(state().isExpensive).toBe(false);
  });
});

describe('a hidden tab', () => {
  it('says on return how far training came meanwhile', () => {
    const { page, clock, tick, state } = running();
    tick(0, 1);
    tick(1000, 101);
    page.setHidden(true);
    clock.now = 6000;
    page.setHidden(false);
    expect(state().announcement).toBe('');
    tick(6100, 481);
    expect(state().announcement).toBe('Kept training while hidden: 380 steps.');
    page.say('');
    tick(6200, 490);
    expect(state().announcement).toBe('');
  });

  it('says that the browser stopped it', () => {
    const { page, clock, tick, state } = running();
    tick(0, 1);
    tick(1000, 101);
    page.setHidden(true);
    clock.now = 61_000;
    page.setHidden(false);
    tick(61_050, 110);
    expect(state().announcement).toMatch(/^Your browser paused training while hidden/);
  });

  it('says that it finished', () => {
    const { page, clock, tick, state, group } = running();
    tick(0, 1);
    tick(1000, 101);
    page.setHidden(true);
    tick(9000, 1000);
    page.receive({ type: 'ended', group: group().id, outcome: 'completed' });
    clock.now = 20_000;
    page.setHidden(false);
    expect(state().announcement).toBe('Finished while hidden: 899 steps.');
  });

  it.each([
    ['for a moment', 1000, true],
    ['while nothing trained', 60_000, false],
  ])('%s says nothing', (_, away, trains) => {
    const { page, clock, tick, state } = running();
    tick(0, 1);
    tick(1000, 101);
    if (!trains) page.pause();
    page.setHidden(true);
    clock.now += away;
    page.setHidden(false);
    tick(clock.now + 10, 120);
    expect(state().announcement).toBe('');
  });
});

describe('the end of training', () => {
  it('is said once, of what was trained here', () => {
    const { page, state, group } = running();
    page.receive({ type: 'ended', group: group().id, outcome: 'completed' });
    expect(state().announcement).toBe(`Done: 1\u202f000 steps of ${state().experiment.runs.length} runs.`);
  });

  it('is not said of what was stopped', () => {
    const { page, state, group } = running();
    page.receive({ type: 'ended', group: group().id, outcome: 'stopped' });
    expect(state().announcement).toBe('');
  });
});

describe('a device lost for the second time', () => {
  const loss = (group: string) => ({
    group,
    tunings: [],
    members: [{ member: 'r1/1', step: 600, gradEvals: 600, seconds: 1, divergedAt: null, state: {} }],
  });

  it('leaves a snapshot, from which training goes on by hand', () => {
    const { page, state, group, last, tick } = running();
    tick(0, 700);
    const snapshot = loss(group().id);
    page.lose({ code: 'device-lost', replaced: false, snapshot, detail: '' });
    expect([group().phase, state().failure?.snapshot]).toEqual(['failed', snapshot]);
    page.resume();
    expect(last('start')).toMatchObject({ group: group().id, snapshot });
    expect([group().phase, state().failure]).toEqual(['preparing', null]);
  });

  it('without a snapshot has nothing to go on from', () => {
    const { page, group, types } = running();
    page.lose({ code: 'device-lost', replaced: false, snapshot: null, detail: '' });
    const before = types().length;
    page.resume();
    expect([group().phase, types().length]).toEqual(['failed', before]);
  });
});

describe('data that are not stored here', () => {
  const MISSING = 'v=1&preset=mnist&set=mnist-10-abc';

  it('are found missing before anything is asked of the worker, so that it is said once', () => {
    const { page, types, state } = fakePage(MISSING);
    page.prepare();
    expect(types()).not.toContain('start');
    page.receive({ type: 'datasets', datasets: [] });
    expect(types()).not.toContain('start');
    expect([state().failure, state().group]).toEqual([null, null]);
  });

  it('are waited for where they are stored, with Run if that was pressed', () => {
    const { page, last, state } = fakePage(MISSING);
    page.prepare();
    page.run();
    page.receive({
      type: 'datasets',
      datasets: [{ id: 'mnist-10-abc', name: '', count: 1000, inputShape: [28, 28, 1], classes: 10, bytes: 1, stored: true }],
    });
    expect(last('start')).toMatchObject({ paused: false });
    expect(state().group?.phase).toBe('preparing');
  });
});

describe('the pace', () => {
  it('is told to the worker when it changes, and at the start where the link says so', () => {
    const { page, types, last, state } = fakePage(HASH);
    page.open();
    expect(types()).not.toContain('pace');
    const { experiment } = state();
    page.edit({ ...experiment, view: { ...experiment.view, pace: 'turbo' } });
    expect(last('pace')).toEqual({ type: 'pace', pace: 'turbo' });
    expect(types()).not.toContain('start');
    const chosen = fakePage(`${HASH}&pace=turbo`);
    chosen.page.open();
    expect(chosen.last('pace')).toEqual({ type: 'pace', pace: 'turbo' });
  });
});

describe('the document of training so long that rows were thinned', () => {
  it('says so, and how much; that of a short one says nothing', () => {
    const { page, state, group, begin } = fakePage('v=1&preset=moons-noisy&steps=100');
    page.receive({ type: 'opened', report: { backend: 'wasm', adapter: 'a processor', sentence: '', candidates: [], versions: {} } });
    page.run();
    begin();
    const said = () => documentOf(state(), { userAgent: '', date: '2024-01-01T00:00:00Z' })?.notices;
    page.receive({ type: 'tick', group: group().id, seq: 1, step: 1, members: [tickOf('r1', 1, [0, 1], () => 50)], boundaries: [] });
    expect(said()).toEqual([]);
    const members = [
      tickOf(
        'r1',
        1,
        Array.from({ length: 2 ** 20 }, (_, row) => row + 2),
        () => 50,
      ),
    ];
    page.receive({ type: 'tick', group: group().id, seq: 2, step: 2 ** 20, members, boundaries: [] });
    expect(group().history.points).toBeLessThan(1.5 * 2 ** 20);
    expect(said()).toEqual([
      expect.stringMatching(/^Older steps are thinned: two rows stand for 4 of them/),
      expect.stringMatching(/^Older measurements are thinned/),
    ]);
  });
});

describe('a link with results', () => {
  async function shared() {
    const { page, state, group, begin } = fakePage('v=1&preset=moons-noisy&steps=100');
    page.receive({ type: 'opened', report: { backend: 'wasm', adapter: 'a processor', sentence: '', candidates: [], versions: {} } });
    page.run();
    begin();
    const rows = blockOf({ step: [0, 100], testAccuracy: [50, 91.25] });
    const members = state().experiment.runs.map(({ id }) => ({ id: `${id}/1`, run: id, seed: 1, steps: NO_ROWS, measured: rows }));
    page.receive({ type: 'tick', group: group().id, seq: 1, step: 100, members, boundaries: [] });
    const document = documentOf(state(), { userAgent: '', date: '2024-01-01T00:00:00Z' });
    if (!document) throw new Error('there is no document');
    return (await linkWithResults(document))?.hash ?? '';
  }
  function opening(hash: string) {
    const address = fakeAddress(hash);
    const page = createPage({ address, send: () => {}, now: () => 0, nextFrame: () => {}, inflate: inflated });
    page.open();
    page.prepare();
    return { page, address, state: () => page.store.getState() };
  }
  const settled = () => new Promise((resolve) => setTimeout(resolve));

  it('shows them as recorded, until Run, and Back leads to them again', async () => {
    const hash = await shared();
    const { page, address, state } = opening(hash);
    await expect.poll(() => state().opened?.from).toBe('link');
    expect(state().group?.history.member('r1/1')?.measured.column('testAccuracy').at(-1)).toBe(91.25);
    expect(state().recorded?.backend).toBe('wasm');
    expect(state().notices).toEqual([]);
    page.run();
    expect([state().opened, state().recorded]).toEqual([null, null]);
    expect(address.entries).toEqual([hash, encode(decode(splitResults(hash).link).experiment)]);
    address.move(-1);
    await expect.poll(() => state().opened?.from).toBe('link');
  });

  it('keeps them in the address while only the view changes, and loses them with the first other edit', async () => {
    const hash = await shared();
    const { page, address, state } = opening(hash);
    const { experiment } = state();
    page.edit({ ...experiment, view: { ...experiment.view, theme: 'dark' } });
    expect(splitResults(address.read()).results).toBe(splitResults(hash).results);
    page.edit({ ...state().experiment, training: { ...experiment.training, steps: 200 } });
    expect(splitResults(address.read()).results).toBeNull();
  });

  it('damaged says so, and the settings are there', async () => {
    const { state } = opening(`${(await shared()).slice(0, -20)}`);
    await expect.poll(() => state().failure?.code).toBe('link-results-damaged');
    expect(state().experiment.training.steps).toBe(100);
    expect(state().opened).toBeNull();
  });

  it('does not come in front of what was edited before it could be read', async () => {
    const { page, state } = opening(await shared());
    page.edit({ ...state().experiment, training: { ...state().experiment.training, steps: 7 } });
    for (let turn = 0; turn < 20; turn++) await settled();
    expect(state().opened).toBeNull();
  });

  it('left, gives the experiment ready to run', async () => {
    const { page, state } = opening(await shared());
    await expect.poll(() => state().opened?.from).toBe('link');
    page.closeResults();
    expect([state().opened, state().group?.phase]).toEqual([null, 'paused']);
    page.receive(startedOf(state().group?.id ?? '', state().experiment));
    expect(state().group?.facts?.parameters).toBe(10);
  });
});
