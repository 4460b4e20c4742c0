/** Lessons on the built page: one from the menu to its end with real runs, and every place that any of them points at. */
import type { Locator } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { contents } from '../../src/core/lessons/contents';
import { lessons } from '../../src/core/lessons/lessons';
import { targetSelector } from '../../src/ui/lessons/targets';
import { obstacles } from './obstacles';
import { PHONE, type Visit, ownBrowser } from './visit';

const visit = ownBrowser();
let visitor: Visit;

const panel = (): Locator => visitor.page.getByRole('complementary', { name: /^Lesson/ });
const press = (name: string | RegExp) => panel().getByRole('button', { name }).click();
/** The last number of a metric of a run, as the worker said it. */
async function lastOf(member: string, metric: string): Promise<number> {
  const { rows } = await visitor.heard();
  return Object.values(rows[member]?.[metric] ?? {}).at(-1) ?? Number.NaN;
}

describe('a lesson', () => {
  it('is followed from the menu to its end: guessed, run, compared with what was measured, and undone', async () => {
    visitor = await visit(inject('pageUrl'));
    const { page } = visitor;
    const own = 'v=1&preset=moons-noisy&steps=30&backend=wasm';
    await visitor.open(own);
    await visitor.button('Lessons').click();
    const menu = page.getByRole('dialog', { name: 'Lessons' });
    await expect.poll(() => menu.getByRole('listitem').count()).toBe(Object.keys(lessons).length);
    expect(await obstacles(page)).toEqual([]);
    await menu.getByRole('button', { name: /Why does SGD get worse/ }).click();
    await panel().waitFor();
    // Whoever goes by keyboard reads on there.
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Two labels in five are wrong');
    expect(await visitor.hash()).toContain('preset=pinwheel-noisy&algos=sgd&steps=800&backend=wasm&lesson=label-noise:1');

    // A short run is as good: what the reader sets stays.
    const steps = page.getByRole('textbox', { name: 'Steps, as a number' });
    await steps.fill('60');
    await steps.press('Enter');
    await press('Next');
    await panel()
      .getByRole('radio', { name: /On the way/ })
      .check();
    await press('Run');
    const outcome = panel().locator('.lesson-outcome');
    await outcome.waitFor();
    const sgd = await lastOf('r1/1', 'testAccuracy');
    const said = await outcome.innerText();
    expect(said).toContain(`ended at ${sgd.toFixed(1)} %`);
    const { rows } = await visitor.heard();
    const best = Math.max(...Object.values(rows['r1/1']?.testAccuracy ?? {}));
    expect(said).toMatch(best - sgd < 2 ? /^Not as you said/ : /^As you said/);

    await press('Next');
    await panel()
      .getByText(`At the end ${(await lastOf('r1/1', 'memorized')).toFixed(1)} %`)
      .waitFor();
    await press('Next');
    const guess = panel().getByRole('textbox', { name: /By how many points/ });
    await guess.fill('many');
    await press('That is my guess');
    await panel().getByText('Write a number from -50 to 50.').waitFor();
    await guess.fill('49');
    await guess.press('Enter');
    await press('Run');
    await outcome.waitFor();
    const gain = (await lastOf('r2/1', 'testAccuracy')) - (await lastOf('r1/1', 'testAccuracy'));
    const size = `${gain < 0 ? '−' : ''}${Math.abs(gain).toFixed(1)} points`;
    expect(await outcome.innerText()).toContain(`Your guess: 49.0 points. Measured: ${size}, `);
    expect(await outcome.innerText()).toMatch(/^Not as you said/);

    await press('Back');
    expect(await visitor.hash()).toContain('algos=sgd&steps=800');
    await press('Skip');
    await press('Skip');
    await press('Finish');
    await visitor.button('Back to mine').click();
    expect(await visitor.hash()).toBe(own);
    expect(visitor.complaints).toEqual([]);
  });

  it.each(Object.keys(contents))('%s points at places that are there', async (id) => {
    visitor = await visit(inject('pageUrl'));
    // One begins at a loss of two weights, where nothing computes yet.
    await visitor.page.goto(`${inject('pageUrl')}/#v=1&backend=wasm&lesson=${id}:1`);
    for (const { title, target } of contents[id]?.steps ?? []) {
      await panel().getByRole('heading', { name: title }).waitFor();
      if (target !== undefined) {
        const place = visitor.page.locator(targetSelector(target));
        await place.waitFor();
        expect(await place.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');
      }
      const next = panel().getByRole('button', { name: /^(Next|Skip)$/ });
      if (await next.isVisible()) await next.click();
    }
    expect(visitor.complaints).toEqual([]);
  });

  it('is opened at its step by a link, with the experiment that belongs there, and comes back after a reload', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open('v=1&backend=wasm&lesson=radius:4');
    await panel().getByRole('heading', { name: 'Let training find ρ' }).waitFor();
    await expect.poll(() => visitor.page.getByRole('article').count()).toBe(2);
    expect(await visitor.hash()).toContain('algos=sam,lets-sam(letslr=.02)&steps=800');
    await visitor.page.reload();
    await panel().getByRole('heading', { name: 'Let training find ρ' }).waitFor();
    await expect.poll(() => visitor.page.getByRole('article').count()).toBe(2);
  });

  it('that a link gives settings of its own keeps them', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open('v=1&preset=moons-noisy&algos=sgd&backend=wasm&lesson=label-noise:2');
    await panel().getByRole('heading', { name: 'Guess first' }).waitFor();
    expect(await visitor.hash()).toContain('preset=moons-noisy&algos=sgd');
  });

  it('that is unknown is named', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open('v=1&lesson=saddle:2');
    await visitor.notice(/“saddle:2” is no lesson/);
    expect(await panel().count()).toBe(0);
  });

  it('computes its figures from what is moved', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open('v=1&lesson=many-sharpnesses:2');
    const row = (name: string) => panel().getByRole('row', { name }).innerText();
    await expect.poll(() => row('Trace')).toMatch(/2\.50\s+2\.50/);
    await panel().getByRole('slider').fill('4');
    await expect.poll(() => row('Trace')).toMatch(/2\.50\s+8\.13/);
    expect(await row('Determinant')).toMatch(/1\.00\s+1\.00/);
    await panel().getByRole('radio', { name: 'Trace' }).check();
    await panel()
      .getByText(/Not as you said.*Your guess: “Trace”\. Measured: “Determinant”\./)
      .waitFor();

    await visitor.page.evaluate(() => (location.hash = 'v=1&lesson=sam-vs-bisam:1'));
    await expect.poll(() => row('Cross-entropy')).toMatch(/A$/);
    expect(await row('Samples wrong')).toMatch(/B$/);
    expect(await row('BiSAM (−log)')).toMatch(/B$/);
    // The wrong sample is pushed no further: now A gains nothing.
    await panel().getByRole('group', { name: 'Climb A' }).getByRole('slider').nth(1).fill('-1');
    await expect.poll(() => row('Cross-entropy')).toMatch(/B$/);
  });

  it.each([
    ['on a phone', '', PHONE],
    ['in the dark', '', { viewport: { width: 1280, height: 720 }, colorScheme: 'dark' as const }],
    ['in the presenter', '&mode=present', { viewport: { width: 1280, height: 720 } }],
  ])('fits and has no obstacle that axe can find, %s', async (_, more, device) => {
    visitor = await visit(inject('pageUrl'), undefined, device);
    for (const lesson of ['label-noise:4', 'sam-vs-bisam:1']) {
      await visitor.page.goto(`${inject('pageUrl')}/#v=1&backend=wasm${more}&lesson=${lesson}`);
      await visitor.page.reload();
      await panel().waitFor();
      await visitor.page.locator('.lesson-question, .lesson-figure table').first().waitFor();
      expect(await obstacles(visitor.page)).toEqual([]);
      const { width, window } = await visitor.page.evaluate(() => ({ width: document.documentElement.scrollWidth, window: innerWidth }));
      expect(width).toBeLessThanOrEqual(window);
    }
    expect(visitor.complaints).toEqual([]);
  });
});
