import { describe, expect, inject, it } from 'vitest';
import translate from '../fixtures/cases/01-translated-page/translate.js?raw';
import { SMALL, type Visit, ownBrowser } from './visit';

const visit = ownBrowser();
let visitor: Visit;

const ENDLESS = `${SMALL}&steps=1e6`;

describe('a run', () => {
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
