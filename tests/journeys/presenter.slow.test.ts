/** Projector, keyboard, QR code and calm on the built page. */
import { describe, expect, inject, it } from 'vitest';
import { obstacles } from './obstacles';
import { SMALL, type Visit, ownBrowser } from './visit';

const visit = ownBrowser();
let visitor: Visit;

const press = (...keys: readonly string[]) =>
  keys.reduce((before, key) => before.then(() => visitor.page.keyboard.press(key)), Promise.resolve());
const title = () => visitor.page.locator('figure.chart b').first().innerText();
/** Opens a link straight in the presenter, which has no footer to wait for. */
const present = async (hash: string) => {
  await visitor.page.goto(`${inject('pageUrl')}/#${hash}&mode=present`);
  await visitor.button('Leave').waitFor();
};

describe('the presenter', () => {
  it('is entered, led and left by keyboard, and comes back by its link', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=20`);
    await press('p');
    await visitor.button('Leave').waitFor();
    expect(await visitor.page.getByRole('form', { name: 'Settings' }).count()).toBe(0);
    expect(await visitor.page.locator('figure.chart').count()).toBe(1);
    expect(await title()).toBe('Clean test accuracy');
    await press('PageDown', 'x');
    await expect.poll(title).not.toBe('Clean test accuracy');
    const shown = await title();
    await press('Space');
    await visitor.reach(20);
    expect(await visitor.hash()).toContain('x=epochs');

    await visitor.page.reload();
    await visitor.button('Leave').waitFor();
    expect(await title()).toBe(shown);

    await press('Escape');
    await visitor.page.getByRole('form', { name: 'Settings' }).waitFor();
    expect(await visitor.hash()).not.toContain('mode=');
    expect(visitor.complaints).toEqual([]);
  });

  it.each([
    [1920, 1080],
    [1280, 720],
  ])('fits %i × %i without scrolling, with up to eight runs and no letter below 16 px', async (width, height) => {
    visitor = await visit(inject('pageUrl'), undefined, { viewport: { width, height } });
    const runs = [
      'sgd',
      'sam(rho=.4)',
      'bisam-log(rho=.4)',
      'sam(rho=.1)',
      'bisam-tanh(rho=.4)',
      'asam(rho=1)',
      'lets-sam',
      'ae-sam(rho=.4)',
    ];
    for (const count of [2, 3, 4, 6, 8]) {
      await present(`${SMALL}&steps=20&every=5&algos=${runs.slice(0, count).join(',')}`);
      await expect.poll(() => visitor.page.getByRole('article').count()).toBe(count);
      await visitor.button(/^Run/).click();
      await visitor.page.getByText(/After 20 steps/).waitFor();
      const measured = await visitor.page.evaluate(() => {
        const { scrollWidth, scrollHeight } = document.documentElement;
        const bar = document.querySelector('.presenter-bar')?.getBoundingClientRect();
        const sizes = [...document.querySelectorAll('.presenter *')]
          .filter((element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim()))
          .filter((element) => !element.closest('.visually-hidden'))
          .map((element) => Number.parseFloat(getComputedStyle(element).fontSize));
        const chart = document.querySelector('.curve-plot')?.getBoundingClientRect();
        const room = (bar?.top ?? 0) - (chart?.bottom ?? 0);
        return { scrollWidth, scrollHeight, end: bar?.bottom, bar: bar?.height, room, plot: chart?.height, smallest: Math.min(...sizes) };
      });
      expect(measured).toMatchObject({ scrollWidth: width, scrollHeight: height, end: height });
      // The chart ends above the controls, and is high enough to be read.
      expect(measured.room).toBeGreaterThanOrEqual(0);
      expect(measured.plot).toBeGreaterThanOrEqual(110);
      // One row of controls, as long as there is the width for it.
      expect(measured.bar).toBeLessThanOrEqual(56);
      expect(measured.smallest).toBeGreaterThanOrEqual(16);
    }
    expect(visitor.complaints).toEqual([]);
  });

  it.each(['light', 'dark'] as const)(
    'has no obstacle that axe can find, at 7:1, and neither have its dialogs (%s)',
    async (colorScheme) => {
      visitor = await visit(inject('pageUrl'), undefined, { viewport: { width: 1280, height: 720 }, colorScheme });
      await present('v=1&preset=pinwheel-noisy');
      await visitor.page.getByText(/After 1\s000 steps/).waitFor();
      expect(await obstacles(visitor.page, ['color-contrast-enhanced'])).toEqual([]);
      for (const key of ['?', 'q']) {
        await press(key);
        await visitor.page.getByRole('dialog').waitFor();
        expect(await obstacles(visitor.page)).toEqual([]);
        await press('Escape');
        await visitor.page.getByRole('dialog').waitFor({ state: 'detached' });
        await visitor.button('Leave').waitFor();
      }
    },
  );
});

describe('high contrast', () => {
  it.each(['light', 'dark'] as const)('has 7:1 for every letter of the page (%s)', async (colorScheme) => {
    visitor = await visit(inject('pageUrl'), undefined, { viewport: { width: 1280, height: 720 }, colorScheme });
    await visitor.open('v=1&preset=pinwheel-noisy&contrast=1');
    await visitor.page.getByRole('article').first().waitFor();
    expect(await obstacles(visitor.page, ['color-contrast-enhanced'])).toEqual([]);
  });
});

describe('keys', () => {
  it('are listed, do what they say from the list, and can be switched off for good', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=20`);
    await press('?');
    const list = visitor.page.getByRole('dialog', { name: 'Keys' });
    await list.getByRole('button', { name: 'One step of every run' }).click();
    await visitor.reach(1);
    await press('?');
    await list.getByRole('checkbox', { name: /Single keys/ }).uncheck();
    await list.getByRole('button', { name: 'Close' }).click();
    await visitor.page.reload();
    await visitor.page.getByRole('contentinfo').getByText(/:/).first().waitFor();
    await press('p', 'x', '?');
    expect(await visitor.hash()).toBe(`${SMALL}&steps=20`);
    expect(await visitor.page.getByRole('dialog').count()).toBe(0);

    await visitor.button('Keys').click();
    await list.getByRole('checkbox', { name: /Single keys/ }).check();
    await press('Escape', 'x', 'c');
    await expect.poll(() => visitor.hash()).toContain('x=epochs');
    await visitor.notice('Link copied');
    expect(await visitor.page.evaluate(() => navigator.clipboard.readText())).toContain('x=epochs');
    expect(visitor.complaints).toEqual([]);
  });

  it('go to a chart of the page by its place', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=20`);
    const focused = () => visitor.page.evaluate(() => document.activeElement?.querySelector('b')?.textContent);
    await press('1');
    expect(await focused()).toBe('Clean test accuracy');
    await press('2');
    expect(await focused()).toBe('Wrong labels memorised');
  });
});

describe('the QR code', () => {
  it('is of the link, asks for no other origin, and gives the focus back', async () => {
    visitor = await visit(inject('pageUrl'));
    const asked: string[] = [];
    visitor.page.on('request', (request) => asked.push(request.url()));
    await visitor.open(`${SMALL}&steps=20`);
    await visitor.button('QR code of the link').click();
    const dialog = visitor.page.getByRole('dialog', { name: /Scan/ });
    await dialog.getByRole('img', { name: /QR code/ }).waitFor();
    // The page writes keys in its own order.
    const parts = (link: string) => link.split(/[#&]/).sort();
    expect(parts(await dialog.locator('.qr-link').innerText())).toEqual(parts(`${inject('pageUrl')}/#${SMALL}&steps=20`));
    await dialog.getByText('known on this machine only').waitFor();
    expect(await dialog.getByRole('img').locator('path').getAttribute('d')).toMatch(/^M4 4h1v1h-1z/);
    await press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await visitor.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('QR code of the link');
    expect(asked.filter((url) => !url.startsWith(inject('pageUrl')))).toEqual([]);
    expect(visitor.complaints).toEqual([]);
  });
});

describe('calm', () => {
  it.each(['asked of the system', 'asked for by link'] as const)('keeps pictures still while training, and says so (%s)', async (how) => {
    visitor = await visit(inject('pageUrl'));
    const isSystem = how === 'asked of the system';
    await visitor.page.emulateMedia({ reducedMotion: isSystem ? 'reduce' : 'no-preference' });
    await visitor.open(`${SMALL}&steps=1e5&every=20${isSystem ? '' : '&calm=1'}`);
    const pictures = () =>
      visitor.page.evaluate(() =>
        [...document.querySelectorAll<HTMLCanvasElement>('.boundary-canvas')].map((canvas) => canvas.toDataURL()),
      );
    await visitor.page.locator('canvas.boundary-canvas').nth(2).waitFor();
    await press('Space');
    const held = visitor.page.getByText('redrawn when training pauses');
    await held.waitFor();
    await visitor.reach(100);
    const before = await pictures();
    await visitor.reach(400);
    expect(await pictures()).toEqual(before);
    await press('Space');
    await held.waitFor({ state: 'detached' });
    await expect.poll(pictures).not.toEqual(before);
    expect(visitor.complaints).toEqual([]);
  });
});
