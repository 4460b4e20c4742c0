import { availableParallelism } from 'node:os';
import { playwright } from '@vitest/browser-playwright';
import { mergeConfig } from 'vite';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { browserFlags, findBrowser } from './scripts/browser.mjs';
import viteConfig from './vite.config.ts';

const slow = ['tests/**/*.slow.test.ts', 'tests/**/*.slow.browser.test.{ts,tsx}'];
const browserTests = ['tests/**/*.browser.test.{ts,tsx}'];
/** They replace modules that others have loaded. */
const apart = ['tests/**/*.apart.test.ts'];
const journeys = 'tests/journeys/**/*.test.ts';
const slowJourneys = 'tests/journeys/**/*.slow.test.ts';
const needsBuild = [journeys, 'tests/bundle*.test.ts'];

/** As many as there are processors. `npm test` has Node's tests in one runner and browsers' in another beside it: who is ready first leaves the processors to the other. */
const workers = Math.max(1, Math.min(8, availableParallelism()));

/** Tests in a real Chromium with WebGPU on the software adapter, of which there is one. */
async function browserProject(name: string, include: string[], exclude: string[], minutes: number): Promise<ViteUserConfig> {
  const { path, env } = await findBrowser().catch((error: Error) => {
    // Node's tests need no browser and go on; those that need one fail with this sentence before them.
    process.stderr.write(`${error.message}\n`);
    return { path: 'no-browser-found', env: {} };
  });
  return {
    // Beside the page's own, as there.
    optimizeDeps: { include: ['axe-core', 'fast-check'] },
    test: {
      name,
      include,
      exclude,
      testTimeout: minutes * 60_000,
      hookTimeout: minutes * 60_000,
      maxWorkers: 1,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        // A machine without /etc/hosts does not know "localhost".
        api: { host: '127.0.0.1' },
        instances: [{ browser: 'chromium' }],
        provider: playwright({ launchOptions: { executablePath: path, args: browserFlags(), env: { ...process.env, ...env } } }),
      },
    },
  };
}

/**
 * Tests in Node that drive the built page, which `tests/builtPage.ts` builds when it is stale, and serves. A shared machine
 * may take a browser's processor away in the middle of a gesture: two more tries, which the report shows as such, with a
 * picture of the page at the first.
 */
function journeyProject(name: string, include: string[], exclude: string[], minutes: number): ViteUserConfig {
  const timeout = minutes * 60_000;
  return {
    test: {
      name,
      include,
      exclude,
      globalSetup: ['tests/builtPage.ts'],
      // A worker has one browser for all its journeys.
      isolate: false,
      maxWorkers: workers,
      retry: 2,
      testTimeout: timeout,
      hookTimeout: timeout,
    },
  };
}

/** Tests in Node. They share what they load, as they keep nothing there: importing anew took longer than most of them. */
const node: ViteUserConfig = {
  test: {
    name: 'node',
    include: ['tests/**/*.test.ts'],
    exclude: [...browserTests, ...needsBuild, ...slow, ...apart],
    isolate: false,
    maxWorkers: workers,
    testTimeout: 60_000,
  },
};
const nodeApart: ViteUserConfig = { test: { name: 'node-apart', include: apart, maxWorkers: workers, testTimeout: 60_000 } };

export default defineConfig(async () => {
  /** Groups one after another. */
  const groups = [
    [node, await browserProject('browser', browserTests, slow, 1)],
    [nodeApart],
    [journeyProject('journey', needsBuild, slow, 1)],
    [journeyProject('slow', slow.slice(0, 1), [slowJourneys], 10)],
    [journeyProject('slow-journey', [slowJourneys], [], 5)],
    [await browserProject('slow-browser', slow.slice(1), [], 10)],
  ];
  // Each is given the whole configuration: with `extends` Vitest would read this file once more per project.
  const projects = groups.flatMap((group, groupOrder) =>
    group.map((project) => mergeConfig(viteConfig, mergeConfig({ test: { sequence: { groupOrder } } }, project))),
  );
  return { test: { projects, reporters: ['./scripts/testReporter.mjs'] } };
});
