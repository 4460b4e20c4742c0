// Does the page stand what nobody plans? Two trials of the built page, both repeatable by their seed:
//   node scripts/soak.mjs monkey [--minutes 10] [--seed 1]   random presses, keys, texts, links and reloads
//   node scripts/soak.mjs run [--minutes 60]                 one long training with eight runs, its memory looked at every minute
//
// The monkey ends with 1 where the console complains, an exception is not caught, or the page is blank; the run where memory grew by
// more than a tenth after its first fifth. The last line is JSON with the figures.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { launchBrowser } from './browser.mjs';
import { buildIfStale } from './buildIfStale.mjs';
import { endWithHelp, parseArguments } from './command.mjs';
import { pressesOf } from './soak/presses.mjs';
import { root } from './root.mjs';
import { serveFolder } from './serve.mjs';

const USAGE = 'usage: node scripts/soak.mjs monkey|run [--minutes 10] [--seed 1]';
endWithHelp(USAGE);
const { values, positionals } = parseArguments(process.argv.slice(2), {
  usage: USAGE,
  options: { minutes: { type: 'string' }, seed: { type: 'string', default: '1' } },
  positionals: 1,
});
const [trial = 'monkey'] = positionals;
const minutes = Number(values.minutes ?? (trial === 'monkey' ? 10 : 60));
const seed = Number(values.seed);
const MEBI = 2 ** 20;

/** Words of the browser about what the monkey itself forbids: other hosts. */
const FORBIDDEN = /net::ERR_(FAILED|BLOCKED_BY_CLIENT)|Failed to load resource/;

async function monkey(page, url) {
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const isWorse = message.type() === 'error' || message.type() === 'warning';
    if (isWorse && !FORBIDDEN.test(message.text())) complaints.push(message.text());
  });
  page.context().on('page', (other) => other !== page && other.close().catch(() => {}));
  await page.context().route('**', (route) => (route.request().url().startsWith(url) ? route.continue() : route.abort()));
  await page.goto(`${url}/`);
  await page.getByRole('contentinfo').waitFor();
  const press = pressesOf(page, url, seed);
  const end = Date.now() + 60_000 * minutes;
  const done = {};
  const last = [];
  let blank = 0;
  for (let presses = 0; Date.now() < end && complaints.length === 0 && blank === 0; presses++) {
    const what = await press();
    const kind = what.split(' ')[0];
    done[kind] = (done[kind] ?? 0) + 1;
    last.push(what);
    if (last.length > 12) last.shift();
    if (presses % 20 !== 0) continue;
    // Loading anew takes a moment; what stays empty is blank.
    const isThere = await page
      .waitForFunction(() => (document.querySelector('#root')?.textContent ?? '').length > 100, undefined, { timeout: 20_000 })
      .then(
        () => true,
        () => false,
      );
    if (!isThere) blank++;
    if (presses % 200 === 0) console.error(`${presses} presses   ${((end - Date.now()) / 60_000).toFixed(1)} min left`);
  }
  const presses = Object.values(done).reduce((sum, count) => sum + count, 0);
  console.log(
    JSON.stringify({ trial, minutes, seed, presses, done, complaints, blank, ...(complaints.length + blank > 0 ? { last } : {}) }),
  );
  if (complaints.length + blank > 0) process.exitCode = 1;
}

/** Resident memory of the processes that this one has started, in MiB; NaN where the system does not say. */
function residentMiB() {
  try {
    const table = execFileSync('ps', ['-eo', 'pid=,ppid=,rss='], { encoding: 'utf8' });
    const processes = table
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number));
    const own = new Set([process.pid]);
    let kib = 0;
    // Parents have come before their children.
    for (const [pid, parent, rss] of processes.toSorted((one, other) => one[0] - other[0])) {
      if (!own.has(parent)) continue;
      own.add(pid);
      kib += rss;
    }
    return kib / 1024;
  } catch {
    return Number.NaN;
  }
}

async function run(page, url) {
  const algorithms = 'sgd,sam(rho=.1),sam(rho=.2),sam(rho=.4),bisam-log,bisam-tanh,asam,lets-sam';
  await page.goto(`${url}/#v=1&preset=pinwheel-noisy&every=50&steps=1000000&backend=wasm&algos=${algorithms}`);
  await page.getByRole('contentinfo').getByText(/:/).first().waitFor();
  await page.keyboard.press('Space');
  const session = await page.context().newCDPSession(page);
  const rows = [];
  for (let minute = 1; minute <= minutes; minute++) {
    await page.waitForTimeout(60_000);
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage');
    const steps = await page.evaluate(() => document.querySelector('progress')?.value ?? 0);
    rows.push({ minute, steps, heapMiB: usedSize / MEBI, buffersMiB: backingStorageSize / MEBI, residentMiB: residentMiB() });
    const { heapMiB, buffersMiB, residentMiB: resident } = rows.at(-1);
    console.error(
      `${minute} min   ${steps} steps   heap ${heapMiB.toFixed(1)} MiB   buffers ${buffersMiB.toFixed(1)} MiB   resident ${resident.toFixed(0)} MiB`,
    );
  }
  const from = rows[Math.floor(rows.length / 5)];
  const growth = rows.at(-1).residentMiB / from.residentMiB - 1;
  const failure = await page.locator('.notice-failure').count();
  console.log(JSON.stringify({ trial, minutes, growth, failure, rows }));
  if (growth > 0.1 || failure > 0) process.exitCode = 1;
}

buildIfStale();
const server = await serveFolder(join(root, 'dist'));
const browser = await launchBrowser();
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: false });
  // Kept pages answer without the network that is watched here.
  await context.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'));
  await (trial === 'run' ? run : monkey)(await context.newPage(), server.url);
} finally {
  await browser.close();
  await server.close();
}
