import { describe, expect, inject, it } from 'vitest';
import { SMALL, type Visit, ownBrowser } from './visit';

const visit = ownBrowser();
let visitor: Visit;

const ENDLESS = `${SMALL}&steps=1e6`;

describe('a run', () => {
  it('starts with Space, finishes, and says what came of it without a word in the console', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=60`);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(60);
    const verdict = visitor.page.getByRole('region', { name: 'Verdict' });
    await verdict.getByText(/After 60 steps on this seed/).waitFor();
    for (const name of ['SGD', 'SAM', 'BiSAM (−log)']) {
      const card = visitor.page.getByRole('article', { name, exact: true });
      expect(await card.innerText()).toMatch(/\d+\.\d %/);
    }
    await visitor.button(/^Run/).first().waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  it('may be asked for before the engine is there', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.page.goto(`${inject('pageUrl')}/#${ENDLESS}`, { waitUntil: 'commit' });
    await visitor.button(/^Run/).first().waitFor();
    await visitor.page.keyboard.press('Space');
    await visitor.reach(20);
    await visitor.button(/^Pause/).click();
    await visitor.button(/^Go on/).waitFor();
  });

  it('pauses, makes one step, goes on, and begins again with the same numbers after a reset', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=200`);
    await visitor.button(/^Step$/).click();
    await visitor.reach(1);
    await visitor.button(/^Go on/).waitFor();
    await visitor.page.keyboard.press('.');
    await visitor.reach(2);
    expect(await visitor.step()).toBe(2);
    await visitor.button(/^Go on/).click();
    await visitor.reach(200);
    const first = (await visitor.heard()).rows;
    const figures = await visitor.table(/Train loss/, '200');
    await visitor.button('Reset').click();
    await visitor.page.waitForFunction(() => document.querySelector('progress')?.value === 0);
    await visitor.page.evaluate(() => (globalThis.heard.rows = {}));
    await visitor.button(/^(Run|Go on) Space/).click();
    await visitor.reach(200);
    expect(Object.keys(first['r2/1']?.lossClean ?? {})).toHaveLength(200);
    // The first rows were said before the rows were cleared.
    const { rows } = await visitor.heard();
    for (const [member, metrics] of Object.entries(first)) {
      for (const [metric, values] of Object.entries(metrics))
        expect(values, `${member} ${metric}`).toMatchObject(rows[member]?.[metric] ?? {});
    }
    expect(await visitor.table(/Train loss/, '200')).toBe(figures);
  });

  it('takes a new radius and learning rate while it runs and marks them on the charts', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(ENDLESS);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(20);
    await write(visitor, 'Radius ρ, as a number', '0.2');
    await write(visitor, 'Learning rate η, as a number', '0.05');
    const before = await visitor.step();
    await visitor.reach(before + 20);
    expect(await visitor.hash()).toContain('lr=.05');
    expect(await visitor.hash()).toMatch(/algos=sgd,sam\(rho=\.2\),bisam-log\(rho=\.2\)/);
    await visitor.button(/^Pause/).click();
    const accuracy = visitor.page.getByRole('figure', { name: /Clean test accuracy/ });
    await accuracy
      .getByText(/ρ.*0\.2/)
      .first()
      .waitFor();
    await accuracy
      .getByText(/η.*0\.05/)
      .first()
      .waitFor();
    const { rows, workers } = await visitor.heard();
    const radii = Object.values(rows['r2/1']?.radius ?? {}).map((radius) => radius.toFixed(3));
    expect([...new Set(radii)]).toEqual(['0.400', '0.200']);
    expect(workers).toBe(1);
  });

  it('keeps results as they were made when a setting changes, says what Run will do, and does it', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(ENDLESS);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(50);
    await write(visitor, 'Wrong labels, in percent', '10');
    const note = visitor.page.getByRole('region', { name: 'Settings for the next run' });
    expect(await note.innerText()).toMatch(/Wrong labels 40 % → 10 %.*Run starts all runs over/s);
    await visitor.page.getByText('next run').first().waitFor();
    // Training goes on with what it was started with.
    await visitor.reach(100);
    await note.getByRole('button', { name: 'Take back' }).click();
    await note.waitFor({ state: 'detached' });
    await write(visitor, 'Wrong labels, in percent', '10');
    await visitor.page.evaluate(() => (globalThis.heard.rows = {}));
    await note.getByRole('button', { name: 'Start with these' }).click();
    await visitor.page.waitForFunction(() => globalThis.heard.rows['r1/1']?.trainLoss?.['0'] !== undefined);
    await visitor.reach(10);
    await visitor.button(/^Pause/).waitFor();
  });
});

describe('another device', () => {
  it('that is not here is refused in one sentence, and what runs goes on', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(ENDLESS);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(30);
    const standing = await visitor.step();
    const device = visitor.page
      .getByRole('group', { name: /^Device/ })
      .or(visitor.page.locator('details').filter({ hasText: /^\s*Device/ }));
    await device.first().locator('summary').click();
    await visitor.page.getByLabel(/Compute on/).selectOption('webgpu');
    await visitor.button('Start with these').click();
    const said = await visitor.notice(/used only where it is asked for/);
    expect(await said.innerText()).toMatch(/software/i);
    await visitor.reach(standing + 30);
    await visitor.button(/^Pause/).click();
    expect((await visitor.heard()).workers).toBe(1);
  });
});

async function write({ page }: Visit, label: string, value: string): Promise<void> {
  const control = page.getByRole('textbox', { name: label });
  await control.fill(value);
  await control.press('Enter');
}
