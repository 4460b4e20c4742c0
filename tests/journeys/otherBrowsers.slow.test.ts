import { type Browser, chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { findBrowser } from '../../scripts/browser.mjs';
import { obstacles, obstaclesInEveryTheme } from './obstacles';
import { SMALL, type Visit, visit } from './visit';

let browser: Browser;
let visitor: Visit;
beforeAll(async () => {
  const { path, env } = await findBrowser();
  browser = await chromium.launch({
    executablePath: path,
    args: ['--no-sandbox', '--disable-features=WebGPU,WebGPUService', '--disable-gpu'],
    env: { ...process.env, ...env },
  });
});
afterAll(() => browser?.close());
afterEach(() => visitor?.close());

describe('a browser without WebGPU', () => {
  it('trains on WebAssembly, and the page says why', async () => {
    visitor = await visit(browser, inject('pageUrl'));
    await visitor.open(`${SMALL.replace('&backend=wasm', '')}&steps=20`);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(20);
    const footer = await visitor.page.getByRole('contentinfo').innerText();
    expect(footer).toMatch(/WebAssembly on .*no WebGPU, because/);
    const said = await visitor.notice(
      /WebGPU is not available in this browser; training on the processor.*\(measured for this experiment: about [\d\s.]+ steps\/s, ≈ .+ for all of it\).*graphics acceleration/,
    );
    expect(await obstacles(visitor.page)).toEqual([]);
    await said.getByRole('button', { name: 'Dismiss' }).click();
    await visitor.page.reload();
    await visitor.page
      .getByRole('contentinfo')
      .getByText(/no WebGPU, because/)
      .waitFor();
    expect(await visitor.page.getByText('WebGPU is not available').count()).toBe(0);
    expect(visitor.complaints).toEqual([]);
  });
});

describe('a browser without module workers', () => {
  it('is told what to use instead, and the page stays readable', async () => {
    visitor = await visit(browser, inject('pageUrl'), (page) =>
      page.addInitScript(() => {
        // As before 2019: the options are not read, and a module is a syntax error in a classic worker.
        globalThis.Worker = class extends Worker {
          constructor() {
            super(URL.createObjectURL(new Blob(['import "./module.js";'])));
          }
        };
      }),
    );
    await visitor.page.goto(`${inject('pageUrl')}/#${SMALL}`);
    await visitor.notice(
      /This browser cannot start module workers, so nothing can be trained here\. Use a current Chrome, Edge, Firefox or Safari\./,
    );
    await visitor.button('Dismiss').first().click();
    await visitor.page.getByRole('combobox', { name: 'Start from a preset' }).selectOption('moons-noisy');
    await visitor.page.waitForFunction(() => location.hash.includes('moons-noisy'));
  });
});

describe('an experiment that is too much', () => {
  it('of a model beyond the device is refused before memory is taken, and what runs goes on', async () => {
    visitor = await visit(browser, inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=1e6`);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(20);
    const before = await visitor.step();
    await visitor.page.evaluate((hash) => (location.hash = hash), `${SMALL.replace('width=8', 'width=2048')}&depth=8&steps=1e6&seeds=1-20`);
    const said = await visitor.notice(/This experiment needs about/);
    expect(await said.innerText()).toMatch(
      /needs about 20\.\d GiB, and the device offers 4\.0 GiB\. Choose a smaller model, fewer runs or fewer seeds\./,
    );
    await visitor.reach(before + 20);
    await visitor.page.goBack();
    await expect.poll(() => visitor.page.getByText('This experiment needs about').count()).toBe(0);
    await visitor.reach(before + 40);
    expect(await visitor.button(/^Pause/).isVisible()).toBe(true);
  });

  it('of a learning rate parks the run that diverges with its step, and the others finish', async () => {
    visitor = await visit(browser, inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=120&wd=.9&algos=sgd,sgd(lr=100),sam(rho=.2)`);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(120);
    const { rows } = await visitor.heard();
    expect(Object.keys(rows['r1/1']?.lossClean ?? {})).toHaveLength(120);
    expect(Object.keys(rows['r3/1']?.lossClean ?? {})).toHaveLength(120);
    const diverged = Object.keys(rows['r2/1']?.lossClean ?? {}).length;
    expect(diverged).toBeLessThan(120);
    // Named in the headline and wherever its figures would stand.
    expect((await visitor.page.getByText(/\S diverged at step \d+/).allInnerTexts()).length).toBeGreaterThan(0);
    await visitor.page.getByText(/^diverged at step \d+/).waitFor();
    // Its curve ends in a cross, and no other does.
    const ends = visitor.page.getByRole('figure', { name: /Clean test accuracy/ }).locator('.chart-lines > path');
    await expect.poll(() => ends.count()).toBe(1);
    expect(await ends.getAttribute('d')).toMatch(/^M[\d.]+ [\d.]+l8 8/);
    expect(await obstaclesInEveryTheme(visitor.page)).toEqual([]);
    expect(visitor.complaints).toEqual([]);
  });
});
