import { describe, expect, inject, it } from 'vitest';
import { obstacles } from './obstacles';
import { ownBrowser, SMALL, type Visit } from './visit';

const visit = ownBrowser();
let visitor: Visit;

const tab = (name: string) => visitor.page.getByRole('tab', { name, exact: true });
const note = (words: RegExp) => visitor.page.locator('.stage-note', { hasText: words }).waitFor();
const figures = (place: number) => visitor.page.locator('.stage .run-card dd').nth(place).innerText();

describe('the stage', () => {
  it('shakes all runs, walks between two and shows the ground around each, by button, key and link', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=40&every=10&stage=shake&algos=sgd,sam(rho=.4)`);
    await note(/Nothing is trained yet|no weights here/);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(40);
    await note(/Measured at step 40/);
    const slider = visitor.page.getByRole('slider', { name: /^Weights moved by/ });
    await slider.fill('0');
    const [rest] = [await figures(0)];
    expect(await figures(1)).toMatch(/^[+−±]?0/);
    await slider.fill('12');
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/^100/);
    expect(await figures(0)).not.toBe(rest);
    await visitor.page.locator('.stage-sentence', { hasText: /10 points of clean accuracy/ }).waitFor();
    await visitor.button('each run’s own climb').click();
    await visitor.page.getByRole('figure', { name: /^Clean accuracy against the length of the move/ }).waitFor();
    // By key, and the link says which.
    await visitor.page.keyboard.press('g');
    await visitor.page.locator('.stage-sentence', { hasText: /barrier/i }).waitFor();
    expect(await visitor.hash()).toContain('stage=between');
    await tab('Surface').click();
    await expect.poll(() => visitor.page.getByRole('figure', { name: /^Loss around/ }).count()).toBe(2);
    await tab('Boundary').click();
    expect(await visitor.hash()).not.toContain('stage=');
    // Looking has cost no step, and training goes on.
    expect(await visitor.page.getByText(/After 40 steps/).count()).toBeGreaterThan(0);
    expect(visitor.complaints).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('has no obstacle that axe can find, fits a phone, and half a presenter (%s)', async (colorScheme) => {
    visitor = await visit(inject('pageUrl'));
    await visitor.page.emulateMedia({ colorScheme });
    await visitor.page.setViewportSize({ width: 390, height: 844 });
    await visitor.open(`${SMALL}&steps=20&every=5&stage=shake`);
    await visitor
      .button(/^(Run|Go on)/)
      .first()
      .click();
    await visitor.reach(20);
    await note(/Measured at step 20/);
    for (const name of ['Shake', 'Between', 'Surface']) {
      await tab(name).click();
      await note(/Measured at step 20/);
      expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
      expect(await obstacles(visitor.page, [], '.stage')).toEqual([]);
    }
    await visitor.page.setViewportSize({ width: 1280, height: 720 });
    for (const name of ['Boundary', 'Shake', 'Between', 'Surface']) {
      if (name === 'Boundary') await visitor.page.keyboard.press('p');
      await tab(name).click();
      const { stage, scroll } = await visitor.page.evaluate(() => ({
        stage: document.querySelector('.stage')?.getBoundingClientRect().height ?? 0,
        scroll: document.documentElement.scrollHeight,
      }));
      expect(stage).toBeGreaterThanOrEqual(360);
      expect(scroll).toBe(720);
    }
    expect(visitor.complaints).toEqual([]);
  });
});
