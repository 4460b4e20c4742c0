/** A person at the built page: opens it in a real browser, presses what a hand would press, reads what an eye would read. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page, Worker } from 'playwright-core';
import { afterEach } from 'vitest';
import { launchBrowser } from '../../scripts/browser.mjs';
import { root } from '../../scripts/root.mjs';

/** Messages of the worker, written down at the page's door at full resolution. */
export interface Heard {
  /** Workers made so far. */
  workers: number;
  /** Rows by member, metric and step; what is said again replaces what was said before. */
  rows: Record<string, Record<string, Record<string, number>>>;
  /** Codes of failures in order. */
  failures: string[];
  /** Steps of snapshots. */
  snapshots: number[];
  /** Steps that were kept in the browser. */
  kept: number[];
  /** Steps of pictures of the plane. */
  pictures: number[];
  /** How often it was said which data sets there are: after every one that was read, a known one too. */
  datasets: number;
}

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Console errors and warnings, and uncaught exceptions. */
  readonly complaints: string[];
  /** Addresses asked for on other origins than the page’s. `close` rejects where there are any that were not taken out. */
  readonly strangers: string[];
  open(hash: string): Promise<void>;
  button(name: string | RegExp): Locator;
  /** Opens the settings where they are in a sheet; beside the page they are there. */
  settings(): Promise<void>;
  /** Scrolls to what stands after the curves, which loads when it comes near, and unfolds it where it is folded away. */
  closerLooks(): Promise<void>;
  /** Adds an algorithm from the menu. */
  add(name: string | RegExp): Promise<void>;
  /** Steps that the progress bar shows. */
  step(): Promise<number>;
  /** Waits until the progress bar shows at least this. */
  reach(step: number, seconds?: number): Promise<void>;
  /** The link of the address, without `#`. */
  hash(): Promise<string>;
  /** Waits for the notice that says this. */
  notice(text: string | RegExp): Promise<Locator>;
  /** The table behind a chart, as text; with `last`, once it has a row for that. */
  table(title: RegExp, last?: string): Promise<string>;
  heard(): Promise<Heard>;
  close(): Promise<void>;
}

/** Small and quick: every knob of it is still the default experiment's. */
export const SMALL = 'v=1&preset=pinwheel-noisy&n=60&test=100&width=8&rff=16&batch=16&backend=wasm';

declare global {
  var heard: Heard;
}

/** Runs in the page before its own code: writes down what passes through `Worker`, and changes nothing. */
function eavesdrop(): void {
  globalThis.heard = { workers: 0, rows: {}, failures: [], snapshots: [], kept: [], pictures: [], datasets: 0 };
  const write = (message: Record<string, unknown>) => {
    if (message.type === 'failed') globalThis.heard.failures.push(String(message.code));
    if (message.type === 'datasets') globalThis.heard.datasets++;
    if (message.type === 'kept') globalThis.heard.kept.push(Number(message.step));
    if (message.type === 'snapshot') {
      const { members } = message.snapshot as { members: readonly { step: number }[] };
      globalThis.heard.snapshots.push(...members.map(({ step }) => step));
    }
    if (message.type !== 'tick') return;
    globalThis.heard.pictures.push(...(message.boundaries as readonly { step: number }[]).map(({ step }) => step));
    type Block = { readonly metrics: readonly string[]; readonly rows: number; readonly values: Float64Array };
    for (const { id, steps, measured } of message.members as readonly { id: string; steps: Block; measured: Block }[]) {
      for (const { metrics, rows, values } of [steps, measured]) {
        const column = (metric: string) => values.subarray(metrics.indexOf(metric) * rows, (metrics.indexOf(metric) + 1) * rows);
        for (const metric of metrics) {
          if (metric === 'step' || metric === 'seconds') continue;
          const own = ((globalThis.heard.rows[id] ??= {})[metric] ??= {});
          column(metric).forEach((value, row) => (own[String(column('step')[row])] = value));
        }
      }
    }
  };
  globalThis.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      // Files are read by a worker of their own, for as long as that takes.
      if (options?.name !== 'basin-files') globalThis.heard.workers++;
      this.addEventListener('message', (event: MessageEvent<Record<string, unknown>>) => write(event.data));
    }
  };
}

/** A phone: no mouse, a small screen. */
export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** A fresh person with an empty browser storage. `before` sees the page before it is opened. */
export async function visit(
  browser: Browser,
  url: string,
  before?: (page: Page) => Promise<unknown>,
  device: BrowserContextOptions = { viewport: { width: 1280, height: 900 } },
): Promise<Visit> {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'], ...device });
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  const strangers: string[] = [];
  const origin = new URL(url).origin;
  const isStrange = (address: string) => /^(https?|wss?):/.test(address) && new URL(address).origin !== origin;
  context.on('request', (request) => {
    if (isStrange(request.url())) strangers.push(request.url());
  });
  context.on('requestfailed', (request) => {
    // What the security policy stopped has not left the browser.
    if (request.failure()?.errorText === 'csp' && strangers.includes(request.url())) strangers.splice(strangers.indexOf(request.url()), 1);
  });
  await context.addInitScript(eavesdrop);
  // Kept pages answer without the network that other journeys listen to, and keeping costs every one of them a download.
  if (device.serviceWorkers !== 'allow') await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'));
  await before?.(page);

  const progress = page.getByRole('progressbar', { name: 'Steps made' });
  const visitor: Visit = {
    page,
    context,
    complaints,
    strangers,
    async open(hash) {
      await page.goto(`${url}/#${hash}`);
      await page.getByRole('contentinfo').getByText(/:/).first().waitFor();
    },
    button: (name) => page.getByRole('button', { name }),
    async settings() {
      const opener = page.getByRole('button', { name: 'Settings', exact: true });
      if (await opener.isVisible()) await opener.click();
    },
    async closerLooks() {
      await page.getByRole('region', { name: 'Cost', exact: true }).scrollIntoViewIfNeeded();
      const fold = page.locator('summary').filter({ hasText: 'gradient norms' });
      if (await fold.isVisible()) await fold.click();
    },
    async add(name) {
      await page.getByRole('button', { name: 'Add an algorithm' }).click();
      // The first that fits, as a hand takes it: several begin with “ASAM”.
      await page.getByRole('listbox').getByRole('option', { name }).first().click();
    },
    step: async () => Number(await progress.getAttribute('value')),
    async reach(step, seconds = 15) {
      const made = (least: number) => (document.querySelector('progress')?.value ?? 0) >= least;
      await page.waitForFunction(made, step, { timeout: 1000 * seconds });
    },
    hash: () => page.evaluate(() => location.hash.slice(1)),
    async notice(text) {
      const found = page.locator('[role=alert], [role=status]').filter({ hasText: text }).first();
      await found.waitFor();
      return found;
    },
    async table(title, last) {
      const figure = page.getByRole('figure', { name: title });
      const asTable = figure.getByRole('button', { name: 'View as table' });
      if (await asTable.isVisible()) await asTable.click();
      if (last !== undefined) await figure.getByRole('rowheader', { name: last, exact: true }).waitFor();
      return figure.getByRole('table').innerText();
    },
    heard: () => page.evaluate(() => globalThis.heard),
    async close() {
      await context.close();
      if (strangers.length > 0) throw new Error(`the page asked ${strangers.join(', ')}`);
    },
  };
  return visitor;
}

/** Screenshot and messages of a journey that failed: beside the test's report. */
async function keepPicture({ page }: Visit, test: string): Promise<void> {
  const path = join(root, 'node_modules', '.cache', 'basin', 'failed', test.replace(/\W+/g, '-').slice(0, 80));
  await mkdir(dirname(path), { recursive: true });
  await page.screenshot({ path: `${path}.png` }).catch(() => {});
  const heard = await page.evaluate(() => globalThis.heard).catch(() => null);
  await writeFile(`${path}.json`, JSON.stringify({ address: page.url(), heard }));
  console.log(`A picture of the page is in ${path}.png`);
}

type VisitorOf = Parameters<typeof visit> extends [Browser, ...infer Rest] ? Rest : never;

let shared: Browser | undefined;

/** The browser of this worker, which serves one journey after another and ends with it; another where that has crashed. */
export async function sharedBrowser(): Promise<Browser> {
  if (!shared?.isConnected()) shared = await launchBrowser();
  return shared;
}

/** A function that opens a visit in the worker's own browser, which ends with its test. */
export function ownBrowser(): (...visitor: VisitorOf) => Promise<Visit> {
  const visits: Visit[] = [];
  afterEach(async ({ task }) => {
    for (const one of visits.splice(0)) {
      if (task.result?.state === 'fail') await keepPicture(one, task.name);
      await one.close();
    }
  });
  return async (...visitor) => {
    const opened = await visit(await sharedBrowser(), ...visitor);
    visits.push(opened);
    return opened;
  };
}

/** The thread that trains, which may have started others to help it. */
export function trainingThread({ page }: Pick<Visit, 'page'>): Worker {
  const thread = page
    .workers()
    .filter((worker) => /\/main-[^/]*\.js$/.test(worker.url()))
    .at(-1);
  if (!thread) throw new Error('the page has no training thread');
  return thread;
}
