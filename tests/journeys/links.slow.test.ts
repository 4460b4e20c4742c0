import { describe, expect, inject, it } from 'vitest';
import { SMALL, type Visit, ownBrowser } from './visit';

const visit = ownBrowser();
let visitor: Visit;

describe('a link', () => {
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
});
