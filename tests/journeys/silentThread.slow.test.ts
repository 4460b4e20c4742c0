import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { launchBrowser } from '../../scripts/browser.mjs';
import { SMALL, visit, trainingThread } from './visit';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

it('a training thread that falls silent, closed or hanging, is replaced within the watch time and goes on as if nothing had been', async () => {
  const visitors = [await visit(browser, inject('pageUrl')), await visit(browser, inject('pageUrl'))] as const;
  const ends = [
    () => self.close(),
    () => {
      for (;;);
    },
  ] as const;
  for (const visitor of visitors) {
    await visitor.open(`${SMALL}&steps=1e6`);
    await visitor.page.keyboard.press('Space');
    await visitor.page.waitForFunction(() => globalThis.heard.snapshots.some((step) => step > 0));
  }
  visitors.forEach((visitor, index) => {
    // Neither ever answers.
    trainingThread(visitor)
      .evaluate(ends[index] as () => void)
      .catch(() => {});
  });
  for (const visitor of visitors) {
    await visitor.page.getByText(/silent for too long.*(training goes on from step|Training starts over)/).waitFor({ timeout: 20_000 });
    const { snapshots, workers } = await visitor.heard();
    expect(workers).toBe(2);
    await visitor.reach(Math.max(...snapshots) + 20);
  }
  // Cut at different steps, both wrote the same numbers.
  const [one = {}, other = {}] = await Promise.all(visitors.map(async (visitor) => (await visitor.heard()).rows['r2/1']?.lossClean));
  const shared = Object.keys(one).filter((step) => step in other);
  expect(shared.length).toBeGreaterThan(100);
  expect(shared.filter((step) => one[step] !== other[step])).toEqual([]);
});
