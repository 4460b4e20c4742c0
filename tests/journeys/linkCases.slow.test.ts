/** Links whose results were made to break the page (`tests/fixtures/cases/links`), each opened as somebody would. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, inject, it } from 'vitest';
import { ownBrowser, type Visit } from './visit';

const visit = ownBrowser();
let visitor: Visit;
const folder = fileURLToPath(new URL('../fixtures/cases/links', import.meta.url));

it.each(readdirSync(folder))('the page stands whatever a link says of its results: %s', async (name) => {
  visitor = await visit(inject('pageUrl'));
  await visitor.open(readFileSync(`${folder}/${name}`, 'utf8').trim().slice(1));
  await visitor.page
    .getByText(
      /These results came with the link: they are what its sender says|The results in this link are damaged|No run can give such a number/,
    )
    .first()
    .waitFor();
  await visitor.page.getByRole('region', { name: 'Verdict' }).waitFor();
  const drawn = await visitor.page.evaluate(() => ({
    characters: document.body.innerText.length,
    broken: [...document.querySelectorAll('svg *')].filter((one) => [...one.attributes].some(({ value }) => /NaN|Infinity/.test(value)))
      .length,
  }));
  expect(drawn.broken).toBe(0);
  expect(drawn.characters).toBeLessThan(20_000);
  expect(visitor.complaints).toEqual([]);
});

it('settings after a question mark are those of the page, and stand after the hash mark from then on', async () => {
  visitor = await visit(inject('pageUrl'));
  await visitor.page.goto(`${inject('pageUrl')}/?v=1&preset=moons-noisy&steps=50&algos=sgd,sam(rho=.2)`);
  await visitor.page.getByText('0 / 50').first().waitFor();
  expect(new URL(visitor.page.url()).search).toBe('');
  expect(await visitor.hash()).toContain('preset=moons-noisy');
  expect(visitor.complaints).toEqual([]);
});
