import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser } from '../../scripts/browser.mjs';
import { SMALL, trainingThread, type Visit, visit } from './visit';

let browser: Browser;
let visitors: Visit[] = [];
beforeAll(async () => {
  // Chromium blocks graphics for an origin after two crashes, and there are more than two here.
  browser = await launchBrowser({ extraArgs: ['--disable-domain-blocking-for-3d-apis'] });
});
afterAll(() => browser?.close());
afterEach(async () => {
  await Promise.all(visitors.map((visitor) => visitor.close()));
  visitors = [];
});

const ON_GPU = SMALL.replace('backend=wasm', 'backend=webgpu-software');
const STEPS = 900;
/** Two runs are enough to see that all go on. */
const TWO = 'algos=sgd,sam(rho=.2)';

async function newcomer(hash: string, before?: (page: Page) => Promise<unknown>): Promise<Visit> {
  const visitor = await visit(browser, inject('pageUrl'), before);
  visitors.push(visitor);
  await visitor.open(hash);
  return visitor;
}

async function breakDevice(visitor: Visit): Promise<void> {
  await trainingThread(visitor).evaluate(() => {
    const { createCommandEncoder } = GPUDevice.prototype;
    GPUDevice.prototype.createCommandEncoder = function (...given) {
      GPUDevice.prototype.createCommandEncoder = createCommandEncoder;
      // No buffer may be mapped for reading and hold vertices too.
      this.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.VERTEX });
      return createCommandEncoder.apply(this, given);
    };
  });
}

/** Waits for a snapshot of training that has begun. */
const snapshot = ({ page }: Visit) => page.waitForFunction(() => globalThis.heard.snapshots.some((step) => step > 0));

describe('WebGPU in software, on request', () => {
  it('says what computes; lost in the middle, it ends with the numbers of a run left alone; an error ends a run', async () => {
    const visitor = await newcomer(`${ON_GPU}&${TWO}&steps=${STEPS}&every=300`);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(10, 40);
    expect(await visitor.page.getByRole('contentinfo').innerText()).toMatch(/WebGPU on .*SwiftShader.*\(software adapter\): as requested/i);
    await visitor.button(/^Pause/).click();
    await snapshot(visitor);
    await visitor.button(/^Go on/).click();
    const protocol = await browser.newBrowserCDPSession();
    await protocol.send('Browser.crashGpuProcess');
    await visitor.notice(/The graphics device was reset\. Your curves are safe; training goes on from step [\d\s]+\./);
    await visitor.reach(STEPS, 40);
    const { rows, workers, failures } = await visitor.heard();
    expect(failures[0]).toBe('device-lost');
    expect(workers).toBe(2);
    expect(Object.keys(rows['r2/1']?.lossClean ?? {})).toHaveLength(STEPS);
    const figures = await visitor.table(/Clean test accuracy/, '900');

    await visitor.page.evaluate(() => (globalThis.heard.rows = {}));
    await visitor.button(/^Run/).first().click();
    await visitor.button(/^Pause/).waitFor();
    await visitor.button(/^Run/).first().waitFor({ timeout: 40_000 });
    const again = await visitor.heard();
    expect(again.workers).toBe(2);
    expect(again.rows).toEqual(rows);
    expect(await visitor.table(/Clean test accuracy/, '900')).toBe(figures);

    // An error that nobody catches: TensorFlow.js would read zeros and go on.
    await visitor.page.evaluate(() => (location.hash = location.hash.replace(/steps=\d+/, 'steps=1e6')));
    await visitor.page.evaluate(() => (globalThis.heard.rows = {}));
    await visitor.button('Run with these').click();
    await visitor.page.getByText(/\/ 1\s000\s000/).waitFor();
    await visitor.reach(3, 20);
    await breakDevice(visitor);
    const said = await visitor.notice(/The graphics device reported an error, so this run was stopped rather than trusted\./);
    await said.getByRole('button', { name: 'Compute on WebAssembly' }).click();
    await visitor.button(/^(Run|Go on) Space/).click();
    await visitor.page
      .getByRole('contentinfo')
      .getByText(/WebAssembly on/)
      .waitFor();
    await visitor.reach(STEPS + 100);
  });
});
