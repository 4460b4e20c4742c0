import { describe, expect, inject, it } from 'vitest';
import { obstacles } from './obstacles';
import { SMALL, type Visit, ownBrowser } from './visit';

const visit = ownBrowser();
let visitor: Visit;

/** Scrolls to the panel, which loads when it comes near. */
async function panel() {
  await visitor.closerLooks();
  const found = visitor.page.getByRole('region', { name: /^The paths of all runs/ });
  await found.waitFor();
  return found;
}

const draw = () => visitor.button('Draw the paths');
const rows = async () => {
  const said = await visitor.page.getByRole('region', { name: 'Where the paths end' }).getByRole('row').allInnerTexts();
  return said.slice(1).map((row) => row.split(/\t/));
};

describe('the paths of all runs', () => {
  it('are drawn over the loss in their plane, with the loss at the weights beside that of the picture', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=40&every=10`);
    const paths = await panel();
    await visitor.page.keyboard.press('Space');
    await visitor.reach(40);
    await draw().click();
    const plane = paths.getByRole('figure', { name: /^Paths in the plane of their principal components, which holds \d/ });
    await plane.getByText(/21 × 21 places on 60 training samples/).waitFor();
    expect(await plane.getAttribute('aria-label')).toMatch(/SGD stands at .* after 40 steps; SAM stands at/);
    expect(await plane.locator('rect[style]').count()).toBe(21 * 21);
    // The start, and what each of three runs left at steps 10, 20, 30 and 40.
    expect(await plane.locator('circle.ground-point').count()).toBe(3 * 4);
    const shares =
      /Across ([\d.]+) %, up ([\d.]+) %: this plane holds ([\d.]+) %/
        .exec(await plane.innerText())
        ?.slice(1)
        .map(Number) ?? [];
    expect((shares[0] ?? 0) + (shares[1] ?? 0)).toBeCloseTo(shares[2] ?? Number.NaN, 0);
    const losses = paths.getByRole('figure', { name: /^Loss at the points of the paths and at their feet in the plane/ });
    expect(await losses.locator('circle.ground-foot').count()).toBe(3 * 5);
    const table = await rows();
    expect(table.map(([run, step, points]) => [run, step, points])).toEqual([
      ['SGD', '40', '5'],
      ['SAM', '40', '5'],
      ['BiSAM (−log)', '40', '5'],
    ]);
    for (const [, , , loss, foot, off] of table) {
      const ratio = Number(loss) / Number(foot);
      expect(Number(off?.replace('×', ''))).toBeGreaterThan(0.98 * Math.max(ratio, 1 / ratio));
    }
    // Whoever is removed is gone from the picture too.
    await visitor.button('Remove SAM').focus();
    await visitor.page.keyboard.press('Enter');
    await expect.poll(async () => (await rows()).map(([run]) => run)).toEqual(['SGD', 'BiSAM (−log)']);
    expect(visitor.complaints).toEqual([]);
  });

  it('are not there before two runs moved or one made two steps, and of a recorded run never; the page says what to do', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open('');
    await visitor.page.getByText(/Recorded on/).waitFor();
    const recorded = await panel();
    await recorded.getByText(/Press Run first: only what is trained here has left a path/).waitFor();
    expect(await draw().isDisabled()).toBe(true);
    await visitor.close();
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=40&algos=sam`);
    const paths = await panel();
    await visitor.page.getByRole('button', { name: 'Step', exact: true }).click();
    await visitor.reach(1);
    await draw().click();
    await paths.getByText(/lie on one line, which is no plane. Make some more steps/).waitFor();
    expect(await paths.getByRole('figure').count()).toBe(0);
    expect(visitor.complaints).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('leave no obstacle that axe can find, and fit a phone (%s)', async (colorScheme) => {
    visitor = await visit(inject('pageUrl'));
    await visitor.page.emulateMedia({ colorScheme });
    await visitor.page.setViewportSize({ width: 390, height: 844 });
    await visitor.open(`${SMALL}&steps=20&every=5`);
    const paths = await panel();
    await visitor
      .button(/^(Run|Go on)/)
      .first()
      .click();
    await visitor.reach(20);
    await draw().click();
    await paths.getByText(/places on 60 training samples/).waitFor();
    expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expect(await obstacles(visitor.page)).toEqual([]);
    expect(visitor.complaints).toEqual([]);
  });
});
