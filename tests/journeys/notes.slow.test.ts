/** Notes of a lesson in a second window, and the guess that is a point on a chart. */
import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { contents } from '../../src/core/lessons/contents';
import { obstacles } from './obstacles';
import { PHONE, type Visit, ownBrowser } from './visit';

const visit = ownBrowser();
let visitor: Visit;

const panel = () => visitor.page.getByRole('complementary', { name: /^Lesson/ });
const stepsOf = (lesson: string) => contents[lesson]?.steps ?? [];
/** Panels that open when something is pressed. */
async function opened(press: () => Promise<void>): Promise<Page> {
  const [window] = await Promise.all([visitor.context.waitForEvent('page'), press()]);
  await window.getByRole('heading', { level: 1 }).waitFor();
  return window;
}

describe('notes for teaching', () => {
  it('follow the lesson in a window of their own, lead it, and say when it is over', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open('v=1&preset=moons-noisy&backend=wasm');
    await visitor.button('Lessons').click();
    const notes = await opened(() => visitor.button('Notes for teaching, in a second window').click());
    await notes.getByRole('heading', { name: 'No lesson is open' }).waitFor();

    await visitor.page
      .getByRole('dialog')
      .getByRole('button', { name: /Is SAM worth twice the work/ })
      .click();
    await panel().waitFor();
    const [first, second] = stepsOf('cost');
    await notes.getByText(first?.notes ?? '').waitFor();
    await notes.getByRole('heading', { name: `Next: ${second?.title}` }).waitFor();
    expect(await notes.getByText('1 / 4').count()).toBe(1);
    expect(await notes.getByRole('timer').innerText()).toMatch(/^0:0\d$/);
    expect(await obstacles(notes)).toEqual([]);

    await notes.getByRole('button', { name: 'Next' }).click();
    await panel()
      .getByRole('heading', { name: second?.title ?? '' })
      .waitFor();
    await notes.getByText(second?.notes ?? '').waitFor();
    await panel().getByRole('button', { name: 'Skip' }).click();
    await notes.getByText('3 / 4').waitFor();

    // Reloaded, it asks again where the lesson is.
    await notes.reload();
    await notes.getByText('3 / 4').waitFor();
    expect(notes.workers()).toEqual([]);
    await panel().getByRole('button', { name: 'Close' }).click();
    await notes.getByRole('heading', { name: 'No lesson is open' }).waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  it('are opened from the presenter while it shows a lesson', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.page.goto(`${inject('pageUrl')}/#v=1&backend=wasm&mode=present&lesson=clean-labels:1`);
    await panel().waitFor();
    const notes = await opened(() => visitor.button('Notes').click());
    await notes.getByText(stepsOf('clean-labels')[0]?.notes ?? '').waitFor();
    expect(visitor.complaints).toEqual([]);
  });
});

describe('a guess on a chart', () => {
  it.each([
    ['a desk', undefined],
    ['a phone', PHONE],
  ])('is a point at the end of the axis, moved by keys, and stays beside the curve that comes: on %s', async (_, device) => {
    visitor = await visit(inject('pageUrl'), undefined, device);
    const { page } = visitor;
    await visitor.open(
      'v=1&preset=pinwheel-noisy&n=60&test=100&width=8&rff=16&batch=16&algos=sam(rho=.05),lets-sam(rho0=.05,letslr=.02)&steps=30&backend=wasm&lesson=radius:4',
    );
    const slider = panel().getByRole('slider', { name: /Where will LETS’s ρ end/ });
    await slider.focus();
    await page.keyboard.press('Home');
    for (const _key of [1, 2, 3]) await page.keyboard.press('ArrowRight');
    const mark = page.locator('[data-chart="radius"] .chart-guess');
    await mark.getByText('your guess: 0.015').waitFor();
    const { end, right } = await mark.evaluate((svg) => ({
      end: svg.querySelector('path')?.getBoundingClientRect(),
      right: svg.querySelector('line')?.getBoundingClientRect().right,
    }));
    expect(Math.abs((end?.left ?? 0) + (end?.width ?? 0) / 2 - (right ?? 0))).toBeLessThan(1);
    await panel().getByRole('button', { name: 'That is my guess' }).press('Enter');
    await panel().getByRole('button', { name: 'Run' }).click();
    await panel().locator('.lesson-outcome').waitFor();
    const { rows } = await visitor.heard();
    const measured = Object.values(rows['r2/1']?.radius ?? {}).at(-1) ?? Number.NaN;
    expect(await panel().locator('.lesson-outcome').innerText()).toMatch(
      Math.abs(measured - 0.015) <= 0.005 ? /^As you said\. Your guess: 0\.015/ : /^Not as you said\. Your guess: 0\.015/,
    );
    expect(await slider.isDisabled()).toBe(true);
    await mark.getByText('your guess: 0.015').waitFor();
    expect(await obstacles(page)).toEqual([]);
    await panel().getByRole('button', { name: 'Back' }).click();
    await mark.waitFor({ state: 'detached' });
    expect(visitor.complaints).toEqual([]);
  });
});

describe('a phrase of a lesson', () => {
  it('goes to a run, or changes the experiment', async () => {
    visitor = await visit(inject('pageUrl'));
    const { page } = visitor;
    await visitor.open('v=1&backend=wasm&lesson=radius:1');
    const longest = panel().getByRole('button', { name: '2', exact: true });
    await longest.click();
    await expect.poll(() => longest.getAttribute('aria-pressed')).toBe('true');
    await page.evaluate(() => (location.hash = 'v=1&backend=wasm&lesson=clean-labels:4'));
    await panel().getByRole('button', { name: 'a fifth' }).click();
    await expect.poll(() => visitor.hash()).toContain('noise=.2');
    expect(visitor.complaints).toEqual([]);
  });
});
