import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { launchBrowser } from '../../scripts/browser.mjs';
import { SMALL, type Visit, visit, trainingThread } from './visit';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const LOSSES = 100;
/** Slow enough that the curves of so many threads can be compared. */
const HASH = `${SMALL.replace('width=8', 'width=64').replace('batch=16', 'batch=60')}&algos=sgd,sam(rho=.2)&steps=1e6&every=500`;

/** All numbers that were said of a member up to a step, as one. */
function numbersUntil({ page }: Visit, until: number): Promise<Record<string, number>> {
  return page.evaluate((last) => {
    const bits = new Uint32Array(2);
    const number = new Float64Array(bits.buffer);
    const sums: Record<string, number> = {};
    for (const [member, metrics] of Object.entries(globalThis.heard.rows))
      for (const [metric, values] of Object.entries(metrics)) {
        let sum = 0;
        for (let step = 0; step <= last; step++) {
          const value = values[step];
          if (value === undefined) continue;
          number[0] = value;
          for (const word of [step, ...bits]) sum = Math.imul(sum ^ word, 0x01000193);
        }
        sums[`${member} ${metric}`] = sum >>> 0;
      }
    return sums;
  }, until);
}

it('one run survives a hundred losses of its thread unattended, and has the numbers of a run left alone', async () => {
  const visitor = await visit(browser, inject('pageUrl'));
  await visitor.open(HASH);
  await visitor.page.keyboard.press('Space');
  const threads = () => visitor.page.evaluate(() => globalThis.heard.workers);
  for (let loss = 1; loss <= LOSSES; loss++) {
    const at = Math.max(0, ...(await visitor.page.evaluate(() => globalThis.heard.snapshots.slice(-4))));
    // It has to get further: three in a row that do not are a reason to stop.
    await visitor.page.waitForFunction((before) => Math.max(...globalThis.heard.snapshots.slice(-4)) > before, at);
    await trainingThread(visitor).evaluate(
      () =>
        void setTimeout(() => {
          throw new Error('one of a hundred');
        }),
    );
    await expect.poll(threads, { timeout: 20_000 }).toBe(loss + 1);
  }
  const { snapshots, failures } = await visitor.heard();
  const last = Math.max(...snapshots);
  await visitor.reach(last + 100, 30);
  await visitor.button(/^Pause/).click();
  expect(failures.filter((code) => code !== 'worker-died')).toEqual([]);
  // Every step was said, and kept.
  const rows = await visitor.page.evaluate((until) => {
    const own = globalThis.heard.rows['r2/1']?.lossClean ?? {};
    return Array.from({ length: until }, (_, step) => step).filter((step) => own[step] === undefined);
  }, last);
  expect(rows).toEqual([]);

  const alone = await visit(browser, inject('pageUrl'));
  await alone.open(HASH);
  await alone.page.keyboard.press('Space');
  await alone.reach(last + 100, 400);
  await alone.button(/^Pause/).click();
  expect((await alone.heard()).workers).toBe(1);
  expect(await numbersUntil(visitor, last)).toEqual(await numbersUntil(alone, last));
  console.log(`${LOSSES} of ${LOSSES} losses, ${last} steps compared`);
  await Promise.all([visitor.close(), alone.close()]);
}, 1_200_000);
