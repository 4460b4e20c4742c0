import { describe, expect, inject, it } from 'vitest';
import { ownBrowser, SMALL, trainingThread } from './visit';

const visit = ownBrowser();

describe('a training thread', () => {
  it('that throws is replaced at once, as often as training gets further in between', async () => {
    const visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=1e6`);
    await visitor.page.keyboard.press('Space');
    await visitor.page.waitForFunction(() => globalThis.heard.snapshots.some((step) => step > 0));
    const fail = () =>
      trainingThread(visitor).evaluate(
        () =>
          void setTimeout(() => {
            throw new Error('a bug in the engine');
          }),
      );
    await fail();
    await visitor.notice(
      /a bug in the engine.*The training thread stopped unexpectedly\. Your curves are safe; training goes on from step [\d\s]+\./,
    );
    await expect.poll(async () => (await visitor.heard()).workers).toBe(2);
    for (const workers of [3, 4]) {
      const at = Math.max(...(await visitor.heard()).snapshots);
      await visitor.page.waitForFunction((before) => Math.max(...globalThis.heard.snapshots) > before, at);
      await fail();
      await expect.poll(async () => (await visitor.heard()).workers).toBe(workers);
    }
    const at = Math.max(...(await visitor.heard()).snapshots);
    await visitor.reach(at + 20);
    await visitor.button(/^Pause/).waitFor();
  });
});
