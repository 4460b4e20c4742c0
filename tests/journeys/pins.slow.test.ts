/** A run that is kept as a reference for the next ones, and every seed of a run. */
import { describe, expect, inject, it } from 'vitest';
import { obstacles } from './obstacles';
import { SMALL, type Visit, ownBrowser } from './visit';

const visit = ownBrowser();
let visitor: Visit;

const runs = () => visitor.page.getByRole('region', { name: 'Runs', exact: true });
const rows = () => runs().getByRole('listitem');
const accuracy = () => visitor.page.getByRole('figure', { name: 'Clean test accuracy' });
const lines = () => accuracy().locator('.chart-lines g > path[stroke]:not(.chart-seeds)').count();

describe('a pinned run', () => {
  it('comes first, outlives its group in table, pictures and charts, gives its settings back, and can be let go and brought back', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&algos=sgd,sam(rho=.2)&steps=40`);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(40);
    await runs().getByRole('button', { name: /^SAM/ }).click();
    await visitor.page.keyboard.press('k');
    await visitor.page.getByText('SAM is pinned: its curves stay while you try other settings').waitFor();
    await expect.poll(() => rows().first().innerText()).toMatch(/^SAM/);
    expect(await lines()).toBe(2);

    const noise = visitor.page.getByRole('textbox', { name: 'Wrong labels, in percent' });
    await noise.fill('10');
    await noise.press('Enter');
    // Until Run, what is on screen stays what it is.
    await visitor.button('Run with these').waitFor();
    expect(await lines()).toBe(2);
    await visitor.button('Run with these').click();
    await expect.poll(() => rows().count()).toBe(3);
    await expect.poll(lines).toBe(3);
    expect(await rows().first().innerText()).toMatch(/^SAM\s+Wrong labels 40 %/);
    const card = visitor.page.getByRole('article', { name: 'SAM Wrong labels 40 %, pinned' });
    await card.getByText('step 40').waitFor();
    await visitor.reach(40);
    await rows()
      .first()
      .getByText(/^now [+−]?\d/)
      .waitFor();
    const table = await visitor.table(/Clean test accuracy/, '40');
    expect(table.split('\n')[0]).toMatch(/Step\s+SAM Wrong labels 40 %, pinned\s+SGD\s+SAM/);
    expect(await obstacles(visitor.page)).toEqual([]);

    const before = await visitor.hash();
    expect(before).not.toContain('noise=.4');
    await rows().first().hover();
    await visitor.button('Back to the settings of SAM Wrong labels 40 %').click();
    await expect.poll(() => visitor.hash()).not.toBe(before);
    await visitor.button('Run with these').click();
    await expect.poll(() => rows().first().innerText()).toMatch(/as now/);
    await rows().first().hover();
    await visitor.button('Let go of SAM before').click();
    await expect.poll(() => rows().count()).toBe(2);
    await visitor.button('Undo').click();
    await expect.poll(() => rows().count()).toBe(3);
    expect(visitor.complaints).toEqual([]);
  });
});

describe('every seed', () => {
  it('has its curve beneath the mean of its run, its range beside the cursor, and can be left out, which is in the link', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&algos=sgd,sam(rho=.2)&steps=40&seeds=1-3`);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(40);
    const seeds = accuracy().locator('.chart-seeds');
    await expect.poll(() => seeds.count()).toBe(2);
    expect((await seeds.first().getAttribute('d'))?.match(/M/g)).toHaveLength(3);
    await accuracy().getByText('Mean, ± 1 sd and each of 3 seeds.').waitFor();
    await accuracy().focus();
    await visitor.page.keyboard.press('End');
    expect(await accuracy().locator('.chart-readout small').first().innerText()).toMatch(/^\d+\.\d % … \d+\.\d %$/);
    const view = visitor.page.getByRole('region', { name: 'View' });
    await view.getByText('more').click();
    await view.getByLabel('Every seed').uncheck();
    await expect.poll(() => seeds.count()).toBe(0);
    expect(await visitor.hash()).toMatch(/seedlines=(off|0|false|no)/);
    await accuracy().getByText('Mean and ± 1 sd over 3 seeds.').waitFor();
    expect(visitor.complaints).toEqual([]);
  });
});
