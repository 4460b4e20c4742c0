/** The built page under a folder of a static host, kept by its service worker: without a network, and from release to release. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { nameRelease, releaseOf } from '../../scripts/release.mjs';
import { root } from '../../scripts/root.mjs';
import { serveFolder } from '../../scripts/serve.mjs';
import { obstacles } from './obstacles';
import { SMALL, sharedBrowser, type Visit, visit } from './visit';

let browser: Browser;
beforeAll(async () => {
  browser = await sharedBrowser();
});

let host: string;
let server: Awaited<ReturnType<typeof serveFolder>>;
let visitor: Visit;
beforeEach(async () => {
  host = mkdtempSync(join(tmpdir(), 'basin-host-'));
  cpSync(join(root, 'dist'), join(host, 'basin'), { recursive: true });
  server = await serveFolder(host);
});
afterEach(async () => {
  await visitor?.close();
  await server?.close();
  rmSync(host, { recursive: true, force: true });
});

/** Whoever comes for the first time, until the page is kept. */
async function firstVisit(hash: string): Promise<void> {
  visitor = await visit(browser, `${server.url}/basin`, undefined, { viewport: { width: 1280, height: 900 }, serviceWorkers: 'allow' });
  await visitor.open(hash);
  await visitor.page.getByText('works offline').waitFor({ timeout: 20_000 });
}

/** Another release on the same host: its page has another title, and a part that is loaded late another name. */
function publish(title: string): void {
  const folder = join(host, 'basin');
  const html = join(folder, 'index.html');
  writeFileSync(html, readFileSync(html, 'utf8').replace(/<title>.*<\/title>/, `<title>${title}</title>`));
  rmSync(join(folder, dialogFile()));
  const worker = join(folder, 'serviceWorker.js');
  writeFileSync(worker, readFileSync(worker, 'utf8').replace(/^self\.BASIN_RELEASE=.*\n/, ''));
  nameRelease(folder);
}

const dialogFile = () => {
  const file = releaseOf(join(root, 'dist')).files.find(([path]) => /AlgorithmDialog-.*\.js$/.test(path));
  if (!file) throw new Error('the menu of algorithms is in no file of its own');
  return file[0];
};

const keptReleases = (page: Page) => page.evaluate(async () => (await caches.keys()).length);

it('opens again without a network, and trains on points and on pictures that are computed', async () => {
  await firstVisit(`${SMALL}&steps=20`);
  await server.close();
  await visitor.page.reload();
  await visitor.page.getByText('works offline').waitFor();
  await visitor.context.setOffline(true);
  await visitor.page.getByText('Offline — everything still works').waitFor();
  for (const data of ['moons', 'digits']) {
    // Fourier features are for points in the plane.
    const small = data === 'digits' ? SMALL.replace('rff=16', 'rff=0') : SMALL;
    await visitor.page.evaluate((hash) => {
      location.hash = hash;
      location.reload();
    }, `${small}&data=${data}&steps=20`);
    await expect.poll(() => visitor.step(), { timeout: 8_000 }).toBe(0);
    await visitor.page.locator('.top-bar-run').press('Space');
    await visitor.reach(20);
  }
  // What is loaded only when it is asked for is there too.
  await visitor.add(/^ASAM/);
  await expect.poll(() => visitor.page.getByRole('article').count()).toBe(4);
  expect(visitor.complaints).toEqual([]);
});

it('announces a new version, loads it when asked, and leaves other tabs alone', async () => {
  await firstVisit(`${SMALL}&steps=20`);
  await visitor.page.reload();
  const other = await visitor.context.newPage();
  await other.goto(`${server.url}/basin/#${SMALL}&steps=1e5`);
  // It asks for many steps: beside the bar's own button there are two in the sentence that says so.
  await other.getByRole('button', { name: /^Run/ }).first().click();
  publish('Newer');

  await visitor.page.reload();
  await visitor.notice('A new version is ready');
  expect(await visitor.page.title()).toBe('Basin');
  await other.getByText('Loading it interrupts this run').waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await visitor.page.emulateMedia({ colorScheme });
    expect(await obstacles(visitor.page)).toEqual([]);
  }
  await visitor.button('Load it').click();
  await visitor.page.waitForFunction(() => document.title === 'Newer');
  expect(await visitor.hash()).toBe(`${SMALL}&steps=20`);

  // The other tab still is what it was, and gets its own late parts although the host has them no longer.
  expect(await other.title()).toMatch(/Basin$/);
  await other.getByRole('button', { name: 'Add an algorithm' }).click();
  await other.getByRole('listbox').waitFor();
  expect(await keptReleases(visitor.page)).toBe(2);

  await other.close();
  await visitor.page.reload();
  await expect.poll(() => keptReleases(visitor.page)).toBe(1);
  expect(visitor.complaints).toEqual([]);
});

it('keeps nothing of a release whose files are not those it was built with', async () => {
  const recording = join(host, 'basin', 'recorded', 'default.json');
  writeFileSync(recording, `${readFileSync(recording, 'utf8')}\n`);
  visitor = await visit(browser, `${server.url}/basin`, undefined, { serviceWorkers: 'allow' });
  await visitor.open(`${SMALL}&steps=20`);
  const outcome = await visitor.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.register('serviceWorker.js');
    const worker = registration.installing;
    if (!worker) return 'nothing was installed';
    return await new Promise((then) => worker.addEventListener('statechange', () => then(worker.state)));
  });
  expect(['redundant', 'nothing was installed']).toContain(outcome);
  await visitor.page.keyboard.press('Space');
  await visitor.reach(20);
  expect(await visitor.page.getByText('works offline').count()).toBe(0);
});
