/** The page kept by its service worker, without a network. */
import { expect, it } from 'vitest';
import { keptHost } from './keptHost';
import { SMALL } from './visit';

const host = keptHost();

it('opens again without a network, and trains on points and on pictures that are computed', async () => {
  const visitor = await host().firstVisit(`${SMALL}&steps=20`);
  await host().close();
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
