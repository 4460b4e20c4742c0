// How smoothly does the page draw while the worker trains flat out?
//   node scripts/frames.mjs [seconds] [--profile]
//
// Measures the intervals between animation frames and the long tasks (over 50 ms) of the built page, twice: idle, for
// calibration of this machine, and while the default experiment trains. Prints a table on stderr and JSON on stdout.
// With --profile it also says which functions of the page took the time.
import { join } from 'node:path';
import { launchBrowser } from './browser.mjs';
import { buildIfStale } from './buildIfStale.mjs';
import { root } from './root.mjs';
import { serveFolder } from './serve.mjs';

const isProfiled = process.argv.includes('--profile');
const seconds = Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? 10);
const WARM_UP_SECONDS = 2;
/** Longer than anybody measures, so that it never ends in between. */
const TRAINING = 'v=1&preset=pinwheel-noisy&steps=1000000';

buildIfStale();
const server = await serveFolder(join(root, 'dist'));
const browser = await launchBrowser();
try {
  const results = { idle: await measure(''), training: await measure(TRAINING) };
  for (const [name, { frames, medianMs, p95Ms, worstMs, longTasks, steps }] of Object.entries(results)) {
    console.error(
      `${name.padEnd(9)} ${String(frames).padStart(4)} frames   median ${medianMs} ms   95 % ${p95Ms} ms   worst ${worstMs} ms   ` +
        `long tasks ${longTasks.length}${longTasks.length > 0 ? ` (worst ${Math.max(...longTasks)} ms)` : ''}${steps > 0 ? `   ${steps} steps` : ''}`,
    );
  }
  console.log(JSON.stringify({ seconds, browser: browser.version(), ...results }));
} finally {
  await browser.close();
  await server.close();
}

async function measure(hash) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${server.url}/${hash === '' ? '' : `#${hash}`}`);
  await page.getByRole('contentinfo').getByText('Basin').waitFor();
  if (hash !== '') await page.keyboard.press('Space');
  await page.waitForTimeout(1000 * WARM_UP_SECONDS);
  const profiler = isProfiled && hash !== '' ? await page.context().newCDPSession(page) : undefined;
  await profiler?.send('Profiler.enable');
  await profiler?.send('Profiler.start');
  const { intervals, longTasks, steps } = await page.evaluate(watchFrames, seconds);
  if (profiler) report((await profiler.send('Profiler.stop')).profile);
  await page.close();
  const sorted = intervals.toSorted((left, right) => left - right);
  const at = (share) => tenths(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]);
  return { frames: sorted.length, medianMs: at(0.5), p95Ms: at(0.95), worstMs: at(1), longTasks: longTasks.map(tenths), steps };
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
