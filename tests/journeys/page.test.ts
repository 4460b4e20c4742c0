import { describe, expect, inject, it } from 'vitest';
import { obstacles } from './obstacles';
import { SMALL, type Visit, ownBrowser } from './visit';

const visit = ownBrowser();
let visitor: Visit;

describe('the first visit', () => {
  it('shows a recorded run that says so, with Run focused, before anything is pressed', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open('');
    const verdict = visitor.page.getByRole('region', { name: 'Verdict' });
    await verdict.getByText(/Recorded on .*with the shipped engine/).waitFor();
    await verdict.getByText(/After 1\s000 steps on 5 seeds/).waitFor();
    expect(await visitor.page.evaluate(() => document.activeElement?.textContent)).toMatch(/^Run/);
    expect(await visitor.page.locator('canvas.boundary-canvas').count()).toBe(3);
    expect(await visitor.table(/Clean test accuracy/)).toMatch(/1\s000/);
    expect(await visitor.hash()).toBe('');
    expect(visitor.complaints).toEqual([]);
  });

  it('gives way to a run made here', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open('');
    await visitor.page.getByText(/Recorded on/).waitFor();
    await visitor.page.keyboard.press('Space');
    await visitor.page.getByText(/Recorded on/).waitFor({ state: 'detached' });
    await visitor.page.waitForFunction(() => (document.querySelector('progress')?.value ?? 0) > 0);
    expect(visitor.complaints).toEqual([]);
  });
});

describe('the page', () => {
  it.each([1440, 1280, 1000, 390])('fits %i pixels without scrolling sideways', async (width) => {
    visitor = await visit(inject('pageUrl'));
    await visitor.page.setViewportSize({ width, height: 844 });
    await visitor.open('v=1&preset=pinwheel-noisy&rh0=3&algos=sgd,sam(rho=.4),sam(rho=.1),bisam-log(rho=.4),bisam-tanh(rho=.4)');
    await visitor.notice(/of this link/);
    expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  });

  it.each(['light', 'dark'] as const)('has no obstacle that axe can find (%s)', async (colorScheme) => {
    visitor = await visit(inject('pageUrl'));
    await visitor.page.emulateMedia({ colorScheme });
    await visitor.open('v=1&preset=pinwheel-noisy&rh0=3');
    await visitor.page.getByRole('article').first().waitFor();
    expect(await obstacles(visitor.page)).toEqual([]);
  });

  it.each([
    ['SettingsForm', 'The settings could not be loaded.'],
    ['HowItWorks', 'The explanation could not be loaded.'],
  ])('stands without %s, and says what is missing', async (chunk, sentence) => {
    visitor = await visit(inject('pageUrl'), (page) => page.route(`**/${chunk}-*.js`, (route) => route.abort()));
    await visitor.open(`${SMALL}&steps=20`);
    await visitor.page.getByText(sentence).first().waitFor();
    await visitor.page.keyboard.press('Space');
    await visitor.reach(20);
    await visitor.button('Reload the page').first().waitFor();
  });

  it('changes its theme by key and keeps it in the link', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open('');
    const background = () => visitor.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const before = await background();
    await visitor.page.keyboard.press('t');
    await expect.poll(background).not.toBe(before);
    expect(await visitor.hash()).toContain('theme=dark');
  });

  it('marks a live change on the charts', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=1e5&every=20`);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(100);
    const rate = visitor.page.getByRole('textbox', { name: 'Learning rate η, as a number' });
    await rate.fill('0.03');
    await rate.press('Enter');
    await visitor.page
      .getByRole('figure', { name: /Clean test accuracy/ })
      .getByText('η 0.03')
      .waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  it('moves a small whole number by one with each press of an arrow, and shows shares in percent', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL.replace('batch=16', 'batch=2')}&steps=20`);
    await visitor.page.getByRole('slider', { name: /^Batch size/ }).focus();
    await visitor.page.keyboard.press('ArrowRight');
    await visitor.page.keyboard.press('ArrowRight');
    await expect.poll(() => visitor.hash()).toContain('batch=4');
    await visitor.page.keyboard.press('ArrowLeft');
    await expect.poll(() => visitor.hash()).toContain('batch=3');
    const noise = visitor.page.getByRole('textbox', { name: 'Wrong labels, in percent' });
    expect(await noise.inputValue()).toBe('40 %');
    expect(await visitor.page.getByRole('slider', { name: /^Wrong labels/ }).getAttribute('aria-valuetext')).toBe('40 %');
    await noise.fill('200');
    await noise.press('Enter');
    await visitor.page.getByText('At most 90 % can be set here.').waitFor();
    expect(await visitor.hash()).toContain('noise=.9');
  });

  it('brings a removed run back', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=20`);
    await visitor.button('Remove SAM').focus();
    await visitor.page.keyboard.press('Enter');
    await expect.poll(() => visitor.page.getByRole('article').count()).toBe(2);
    await visitor.button('Undo').click();
    await expect.poll(() => visitor.page.getByRole('article').count()).toBe(3);
    expect(visitor.complaints).toEqual([]);
  });
});
