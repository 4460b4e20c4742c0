import type { Locator } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { quantity } from '../../src/ui/format';
import { obstacles } from './obstacles';
import { PHONE, SMALL, type Visit, ownBrowser } from './visit';

const HASH = `${SMALL}&steps=60&algos=sgd,sam(rho=.4),bisam-log(rho=.4)`;

const visit = ownBrowser();
let visitor: Visit;

/** Opens slow motion on the focused run, once a step is there. */
async function slowMotion(): Promise<Locator> {
  await visitor.page.keyboard.press('m');
  const dialog = visitor.page.getByRole('dialog', { name: 'Inside one step' });
  await dialog.getByText(/^Step [\d,]+ of/).waitFor();
  return dialog;
}

/** The step on screen, from 0. */
async function stepOf(dialog: Locator): Promise<number> {
  return Number(/Step (\d+) of/.exec(await dialog.getByText(/^Step [\d,]+ of/).innerText())?.[1]) - 1;
}

const titles = (dialog: Locator) => dialog.locator('.slow-frames button').allTextContents();
const numbers = async (dialog: Locator) => (await dialog.locator('.slow-numbers').textContent())?.replaceAll(/[\s\u2061]/g, '') ?? '';

/** Messages of the worker about a step. */
async function row(member: string, step: number): Promise<(metric: string) => string> {
  const { rows } = await visitor.heard();
  return (metric) => quantity(rows[member]?.[metric]?.[step] ?? Number.NaN).replaceAll(/\s/g, '');
}

describe('slow motion', () => {
  it('walks through a real step of SAM and one of BiSAM with their own numbers, and the curves stay as they are', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(HASH);
    for (const made of [1, 2, 3]) {
      await visitor.page.keyboard.press('.');
      await visitor.reach(made);
    }
    let dialog = await slowMotion();
    expect(await titles(dialog)).toEqual(['1 Gradient', '2 Climb', '3 Gradient up there', '4 Step']);
    const step = await stepOf(dialog);
    await expect.poll(async () => (await row('r2/1', step))('radius')).toBe('0.40');
    const said = await row('r2/1', step);
    // Walking stops the film.
    await visitor.page.keyboard.press('ArrowRight');
    await visitor.page.keyboard.press('ArrowLeft');
    await visitor.page.keyboard.press('ArrowLeft');
    expect(await numbers(dialog)).toBe(`‖g‖=${said('gradNorm')}L(w)=${said('lossClean')}`);
    await visitor.page.keyboard.press('ArrowRight');
    expect(await numbers(dialog)).toBe(`ρ=0.40‖ε‖=${said('perturbNorm')}`);
    await dialog.getByRole('img', { name: /^Climb, in a step of SAM: ε of length 0\.40\.$/ }).waitFor();
    await dialog.getByRole('button', { name: 'Next frame' }).click();
    expect(await numbers(dialog)).toBe(`‖ĝ‖=${said('perturbedGradNorm')}L(w+ε)=${said('lossPerturbed')}`.replace('ĝ', 'gˆ'));
    await dialog.getByRole('button', { name: '4 Step' }).click();
    expect(await numbers(dialog)).toContain(`‖u‖=${said('updateNorm')}`);
    expect(await dialog.getByRole('button', { name: 'Next frame' }).isDisabled()).toBe(true);

    await dialog.getByRole('button', { name: 'Next step' }).click();
    await dialog.getByText(`Step ${step + 2} of 60`).waitFor();
    await dialog.getByRole('button', { name: 'Descent only' }).click();
    expect(await titles(dialog)).toEqual(['1 Gradient up there', '2 Step']);

    await dialog.getByRole('combobox', { name: 'Run', exact: true }).selectOption('r3');
    await dialog.getByText(`Step ${step + 3} of 60`).waitFor();
    await dialog.getByRole('button', { name: 'Ascent only' }).click();
    await visitor.page.keyboard.press('ArrowRight');
    expect(await titles(dialog)).toEqual(['1 Gradient of the bound', '2 Climb']);
    await expect.poll(async () => (await row('r3/1', step + 2))('radius')).toBe('0.40');
    expect(await numbers(dialog)).toMatch(/^ρ=0\.40‖ε‖=0\.40cos\(ε,εL\)=−?0\.\d+$/);
    expect(await dialog.locator('.slow-arrow[data-kind=ghost]').count()).toBe(1);
    await visitor.page.keyboard.press('Escape');

    await visitor.page.keyboard.press('Space');
    await visitor.reach(60);
    const whole = async () => {
      await expect.poll(async () => Object.keys((await visitor.heard()).rows['r3/1']?.lossClean ?? {}).length).toBe(60);
      await expect.poll(async () => Object.keys((await visitor.heard()).rows['r3/1']?.testAccuracy ?? {}).at(-1)).toBe('60');
      return (await visitor.heard()).rows;
    };
    const looked = await whole();
    await visitor.page.evaluate(() => (globalThis.heard.rows = {}));
    await visitor.button('Reset').click();
    await visitor.page.waitForFunction(() => document.querySelector('progress')?.value === 0);
    await visitor.button(/^(Run|Go on) Space/).click();
    await visitor.reach(60);
    expect(await whole()).toEqual(looked);
    expect(visitor.complaints).toEqual([]);

    // The card of the run that was looked at last.
    const card = visitor.page.getByRole('complementary', { name: /^How BiSAM/ });
    await card.getByText(/2 gradients per step; measured so far: 2\.00 gradients and [\d.]+ ms per step/).waitFor();
    await card
      .getByRole('region', { name: 'Differs from the paper or its code' })
      .getByText(/factor 1\/μ/)
      .waitFor();

    // Nothing is left to look at, and what is on screen is not thrown away unasked.
    await visitor.page.keyboard.press('m');
    dialog = visitor.page.getByRole('dialog', { name: 'Inside one step' });
    await dialog.getByText(/All steps have been made/).waitFor();
    expect(await visitor.step()).toBe(60);
    await dialog.getByRole('button', { name: 'Back to step 0' }).click();
    await dialog.getByText('Step 1 of 60').waitFor();
  });

  it('plays by itself, at the speed that is chosen, and can be stopped', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(HASH);
    const dialog = await slowMotion();
    expect(await stepOf(dialog)).toBe(0);
    await dialog.getByRole('combobox', { name: 'Seconds per frame' }).selectOption('0.25');
    await dialog.getByRole('button', { name: 'Play again' }).waitFor();
    expect(await dialog.locator('[aria-current=step]').textContent()).toBe('4 Step');
    await dialog.getByRole('button', { name: 'Play again' }).click();
    await dialog.getByRole('button', { name: 'Pause' }).click();
    await dialog.getByRole('button', { name: 'Play', exact: true }).waitFor();
  });

  it('stands still, side by side, where that is asked for', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${HASH}&calm=1`);
    const dialog = await slowMotion();
    expect(await dialog.getByRole('img').count()).toBe(4);
    expect(await dialog.locator('.slow-numbers').count()).toBe(4);
    expect(await dialog.getByRole('button', { name: /^Play/ }).count()).toBe(0);
  });

  it('of a recorded run says that a step has to be made here, and leaves the recording until it is', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open('');
    await visitor.page.getByText(/Recorded on/).waitFor();
    await visitor.page.getByRole('button', { name: /^Inside one step/ }).click();
    const dialog = visitor.page.getByRole('dialog', { name: 'Inside one step' });
    await dialog.getByText(/These runs were recorded/).waitFor();
    await dialog.getByRole('button', { name: 'Make the first step' }).click();
    // On whatever device this browser has to offer.
    await dialog.getByText(/^Step 1 of/).waitFor({ timeout: 45_000 });
    await visitor.page.keyboard.press('Escape');
    expect(await visitor.page.evaluate(() => document.activeElement?.textContent)).toMatch(/^Inside one step/);
  });

  it.each(['light', 'dark'] as const)(
    'has 7:1 for every letter, and none below 16 px, in front of the presenter (%s)',
    async (colorScheme) => {
      visitor = await visit(inject('pageUrl'), undefined, { viewport: { width: 1280, height: 720 } });
      await visitor.page.emulateMedia({ colorScheme });
      await visitor.page.goto(`${inject('pageUrl')}/#${HASH}&mode=present`);
      await visitor.page.getByRole('button', { name: /^Inside/ }).click();
      const dialog = visitor.page.getByRole('dialog', { name: 'Inside one step' });
      await dialog.getByText(/^Step [\d,]+ of/).waitFor();
      await dialog.getByRole('button', { name: 'Next frame' }).click();
      expect(await obstacles(visitor.page, ['color-contrast-enhanced'])).toEqual([]);
      const sizes = await dialog
        .locator('.slow')
        .evaluate((all) =>
          [...all.querySelectorAll('p, button, label, math, figcaption')].map((one) => Number.parseFloat(getComputedStyle(one).fontSize)),
        );
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(16);
    },
  );

  it.each(['light', 'dark'] as const)('leaves no obstacle that axe can find, and fits a phone (%s)', async (colorScheme) => {
    visitor = await visit(inject('pageUrl'), undefined, PHONE);
    await visitor.page.emulateMedia({ colorScheme });
    await visitor.open(HASH);
    const dialog = await slowMotion();
    await dialog.getByRole('button', { name: 'Next frame' }).click();
    const sizes = await dialog.evaluate(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth]);
    expect(sizes[0]).toBe(sizes[1]);
    expect(await obstacles(visitor.page)).toEqual([]);
  });
});
