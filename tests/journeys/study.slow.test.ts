import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import type { JobResult } from '../../src/core/study/jobResult';
import { ended, jobNumbers } from '../scripts/runCommand';
import { ownBrowser, SMALL, type Visit } from './visit';

const visit = ownBrowser();
const STUDY = `${SMALL}&steps=30&algos=sgd,sam&seeds=1-2&vary=rho(.05,.2,.8)`;

const doneOf = async ({ page }: Visit): Promise<string> =>
  /^[\d\s]+ of [\d\s]+ done/.exec((await page.locator('.study-state').textContent()) ?? '')?.[0] ?? '';

async function drop({ page }: Visit, name: string, text: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([file, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content as string], file as string, { type: 'application/json' }));
      return data;
    },
    [name, text],
  );
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

describe('a study on the page', () => {
  it('fills, goes on after a reload, opens its trainings, has the bits of the command, and opens again as a file', async () => {
    const visitor = await visit(inject('pageUrl'));
    const { page } = visitor;
    await visitor.open(STUDY);
    await visitor.button('Run study').click();
    await expect.poll(() => page.locator('.study-point').count(), { timeout: 60_000 }).toBeGreaterThan(0);
    await visitor.button('Pause study').click();
    const before = Number.parseInt(await doneOf(visitor), 10);
    expect(before).toBeGreaterThan(0);

    await page.reload();
    await expect.poll(async () => Number.parseInt(await doneOf(visitor), 10), { timeout: 60_000 }).toBeGreaterThanOrEqual(before);
    const go = visitor.button(/^(Go on with|Run) study$/);
    if (await go.isEnabled()) await go.click();
    await expect.poll(() => doneOf(visitor), { timeout: 120_000 }).toBe('8 of 8 done');
    // SAM at three values on two seeds; SGD is a level line.
    expect(await page.locator('.study-point').count()).toBe(6);
    // Two seeds allow no claim.
    expect(await page.locator('.study-findings').count()).toBe(0);

    const [download] = await Promise.all([page.waitForEvent('download'), visitor.button('Study as JSON').click()]);
    const text = readFileSync(await download.path(), 'utf8');
    const saved = JSON.parse(text) as { readonly link: string; readonly results: readonly JobResult[] };
    expect(saved.results).toHaveLength(8);
    const [figure] = await Promise.all([page.waitForEvent('download'), visitor.button('SVG').click()]);
    const svg = readFileSync(await figure.path(), 'utf8');
    expect(svg).toContain('radius ρ');
    expect(svg).not.toContain('var(');

    await page.getByText('All values and seeds').click();
    await visitor.button('Open SAM, radius ρ 0.8, seed 2').click();
    await visitor.reach(30);
    expect(await visitor.hash()).toContain('seeds=2');
    expect(await visitor.hash()).not.toContain('vary=');
    await visitor.button('Back to the study’s settings').click();
    expect(await visitor.hash()).toContain('vary=rho(.05,.2,.8)');
    await visitor.close();

    const folder = mkdtempSync(join(tmpdir(), 'basin-study-'));
    const { code, said } = await ended(process.execPath, ['scripts/basin.mjs', 'study', saved.link, '--out', folder, '--backend', 'wasm']);
    expect(code, said).toBe(0);
    const own = mkdtempSync(join(tmpdir(), 'basin-study-'));
    for (const result of saved.results) writeFileSync(join(own, `${result.id}.json`), JSON.stringify(result));
    expect(jobNumbers(own)).toEqual(jobNumbers(folder));

    const stranger = await visit(inject('pageUrl'));
    await stranger.open(`${SMALL}&steps=12&algos=sgd`);
    await drop(stranger, 'rho.json', text);
    await stranger.page.getByText(/From “rho\.json”\. Somebody says that these are results.*nothing here has computed them/).waitFor();
    expect(await stranger.page.locator('.study-point').count()).toBe(6);
    await drop(stranger, 'edited.json', text.replace(/"id":"[0-9a-f]{4}/, '"id":"0000'));
    await stranger.notice(/“edited\.json” is no study of this page/);
    await stranger.button('Close').first().click();
    await expect.poll(() => stranger.page.locator('.study').count()).toBe(0);
    await stranger.close();
  });
});
