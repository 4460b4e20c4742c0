/** Duties of every dialog and panel to everyone, in every theme: nothing in the way, nothing cut, and room for a finger. */
import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { obstaclesInEveryTheme } from './obstacles';
import { PHONE, SMALL, type Visit, ownBrowser } from './visit';

const visit = ownBrowser();
let visitor: Visit;

const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).click();
/** The same of what is among the settings. */
const pressSetting = (name: string) => async (page: Page) => {
  await visitor.settings();
  await press(name)(page);
};

/** Each is opened by what a visitor presses. */
const dialogs: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
  ['Share and export', press('Share')],
  ['Start from a paper', (page) => page.getByLabel('Start from a preset').selectOption('papers…')],
  ['Lessons', press('Lessons')],
  ['The data: pinwheel', pressSetting('Look at samples and classes')],
  ['Get MNIST?', getMnist],
  ['Inside one step', press(/^Inside one step/)],
  ['Why so slow?', press(/why so slow/i)],
  ['Add an algorithm', pressSetting('Add an algorithm')],
  ['Keys', (page) => page.keyboard.press('?')],
  ['Scan to open this experiment', (page) => page.keyboard.press('q')],
];

async function getMnist(page: Page): Promise<void> {
  await visitor.settings();
  await page.getByText('Public data sets').click();
  await page.getByRole('button', { name: /MNIST/ }).first().click();
}

async function openTrained(): Promise<Page> {
  await visitor.open(`${SMALL}&steps=20`);
  await visitor.button(/^Run/).first().click();
  await visitor.reach(20);
  await visitor.button('Reset').click();
  return visitor.page;
}

describe('a dialog', () => {
  it('has no obstacle that axe can find, in any theme, and gives the page back, whichever it is', { timeout: 180_000 }, async () => {
    visitor = await visit(inject('pageUrl'));
    const page = await openTrained();
    for (const [title, open] of dialogs) {
      await open(page);
      const dialog = page.getByRole('dialog', { name: title });
      await dialog.waitFor();
      expect(await obstaclesInEveryTheme(page, 'dialog[open]'), title).toEqual([]);
      await dialog.getByRole('button', { name: 'Close' }).click();
      await dialog.waitFor({ state: 'detached' });
    }
    expect(visitor.complaints).toEqual([]);
  });

  it.each(dialogs)('“%s” fits a phone, with its way out in sight and nothing too small for a finger', async (title, open) => {
    visitor = await visit(inject('pageUrl'), undefined, PHONE);
    const page = await openTrained();
    await open(page);
    const dialog = page.getByRole('dialog', { name: title });
    await dialog.waitFor();
    expect(await page.evaluate(overflowing)).toEqual([]);
    expect(await page.evaluate(tooSmall, 44)).toEqual([]);
    await dialog.locator('.dialog-body').evaluate((body) => body.scrollTo(0, body.scrollHeight));
    const close = await dialog.getByRole('button', { name: 'Close' }).boundingBox();
    expect(close?.y).toBeGreaterThanOrEqual(0);
    expect(Number(close?.y) + Number(close?.height)).toBeLessThanOrEqual(844);
  });
});

describe('the page', () => {
  it('has no obstacle that axe can find once it has trained, in any theme', async () => {
    visitor = await visit(inject('pageUrl'));
    const page = await openTrained();
    expect(await obstaclesInEveryTheme(page)).toEqual([]);
  });

  it.each([
    ['a phone', PHONE, 44],
    ['a desk', { viewport: { width: 1280, height: 720 } }, 24],
  ] as const)('has controls that can be hit on %s', async (_, device, least) => {
    visitor = await visit(inject('pageUrl'), undefined, device);
    const page = await openTrained();
    expect(await page.evaluate(tooSmall, least)).toEqual([]);
  });

  it('shows the whole of its bar at any width', async () => {
    visitor = await visit(inject('pageUrl'));
    const page = await openTrained();
    for (const width of [1440, 1200, 1199, 1024, 960, 959, 800, 760, 759, 640, 480, 360, 320]) {
      await page.setViewportSize({ width, height: 640 });
      expect(await page.evaluate(cutOff), `${width} px`).toEqual([]);
      // Charts are drawn again for the new width in a later frame.
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
  });
});

/** Pieces of the bar beyond the right edge of the window, or below the next. */
function cutOff(): string[] {
  const seen = [...document.querySelectorAll('.top-bar :is(button, select, .progress-track)')].filter((one) => one.checkVisibility());
  const boxes = seen.map((element) => ({ name: element.ariaLabel ?? element.textContent ?? '', box: element.getBoundingClientRect() }));
  const isOver = (a: DOMRect, b: DOMRect) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  return boxes
    .filter(({ box }) => box.right > innerWidth || boxes.some((other) => other.box !== box && isOver(box, other.box)))
    .map(({ name }) => name);
}

/** Elements wider than the place they are in. */
function overflowing(): string[] {
  const places = [document.documentElement, ...document.querySelectorAll('dialog[open], dialog[open] .dialog-body')];
  return places.filter((place) => place.scrollWidth > place.clientWidth).map((place) => `${place.tagName}.${place.className}`);
}

/** Controls that are lower or narrower than this many pixels; words in a line of text are excepted (WCAG 2.5.8). */
function tooSmall(least: number): string[] {
  const scope = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document;
  return [...scope.querySelectorAll('button, input, select, summary')]
    .filter((element) => element.checkVisibility() && !element.matches('.link-button:not(.chart-switch), .visually-hidden'))
    .flatMap((element) => {
      const boxes = [element, ...(element.closest('label') ? [element.closest('label') as Element] : [])].map((one) =>
        one.getBoundingClientRect(),
      );
      const own = getComputedStyle(element, '::before');
      const around = own.content === 'none' || own.position !== 'absolute' ? 0 : Number.parseFloat(own.height) || 0;
      const height = Math.max(around, ...boxes.map((box) => box.height));
      const width = Math.max(...boxes.map((box) => box.width));
      const isSmall = width > 0 && height < least - 0.5;
      return isSmall ? [`${element.tagName}.${element.className} ${Math.round(width)}×${Math.round(height)}`] : [];
    });
}
