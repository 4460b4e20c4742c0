import type { Page } from 'playwright-core';
import { expect, inject, it } from 'vitest';
import { type Heard, ownBrowser, SMALL, type Visit, trainingThread } from './visit';

const visit = ownBrowser();
/** Two runs are enough to see that all go on. */
const TWO = `${SMALL}&algos=sgd,sam(rho=.2)&every=100`;
const OTHER = 'v=1&preset=moons-noisy&backend=wasm';

const offer = (page: Page) => page.getByRole('status').filter({ hasText: 'of an earlier visit' });
const heardBy = (page: Page): Promise<Heard> => page.evaluate(() => globalThis.heard);
const stepsOf = ({ rows }: Heard): readonly number[] => Object.keys(rows['r2/1']?.lossClean ?? {}).map(Number);

/** Trains until it is kept once more, and some steps beyond that are not kept. Returns what was heard. */
async function keepSome(page: Page): Promise<Heard> {
  await page.evaluate(() => Object.assign(globalThis.heard, { rows: {}, kept: [] }));
  await page.waitForFunction(() => globalThis.heard.kept.length > 0);
  // From here on this thread keeps nothing: a busy machine may take long to end it.
  await trainingThread({ page }).evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new Error('the test has taken the pen away');
    };
  });
  await page.waitForFunction(() => {
    const kept = Math.max(...globalThis.heard.kept);
    return Object.keys(globalThis.heard.rows['r2/1']?.lossClean ?? {}).some((step) => Number(step) > kept + 100);
  });
  return heardBy(page);
}

/** Goes on with the kept run: from where it was kept, with the numbers that were heard from there on. */
async function goOn(page: Page, before: Heard): Promise<void> {
  const kept = Math.max(...before.kept);
  await offer(page).getByRole('button', { name: 'Go on with it' }).click();
  await page.waitForFunction(
    (step) => Object.keys(globalThis.heard.rows['r2/1']?.lossClean ?? {}).some((at) => Number(at) > step),
    kept + 20,
  );
  const after = await heardBy(page);
  const again = stepsOf(after).filter((step) => stepsOf(before).includes(step));
  expect(Math.min(...stepsOf(after))).toBeGreaterThanOrEqual(kept);
  expect(again.length).toBeGreaterThan(20);
  for (const member of ['r1/1', 'r2/1'])
    for (const [metric, values] of Object.entries(after.rows[member] ?? {})) {
      const own = before.rows[member]?.[metric] ?? {};
      // Step 0 may be that of another experiment, which was prepared first.
      const shared = Object.keys(values).filter((step) => step !== '0' && step in own);
      expect(
        shared.filter((step) => !Object.is(values[step], own[step])).map((step) => `${metric} ${step}: ${own[step]} ${values[step]}`),
      ).toEqual([]);
    }
}

it('a run goes on after a crash of its tab and after a reload, with the same numbers, whatever link is opened; finished results come back', async () => {
  const visitor: Visit = await visit(inject('pageUrl'));
  await visitor.open(`${TWO}&steps=1e6`);
  await visitor.page.keyboard.press('Space');
  await visitor.page.waitForFunction(() => globalThis.heard.kept.length > 0);

  // A second tab is offered nothing that the first one is at.
  const tab = await visitor.context.newPage();
  await tab.goto(`${inject('pageUrl')}/#${OTHER}`);
  await tab.getByRole('button', { name: /^Run/ }).first().waitFor();
  await tab.waitForFunction(() => globalThis.heard.datasets > 0);
  expect(await offer(tab).count()).toBe(0);

  const session = await visitor.context.newCDPSession(visitor.page);
  const first = await keepSome(visitor.page);
  // Never answered.
  void session.send('Page.crash').catch(() => {});
  await visitor.page.waitForEvent('crash');
  await tab.reload();
  await offer(tab).waitFor();
  expect(await offer(tab).innerText()).toMatch(
    /A run of an earlier visit is kept here: SGD and SAM on “.*”, step [\d\s]+ of 1\s000\s000, today at \d\d:\d\d\./,
  );
  await goOn(tab, first);
  expect(new URL(tab.url()).hash).toContain('steps=1e6');

  const second = await keepSome(tab);
  await tab.reload();
  await goOn(tab, second);
  // Curves from before both are there as well.
  const figure = tab.getByRole('figure', { name: /Clean test accuracy/ });
  await figure.getByRole('button', { name: 'View as table' }).click();
  await figure.getByRole('rowheader', { name: '0', exact: true }).waitFor();
  await tab.getByRole('button', { name: /^Pause/ }).click();

  await tab.goto(`${inject('pageUrl')}/#${TWO}&steps=60`);
  await tab.reload();
  await tab.keyboard.press('Space');
  await tab.waitForFunction(() => globalThis.heard.kept.includes(60));
  const verdict = tab.getByRole('region', { name: 'Verdict' });
  await verdict.getByText(/After 60 steps/).waitFor();
  const said = await verdict.innerText();
  await tab.reload();
  await offer(tab).getByRole('button', { name: 'Show them' }).click();
  await expect.poll(() => verdict.innerText()).toBe(said);
  await tab.reload();
  // What was kept before that is offered then.
  await offer(tab).getByText('Finished results').waitFor();
  await offer(tab).getByRole('button', { name: 'Discard' }).click();
  await offer(tab)
    .getByText(/step [\d\s]+ of 1\s000\s000/)
    .waitFor();
  await offer(tab).getByRole('button', { name: 'Discard' }).click();
  await offer(tab).waitFor({ state: 'detached' });
  expect(visitor.complaints.filter((complaint) => !/crash/i.test(complaint))).toEqual([]);
});
