// How smoothly does the page draw while the worker trains flat out, and with more points than anybody trains?
//   node scripts/frames.mjs [seconds] [--profile]
//
// Measures the intervals between animation frames and the long tasks (over 50 ms) of the built page: idle, for calibration of
// this machine; while the default experiment trains; and with 8 runs × 100,000 points on six charts in sight while a mouse
// moves over one of them, once at rest and once while more points come (made up, as no network would give them in time).
// Prints a table on stderr and JSON on stdout. `work` is the processor time of the page's thread per frame, and `hardest` that of its
// longest task: frames and long tasks also wait for a processor where other programs have it, or where one paints them without a
// graphics card. With --profile it also says which functions of the page took the time.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from './browser.mjs';
import { buildIfStale } from './buildIfStale.mjs';
import { endWithHelp } from './command.mjs';
import { root } from './root.mjs';
import { serveFolder } from './serve.mjs';

endWithHelp('usage: node scripts/frames.mjs [seconds] [--profile]');
const isProfiled = process.argv.includes('--profile');
const seconds = Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? 10);
const WARM_UP_SECONDS = 2;
/** Longer than anybody measures, so that it never ends in between. */
const TRAINING = 'v=1&preset=pinwheel-noisy&steps=1000000';

const RUNS = 'sgd,sam(rho=.1),sam(rho=.2),sam(rho=.4),bisam-log,bisam-tanh,asam,lets-sam';
const POINTS = 100_000;
const large = (steps) => `v=1&preset=pinwheel-noisy&every=1&steps=${steps}&algos=${RUNS}`;

buildIfStale();
const server = await serveFolder(join(root, 'dist'));
const browser = await launchBrowser();
try {
  const results = {
    idle: await measure(''),
    training: await measure(TRAINING),
    hovering: await measure(large(POINTS), { prefilled: POINTS, perTick: 0 }),
    'hovering, growing': await measure(large(10 * POINTS), { prefilled: POINTS, perTick: 50 }),
  };
  for (const [name, { frames, medianMs, p95Ms, worstMs, workMs, hardestMs, longTasks, steps }] of Object.entries(results)) {
    console.error(
      `${name.padEnd(17)} ${String(frames).padStart(4)} frames   median ${medianMs} ms   95 % ${p95Ms} ms   worst ${worstMs} ms   work ${workMs} ms   hardest ${hardestMs} ms   ` +
        `long tasks ${longTasks.length}${longTasks.length > 0 ? ` (worst ${Math.max(...longTasks)} ms)` : ''}${steps > 0 ? `   ${steps} steps` : ''}`,
    );
  }
  console.log(JSON.stringify({ seconds, browser: browser.version(), ...results }));
} finally {
  await browser.close();
  await server.close();
}

/** @param madeUp  options of the trainer that makes numbers up; null trains. */
async function measure(hash, madeUp = null) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 960 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  if (madeUp) {
    const trainer = readFileSync(join(root, 'scripts/fixtures/madeUpTrainer.js'), 'utf8').replace(
      '= OPTIONS',
      `= ${JSON.stringify(madeUp)}`,
    );
    await page.route('**/assets/worker/main-*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: trainer }));
  }
  await page.goto(`${server.url}/${hash === '' ? '' : `#${hash}`}`);
  await page.getByRole('contentinfo').getByText('Basin').waitFor();
  if (hash !== '') await page.keyboard.press('Space');
  if (madeUp) await page.waitForFunction((least) => (document.querySelector('progress')?.value ?? 0) >= least, POINTS);
  await page.waitForTimeout(1000 * WARM_UP_SECONDS);
  const hand = madeUp ? moveOverCharts(page) : null;
  if (madeUp) await page.waitForTimeout(1000 * WARM_UP_SECONDS);
  const session = await context.newCDPSession(page);
  const profiler = isProfiled && hash !== '' ? session : undefined;
  await profiler?.send('Profiler.enable');
  await profiler?.send('Profiler.start');
  // Processor time: what other programs take from it on a shared machine is not the page's.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async () => (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value;
  const before = await busy();
  const tasks = await traceTasks();
  const { intervals, longTasks, steps } = await page.evaluate(watchFrames, seconds);
  const hardestMs = tenths(await tasks.longest());
  const workMs = (1000 * ((await busy()) - before)) / intervals.length;
  if (profiler) report((await profiler.send('Profiler.stop')).profile);
  await hand?.stop();
  await context.close();
  const sorted = intervals.toSorted((left, right) => left - right);
  const at = (share) => tenths(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]);
  const [medianMs, p95Ms, worstMs] = [at(0.5), at(0.95), at(1)];
  return { frames: sorted.length, medianMs, p95Ms, worstMs, workMs: tenths(workMs), hardestMs, longTasks: longTasks.map(tenths), steps };
}

/** Watches the tasks of the busiest page thread until it is asked for the longest, milliseconds of processor time. */
async function traceTasks() {
  const session = await browser.newBrowserCDPSession();
  const events = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await session.send('Tracing.start', { traceConfig: { includedCategories: ['toplevel'] }, transferMode: 'ReportEvents' });
  return {
    async longest() {
      const ended = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
      await session.send('Tracing.end');
      await ended;
      await session.detach();
      const threadOf = ({ pid, tid }) => `${pid} ${tid}`;
      const pages = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(threadOf);
      const tasks = events.filter(({ name, tdur }) => /RunTask/.test(name) && tdur !== undefined);
      const [busiest = []] = pages
        .map((thread) => tasks.filter((task) => threadOf(task) === thread))
        .sort((one, other) => other.length - one.length);
      return Math.max(0, ...busiest.map(({ tdur }) => tdur)) / 1000;
    },
  };
}

/** Brings six charts into sight and moves a real mouse to and fro over one of them until told to stop. */
function moveOverCharts(page) {
  let isOn = true;
  const moving = (async () => {
    await page.evaluate(() => document.querySelector('.chart-board section').scrollIntoView());
    await page.evaluate(() => scrollBy(0, -60));
    const box = await page.locator('.chart-hand').nth(2).boundingBox();
    for (let turn = 0; isOn; turn++) {
      await page.mouse.move(box.x + box.width * (0.5 + 0.48 * Math.sin(turn / 30)), box.y + box.height / 2);
      await page.waitForTimeout(8);
    }
  })();
  return {
    stop() {
      isOn = false;
      return moving;
    },
  };
}

/** Runs in the page. */
async function watchFrames(duration) {
  const longTasks = [];
  const observer = new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((entry) => entry.duration)));
  observer.observe({ type: 'longtask' });
  const made = () => document.querySelector('progress')?.value ?? 0;
  const before = made();
  const intervals = [];
  await new Promise((resolve) => {
    const start = performance.now();
    let last = start;
    const frame = (now) => {
      if (now > last) intervals.push(now - last);
      last = now;
      if (now - start > 1000 * duration) resolve();
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  observer.disconnect();
  return { intervals, longTasks, steps: made() - before };
}

/** The ten functions in which most time was spent, callees not included. */
function report({ nodes, samples, timeDeltas }) {
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber, columnNumber } }) => {
      return [id, `${functionName || '(anonymous)'} ${url.split('/').at(-1)}:${lineNumber + 1}:${columnNumber + 1}`];
    }),
  );
  const times = new Map();
  samples.forEach((id, index) => times.set(names.get(id), (times.get(names.get(id)) ?? 0) + timeDeltas[index]));
  const all = timeDeltas.reduce((sum, delta) => sum + delta, 0);
  for (const [name, time] of [...times].sort(([, left], [, right]) => right - left).slice(0, 14)) {
    console.error(`  ${((100 * time) / all).toFixed(1).padStart(5)} %  ${name}`);
  }
}

function tenths(value) {
  return Math.round(10 * (value ?? 0)) / 10;
}
