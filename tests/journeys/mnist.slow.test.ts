import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser } from '../../scripts/browser.mjs';
import { root } from '../../scripts/root.mjs';
import { dropFiles } from './dropFiles';
import { visit } from './visit';

const folder = join(root, '..', 'shared', 'datasets', 'mnist');
const names = ['t10k-images-idx3-ubyte.gz', 't10k-labels-idx1-ubyte.gz'];
const isHere = names.every((name) => existsSync(join(folder, name)));

let browser: Browser;
beforeAll(async () => {
  if (isHere) browser = await launchBrowser();
});
afterAll(() => browser?.close());

describe('the real MNIST files', () => {
  it.skipIf(!isHere)('dropped on the page, train SGD, SAM and BiSAM to 90 % on the held-out fifth', async () => {
    const visitor = await visit(browser, inject('pageUrl'));
    await visitor.open('v=1&preset=mnist&backend=wasm');
    await dropFiles(
      visitor.page,
      names.map((name) => ({ name, bytes: readFileSync(join(folder, name)) })),
    );
    await visitor.page.waitForFunction(() => /set=mnist-10000-[0-9a-f]+/.test(location.hash));
    const data = visitor.page.getByRole('region', { name: 'Your data' });
    await data.getByText(/10\s000 × 28×28×1, 10 classes/).waitFor();
    await visitor.button(/^(Run|Go on) Space/).click();
    await visitor.reach(600, 300);
    const { rows } = await visitor.heard();
    const accuracies = ['r1', 'r2', 'r3'].map((run) => Object.values(rows[`${run}/1`]?.testAccuracy ?? {}).at(-1));
    expect(
      accuracies.filter((accuracy) => (accuracy ?? 0) >= 90),
      `SGD, SAM, BiSAM: ${accuracies.join(', ')} %`,
    ).toHaveLength(3);
    expect(visitor.complaints).toEqual([]);
  });
});
