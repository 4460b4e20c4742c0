/** The built page on a host that sends no headers of ours: its own policy holds, and nothing it does offends against it. */
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../../scripts/root.mjs';
import { serveFolder } from '../../scripts/serve.mjs';
import { SMALL, sharedBrowser, visit } from './visit';

declare global {
  var offences: string[];
}

let browser: Browser;
let server: Awaited<ReturnType<typeof serveFolder>>;
beforeAll(async () => {
  browser = await sharedBrowser();
  server = await serveFolder(join(root, 'dist'), 0, { policy: null });
});
afterAll(async () => {
  await server?.close();
});

it('trains on a static host without a complaint, under the policy that the page brings along', async () => {
  const visitor = await visit(browser, server.url, (page) =>
    page.addInitScript(() => {
      globalThis.offences = [];
      addEventListener('securitypolicyviolation', ({ effectiveDirective }) => globalThis.offences.push(effectiveDirective));
    }),
  );
  await visitor.open(`${SMALL}&steps=20`);
  expect((await fetch(server.url)).headers.get('content-security-policy')).toBeNull();
  await visitor.page.keyboard.press('Space');
  await visitor.reach(20);
  expect(await visitor.page.evaluate(() => globalThis.offences)).toEqual([]);
  expect(visitor.complaints).toEqual([]);

  await visitor.page.evaluate(() => fetch('https://example.org/').catch(() => {}));
  expect(await visitor.page.evaluate(() => globalThis.offences)).toEqual(['connect-src']);
  await visitor.close();
});
