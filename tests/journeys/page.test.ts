import { describe, expect, inject, it } from 'vitest';
import { obstacles } from './obstacles';
import { SMALL, type Visit, ownBrowser } from './visit';

const visit = ownBrowser();
let visitor: Visit;

describe('the first visit', () => {
  it('shows a recorded run that says so, with Run focused, until one is made here', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open('');
    const verdict = visitor.page.getByRole('region', { name: 'Verdict' });
    await verdict.getByText(/Recorded on .*with the shipped engine/).waitFor();
    await verdict.getByText(/After 1\s000 steps on 5 seeds/).waitFor();
    expect(await visitor.page.evaluate(() => document.activeElement?.textContent)).toMatch(/^Run/);
    expect(await visitor.page.locator('canvas.boundary-canvas').count()).toBe(3);
    expect(await visitor.table(/Clean test accuracy/)).toMatch(/1\s000/);
    expect(await visitor.hash()).toBe('');
    // It gives way to a run made here.
    await visitor.button(/^Run/).first().press('Space');
    await visitor.page.getByText(/Recorded on/).waitFor({ state: 'detached' });
    await visitor.page.waitForFunction(() => (document.querySelector('progress')?.value ?? 0) > 0);
    expect(visitor.complaints).toEqual([]);
  });
});

describe('the page', () => {
  it('fits a desk, a projector, a tablet and a phone without scrolling sideways', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open('v=1&preset=pinwheel-noisy&rh0=3&algos=sgd,sam(rho=.4),sam(rho=.1),bisam-log(rho=.4),bisam-tanh(rho=.4)');
    await visitor.notice(/of this link/);
    for (const width of [1440, 1280, 1000, 390]) {
      await visitor.page.setViewportSize({ width, height: 844 });
      await expect.poll(() => visitor.page.evaluate(() => [innerWidth, document.documentElement.scrollWidth])).toEqual([width, width]);
    }
  });

  it('has no obstacle that axe can find, light and dark', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open('v=1&preset=pinwheel-noisy&rh0=3');
    await visitor.page.getByRole('article').first().waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await visitor.page.emulateMedia({ colorScheme });
      expect(await obstacles(visitor.page)).toEqual([]);
    }
  });

  it('stands without settings and explanation, and says what is missing', async () => {
    visitor = await visit(inject('pageUrl'), (page) => page.route(/\/(SettingsForm|HowItWorks)-[^/]*\.js$/, (route) => route.abort()));
    await visitor.open(`${SMALL}&steps=20`);
    for (const sentence of ['The settings could not be loaded.', 'The explanation could not be loaded.'])
      await visitor.page.getByText(sentence).first().waitFor();
    await visitor.page.keyboard.press('Space');
    await visitor.reach(20);
    await visitor.button('Reload the page').first().waitFor();
  });
});
