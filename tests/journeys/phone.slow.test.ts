/** The page on a phone: pictures one at a time, charts one at a time, settings in a sheet over them. */
import type { CDPSession, Locator } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { obstaclesInEveryTheme } from './obstacles';
import { PHONE, SMALL, type Visit, ownBrowser } from './visit';

const visit = ownBrowser();
let visitor: Visit;

const thumbnails = () => visitor.page.locator('.thumbnail');
const current = () => visitor.page.locator('.thumbnail[aria-current="true"]');
const explained = () => visitor.page.getByRole('complementary', { name: /^How .* works$/ }).getAttribute('aria-label');
const sheet = () => visitor.page.getByRole('dialog', { name: 'Settings' });
const opener = () => visitor.button('Settings');
const tab = (name: string) => visitor.page.getByRole('tab', { name, exact: true });
const figures = () => visitor.page.locator('figure.chart[tabindex]');
const press = (key: string) => visitor.page.keyboard.press(key);

async function openPhone(hash: string, device = PHONE): Promise<void> {
  visitor = await visit(inject('pageUrl'), undefined, device);
  await visitor.open(hash);
}

/** A finger from the middle of an element, by pixels. */
async function drag(target: Locator, by: { readonly x?: number; readonly y?: number }): Promise<void> {
  const box = await target.boundingBox();
  if (!box) throw new Error('there is nothing to put a finger on');
  const session: CDPSession = await visitor.context.newCDPSession(visitor.page);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const at = (share: number) => [{ x: x + share * (by.x ?? 0), y: y + share * (by.y ?? 0) }];
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) });
  for (const share of [0.25, 0.5, 0.75, 1]) await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(share) });
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

/** Two fingers on both sides of the middle of an element, from and to so many pixels away from it. */
async function pinch(target: Locator, from: number, to: number): Promise<void> {
  const box = await target.boundingBox();
  if (!box) throw new Error('there is nothing to put fingers on');
  const session = await visitor.context.newCDPSession(visitor.page);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const both = (away: number) => [
    { x: x - away, y, id: 0 },
    { x: x + away, y, id: 1 },
  ];
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: both(from) });
  for (const share of [0.25, 0.5, 0.75, 1])
    await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: both(from + share * (to - from)) });
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

/** Elements on top of each other at the edges of the screen. */
function overlapping(): string[] {
  const seen = [...document.querySelectorAll('.top-bar-first :is(button, .progress-text), .phone-foot button')];
  const boxes = seen.map((element) => ({ name: element.textContent, box: element.getBoundingClientRect() }));
  return boxes.flatMap(({ name, box }, place) =>
    boxes
      .slice(place + 1)
      .filter(({ box: other }) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom)
      .map((other) => `${name} on ${other.name}`),
  );
}

/** How far the middle of a card is from that of the screen, in pixels. */
const offCentre = (name: string) =>
  visitor.page.getByRole('article', { name, exact: true }).evaluate((card) => {
    const { left, width } = card.getBoundingClientRect();
    return Math.abs(left + width / 2 - innerWidth / 2);
  });

describe('the pictures', () => {
  it('are swiped and tapped through, one of them large, and what is said follows', async () => {
    await openPhone(`${SMALL}&steps=20`);
    await visitor.button(/^Run/).first().tap();
    await visitor.reach(20);
    await expect.poll(() => thumbnails().count()).toBe(3);
    expect(await current().innerText()).toMatch(/^SAM\s+\d+\.\d %$/);
    await expect.poll(() => offCentre('SAM')).toBeLessThan(2);

    await drag(visitor.page.locator('.strip'), { x: -220 });
    await expect.poll(() => current().innerText()).toMatch(/^BiSAM/);
    await expect.poll(() => offCentre('BiSAM (−log)')).toBeLessThan(2);
    expect(await explained()).toBe('How BiSAM (−log) works');

    await thumbnails().first().tap();
    await expect.poll(() => offCentre('SGD')).toBeLessThan(2);
    expect(await explained()).toBe('How SGD works');
    await thumbnails().nth(1).focus();
    await press('Enter');
    await expect.poll(() => offCentre('SAM')).toBeLessThan(2);
    expect(await current().innerText()).toMatch(/^SAM/);

    // The explanation is far below: the name of the run leads there.
    await visitor.page.getByRole('article', { name: 'SAM', exact: true }).getByRole('button', { name: 'SAM', exact: true }).tap();
    await expect
      .poll(() => visitor.page.locator('.how').evaluate((how) => Math.round(how.getBoundingClientRect().top)))
      .toBeLessThanOrEqual(64);
    expect(await visitor.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('How SAM works');
    expect(visitor.complaints).toEqual([]);
  });

  it('of a pinned run of before stand first, and are looked at without choosing a run', async () => {
    await openPhone(`${SMALL}&steps=20`);
    await visitor.button(/^Run/).first().tap();
    await visitor.reach(20);
    await opener().tap();
    await sheet().getByRole('button', { name: 'Pin SAM' }).tap();
    const noise = sheet().getByRole('textbox', { name: 'Wrong labels, in percent' });
    await noise.fill('10');
    await noise.press('Enter');
    await press('Escape');
    await visitor.page.getByRole('button', { name: 'Run with these' }).tap();
    await expect.poll(() => thumbnails().count()).toBe(4);
    expect(await current().innerText()).toMatch(/^SAM\s/);
    await thumbnails().first().tap();
    const kept = visitor.page.locator('.run-card[data-reference="true"]');
    await expect
      .poll(() => kept.evaluate((card) => Math.abs(card.getBoundingClientRect().left * 2 + card.clientWidth - innerWidth)))
      .toBeLessThan(4);
    expect(await explained()).toBe('How SAM works');
    await thumbnails().nth(1).tap();
    await expect.poll(() => offCentre('SGD')).toBeLessThan(2);
    expect(await explained()).toBe('How SGD works');
    expect(visitor.complaints).toEqual([]);
  });

  it('of eight runs are all in sight, at any width of a phone', async () => {
    await openPhone(`${SMALL}&steps=20&algos=sgd,sam,asam,esam,gsam,looksam,ss-sam,bisam-log`);
    await expect.poll(() => thumbnails().count()).toBe(8);
    for (const width of [320, 390, 599]) {
      await visitor.page.setViewportSize({ width, height: 844 });
      const boxes = await thumbnails().evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON() as DOMRect));
      expect(Math.min(...boxes.map(({ width: own, height }) => Math.min(own, height)))).toBeGreaterThanOrEqual(44);
      expect(Math.max(...boxes.map(({ right }) => right))).toBeLessThanOrEqual(width);
      await expect.poll(() => visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
    await thumbnails().last().tap();
    await expect.poll(() => offCentre('BiSAM (−log)')).toBeLessThan(2);
  });

  it('give way to figures side by side where there are none', async () => {
    await openPhone('v=1&preset=digits-noisy&n=40&test=40&steps=4&every=2&batch=8&backend=wasm');
    await visitor.button(/^Run/).first().tap();
    await visitor.reach(4, 30);
    await visitor.page.locator('.run-cards').waitFor();
    expect(await thumbnails().count()).toBe(0);
  });
});

describe('the charts', () => {
  it('are shown one at a time: by chip, arrow and digit, with cursor, scale and table', async () => {
    await openPhone(`${SMALL}&steps=20`);
    await visitor.button(/^Run/).first().tap();
    await visitor.reach(20);
    expect(await figures().count()).toBe(1);
    await figures().scrollIntoViewIfNeeded();
    const before = await visitor.page.evaluate(() => [scrollX, scrollY]);
    await tab('Gap').tap();
    await visitor.page.getByRole('figure', { name: 'Generalization gap' }).waitFor();
    expect(await figures().count()).toBe(1);
    expect(await visitor.page.evaluate(() => [scrollX, scrollY])).toEqual(before);
    const [left, right] = await tab('Gap').evaluate((chip) => [chip.getBoundingClientRect().left, chip.getBoundingClientRect().right]);
    expect(left).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(390);

    await press('ArrowRight');
    await visitor.page.getByRole('figure', { name: /^Radius/ }).waitFor();
    expect(await visitor.page.evaluate(() => document.activeElement?.getAttribute('aria-selected'))).toBe('true');
    await press('Home');
    const accuracy = visitor.page.getByRole('figure', { name: 'Clean test accuracy' });
    await accuracy.waitFor();
    await accuracy.locator('.chart-hand').tap();
    await accuracy.locator('.chart-readout:not([hidden])').waitFor();
    await press('3');
    const third = visitor.page.getByRole('figure', { name: 'Train loss' });
    await third.waitFor();
    expect(await third.evaluate((figure) => figure === document.activeElement)).toBe(true);
    // One cursor for all charts, also for the one that was not there when it was set.
    await third.locator('.chart-readout:not([hidden])').waitFor();
    const log = third.getByRole('button', { name: 'Log' });
    expect(await log.getAttribute('aria-pressed')).toBe('true');
    await press('l');
    expect(await log.getAttribute('aria-pressed')).toBe('false');
    expect(await visitor.table(/Train loss/, '20')).toMatch(/^Step\s+SGD/);
    expect(visitor.complaints).toEqual([]);
  });

  it('are zoomed with two fingers, and go back to all of it when they come together', async () => {
    await openPhone(`${SMALL}&steps=100`);
    await visitor.button(/^Run/).first().tap();
    await visitor.reach(100);
    await figures().scrollIntoViewIfNeeded();
    const hand = figures().locator('.chart-hand');
    await pinch(hand, 20, 60);
    await expect.poll(() => visitor.hash()).toMatch(/zoom=\d/);
    const [from, to] = (/zoom=([\d.]+);([\d.]+)/.exec(await visitor.hash()) ?? []).slice(1).map(Number) as [number, number];
    // A third of the axis around its middle.
    expect(Math.abs(from - 100 / 3)).toBeLessThan(1);
    expect(Math.abs(to - 200 / 3)).toBeLessThan(1);
    await visitor.button('Unzoom').waitFor();
    await pinch(hand, 80, 10);
    await expect.poll(() => visitor.hash()).not.toContain('zoom');
    expect(await figures().locator('.chart-readout:not([hidden])').count()).toBe(0);
  });

  it('begins with the chart that the link says', async () => {
    await openPhone(`${SMALL}&steps=20&chart=5`);
    await visitor.page.getByRole('figure', { name: 'Generalization gap' }).waitFor();
    expect(await tab('Gap').getAttribute('aria-selected')).toBe('true');
  });
});

describe('the settings', () => {
  it('come in a sheet, are changed while training goes on in sight, and are found again as they were left', async () => {
    await openPhone(`${SMALL}&steps=100000`);
    await visitor.button(/^Run/).first().tap();
    await visitor.reach(1);
    await opener().tap();
    const box = await sheet().boundingBox();
    expect(box?.height).toBeLessThanOrEqual(0.7 * 844);
    expect(await visitor.page.evaluate(() => document.activeElement?.closest('dialog') !== null)).toBe(true);
    for (let count = 0; count < 60; count++) await press('Tab');
    expect(await visitor.page.evaluate(() => document.activeElement?.closest('dialog, body')?.tagName)).toBe('DIALOG');

    const made = await visitor.step();
    await visitor.reach(made + 1);
    const rate = sheet().getByRole('textbox', { name: /^Learning rate .* as a number$/ });
    await rate.fill('0.05');
    await rate.press('Enter');
    await expect.poll(() => visitor.hash()).toContain('lr=.05');
    const after = await visitor.step();
    expect(after).toBeGreaterThanOrEqual(made);
    await visitor.reach(after + 1);

    // A setting far down was brought into sight, and the way out stayed there.
    const close = await sheet().getByRole('button', { name: 'Close' }).boundingBox();
    expect(close?.y).toBeGreaterThan(844 - 0.7 * 844);

    await sheet().getByText('parts, more').tap();
    await sheet().getByRole('button', { name: 'Remove SGD' }).tap();
    await sheet().getByRole('button', { name: 'Undo' }).tap();
    await expect.poll(() => thumbnails().count()).toBe(3);
    await sheet().getByRole('button', { name: 'Pause' }).tap();
    await sheet()
      .getByRole('button', { name: /^(Run|Go on)$/ })
      .waitFor();

    await press('Escape');
    await sheet().waitFor({ state: 'hidden' });
    expect(await opener().evaluate((button) => button === document.activeElement)).toBe(true);
    await opener().tap();
    expect(await sheet().locator('.settings-more[open]').count()).toBe(1);
    expect(visitor.complaints).toEqual([]);
  });

  it('are closed beside the sheet, by its button and by a pull, and not by a short one', async () => {
    await openPhone(`${SMALL}&steps=20`);
    await opener().tap();
    await visitor.page.touchscreen.tap(195, 120);
    await sheet().waitFor({ state: 'hidden' });
    await opener().tap();
    await sheet().getByRole('button', { name: 'Close' }).tap();
    await sheet().waitFor({ state: 'hidden' });
    await opener().tap();
    // It has come to rest when it could be pressed.
    await sheet().getByRole('heading', { name: 'Settings' }).tap({ trial: true });
    await drag(sheet().getByRole('heading', { name: 'Settings' }), { y: 40 });
    expect(await sheet().isVisible()).toBe(true);
    await sheet().getByRole('heading', { name: 'Settings' }).tap({ trial: true });
    await drag(sheet().getByRole('heading', { name: 'Settings' }), { y: 160 });
    await sheet().waitFor({ state: 'hidden' });
  });

  it('that a link hides leave no button, and what it locks says so in the sheet', async () => {
    await openPhone(`${SMALL}&steps=20&lock=data`);
    await opener().tap();
    await sheet()
      .getByText(/has locked Data/)
      .waitFor();
    expect(await sheet().getByRole('textbox', { name: 'Wrong labels, in percent' }).isDisabled()).toBe(true);
    await press('Escape');
    await visitor.page.evaluate(() => (location.hash += '&hide=runs;data;model;training;device;view'));
    await opener().waitFor({ state: 'detached' });
    await visitor.button('New seed').waitFor();
  });

  it('stand beside the page when the phone is turned, and everything chosen stays', async () => {
    await openPhone(`${SMALL}&steps=20`);
    await thumbnails().last().tap();
    await tab('Gap').tap();
    await opener().tap();
    await visitor.page.setViewportSize({ width: 844, height: 390 });
    await sheet().waitFor({ state: 'detached' });
    const form = visitor.page.getByRole('form', { name: 'Settings' });
    await form.getByRole('heading', { name: 'BiSAM (−log)' }).waitFor();
    await expect.poll(() => visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBe(844);
    await visitor.page.setViewportSize({ width: 667, height: 375 });
    await visitor.page.locator('.run-cards').waitFor();
    await expect.poll(() => visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBe(667);
    for (const width of [600, 667, 759]) {
      await visitor.page.setViewportSize({ width, height: 375 });
      // Until charts are drawn again for the new width, what is fixed to the right edge is at that of the old one.
      await expect.poll(() => visitor.page.evaluate(overlapping), { message: `${width} px` }).toEqual([]);
    }
    await visitor.page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(() => current().innerText()).toMatch(/^BiSAM/);
    await expect.poll(() => offCentre('BiSAM (−log)')).toBeLessThan(2);
    expect(await tab('Gap').getAttribute('aria-selected')).toBe('true');
    expect(visitor.complaints).toEqual([]);
  });
});

describe('a lesson', () => {
  const panel = () => visitor.page.getByRole('complementary', { name: /^Lesson/ });
  const outline = (place: Locator) => place.evaluate((element) => getComputedStyle(element).outlineStyle);

  it('that points at a setting points at the way to it, and in the sheet at the setting', async () => {
    await openPhone('v=1&backend=wasm&lesson=radius:1');
    await panel().getByRole('heading', { name: 'One number decides how far SAM looks' }).waitFor();
    await expect.poll(() => outline(opener())).toBe('solid');
    await opener().tap();
    expect(await outline(sheet().locator('[data-region="runs"]'))).toBe('solid');
    await press('Escape');
    await panel().getByRole('button', { name: '2', exact: true }).tap();
    await expect.poll(() => current().innerText()).toMatch(/^SAM ρ 2/);
  });

  it('that points at a chart shows it', async () => {
    await openPhone('v=1&backend=wasm&lesson=radius:4');
    const radius = visitor.page.getByRole('figure', { name: /^Radius/ });
    await radius.waitFor();
    await expect.poll(() => outline(radius)).toBe('solid');
  });
});

describe('the page on a phone', () => {
  it('has no obstacle that axe can find in any theme, sheet open or not', async () => {
    await openPhone(`${SMALL}&steps=20`);
    await visitor.button(/^Run/).first().tap();
    await visitor.reach(20);
    expect(await obstaclesInEveryTheme(visitor.page)).toEqual([]);
    await opener().tap();
    await sheet().getByRole('form', { name: 'Settings' }).waitFor();
    expect(await obstaclesInEveryTheme(visitor.page, 'dialog[open]')).toEqual([]);
    expect(visitor.complaints).toEqual([]);
  });

  it.each([320, 360, 390, 430, 599, 600, 759])('never scrolls sideways, %i pixels wide', async (width) => {
    await openPhone(`${SMALL}&steps=20`, { ...PHONE, viewport: { width, height: 700 } });
    await visitor.button(/^Run/).first().tap();
    await visitor.reach(20);
    await visitor.page.locator('.chart-details > summary').tap();
    await expect.poll(() => visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await opener().tap();
    expect(
      await sheet()
        .locator('.dialog-body')
        .evaluate((body) => body.scrollWidth - body.clientWidth),
    ).toBe(0);
  });
});
