// Where sessions live: pages of a headless browser, or processes of Node. A room answers calls of one session.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { launchBrowser, softwareVulkan } from '../browser.mjs';
import { root } from '../root.mjs';
import { serveFolder } from '../serve.mjs';
import { buildSession } from './build.mjs';

/**
 * A browser with a page per session: libraries do not meet, and a page that fails takes no other with it.
 *
 * @param {{ hardware: boolean }} options `hardware` lets WebGPU find a real graphics card.
 * @returns an object whose `open` gives a room; the caller closes it, or Node does not end.
 */
export async function openBrowserHouse({ hardware }) {
  // Without our headers: the peers' helpers come from blobs, which our policy stops, and on shared memory they would take more threads than we.
  const server = await serveFolder(await buildSession('page'), 0, { policy: null });
  let browser = await launchBrowser({ software: !hardware });
  return {
    place: `headless Chromium ${browser.version()}`,
    async open() {
      // A driver that crashes may take the whole browser with it, and must not take the measurements that follow.
      if (!browser.isConnected()) browser = await launchBrowser({ software: !hardware });
      const page = await browser.newPage();
      await page.goto(`${server.url}/index.html`);
      await page.waitForFunction(() => 'bench' in globalThis, undefined, { timeout: 60_000 });
      return {
        call: (name, ...args) => page.evaluate(([method, given]) => globalThis.bench[method](...given), [name, args]).catch(plainly),
        close: () => page.close(),
      };
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** The same without a browser: WebGPU is Dawn's own build for Node, on the machine's Vulkan driver or on a software one. */
export async function openNodeHouse({ hardware }) {
  const module = await buildSession('node');
  const env = hardware ? process.env : { ...process.env, ...(await softwareVulkan()) };
  return {
    place: `Node ${process.versions.node} with Dawn`,
    async open() {
      const child = fork(join(root, 'scripts', 'bench', 'nodeRoom.mjs'), [module], { env });
      return {
        call: (name, ...args) => asked(child, { name, args }),
        async close() {
          child.kill();
        },
      };
    },
    async close() {},
  };
}

/** Message of the page, without the driver's words and the stack. */
function plainly(error) {
  throw new Error(error.message.replace(/^page\.evaluate: (\w*Error: )?/, '').split('\n')[0]);
}

/** One call, one answer: rooms are asked one thing at a time. */
function asked(child, question) {
  return new Promise((resolve, reject) => {
    const onExit = (code) => reject(new Error(`The benchmark's process ended with status ${code}.`));
    child.once('exit', onExit);
    child.once('message', ({ result, error }) => {
      child.off('exit', onExit);
      if (error === undefined) resolve(result);
      else reject(new Error(error));
    });
    child.send(question);
  });
}
