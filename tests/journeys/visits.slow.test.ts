/** Whole visits, as a person makes them: one thing after the other on one page, each of which other journeys look at alone. */
import { readFile } from 'node:fs/promises';
import { describe, expect, inject, it } from 'vitest';
import { PHONE, SMALL, type Visit, ownBrowser } from './visit';

const visit = ownBrowser();
let visitor: Visit;

const press = async (...keys: readonly string[]) => {
  for (const key of keys) await visitor.page.keyboard.press(key);
};
const cards = () => visitor.page.getByRole('article');
const accuracy = () => visitor.page.getByRole('figure', { name: 'Clean test accuracy' });
/** Contents of the runs' cards. */
const figures = async () => (await cards().allInnerTexts()).map((text) => /([\d.]+) %/.exec(text)?.[1] ?? '');

describe('a lecture', () => {
  it('goes from the presenter into a lesson, to another chart, to the room’s phones, and back to where it was', async () => {
    visitor = await visit(inject('pageUrl'), undefined, { viewport: { width: 1280, height: 720 } });
    const { page } = visitor;
    const own = `${SMALL}&steps=40&algos=sgd,sam(rho=.4),bisam-log(rho=.4)`;
    await visitor.open(own);
    await press('p', 'Space');
    await visitor.button('Leave').waitFor();
    await visitor.reach(40);
    await expect.poll(() => cards().count()).toBe(3);
    const shown = await figures();
    expect(shown.every((figure) => Number(figure) > 0)).toBe(true);

    await press('PageDown');
    await expect.poll(() => page.locator('figure.chart b').first().innerText()).not.toBe('Clean test accuracy');
    await press('q');
    const code = page.getByRole('dialog', { name: /Scan/ });
    await code.getByRole('img', { name: /QR code/ }).waitFor();
    // Who scans it wants the page, and not the projector’s.
    expect(await code.locator('.qr-link').innerText()).not.toContain('mode=');
    await press('Escape');
    await code.waitFor({ state: 'detached' });

    // From here: a lesson beside what the room sees, one step of it, and back to the lecture’s own runs.
    await press('Escape');
    await visitor.button('Lessons').click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /When SAM does nothing/ })
      .click();
    const lesson = page.getByRole('complementary', { name: /^Lesson/ });
    await lesson.getByRole('heading', { name: 'Nothing to learn by heart' }).waitFor();
    await page.getByRole('button', { name: /^Presenter/ }).click();
    await visitor.button('Notes').waitFor();
    await lesson.getByRole('button', { name: 'Next' }).click();
    await lesson.getByRole('radio', { name: 'About the same' }).check();
    expect(await visitor.hash()).toMatch(/mode=present.*lesson=clean-labels:2|lesson=clean-labels:2.*mode=present/);
    await lesson.getByRole('button', { name: 'Close' }).click();
    await visitor.button('Back to mine').click();
    await expect.poll(() => cards().count()).toBe(3);
    await page.locator('body').click({ position: { x: 2, y: 2 } });
    await press('Space');
    await visitor.reach(40);
    await expect.poll(figures).toEqual(shown);
    await visitor.button('Leave').click();
    await page.getByRole('form', { name: 'Settings' }).waitFor();
    expect(visitor.complaints).toEqual([]);
  });
});

describe('a student’s phone', () => {
  it('opens the link, runs, sees accuracy rise, changes a setting by hand and passes the link on', async () => {
    visitor = await visit(inject('pageUrl'), undefined, PHONE);
    const { page } = visitor;
    await visitor.open('v=1&preset=moons-noisy&n=100&test=200&width=16&steps=200&every=20&algos=sgd,sam(rho=.2)&backend=wasm');
    await page.getByRole('button', { name: /^Run/ }).first().tap();
    await visitor.reach(200);
    await page.getByText(/After 200 steps/).waitFor();
    const { rows } = await visitor.heard();
    const curve = Object.values(rows['r2/1']?.testAccuracy ?? {});
    expect(curve.at(-1)).toBeGreaterThan(curve[0] ?? Number.NaN);
    await expect.poll(async () => (await figures())[1]).toBe(curve.at(-1)?.toFixed(1));
    await cards().nth(1).getByRole('button', { name: 'SAM' }).tap();
    // A tap becomes a click a moment later, which brings the explanation here.
    await expect.poll(() => page.locator('.how').evaluate((how) => Math.abs(how.getBoundingClientRect().top) < innerHeight)).toBe(true);

    await accuracy().scrollIntoViewIfNeeded();
    await accuracy().locator('.chart-hand').tap();
    await accuracy().locator('.chart-readout:not([hidden])').first().waitFor();
    await visitor.button('Settings').tap();
    const steps = page.getByRole('textbox', { name: 'Steps, as a number' });
    await steps.scrollIntoViewIfNeeded();
    await steps.tap();
    await steps.fill('250');
    await press('Enter');
    await expect.poll(() => visitor.hash()).toContain('steps=250');
    await page.getByRole('dialog', { name: 'Settings' }).getByRole('button', { name: 'Close' }).tap();
    await page.getByRole('button', { name: /^Run/ }).first().tap();
    await visitor.reach(250);

    await visitor.button('Share').tap();
    await page.getByRole('dialog').getByRole('button', { name: 'Copy link', exact: true }).tap();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toContain('steps=250');
    const { width, window } = await page.evaluate(() => ({ width: document.documentElement.scrollWidth, window: innerWidth }));
    expect(width).toBeLessThanOrEqual(window);
    expect(visitor.complaints).toEqual([]);
  });
});

describe('a researcher’s sweep', () => {
  it('of one algorithm at three radii is run, looked at closely, taken away, and comes back from its file as it was', async () => {
    visitor = await visit(inject('pageUrl'), undefined, { viewport: { width: 1440, height: 1000 } });
    const { page } = visitor;
    await visitor.open(`${SMALL}&steps=60&algos=sam(rho=.1)`);
    for (const [index, radius] of ['0.4', '1'].entries()) {
      await page.locator('.runs .run').last().hover();
      await page
        .getByRole('button', { name: /^Duplicate SAM/ })
        .last()
        .click();
      await expect.poll(() => cards().count()).toBe(index + 2);
      await cards().last().locator('.run-card-name').click();
      const rho = page.getByRole('textbox', { name: 'Radius ρ, as a number' });
      await rho.fill(radius);
      await rho.press('Enter');
    }
    await expect.poll(() => visitor.hash()).toContain('algos=sam(rho=.1),sam(rho=.4),sam(rho=1)');
    await visitor.button(/^Run/).first().click();
    await visitor.reach(60);
    await page.getByText(/After 60 steps/).waitFor();

    await page.getByLabel('Smoothing', { exact: true }).selectOption('5 steps');
    const box = await accuracy().locator('.chart-hand').boundingBox();
    if (!box) throw new Error('the plot is not there');
    await page.mouse.move(box.x + 0.3 * box.width, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.7 * box.width, box.y + 40, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => visitor.hash()).toMatch(/zoom=\d+;\d+/);
    /** Curves as they are drawn, and the ticks of their axes. */
    const drawn = () =>
      accuracy().evaluate((figure) => [...figure.querySelectorAll('.chart-lines path')].map((path) => path.getAttribute('d')));
    const curves = await drawn();
    const table = await visitor.table(/Clean test accuracy/);
    const before = await figures();

    await visitor.button('Share').click();
    const save = async (name: string) => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('dialog').getByRole('button', { name }).click()]);
      return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
    };
    const json = await save('Save JSON');
    const csv = await save('Save CSV');
    const { rows } = await visitor.heard();
    const ends = ['r1', 'r2', 'r3'].map((run) => rows[`${run}/1`]?.testAccuracy?.['60']);
    const lines = csv.text.split('\r\n').filter((line) => /,testAccuracy,60,/.test(line));
    expect(lines.map((line) => Number(line.split(',').at(-2)))).toEqual(ends);
    await press('Escape');

    await visitor.button('Reset').click();
    await expect.poll(() => visitor.step()).toBe(0);
    await visitor.button('Share').click();
    await page
      .getByLabel('File of results')
      .setInputFiles({ name: json.name, mimeType: 'application/json', buffer: Buffer.from(json.text) });
    await visitor.notice(/These are the results in/);
    await expect.poll(() => visitor.table(/Clean test accuracy/)).toBe(table);
    await accuracy().getByRole('button', { name: 'View as chart' }).click();
    await expect.poll(drawn).toEqual(curves);
    expect(await figures()).toEqual(before);
    expect(visitor.complaints).toEqual([]);
  });
});
