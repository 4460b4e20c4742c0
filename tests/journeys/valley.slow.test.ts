/** A loss of two weights: the start is dragged, paths and numbers follow, and a link opens the same. Nothing is trained. */
import { expect, inject, it } from 'vitest';
import { obstacles, obstaclesInEveryTheme } from './obstacles';
import { ownBrowser, PHONE, type Visit } from './visit';

const open = ownBrowser();
const LINK = 'v=2&preset=pinwheel-noisy&valley=product';

/** There is no footer to wait for: nothing computes. */
const openLink = async ({ page }: Visit, link: string) => {
  await page.goto(`${inject('pageUrl')}/#${link}`);
  await page.locator('.valley-path').first().waitFor();
};
const pathOf = (visitor: Visit) => visitor.page.locator('.valley-path').nth(1).getAttribute('d');
const sentenceOf = (visitor: Visit) => visitor.page.locator('.valley-sentence').textContent();
const start = (visitor: Visit) => visitor.page.getByRole('slider', { name: 'Start of all paths' });

it('is dragged by its start, moved by keys and sliders, and opened again by its link', async () => {
  const visitor = await open(inject('pageUrl'));
  const { page } = visitor;
  await visitor.open('');
  await visitor.button('Valley').click();
  await page.getByRole('button', { name: 'One product' }).click();
  const before = [await pathOf(visitor), await sentenceOf(visitor)];
  expect(before[1]).toMatch(/^After 200 steps SAM ends flattest: trace /);

  const { x, y, width, height } = (await start(visitor).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x - 60, y - 40, { steps: 4 });
  await page.mouse.up();
  const dragged = await pathOf(visitor);
  expect(dragged).not.toBe(before[0]);

  await start(visitor).press('ArrowUp');
  await page.getByRole('slider', { name: 'Radius ρ' }).fill('150');
  await page.getByRole('button', { name: 'ASAM', exact: true }).click();
  await page.getByRole('slider', { name: 'Step looked at' }).fill('3');
  await page.locator('.valley-ball').first().waitFor();
  expect(await page.locator('.valley-ball').count()).toBe(1);
  await page.waitForFunction(() => location.hash.includes('vruns=sgd;sam') && location.hash.includes('vstep=3'));
  const [link, path, sentence] = [await visitor.hash(), await pathOf(visitor), await sentenceOf(visitor)];
  expect(path).not.toBe(dragged);
  expect(await obstaclesInEveryTheme(page)).toEqual([]);

  const again = await open(inject('pageUrl'));
  await openLink(again, link);
  expect([await pathOf(again), await sentenceOf(again)]).toEqual([path, sentence]);
  // Keys of the training do nothing here, and V leads back to it.
  await again.page.keyboard.press('r');
  await again.page.keyboard.press('v');
  await again.button('Run').waitFor();
  expect(await again.hash()).not.toContain('valley');
  expect([...visitor.complaints, ...again.complaints]).toEqual([]);
});

it('fits a thumb, and a frame of another page', async () => {
  const visitor = await open(inject('pageUrl'), undefined, PHONE);
  const { page } = visitor;
  await openLink(visitor, LINK);
  await start(visitor).waitFor();
  const low = await page
    .locator('.valley button, .valley input[type="range"], .valley select')
    .evaluateAll((controls) =>
      controls
        .filter((control) => control.checkVisibility() && control.getBoundingClientRect().height < 44)
        .map((control) => control.outerHTML.slice(0, 80)),
    );
  expect(low).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(await obstacles(page)).toEqual([]);
  const before = await pathOf(visitor);
  const { x, y } = (await start(visitor).boundingBox()) ?? { x: 0, y: 0 };
  const session = await visitor.context.newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: [...points] });
  await touch('touchStart', [{ x: x + 24, y: y + 24 }]);
  await touch('touchMove', [{ x: x - 30, y: y + 10 }]);
  await touch('touchMove', [{ x: x - 60, y: y - 10 }]);
  await touch('touchEnd', []);
  expect(await pathOf(visitor)).not.toBe(before);

  const framed = await open(inject('pageUrl'));
  await openLink(framed, `${LINK}&mode=embed`);
  await framed.page.getByRole('link', { name: 'Open full playground' }).waitFor();
  expect((await framed.heard()).workers).toBe(0);
  expect([...visitor.complaints, ...framed.complaints]).toEqual([]);
});
