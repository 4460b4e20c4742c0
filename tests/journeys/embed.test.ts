/** Basin in a frame of another page: what it shows, when it loads its engine, and to whom it talks. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Frame } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { serveFolder } from '../../scripts/serve.mjs';
import type { Report } from '../../src/core/protocol/embedding';
import { obstacles } from './obstacles';
import { SMALL, sharedBrowser, type Visit, visit } from './visit';

declare global {
  var reports: (Report & { readonly from: string })[];
}

/** A lecturer's page: a frame, and a record of what comes out of it. */
const HOST = `<!doctype html><html lang="en"><title>Host</title><meta name="color-scheme" content="light dark"><body style="background: rgb(1, 2, 3)">
<script>reports = []; addEventListener('message', ({ data }) => data.from === 'basin' && reports.push(data));
const ask = (request) => document.querySelector('iframe').contentWindow.postMessage(request, '*');</script></body></html>`;

let browser: Browser;
let visitor: Visit;
let folder: string;
let host: Awaited<ReturnType<typeof serveFolder>>;
let foreign: Awaited<ReturnType<typeof serveFolder>>;
beforeAll(async () => {
  browser = await sharedBrowser();
  folder = await mkdtemp(join(tmpdir(), 'basin-host-'));
  await writeFile(join(folder, 'index.html'), HOST);
  // Two ports are two origins.
  host = await serveFolder(folder, 0, { policy: null });
  foreign = await serveFolder(folder, 0, { policy: null });
});
afterAll(async () => {
  await host?.close();
  await foreign?.close();
  await rm(folder, { recursive: true });
});
afterEach(async () => {
  // The pages around are of other origins; they are opened here, and not asked for by Basin.
  const isAround = (address: string) => [host, foreign].some(({ url }) => address.startsWith(`${url}/`));
  visitor.strangers.splice(0, visitor.strangers.length, ...visitor.strangers.filter((address) => !isAround(address)));
  await visitor.close();
});

/** Opens a page around, with Basin in its frame. */
async function embed(around: string, link: string, width = 760, height = 560): Promise<Frame> {
  const { page } = visitor;
  await page.goto(around);
  await page.evaluate(
    ([src, w, h]) => {
      const frame = document.createElement('iframe');
      Object.assign(frame, { src, width: w, height: h, title: 'Basin' });
      document.body.append(frame);
    },
    [`${inject('pageUrl')}/#${link}`, String(width), String(height)] as const,
  );
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  if (!frame) throw new Error('the frame has no document');
  await frame.getByRole('button', { name: 'Run' }).waitFor();
  return frame;
}
const ask = (request: unknown) =>
  visitor.page.evaluate((one) => document.querySelector('iframe')?.contentWindow?.postMessage(one, '*'), request as Record<string, string>);
async function reports<T extends Report['type']>(type: T): Promise<Extract<Report, { readonly type: T }>[]> {
  const all = await visitor.page.evaluate(() => globalThis.reports as Report[]);
  return all.filter((report): report is Extract<Report, { readonly type: T }> => report.type === type);
}
const named = (origin: string) => `&mode=embed&origin=${encodeURIComponent(origin)}`;

describe('an embedded page', () => {
  it('is configured, run, paused and reset by the page around, and says what happens', async () => {
    visitor = await visit(browser, inject('pageUrl'));
    const workers: string[] = [];
    visitor.page.on('request', (request) => request.url().includes('/assets/worker/') && workers.push(request.url()));
    const frame = await embed(host.url, `v=1&preset=moons-noisy${named(host.url)}`);
    await expect.poll(async () => (await reports('ready')).length).toBe(1);
    expect((await reports('state')).at(-1)).toMatchObject({ phase: 'idle', step: 0, steps: 1000 });
    expect((await reports('height')).at(-1)?.height).toBeGreaterThan(200);

    await ask({ to: 'basin', type: 'setConfig', link: `${SMALL}&steps=30&every=5&algos=sgd,sam(rho=.2)` });
    await expect.poll(async () => (await reports('state')).at(-1)?.steps).toBe(30);
    await expect.poll(() => frame.getByRole('article').count()).toBe(2);
    // Nothing was used yet, so nothing was loaded that computes.
    expect(workers).toEqual([]);

    await ask({ to: 'basin', type: 'run' });
    await expect.poll(async () => (await reports('state')).at(-1)?.phase, { timeout: 20_000 }).toBe('ended');
    const states = await reports('state');
    expect(states.map(({ phase }) => phase)).toContain('preparing');
    expect(states.at(-1)).toMatchObject({
      step: 30,
      runs: [
        { label: 'SGD', algorithm: 'sgd' },
        { label: 'SAM', algorithm: 'sam' },
      ],
    });
    const { rows } = (await frame.evaluate(() => globalThis.heard)) as { rows: Record<string, Record<string, Record<string, number>>> };
    expect(states.at(-1)?.runs[1]?.testAccuracy).toBe(rows['r2/1']?.testAccuracy?.['30']);
    expect(workers.length).toBeGreaterThan(0);

    await ask({ to: 'basin', type: 'reset' });
    await expect.poll(async () => (await reports('state')).at(-1)).toMatchObject({ phase: 'idle', step: 0 });
    expect(visitor.complaints).toEqual([]);
  });

  it('answers what it cannot understand, in a sentence', async () => {
    visitor = await visit(browser, inject('pageUrl'));
    await embed(host.url, `${SMALL}${named(host.url)}`);
    await ask({ to: 'basin', type: 'jump' });
    await ask({ to: 'basin', type: 'setConfig', link: 'v=1&noise=2000&oops=1' });
    await ask({ to: 'somebody else', type: 'run' });
    await expect.poll(async () => (await reports('error')).length).toBe(2);
    const [first, second] = await reports('error');
    expect(first?.message).toBe('The type of a request is one of run, pause, reset, setConfig; this one has “jump”.');
    expect(second).toMatchObject({ about: 'setConfig', message: expect.stringMatching(/noise=2000 was changed.*oops=1 is unknown/) });
    expect((await reports('state')).at(-1)).toMatchObject({ phase: 'idle' });
  });

  it('neither hears nor tells a page of another origin than its link names', async () => {
    visitor = await visit(browser, inject('pageUrl'));
    const frame = await embed(foreign.url, `${SMALL}&steps=30${named(host.url)}`);
    await ask({ to: 'basin', type: 'setConfig', link: 'v=1&preset=moons-noisy' });
    await ask({ to: 'basin', type: 'run' });
    // By hand it runs, and by then what was asked before would have been heard.
    await frame.getByRole('button', { name: 'Run' }).click();
    await frame.getByText('30 / 30 steps').waitFor({ timeout: 20_000 });
    expect(await frame.evaluate(() => location.hash)).toContain('preset=pinwheel-noisy');
    expect(await visitor.page.evaluate(() => globalThis.reports)).toEqual([]);
    // The browser itself says that a report was not delivered; nothing else is wrong.
    expect(visitor.complaints.filter((complaint) => !complaint.includes('postMessage'))).toEqual([]);
  });

  it('shows pictures, charts and three ways on at 320 × 240 and above, without the page’s frame, and has no obstacle for axe', async () => {
    visitor = await visit(browser, inject('pageUrl'));
    for (const [width, height] of [
      [320, 240],
      [760, 560],
    ] as const) {
      const frame = await embed(host.url, 'v=1&preset=pinwheel-noisy&mode=embed', width, height);
      await frame.getByRole('article').nth(2).waitFor();
      expect(await frame.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(await frame.getByRole('contentinfo').count()).toBe(0);
      expect(await frame.getByRole('form').count()).toBe(0);
      expect(await frame.locator('figure.chart').filter({ visible: true }).count()).toBe(width < 640 ? 1 : 2);
      const open = frame.getByRole('link', { name: /Open full playground/ });
      expect(await open.getAttribute('href')).toBe(`${inject('pageUrl')}/`);
      expect(await open.getAttribute('target')).toBe('_blank');
      await visitor.page.goto(`${inject('pageUrl')}/#v=1&preset=moons-noisy&mode=embed`);
      await visitor.page.reload();
      await visitor.button('Run').waitFor();
      expect(await obstacles(visitor.page)).toEqual([]);
    }
  });

  it('without a background lets the page around shine through', async () => {
    visitor = await visit(browser, inject('pageUrl'));
    const frame = await embed(host.url, `${SMALL}&mode=embed&transparent=1`);
    expect(
      await frame.evaluate(() => [document.documentElement, document.body].map((one) => getComputedStyle(one).backgroundColor)),
    ).toEqual(['rgba(0, 0, 0, 0)', 'rgba(0, 0, 0, 0)']);
  });

  it('works where it may store nothing, and makes no history for the page around', async () => {
    visitor = await visit(browser, inject('pageUrl'), (page) =>
      page.addInitScript(() => {
        const refuse = {
          get(): never {
            throw new DOMException('denied', 'SecurityError');
          },
        };
        for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) Object.defineProperty(globalThis, name, refuse);
      }),
    );
    const frame = await embed(host.url, `${SMALL}&steps=30&mode=embed`);
    const entries = await visitor.page.evaluate(() => history.length);
    await frame.getByRole('button', { name: 'Run' }).click();
    await frame.getByText('30 / 30 steps').waitFor({ timeout: 20_000 });
    expect(await visitor.page.evaluate(() => history.length)).toBe(entries);
    expect(visitor.complaints.filter((complaint) => !complaint.includes('postMessage'))).toEqual([]);
  });

  it('is offered by the share dialog, as code that works', async () => {
    visitor = await visit(browser, inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=20`);
    await visitor.button('Share').click();
    const share = visitor.page.getByRole('dialog', { name: 'Share and export' });
    await share.getByRole('textbox', { name: 'Origin that may talk to it' }).fill('example.org');
    await share.getByText('“example.org” is no origin, as https://example.org is').waitFor();
    await share.getByRole('textbox', { name: 'Origin that may talk to it' }).fill(host.url);
    await share.getByRole('checkbox', { name: 'No background of its own' }).check();
    await share.getByRole('button', { name: 'Copy embed code' }).click();
    const code = await visitor.page.evaluate(() => navigator.clipboard.readText());
    expect(code).toMatch(/^<iframe src="[^"<>]+" title="[^"]+" [^<>]*><\/iframe>$/);
    await writeFile(join(folder, 'pasted.html'), `<!doctype html><title>Pasted</title>${code}`);
    await visitor.page.goto(`${host.url}/pasted.html`);
    const frame = await (await visitor.page.waitForSelector('iframe')).contentFrame();
    await frame?.getByRole('button', { name: 'Run' }).waitFor();
    expect(await frame?.evaluate(() => location.hash)).toMatch(/steps=20&.*&mode=embed&origin=http:%2F%2F127\.0\.0\.1:\d+&transparent=1$/);
  });
});
