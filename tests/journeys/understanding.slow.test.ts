import { readFileSync } from 'node:fs';
import axe from 'axe-core';
import { describe, expect, inject, it } from 'vitest';
import { dropFiles } from './dropFiles';
import { PHONE, SMALL, type Visit, ownBrowser } from './visit';

const visit = ownBrowser();
let visitor: Visit;

const titanic = {
  name: 'titanic.csv',
  bytes: new Uint8Array(readFileSync('tests/fixtures/cases/05-columns-used-without-a-word/titanic.csv')),
};
/** In the shape of seaborn’s tips: no heading says which column is the label. */
const tips = {
  name: 'tips.csv',
  bytes: new TextEncoder().encode(
    `total_bill,tip,sex,smoker,size\n${Array.from({ length: 60 }, (_, row) => `${row}.5,${row % 9}.25,${row % 2 ? 'Male' : 'Female'},${row % 3 ? 'No' : 'Yes'},${(row * 5) % 6}`).join('\n')}`,
  ),
};
const TINY = 'v=1&preset=table&width=4&batch=8&steps=12&every=4&backend=wasm';
const dialog = () => visitor.page.getByRole('dialog', { name: /^The data/ });
const roleOf = (column: string) => dialog().getByLabel(`“${column}” is`);
const linkSays = (part: string) => visitor.page.waitForFunction((words) => decodeURIComponent(location.hash).includes(words), part);

describe('a table that is dropped', () => {
  it('is shown as it was understood; its label is changed there, and then it trains', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(TINY);
    await dropFiles(visitor.page, [titanic]);
    await dialog().getByText('“Survived”, 2 classes – 0: 40, 1: 110').waitFor();
    await dialog().getByText('150 rows; UTF-8, cells between commas, decimal point, headings in row 1').waitFor();
    await dialog()
      .getByText(/left out: it counts the rows/)
      .waitFor();
    expect(await Promise.all(['PassengerId', 'Survived', 'Name', 'Sex', 'Age'].map((column) => roleOf(column).inputValue()))).toEqual([
      'out',
      'label',
      'out',
      'category',
      'number',
    ]);
    await roleOf('Sex').selectOption('label');
    await dialog().getByText('“Sex”, 2 classes – female: 30, male: 120').waitFor();
    await linkSays('read=column=Sex');
    await roleOf('Fare').selectOption('out');
    await linkSays('read=column=Sex,as=Fare:out');
    expect(await roleOf('Survived').inputValue()).toBe('number');
    await dialog().getByRole('button', { name: 'Close' }).click();
    // What it was before the last change is not kept beside it.
    await expect.poll(() => visitor.page.getByRole('region', { name: 'Your data' }).getByRole('listitem').count()).toBe(1);
    await visitor.page.getByText('150 × 3, 2 classes').waitFor();
    await visitor.button(/^Run/).first().click();
    await visitor.reach(12);
    await visitor.page
      .getByRole('region', { name: 'Verdict' })
      .getByText(/After 12 steps/)
      .waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  it('keeps what was said about it when the page is opened anew, and when it is dropped again', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${TINY}&data=files&set=titanic-150-000000&read=column%3DSex,as%3DFare:out`);
    await dropFiles(visitor.page, [titanic]);
    await dialog()
      .getByText(/“Sex”, 2 classes/)
      .waitFor();
    expect(await roleOf('Fare').inputValue()).toBe('out');
    await visitor.page.reload();
    await visitor.button('Look at samples and classes').click();
    // Its file is kept beside it: a line is changed without dropping it again, and what it becomes can be changed too.
    await roleOf('Fare').selectOption('number');
    await visitor.page.getByText('150 × 3, 2 classes').waitFor();
    await expect.poll(() => roleOf('Fare').isDisabled()).toBe(false);
    expect(await roleOf('Fare').inputValue()).toBe('number');
    await visitor.page.reload();
    await visitor.button('Look at samples and classes').click();
    await expect.poll(() => roleOf('Fare').isDisabled()).toBe(false);
    await dialog().getByRole('button', { name: 'Close' }).click();
    await dropFiles(visitor.page, [titanic]);
    await expect.poll(() => roleOf('Fare').isDisabled()).toBe(false);
    expect(await roleOf('Sex').inputValue()).toBe('label');
    expect(visitor.complaints).toEqual([]);
  });

  it('of which the label is not clear is asked about, on a phone too, and then used', async () => {
    visitor = await visit(inject('pageUrl'), undefined, PHONE);
    await visitor.open(TINY);
    await dropFiles(visitor.page, [tips]);
    await dialog().getByText('No heading says which column holds the labels.').waitFor();
    await dialog().getByText('not known yet').waitFor();
    await visitor.page.evaluate(axe.source);
    const found = await visitor.page.evaluate(() =>
      (globalThis as unknown as { axe: typeof axe }).axe.run('dialog[open]').then(({ violations }) => violations.map(({ id }) => id)),
    );
    expect(found).toEqual([]);
    const widths = await dialog().evaluate((element) => [element.scrollWidth, innerWidth, document.documentElement.scrollWidth]);
    expect(Math.max(widths[0] as number, widths[2] as number)).toBeLessThanOrEqual(widths[1] as number);
    await dialog().getByRole('button', { name: '“smoker”, 2 values' }).click();
    await dialog().getByText('“smoker”, 2 classes – No: 40, Yes: 20').waitFor();
    await linkSays('set=tips-60-');
    await linkSays('read=column=smoker');
    expect(visitor.complaints).toEqual([]);
  });

  it('while something trains is offered, and what trains goes on', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=1e6`);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(10);
    await dropFiles(visitor.page, [titanic]);
    await dialog()
      .getByText(/“titanic” was read and is kept\. What is being trained goes on\./)
      .waitFor();
    const before = await visitor.step();
    await visitor.reach(before + 5);
    expect(await visitor.hash()).not.toContain('titanic');
    await dialog().getByRole('button', { name: 'Close' }).click();
    await visitor.notice(/“titanic” was read and is kept/);
    await visitor.button('Train on “titanic”').click();
    await linkSays('set=titanic-150-');
    expect(visitor.complaints).toEqual([]);
  });
});
