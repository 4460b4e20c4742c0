/** A hand and a keyboard at the charts of the built page: cursor, comparison, zoom, pictures of the past, tables and room kept. */
import { describe, expect, inject, it } from 'vitest';
import { SMALL, type Visit, ownBrowser } from './visit';

const visit = ownBrowser();
let visitor: Visit;

const accuracy = () => visitor.page.getByRole('figure', { name: 'Clean test accuracy' });
/** Beside it: what is out of sight is not redrawn. */
const beside = () => visitor.page.getByRole('figure', { name: 'Wrong labels memorised' });
/** Shown beside the cursor, or in the line below the chart. */
const readout = (chart = accuracy()) => chart.locator('.chart-readout:not([hidden])');
const place = (chart = accuracy()) => readout(chart).locator('[data-read=place]').innerText();
/** Moves the mouse to a share of a plot's width and height. */
async function moveTo(across: number, down = 0.5, chart = accuracy()): Promise<void> {
  const box = await chart.locator('.chart-hand').boundingBox();
  if (!box) throw new Error('the plot is not there');
  await visitor.page.mouse.move(box.x + across * box.width, box.y + down * box.height);
}
async function drag(from: number, to: number): Promise<void> {
  await moveTo(from, 0.2);
  await visitor.page.mouse.down();
  await moveTo((from + to) / 2, 0.5);
  await moveTo(to, 0.8);
  await visitor.page.mouse.up();
}
async function recorded(): Promise<void> {
  visitor = await visit(inject('pageUrl'));
  await visitor.open('');
  await visitor.page.getByText(/Recorded on/).waitFor();
  await accuracy().scrollIntoViewIfNeeded();
  await accuracy().locator('.chart-hand').waitFor();
}

describe('the cursor', () => {
  it('shows the same place on every chart, stays where it is pinned, and compares two places', async () => {
    await recorded();
    await moveTo(0.3);
    const here = await place();
    expect(here).toMatch(/^step \d/);
    expect(await place(beside())).toBe(here);
    await visitor.page.mouse.down();
    await visitor.page.mouse.up();
    await moveTo(0.9);
    expect(await place()).toMatch(new RegExp(`^${here} → step \\d`));
    expect(await readout().innerText()).toMatch(/Δ [+−]\d+\.\d points/);
    await visitor.page.mouse.down();
    await visitor.page.mouse.up();
    const both = await place(beside());
    await visitor.page.mouse.move(5, 5);
    expect(await place(beside())).toBe(both);
    await moveTo(0.5);
    await visitor.page.mouse.down();
    await visitor.page.mouse.up();
    await visitor.page.mouse.move(5, 5);
    expect(await readout().count()).toBe(0);
    expect(visitor.complaints).toEqual([]);
  });

  it('is led by keys: arrows by a point, Shift by ten, Home and End, Enter and Escape', async () => {
    await recorded();
    await accuracy().focus();
    const press = async (key: string) => {
      await visitor.page.keyboard.press(key);
      return place();
    };
    expect(await press('Home')).toBe('step 0');
    const [one] = [await press('ArrowRight'), await press('ArrowLeft')];
    expect(one).not.toBe('step 0');
    const far = await press('Shift+ArrowRight');
    expect(Number(far.replace(/\D/g, ''))).toBeGreaterThan(5 * Number(one.replace(/\D/g, '')));
    expect(await press('End')).toBe('step 1 000');
    await press('Enter');
    expect(await press('Home')).toBe('step 1 000 → step 0');
    await press('Escape');
    expect(await place()).toBe('step 0');
  });
});

describe('a zoom', () => {
  it('is dragged, kept in the link, and undone by a double click and by Z', async () => {
    await recorded();
    const ticks = () => accuracy().locator('.chart-axes').textContent();
    const whole = await ticks();
    await drag(0.2, 0.6);
    await expect.poll(() => visitor.hash()).toMatch(/zoom=\d+;\d+/);
    await expect.poll(ticks).not.toBe(whole);
    const zoomed = await ticks();
    await visitor.page.reload();
    await accuracy().scrollIntoViewIfNeeded();
    await expect.poll(ticks).toBe(zoomed);
    await accuracy().locator('.chart-hand').dblclick();
    await expect.poll(() => visitor.hash()).not.toContain('zoom');
    await expect.poll(ticks).toBe(whole);
    await drag(0.2, 0.6);
    await visitor.page.keyboard.press('z');
    await expect.poll(() => visitor.hash()).not.toContain('zoom');
  });

  it('with Shift is a box of one chart, and the wheel goes on scrolling the page', async () => {
    await recorded();
    await visitor.page.keyboard.down('Shift');
    await drag(0.2, 0.6);
    await visitor.page.keyboard.up('Shift');
    await expect.poll(() => visitor.hash()).toMatch(/zoom=\d+;\d+&zoomy=[\d.]+;[\d.]+/);
    await moveTo(0.5);
    const before = await visitor.page.evaluate(() => scrollY);
    await visitor.page.mouse.wheel(0, 200);
    await expect.poll(() => visitor.page.evaluate(() => scrollY)).toBeGreaterThan(before);
  });
});

describe('what is drawn', () => {
  it('is smoothed with the raw curve behind it, on the scale that is wanted, without the runs that are muted', async () => {
    await recorded();
    const lines = () => accuracy().locator('.chart-lines path[stroke]:not(.chart-seeds)').count();
    expect(await lines()).toBe(3);
    await visitor.page.getByLabel('Smoothing', { exact: true }).selectOption('20 steps');
    await expect.poll(lines).toBe(6);
    expect(await visitor.hash()).toContain('ema=20');
    await visitor.page.getByLabel('Smoothing', { exact: true }).selectOption('off');
    const chip = visitor.page.getByRole('group', { name: 'All charts' }).getByRole('button', { name: 'SAM', exact: true });
    await chip.click();
    await expect.poll(lines).toBe(2);
    await chip.click({ modifiers: ['Alt'] });
    await expect.poll(lines).toBe(1);
    await chip.click({ modifiers: ['Alt'] });
    await expect.poll(lines).toBe(3);
    const axis = () => accuracy().locator('.chart-axes').textContent();
    const linear = await axis();
    await accuracy().hover();
    await visitor.page.keyboard.press('l');
    await expect.poll(axis).not.toBe(linear);
    expect(await accuracy().getByRole('button', { name: 'Log' }).getAttribute('aria-pressed')).toBe('true');
    expect(visitor.complaints).toEqual([]);
  });

  it('can be read as a table of at most fifty rows, and as a summary', async () => {
    await recorded();
    const summary = await accuracy().evaluate((figure) =>
      (figure.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((id) => document.querySelector(`#${CSS.escape(id)}`)?.textContent)
        .join(' '),
    );
    expect(summary).toMatch(/3 runs, step 0 to step 1 000\. .*SAM \d+\.\d %.* SGD peaks at \d+\.\d % near step \d+ and then falls\./);
    const radius = visitor.page.getByRole('figure', { name: /^Radius/ });
    await radius.scrollIntoViewIfNeeded();
    await radius.getByText('SGD has no radius — nothing to plot.').waitFor();
    await visitor.table(/Clean test accuracy/, '1 000');
    const rows = await accuracy().locator('tbody tr').count();
    expect(rows).toBeGreaterThan(20);
    expect(rows).toBeLessThanOrEqual(50);
  });
});

describe('pictures of the past', () => {
  it('are those that were drawn then, follow the cursor, and say their step', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=1e5&every=20`);
    const canvas = () => visitor.page.locator('canvas.boundary-canvas').first();
    const pixels = () => canvas().evaluate((element) => (element as HTMLCanvasElement).toDataURL());
    await canvas().waitFor();
    await visitor.page.keyboard.press('Space');
    // Pictures are taken by the clock: a quick machine makes many steps between two of them.
    await visitor.page.waitForFunction(() => new Set(globalThis.heard.pictures).size >= 5, undefined, { timeout: 60_000 });
    await visitor.page.keyboard.press('Space');
    await visitor.button(/^Go on/).waitFor();
    const badge = visitor.page.locator('.run-card-badge').first();
    expect(await badge.count()).toBe(0);
    await visitor.page.keyboard.press('[');
    await badge.waitFor();
    const latest = await badge.innerText();
    for (let presses = 0; presses < 40; presses++) await visitor.page.keyboard.press('[');
    await expect.poll(() => badge.innerText()).toBe('step 0');
    expect(latest).not.toBe('step 0');
    const past = await pixels();
    await visitor.page.keyboard.press(']');
    await expect.poll(() => badge.innerText()).not.toBe('step 0');
    // From the same first weights the same picture is drawn again.
    await visitor.page.keyboard.press('r');
    await expect.poll(pixels).toBe(past);
    expect(visitor.complaints).toEqual([]);
  });
});

describe('the ground around w', () => {
  it('is looked at where every run stands, when asked', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=20`);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(20);
    await visitor.page.getByRole('region', { name: 'Cost' }).scrollIntoViewIfNeeded();
    const look = visitor.button('Look around now');
    await look.click();
    const table = visitor.page.locator('.ground-table tbody tr');
    await expect.poll(() => table.count()).toBe(3);
    for (const row of await table.allInnerTexts()) expect(row).toMatch(/\t20\t[\d.]+\t/);
    await visitor.page.getByRole('figure', { name: /Loss along a slice/ }).waitFor();
    expect(visitor.complaints).toEqual([]);
  });
});

describe('the first visit', () => {
  it.each([
    [1440, 900],
    [1280, 720],
    [390, 844],
  ])('keeps room for what is to come: nothing jumps at %i × %i, however late the recorded run arrives', async (width, height) => {
    let arrive = () => {};
    const late = new Promise<void>((then) => (arrive = then));
    visitor = await visit(
      inject('pageUrl'),
      async (page) => {
        await page.route('**/recorded/default.json', async (route) => {
          await late;
          await route.continue();
        });
        await page.addInitScript(() => {
          const shifts: number[] = [];
          Object.assign(globalThis, { shifts });
          const note = (list: PerformanceObserverEntryList) => {
            for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
          };
          new PerformanceObserver(note).observe({ type: 'layout-shift', buffered: true });
        });
      },
      { viewport: { width, height } },
    );
    await visitor.open('');
    await visitor.page.getByRole('complementary', { name: 'How SAM works' }).waitFor();
    if (width >= 760) await visitor.page.getByRole('form', { name: 'Settings' }).waitFor();
    arrive();
    await visitor.page.getByText(/After 1 000 steps on 5 seeds/).waitFor();
    await visitor.page.locator('canvas.boundary-canvas').first().waitFor();
    await visitor.page.evaluate(() =>
      document.fonts.ready.then(() => new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then)))),
    );
    const shifts = await visitor.page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts);
    expect(shifts.reduce((sum, value) => sum + value, 0)).toBeLessThanOrEqual(0.02);
  });
});
