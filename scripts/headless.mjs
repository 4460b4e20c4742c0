// Opens the shipped worker in a headless browser, without the page. Builds what is served when it is missing or stale.
import { findBrowser, launchBrowser } from './browser.mjs';
import { buildIfStale } from './buildIfStale.mjs';
import { whenInterrupted } from './command.mjs';
import { root } from './root.mjs';
import { serveFolder } from './serve.mjs';
import { join } from 'node:path';

/**
 * @param {{ backend?: string, hardware?: boolean }} options `backend` is opened at once when given; `hardware` lets
 *   WebGPU and WebGL find a real graphics card instead of the software adapter.
 * @returns an object whose calls run in the page `src/headless/main.ts`; the caller closes it, or Node does not end. An
 *   interrupted command closes it by itself.
 * @throws one sentence where there is no browser that starts; nothing is left open then.
 */
export async function openHeadless({ backend, hardware = false } = {}) {
  // Said before half a minute of building.
  await findBrowser();
  buildIfStale();
  const server = await serveFolder(join(root, 'dist'));
  let browser;
  const close = async () => {
    forget();
    await browser?.close();
    await server.close();
  };
  const forget = whenInterrupted(close);
  try {
    browser = await launchBrowser({ software: !hardware, handlesSignals: false });
    const page = await browser.newPage();
    let progress = () => {};
    await page.exposeFunction('reportProgress', (step, steps) => progress(step, steps));
    const complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${server.url}/src/headless/index.html`);
    await page.waitForFunction(() => 'basin' in globalThis, undefined, { timeout: 60_000 });
    if (backend) await page.evaluate((name) => globalThis.basin.open(name), backend);
    return {
      close,
      complaints,
      replay: (file) => page.evaluate((content) => globalThis.basin.replay(content), file),
      /** Paths of files, or of one folder that is taken with all that is in it; `reading` as in `core/datasets/reading.ts`. */
      async readFiles(paths, { isFolder = false, reading } = {}) {
        await page.setInputFiles(isFolder ? '#folder' : '#files', paths);
        return page.evaluate((request) => globalThis.basin.readFiles(request), { isFolder, ...(reading ? { reading } : {}) });
      },
      async train(request, onProgress = () => {}) {
        progress = onProgress;
        return page.evaluate(
          (asked) => globalThis.basin.train({ ...asked, onProgress: (step, steps) => void globalThis.reportProgress(step, steps) }),
          request,
        );
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
