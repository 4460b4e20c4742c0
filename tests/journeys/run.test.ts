import { describe, expect, inject, it } from 'vitest';
import translate from '../fixtures/cases/01-translated-page/translate.js?raw';
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

  it('goes on under a translation of the page, with the right numbers', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=60`);
    await visitor.page.evaluate(translate);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(60);
    await visitor.page
      .getByRole('region', { name: 'Verdict' })
      .getByText(/After 60 steps on this seed/)
      .waitFor();
    expect((await visitor.page.locator('.top-bar').innerText()).replaceAll('\u200b', '')).toMatch(/60\s*\/\s*60/);
    await visitor.page.evaluate(translate);
    await visitor.page.keyboard.press('Space');
    await visitor.page.keyboard.press('Space');
    await visitor.page.getByRole('article', { name: 'SAM', exact: true }).waitFor();
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

  it('draws data and weights anew with a new seed, and writes it into the address', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=40`);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(40);
    await visitor.page.keyboard.press('n');
    await visitor.page.waitForFunction(() => location.hash.includes('seeds=2'));
    await visitor.page.keyboard.press('Space');
    await visitor.reach(40);
    const { rows } = await visitor.heard();
    expect(rows['r1/2']?.lossClean?.['1']).not.toBe(rows['r1/1']?.lossClean?.['1']);
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

  it('lets runs join, double and leave while the others go on, and brings a removed one back', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(ENDLESS);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(20);
    await visitor.add('BiSAM (tanh)');
    await visitor.page
      .getByRole('article', { name: 'BiSAM (tanh)' })
      .getByText(/\d+\.\d %/)
      .waitFor();
    await act(visitor, 'Duplicate SGD');
    await expect.poll(() => visitor.page.getByRole('article').count()).toBe(5);
    await act(visitor, 'Remove SAM');
    await expect.poll(() => visitor.page.getByRole('article').count()).toBe(4);
    const standing = await visitor.step();
    await visitor.button('Undo').click();
    await visitor.page
      .getByRole('article', { name: 'SAM', exact: true })
      .getByText(/\d+\.\d %/)
      .waitFor();
    await visitor.reach(standing + 1);
    expect((await visitor.heard()).workers).toBe(1);
    expect(visitor.complaints).toEqual([]);
  });

  it('shows mean and band of several seeds, against another axis when asked', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=30&seeds=1-3`);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(30);
    const accuracy = visitor.page.getByRole('figure', { name: /Clean test accuracy/ });
    await accuracy.getByText('Mean, ± 1 sd and each of 3 seeds.').waitFor();
    const bySteps = await visitor.table(/Clean test accuracy/, '30');
    await visitor.page.getByRole('radio', { name: 'gradients' }).check({ force: true });
    // SAM has made 60 evaluations by its 30th step.
    const byEvaluations = await visitor.table(/Clean test accuracy/, '60');
    expect(byEvaluations).not.toBe(bySteps);
    expect(await visitor.hash()).toContain('x=evals');
    expect(await visitor.step()).toBe(30);
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

  it('that only software offers is refused with both ways on, and either trains', async () => {
    visitor = await visit(inject('pageUrl'));
    // Nothing opens with it, so there is no device to wait for.
    await visitor.page.goto(`${inject('pageUrl')}/#${ENDLESS.replace('backend=wasm', 'backend=webgpu')}`);
    const said = await visitor.notice(/used only where it is asked for/);
    await visitor.page.getByRole('contentinfo').getByText('no device is open').waitFor();
    expect(await said.getByRole('button').allInnerTexts()).toContain('Compute on WebAssembly');
    await said.getByRole('button', { name: 'Compute on WebGPU in software' }).click();
    await visitor.page.getByRole('contentinfo').getByText('software adapter').waitFor();
    expect(await visitor.hash()).toContain('backend=webgpu-software');
    await visitor.page.keyboard.press('Space');
    await visitor.reach(5, 60);
    expect(visitor.complaints).toEqual([]);
  });
});

/** Actions on a run show on its row, and the keyboard reaches them. */
async function act({ page }: Visit, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true });
  await button.focus();
  await button.press('Enter');
}

async function write({ page }: Visit, label: string, value: string): Promise<void> {
  const control = page.getByRole('textbox', { name: label });
  await control.fill(value);
  await control.press('Enter');
}
