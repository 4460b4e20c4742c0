import { describe, expect, inject, it } from 'vitest';
import { obstacles } from './obstacles';
import { SMALL, type Visit, ownBrowser } from './visit';

const visit = ownBrowser();
let visitor: Visit;

/** The panel, which loads when it comes near. */
async function panel() {
  await visitor.closerLooks();
  const found = visitor.page.getByRole('region', { name: /^Distribution of S/ });
  await found.waitFor();
  return found;
}

const rowsOf = async () => {
  const rows = await visitor.page.getByRole('region', { name: 'Gradient norms that were measured' }).getByRole('row').allInnerTexts();
  return rows.slice(1).map((row) => row.split(/\s+/));
};

describe('gradient norms', () => {
  it('are measured when asked for: histogram, normal fit, Q-Q plot and correlation, while training keeps its numbers', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=60&norms=50&algos=sgd,ae-sam(rho=.4)`);
    const norms = await panel();
    await norms.getByText(/Choose a run: the gradients of 50 mini-batches are measured/).waitFor();
    await visitor.page.keyboard.press('Space');
    await visitor.reach(60);
    await norms.getByRole('button', { name: 'AE-SAM', exact: true }).click();
    await norms.getByText('AE-SAM at step 60 · 50 mini-batches of 16').waitFor();

    const histogram = norms.getByRole('figure', { name: 'Histogram of S' });
    await expect.poll(() => histogram.locator('.norms-bin .recharts-bar-rectangle').count()).toBeGreaterThan(2);
    expect(await histogram.locator('.norms-fit path').getAttribute('d')).toMatch(/^M[\d.]+,[\d.]+C/);
    const quantiles = norms.getByRole('figure', { name: 'Q-Q plot' });
    expect((await quantiles.locator('path.norms-points').getAttribute('d'))?.match(/M/g)).toHaveLength(50);
    expect(await quantiles.locator('path.norms-fit').count()).toBe(1);
    const said = /r (0\.\d{3}); 1 is normal/.exec(await quantiles.innerText());
    expect(Number(said?.[1])).toBeGreaterThan(0.5);
    await norms.getByText(/The gate’s threshold μ \+ cσ was \d.*of the mini-batches reach it\./).waitFor();

    // The counts of the bins are those of all mini-batches.
    const table = await visitor.table(/Histogram of S/);
    const counts = table
      .split('\n')
      .slice(1)
      .map((row) => Number(row.split('\t')[2]));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(50);

    await norms.getByRole('button', { name: 'SGD', exact: true }).click();
    await norms.getByText('SGD at step 60 · 50 mini-batches of 16').waitFor();
    const rows = await rowsOf();
    expect(rows.map(([run, step, batches]) => [run, step, batches])).toEqual([
      ['SGD', '60', '50'],
      ['AE-SAM', '60', '50'],
    ]);
    expect(rows[1]?.[5]).toBe(said?.[1]);
    await norms.getByRole('button', { name: 'Show AE-SAM at step 60' }).click();
    await norms.getByText('AE-SAM at step 60 · 50 mini-batches of 16').waitFor();

    const first = (await visitor.heard()).rows;
    await visitor.page.evaluate(() => (globalThis.heard.rows = {}));
    await visitor.button('Reset').click();
    await visitor.page.waitForFunction(() => document.querySelector('progress')?.value === 0);
    expect(await rowsOf().catch(() => [])).toEqual([]);
    await visitor.button(/^(Run|Go on) Space/).click();
    await visitor.reach(60);
    await expect.poll(async () => Object.keys((await visitor.heard()).rows['r2/1']?.lossClean ?? {}).length).toBe(60);
    expect((await visitor.heard()).rows['r2/1']?.lossClean).toEqual(first['r2/1']?.lossClean);
    expect(visitor.complaints).toEqual([]);
  });

  it('hold training while they are measured, with progress, and can be given up', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=1e6&norms=10000`);
    const norms = await panel();
    await visitor.page.keyboard.press('Space');
    await visitor.reach(20);
    await norms.getByRole('button', { name: 'Every run' }).click();
    await norms.getByText(/SGD at step [\d\s]+: [\d\s]+ of 10\s000 mini-batches, 2 more runs to come\. Training waits\./).waitFor();
    const standing = await visitor.step();
    const cancel = norms.getByRole('button', { name: 'Cancel' });
    await cancel.click();
    await cancel.waitFor({ state: 'detached' });
    await visitor.reach(standing + 20);
    expect(await norms.getByRole('figure').count()).toBe(0);
    expect(visitor.complaints).toEqual([]);
  });

  it('of a recorded run cannot be measured, and the page says what to do', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open('');
    await visitor.page.getByText(/Recorded on/).waitFor();
    const norms = await panel();
    await norms.getByText(/These runs were recorded\. Press Run to train them here/).waitFor();
    expect(await norms.getByRole('button', { name: 'Every run' }).isDisabled()).toBe(true);
  });

  it.each(['light', 'dark'] as const)('leave no obstacle that axe can find, and fit a phone (%s)', async (colorScheme) => {
    visitor = await visit(inject('pageUrl'));
    await visitor.page.emulateMedia({ colorScheme });
    await visitor.page.setViewportSize({ width: 390, height: 844 });
    await visitor.open(`${SMALL}&steps=40&norms=20&algos=sgd,ae-sam(rho=.4)`);
    const norms = await panel();
    await visitor
      .button(/^(Run|Go on)/)
      .first()
      .click();
    await visitor.reach(40);
    await norms.getByRole('button', { name: 'Every run' }).click();
    await norms.getByText('AE-SAM at step 40 · 20 mini-batches of 16').waitFor();
    expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expect(await obstacles(visitor.page)).toEqual([]);
  });
});
