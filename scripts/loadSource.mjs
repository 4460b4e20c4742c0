// Runs TypeScript of this repository in Node: Vite turns it into JavaScript on the fly, with no server left open.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from './root.mjs';

/**
 * Opens a loader whose modules know each other: two `load`s of one file give one module.
 *
 * @returns {Promise<{ load: (path: string) => Promise<any>, close: () => Promise<void> }>} paths from the repository's
 *   folder. The caller closes it, or Node does not end.
 */
export async function openSource() {
  // Where it is needed: a command refuses a wrong argument without it.
  const { createServer } = await import('vite');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const server = await createServer({
    root,
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    define: { __BASIN_VERSION__: JSON.stringify(version) },
    optimizeDeps: { noDiscovery: true, include: [] },
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  });
  return { load: (path) => server.ssrLoadModule(resolve(root, path)), close: () => server.close() };
}

/**
 * Loads one module and lets go of everything it took to load it. About 0.2 s.
 *
 * @param {string} path from the repository's folder, as in `src/core/random.ts`
 * @returns {Promise<any>} the module's exports
 */
export async function loadSource(path) {
  const source = await openSource();
  try {
    return await source.load(path);
  } finally {
    await source.close();
  }
}
