/** The page kept by its service worker, from release to release. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { keptHost } from './keptHost';
import { obstacles } from './obstacles';
import { SMALL } from './visit';

const host = keptHost();

const keptReleases = (page: Page) => page.evaluate(async () => (await caches.keys()).length);

it('announces a new version, loads it when asked, and leaves other tabs alone', async () => {
  const visitor = await host().firstVisit(`${SMALL}&steps=20`);
  await visitor.page.reload();
  const other = await visitor.context.newPage();
  await other.goto(`${host().url}/#${SMALL}&steps=1e5`);
  // It asks for many steps: beside the bar's own button there are two in the sentence that says so.
  await other.getByRole('button', { name: /^Run/ }).first().click();
  host().publish('Newer');

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
  const recording = join(host().folder, 'recorded', 'default.json');
  writeFileSync(recording, `${readFileSync(recording, 'utf8')}\n`);
  const visitor = await host().open(`${SMALL}&steps=20`);
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
