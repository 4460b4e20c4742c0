import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { launchBrowser } from '../../scripts/browser.mjs';
import { SMALL, visit } from './visit';

/** As many as are asked for: `LOSSES=100` takes about five minutes. */
const LOSSES = Number(process.env['LOSSES'] ?? 20);

let browser: Browser;
beforeAll(async () => {
  // Chromium gives graphics up after a few crashes of its process.
  browser = await launchBrowser({ extraArgs: ['--disable-domain-blocking-for-3d-apis', '--disable-gpu-process-crash-limit'] });
});
afterAll(() => browser?.close());

it(`one run survives ${LOSSES} losses of its graphics device unattended, and says every step`, async () => {
  const visitor = await visit(browser, inject('pageUrl'));
  await visitor.open(`${SMALL.replace('backend=wasm', 'backend=webgpu-software')}&algos=sgd,sam(rho=.2)&steps=1e6&every=500`);
  await visitor.page.keyboard.press('Space');
  const protocol = await browser.newBrowserCDPSession();
  const newest = () => visitor.page.evaluate(() => Math.max(0, ...globalThis.heard.snapshots.slice(-4)));
  const further = (before: number) =>
    visitor.page.waitForFunction((at) => Math.max(0, ...globalThis.heard.snapshots.slice(-4)) > at, before, { timeout: 60_000 });
  const lost = () => visitor.page.evaluate(() => globalThis.heard.failures.filter((code) => code === 'device-lost').length);
  for (let loss = 1; loss <= LOSSES; loss++) {
    // It has to get further: three in a row that do not are a reason to stop.
    await further(await newest());
    await protocol.send('Browser.crashGpuProcess');
    await expect.poll(lost, { timeout: 60_000 }).toBe(loss);
  }
  const last = await newest();
  await further(last);
  await visitor.button(/^Pause/).click();
  const { failures } = await visitor.heard();
  expect(failures.filter((code) => code !== 'device-lost')).toEqual([]);
  const rows = await visitor.page.evaluate((until) => {
    const own = globalThis.heard.rows['r2/1']?.lossClean ?? {};
    return Array.from({ length: until }, (_, step) => step).filter((step) => own[step] === undefined);
  }, last);
  expect(rows).toEqual([]);
  console.log(`${LOSSES} of ${LOSSES} losses of the device, ${last} steps`);
  await visitor.close();
}, 1_800_000);
