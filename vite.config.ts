import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type IndexHtmlTransformContext, type Plugin } from 'vite';
import { gzipSync } from 'node:zlib';
import { META_POLICY } from './scripts/contentSecurityPolicy.mjs';
import { headersFile } from './scripts/headers.mjs';
import { licenceTexts } from './scripts/licences.mjs';
import { nameRelease, SERVICE_WORKER } from './scripts/release.mjs';

/** Known beforehand, or the development server finds one when a part is loaded late, prepares it anew and reloads the page. */
const packages = [
  '@tensorflow/tfjs',
  '@tensorflow/tfjs-backend-cpu',
  '@tensorflow/tfjs-backend-webgl',
  '@tensorflow/tfjs-backend-webgpu',
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops',
  '@tensorflow/tfjs-core/dist/register_all_gradients',
  'fflate',
  'hyparquet',
  'idb-keyval',
  'papaparse',
  'pure-rand/generator/xoroshiro128plus',
  'react',
  'react-dom',
  'react-dom/client',
  'react/jsx-dev-runtime',
  'react/jsx-runtime',
  'recharts',
  'uqr',
  'zustand',
  'zustand/react/shallow',
  'zustand/vanilla',
];

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

/** What a visit loads before it can train: the thread's entry and all that this imports statically, compressed, in kB. */
function engineKilobytes(bundle: NonNullable<IndexHtmlTransformContext['bundle']>): number {
  const textOf = (path: string) => {
    const file = bundle[path];
    if (!file) throw new Error(`${path} is not in the bundle`);
    return file.type === 'chunk' ? file.code : Buffer.from(file.source).toString();
  };
  const entry = Object.keys(bundle).find((path) => /^assets\/worker\/main-[^/]*\.js$/.test(path));
  if (!entry) throw new Error('the bundle has no training thread');
  const needed = new Set([entry]);
  for (const path of needed)
    for (const [, name] of textOf(path).matchAll(/\b(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) needed.add(`assets/worker/${name}`);
  return Math.round([...needed].reduce((sum, path) => sum + gzipSync(textOf(path)).length, 0) / 1000);
}

/** The page says how much it loads while it waits for it. */
const engineSize: Plugin = {
  name: 'basin:engine-size',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (_, { bundle, filename }) =>
      bundle && filename === entries.page
        ? [{ tag: 'meta', attrs: { name: 'engine-kilobytes', content: `${engineKilobytes(bundle)}` } }]
        : [],
  },
};

/** For hosts that read `_headers`, and for everybody the licences of what is served. */
const besides: Plugin = {
  name: 'basin:besides',
  apply: 'build',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile() });
    this.emitFile({ type: 'asset', fileName: 'NOTICE.txt', source: licenceTexts() });
  },
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
  plugins: [react(), buildConstants, securityPolicy, engineSize, besides, release],
  server: { host: '127.0.0.1' },
  optimizeDeps: { include: packages },
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
