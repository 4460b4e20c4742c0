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

  it('of garbage leaves the page alive and is said to be', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open('%');
    for (const garbage of [
      '',
      '%E0%A4%A',
      '<script>alert(1)</script>',
      'v=999&preset=nothing',
      '&&&===',
      'algos=sam(rho=',
      'n=1e999&seeds=1-999999999',
      '__proto__=1',
    ]) {
      if (garbage !== '') await visitor.page.evaluate((hash) => (location.hash = hash), garbage);
      const notice = await visitor.notice(/of this link/);
      await notice.getByRole('button', { name: 'Dismiss' }).click();
      await expect.poll(() => visitor.page.getByText('of this link').count(), { message: garbage }).toBe(0);
      expect(await visitor.button(/^(Run|Go on) Space/).isEnabled(), garbage).toBe(true);
    }
    expect(visitor.complaints).toEqual([]);
  });

  it('is left behind by an edit after a run, and Back returns to it', async () => {
    visitor = await visit(inject('pageUrl'));
    const first = `${SMALL}&steps=20`;
    await visitor.open(first);
    const written = await visitor.hash();
    await visitor.page.keyboard.press('Space');
    await visitor.reach(20);
    await visitor.page.keyboard.press('n');
    await visitor.page.waitForFunction(() => location.hash.includes('seeds=2'));
    await visitor.page.keyboard.press('Space');
    await visitor.reach(20);
    await visitor.page.goBack();
    await visitor.page.waitForFunction(() => !location.hash.includes('seeds'));
    expect(await visitor.hash()).not.toContain('seeds');
    await visitor.page.keyboard.press('Space');
    await visitor.page.waitForFunction(() => Object.keys(globalThis.heard.rows).length > 3);
    expect(written).toBe(first);
  });

  it('that is shared is the address, and opens the same experiment for somebody else', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=25`);
    await visitor.add('BiSAM (tanh)');
    await visitor.page.waitForFunction(() => location.hash.includes('bisam-tanh'));
    await visitor.button('Share').click();
    await visitor.page.getByRole('button', { name: 'Copy link', exact: true }).click();
    await visitor.page.getByText('Link copied').waitFor();
    const link = await visitor.page.evaluate(() => navigator.clipboard.readText());
    expect(link).toBe(visitor.page.url());
    expect(link.length - inject('pageUrl').length).toBeLessThan(200);
    await visitor.close();
    visitor = await visit(inject('pageUrl'));
    await visitor.open(link.slice(link.indexOf('#') + 1));
    await expect.poll(() => visitor.page.getByRole('article').count()).toBe(4);
    expect(visitor.page.url()).toBe(link);
    expect(await visitor.page.getByText('of this link').count()).toBe(0);
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
