import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { META_POLICY } from './scripts/contentSecurityPolicy.mjs';
import { nameRelease, SERVICE_WORKER } from './scripts/release.mjs';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const { version, repository = '' } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as {
  version: string;
  repository?: string | { url: string };
};
/** As a browser opens it. */
const repositoryPage = (typeof repository === 'string' ? repository : repository.url).replace(/^git\+/, '').replace(/(\.git)?\/?$/, '');

/** The page, the page without a screen that `npm run train` and `npm run golden` drive, and what keeps the page for use offline. */
const entries = { page: at('index.html'), headless: at('src/headless/index.html'), serviceWorker: at('src/offline/serviceWorker.ts') };

/** A plugin and not plain `define`: Vitest turns that into a global of the page, which a worker does not see. */
const buildConstants: Plugin = {
  name: 'basin:build-constants',
  config: () => ({ define: { __BASIN_VERSION__: JSON.stringify(version), __BASIN_REPOSITORY__: JSON.stringify(repositoryPage) } }),
};

/** Of the built pages only: the development server needs inline scripts for hot reload. */
const securityPolicy: Plugin = {
  name: 'basin:security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: META_POLICY }, injectTo: 'head-prepend' },
  ],
};

/** The service worker keeps exactly what was built, so it is told when everything has been written. */
const release: Plugin = {
  name: 'basin:release',
  apply: 'build',
  writeBundle: { order: 'post', sequential: true, handler: ({ dir }) => nameRelease(dir ?? at('dist')) },
};

export default defineConfig({
  // Relative addresses: the built folder works at any path of any static host.
  base: './',
  plugins: [react(), buildConstants, securityPolicy, release],
  server: { host: '127.0.0.1' },
  build: {
    target: 'es2022',
    // Nothing becomes a data: address: the content security policy has no need to allow any, and wasm streams.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Sizes are budgeted in tests/bundle.test.ts.
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      input: Object.fromEntries(Object.entries(entries).filter(([, path]) => existsSync(path))),
      output: {
        // Its address decides what it may keep, and must stay the same from release to release.
        entryFileNames: ({ name }) => (name === 'serviceWorker' ? SERVICE_WORKER : 'assets/[name]-[hash].js'),
      },
    },
  },
  worker: {
    format: 'es',
    // A folder of their own, so that the size budget and the wall against TensorFlow.js in the page can be checked by name.
    rolldownOptions: {
      output: { entryFileNames: 'assets/worker/[name]-[hash].js', chunkFileNames: 'assets/worker/[name]-[hash].js' },
    },
  },
});
