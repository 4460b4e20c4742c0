// Builds the benchmark's session, for a page and for Node. It is no part of the shipped page, and goes where caches go.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { root } from '../root.mjs';

const folder = join(root, 'scripts', 'bench');
const cache = join(root, 'node_modules', '.cache', 'basin', 'bench');

/**
 * @param {'page' | 'node'} target
 * @param {{ isReadable?: boolean }} options readable code keeps the names of functions, for a profile.
 * @returns {Promise<string>} the folder to serve, or the module to import. About 1 s; built anew every time.
 */
export async function buildSession(target, { isReadable = false } = {}) {
  const outDir = join(cache, target);
  await build({
    root: folder,
    configFile: false,
    base: './',
    logLevel: 'warn',
    define: { __BASIN_VERSION__: JSON.stringify(versionIn('package.json')), __JAX_VERSION__: JSON.stringify(versionIn(jaxPackage)) },
    // Everything in one place, resolved as for a page: Node would otherwise take other builds of the same libraries.
    ...(target === 'node' ? { ssr: { noExternal: true } } : {}),
    build: {
      target: 'es2022',
      outDir,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: false,
      reportCompressedSize: false,
      ...(isReadable ? { minify: false } : {}),
      chunkSizeWarningLimit: 4000,
      ...(target === 'node' ? { ssr: join(folder, 'session.ts') } : {}),
    },
  });
  return target === 'node' ? join(outDir, 'session.js') : outDir;
}

const jaxPackage = join('node_modules', '@jax-js', 'jax', 'package.json');

function versionIn(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8')).version;
}
