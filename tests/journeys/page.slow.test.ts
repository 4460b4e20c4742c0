import { describe, expect, inject, it } from 'vitest';
import { SMALL, type Visit, ownBrowser } from './visit';

const visit = ownBrowser();
let visitor: Visit;

describe('the page', () => {
  it('changes its theme by key and keeps it in the link', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open('');
    const background = () => visitor.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const before = await background();
    await visitor.page.keyboard.press('t');
    await expect.poll(background).not.toBe(before);
    expect(await visitor.hash()).toContain('theme=dark');
  });

  it('moves a small whole number by one with each press of an arrow, and shows shares in percent', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL.replace('batch=16', 'batch=2')}&steps=20`);
    await visitor.page.getByRole('slider', { name: /^Batch size/ }).focus();
    await visitor.page.keyboard.press('ArrowRight');
    await visitor.page.keyboard.press('ArrowRight');
    await expect.poll(() => visitor.hash()).toContain('batch=4');
    await visitor.page.keyboard.press('ArrowLeft');
    await expect.poll(() => visitor.hash()).toContain('batch=3');
    const noise = visitor.page.getByRole('textbox', { name: 'Wrong labels, in percent' });
    expect(await noise.inputValue()).toBe('40 %');
    expect(await visitor.page.getByRole('slider', { name: /^Wrong labels/ }).getAttribute('aria-valuetext')).toBe('40 %');
    await noise.fill('200');
    await noise.press('Enter');
    await visitor.page.getByText('At most 90 % can be set here.').waitFor();
    expect(await visitor.hash()).toContain('noise=.9');
  });
});
