import { describe, expect, inject, it } from 'vitest';
import { SMALL, type Visit, ownBrowser } from './visit';

const visit = ownBrowser();
let visitor: Visit;

const steps = () => visitor.page.getByRole('progressbar', { name: 'Steps made' }).getAttribute('max');

describe('a link', () => {
  it('typed into the address by hand changes the experiment', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=30`);
    await visitor.page.evaluate((hash) => (location.hash = hash), `${SMALL}&steps=44&algos=sgd,sam(rho=.2)`);
    await expect.poll(steps).toBe('44');
    await expect.poll(() => visitor.page.getByRole('article').count()).toBe(2);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(44);
    expect(visitor.complaints).toEqual([]);
  });

  it('that is partly wrong opens, names every part with what was meant, and can be dismissed', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=20&rh0=.3&noise=2000&algos=sgd,bisan&batch=abc`);
    const notice = await visitor.notice(/of this link/);
    await notice.getByText(/of this link/).click();
    const said = await notice.innerText();
    expect(said).toMatch(/^\s*4 parts of this link were changed or not understood/);
    for (const part of ['rh0', 'noise=2000', 'bisan', 'batch=abc']) expect(said).toContain(part);
    expect(said).toMatch(/did you mean bisam/i);
    await visitor.button(/^(Run|Go on) Space/).click();
    await visitor.reach(20);
    await visitor.page.locator('[role=status]').filter({ hasText: 'of this link' }).getByRole('button', { name: 'Dismiss' }).click();
    await expect.poll(() => visitor.page.getByText('of this link').count()).toBe(0);
    expect(await visitor.step()).toBe(20);
    expect(visitor.complaints).toEqual([]);
  });

  it('to data that are not here says how to bring them, and the page stays alive', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open('v=1&preset=mnist&set=mnist-10000-3fa9c1&backend=wasm');
    await visitor.page
      .getByText(/The data set “mnist-10000-3fa9c1” is not stored in this browser\. Drop its files on the page\./)
      .waitFor();
    await visitor.page.getByRole('combobox', { name: 'Start from a preset' }).selectOption('moons-noisy');
    await visitor.button(/^Run/).first().click();
    await visitor.reach(5);
    expect(visitor.complaints).toEqual([]);
  });
});
