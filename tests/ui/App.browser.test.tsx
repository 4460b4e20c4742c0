import { Profiler } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { page as screen } from 'vitest/browser';
import { App } from '../../src/ui/page/App';
import { createDrawScheduler } from '../../src/ui/drawing/drawScheduler';
import type { OfflineTools } from '../../src/ui/pageContext';
import { randomStream } from '../../src/core/random';
import { tickOf } from '../core/metrics/histories';
import { fakePage } from '../store/fakePage';
import { noStudies } from './noStudies';

const network = { isKept: false, isNewerReady: false, isOffline: false };
const alwaysOnline: OfflineTools = { get: () => network, subscribe: () => () => {}, load() {} };

// A desk: a phone shows one chart at a time.
beforeEach(() => screen.viewport(1280, 900));
let unmount = () => {};
afterEach(() => unmount());

/** The page on screen, with frames that come when the test says so. */
async function shown() {
  await allParts();
  const fake = fakePage();
  const frames: (() => void)[] = [];
  const clock = { now: 0 };
  const scheduler = createDrawScheduler({ nextFrame: (then) => frames.push(then), now: () => clock.now, interval: () => 100 });
  fake.page.store.subscribe((state, before) => {
    if (state.group !== before.group) scheduler.touch();
  });
  const commits = { count: 0 };
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  root.render(
    <Profiler id="page" onRender={() => void commits.count++}>
      <App
        page={fake.page}
        scheduler={scheduler}
        offline={alwaysOnline}
        copy={async () => true}
        studies={noStudies}
        base="http://127.0.0.1/"
      />
    </Profiler>,
  );
  unmount = () => {
    root.unmount();
    place.remove();
  };
  await settled();
  return { ...fake, frames, clock, commits };
}

/** Parts loaded after the first paint are there, or their coming would be counted. */
async function allParts() {
  await Promise.all([
    import('../../src/ui/settings/SettingsForm'),
    import('../../src/ui/publicSets/PublicSets'),
    import('../../src/ui/explanation/HowItWorks'),
  ]);
}

/** Effects and observers of the browser have had their turn. */
async function settled() {
  for (let frame = 0; frame < 3; frame++) await new Promise((then) => requestAnimationFrame(() => setTimeout(then)));
}

it('renders nothing for a thousand ticks, and one picture per frame then', async () => {
  const { page, group, begin, frames, clock, commits } = await shown();
  page.run();
  begin();
  const tick = (step: number) =>
    page.receive({ type: 'tick', group: group().id, seq: step, step, members: [tickOf('r1', 1, [step], () => 70)], boundaries: [] });
  tick(1);
  await settled();
  while (frames.length > 0) {
    clock.now += 16;
    frames.shift()?.();
    await Promise.resolve();
  }
  // What is loaded late may still come, without anything to be seen of it.
  const arrived = () => [commits.count, performance.getEntriesByType('resource').length].join();
  for (let before = ''; before !== arrived(); ) {
    before = arrived();
    // When the page has nothing else to do, several times: a busy machine brings a part in pieces.
    for (let pause = 0; pause < 5; pause++) {
      await settled();
      await new Promise((then) => requestIdleCallback(then));
    }
  }

  commits.count = 0;
  for (let step = 2; step <= 1000; step++) tick(step);
  await settled();
  expect(commits.count).toBe(0);

  clock.now += 1000;
  for (let frame = 1; frame <= 5; frame++) {
    frames.shift()?.();
    await settled();
    expect(commits.count).toBeLessThanOrEqual(frame);
  }
  expect(commits.count).toBeGreaterThan(0);
});

it('has a picture, a chart and a place in the table for every run before the first step', async () => {
  await shown();
  const names = [...document.querySelectorAll('article')].map((card) => card.getAttribute('aria-label'));
  expect(names).toEqual(['SGD', 'SAM', 'BiSAM (−log)']);
  expect(document.querySelectorAll('.runs > li')).toHaveLength(3);
  expect(document.querySelectorAll('figure.chart').length).toBeGreaterThanOrEqual(9);
});

/** Every step that the page says of SGD's results: headline, table, its card's accuracy, and a chart's summary. Accuracies of the test are steps over a hundred. */
function stepsSaid(): readonly number[] {
  const text = (selector: string) => document.querySelector(selector)?.textContent?.replaceAll('\u202f', '') ?? '';
  const accuracy = (of: string) => [Math.round(100 * Number.parseFloat(of))].filter(Number.isFinite);
  const step = (of: string) => [...of.matchAll(/(?:After|step) (\d+)/g)].map(([, number]) => Number(number));
  return [
    ...step(text('.verdict-sentence')),
    ...step(text('.runs-step')),
    ...accuracy(text('.runs .run-standing b')),
    ...accuracy(text('.run-card dd')),
  ];
}

it('says one step in every frame of training and at any place of the cursor', async () => {
  const { page, group, begin, frames, clock } = await shown();
  page.run();
  begin();
  const draw = randomStream(5, 'frames');
  const runs = ['r1', 'r2', 'r3'];
  const tick = (step: number) => {
    // The third run is one that catches up.
    const members = runs.map((run) =>
      tickOf(run, 1, [run === 'r3' ? 10 * Math.floor(step / 20) : step], (at) => at / 100 + (run === 'r1' ? 0 : 5)),
    );
    page.receive({ type: 'tick', group: group().id, seq: step + 1, step: step / 2, members, boundaries: [] });
  };
  let checked = 0;
  for (let step = 0; step <= 2000; step += 10) {
    tick(step);
    if (draw.uniform() < 0.3) page.pointAt(draw.uniform() < 0.2 ? null : draw.uniform() * step);
    clock.now += 16;
    frames.shift()?.();
    await new Promise((then) => setTimeout(then));
    const said = stepsSaid();
    expect(new Set(said).size, said.join()).toBeLessThanOrEqual(1);
    if (said.length === 4) checked++;
  }
  expect(checked).toBeGreaterThan(50);
});
