// Does the page's memory stay flat while numbers stream in?
//   node scripts/memory.mjs [minutes]
//
// Streams made-up ticks of 8 runs into the built page for that long and prints the heap of the page after a forced collection,
// twice a minute, beside the bytes that the rows themselves need: the page keeps every row, and nothing else may grow.
// The last line is JSON: heap per row at the start and the end of the streaming, and what grew that is no row.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from './browser.mjs';
import { buildIfStale } from './buildIfStale.mjs';
import { endWithHelp } from './command.mjs';
import { root } from './root.mjs';
import { serveFolder } from './serve.mjs';

endWithHelp('usage: node scripts/memory.mjs [minutes]');
const minutes = Number(process.argv.slice(2).find((word) => /^\d+(\.\d+)?$/.test(word)) ?? 10);
const LOOK_MS = 30_000;
const RUNS = 8;
/** Columns of the made-up trainer, single steps and measurements. */
const COLUMNS = 11 + 13;
const MEBI = 2 ** 20;

buildIfStale();
const server = await serveFolder(join(root, 'dist'));
const browser = await launchBrowser();
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 960 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  const options = JSON.stringify({ prefilled: 1, perTick: 10 });
  const trainer = readFileSync(join(root, 'scripts/fixtures/madeUpTrainer.js'), 'utf8').replace('= OPTIONS', `= ${options}`);
  await page.route('**/assets/worker/main-*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: trainer }));
  const algorithms = 'sgd,sam(rho=.1),sam(rho=.2),sam(rho=.4),bisam-log,bisam-tanh,asam,lets-sam';
  await page.goto(`${server.url}/#v=1&preset=pinwheel-noisy&every=1&steps=1000000&algos=${algorithms}`);
  await page.getByRole('contentinfo').getByText('Basin').waitFor();
  await page.keyboard.press('Space');
  const session = await context.newCDPSession(page);
  const rows = [];
  for (let look = 0; look <= (60_000 * minutes) / LOOK_MS; look++) {
    // The first look is after everything has been drawn once.
    await page.waitForTimeout(LOOK_MS);
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage');
    const steps = await page.evaluate(() => document.querySelector('progress')?.value ?? 0);
    const own = RUNS * COLUMNS * 8 * steps;
    rows.push({ steps, heap: usedSize, buffers: backingStorageSize, own });
    console.error(
      `${((look + 1) * LOOK_MS) / 60_000} min   ${steps} steps   heap ${(usedSize / MEBI).toFixed(1)} MiB   ` +
        `buffers ${(backingStorageSize / MEBI).toFixed(1)} MiB, of which rows need ${(own / MEBI).toFixed(1)} MiB`,
    );
  }
  const [first, last] = [rows[0], rows.at(-1)];
  console.log(JSON.stringify({ minutes, browser: browser.version(), heapGrowthMiB: (last.heap - first.heap) / MEBI, rows }));
} finally {
  await browser.close();
  await server.close();
}
