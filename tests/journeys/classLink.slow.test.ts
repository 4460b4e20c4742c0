/** Links that show less or lock settings, made and opened on the built page. */
import { describe, expect, inject, it } from 'vitest';
import { obstacles } from './obstacles';
import { PHONE, SMALL, type Visit, ownBrowser } from './visit';

const visit = ownBrowser();
let visitor: Visit;

const form = () => visitor.page.getByRole('form', { name: 'Settings' });

describe('a link for a class', () => {
  it('is made in the share dialog, and opened shows less and holds what is locked until it is unlocked', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=20`);
    await visitor.button('Share').click();
    const share = visitor.page.getByRole('dialog', { name: 'Share and export' });
    await share.getByRole('group', { name: 'Hide' }).getByRole('checkbox', { name: 'Explanation' }).check();
    await share.getByRole('group', { name: 'Hide' }).getByRole('checkbox', { name: 'Model' }).check();
    await share.getByRole('group', { name: 'Lock' }).getByRole('checkbox', { name: 'Data' }).check();
    await share.getByRole('button', { name: 'Copy class link' }).click();
    const link = await visitor.page.evaluate(() => navigator.clipboard.readText());
    expect(link).toMatch(/&hide=model;explanation&lock=data$/);
    // The page it was made on stays as it is.
    expect(await visitor.hash()).not.toContain('hide=');
    expect(await obstacles(visitor.page)).toEqual([]);
    await visitor.close();

    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${link.slice(link.indexOf('#') + 1)};seeds`);
    await form().getByText('Whoever made this link has locked Data and Seeds.').waitFor();
    expect(await visitor.page.getByRole('complementary', { name: /How/ }).count()).toBe(0);
    expect(await form().locator('.settings-chosen', { hasText: 'Multi-layer perceptron' }).count()).toBe(0);
    const noise = form().getByRole('textbox', { name: 'Wrong labels, in percent' });
    expect(await noise.isDisabled()).toBe(true);
    expect(await form().getByRole('textbox', { name: 'Steps, as a number' }).isEnabled()).toBe(true);
    expect(await obstacles(visitor.page)).toEqual([]);
    // Keys and menus go no way around it.
    const before = await visitor.hash();
    await visitor.page.getByRole('main').click({ position: { x: 2, y: 2 } });
    await visitor.page.keyboard.press('n');
    await visitor.notice('Locked by the link: Seeds');
    await visitor.page.getByRole('combobox', { name: 'Start from a preset' }).selectOption('moons-noisy');
    await visitor.notice(/Locked by the link: Data/);
    expect(await visitor.hash()).toBe(before);
    await visitor.button(/^Run/).first().click();
    await visitor.reach(20);

    await visitor.button('Unlock').click();
    await form().getByText('Unlocked here: whoever made this link had locked Data and Seeds.').waitFor();
    expect(await visitor.hash()).toContain('&lock=data;seeds&unlocked=1');
    expect(await noise.isEnabled()).toBe(true);
    await visitor.button('Show everything').click();
    await form().locator('.settings-chosen', { hasText: 'Multi-layer perceptron' }).waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  it.each([
    ['presets', 'combobox', 'Start from a preset'],
    ['verdict', 'region', 'Verdict'],
    ['pictures', 'region', 'Runs side by side'],
    ['charts', 'region', 'Charts'],
    ['runs', 'region', 'Runs'],
    ['data', 'region', 'Data'],
    ['training', 'region', 'Training'],
    ['view', 'region', 'View'],
    ['explanation', 'complementary', 'How SAM works'],
  ] as const)('hides %s, and what is left fits on every screen', async (region, role, name) => {
    for (const device of [PHONE, { viewport: { width: 1440, height: 900 } }]) {
      visitor = await visit(inject('pageUrl'), undefined, device);
      await visitor.open(`${SMALL}&steps=20`);
      const part = visitor.page.getByRole(role, { name, exact: true });
      if (['runs', 'data', 'training', 'view'].includes(region)) await visitor.settings();
      await part.waitFor();
      await visitor.page.evaluate((word) => (location.hash += `&hide=${word}`), region);
      await part.waitFor({ state: 'detached' });
      expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      expect(visitor.complaints).toEqual([]);
      await visitor.close();
    }
  });
});
