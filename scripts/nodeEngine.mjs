// The engine in this process: bundles `src/headless/node` when that is missing or stale (seconds), and opens a session of it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, openAsBlob, readdirSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { lastChange } from './buildIfStale.mjs';
import { alone } from './lock.mjs';
import { root } from './root.mjs';

/** A package brings it; a repository bundles it. */
const isPackage = !existsSync(join(root, 'src'));
const built = isPackage ? join(root, 'engine') : join(root, 'node_modules', '.cache', 'basin', 'engine');
const sources = ['src/core', 'src/engine', 'src/worker', 'src/store', 'src/headless', 'scripts/nodeEngine.mjs', 'package-lock.json'];

/**
 * Source files that commands read and write with, from the bundle: it takes a fifth of a second.
 *
 * @returns {Promise<(path: string) => Promise<any>>} imports one by its path from the repository's folder
 */
export async function loadEngine() {
  const { modules } = await engine();
  return async (path) => {
    if (path === 'package.json') return JSON.parse(readFileSync(join(root, path), 'utf8'));
    const module = modules[path.replace(/^src\/core\/|\.ts$/g, '')];
    if (!module) throw new Error(`${path} is not in the engine for Node: list it in src/headless/node/main.ts.`);
    return module;
  };
}

/**
 * A session in this process; what `openHeadless` returns for a browser.
 *
 * @param {{ backend?: string, hardware?: boolean }} options `backend` is opened at once when given; `hardware` gives the process a
 *   `navigator.gpu`, with the package webgpu where it is installed.
 */
export async function openNodeEngine({ backend, hardware = false } = {}) {
  const { openNodeSession } = await engine();
  if (hardware) await giveGpu();
  const session = openNodeSession();
  if (backend) await session.open(backend);
  return {
    close: async () => {},
    replay: (file) => session.replay(file),
    /** Paths of files, or of one folder that is taken with all that is in it. */
    async readFiles(paths, { isFolder = false, reading } = {}) {
      const given = [paths].flat();
      const all = isFolder ? given.flatMap(filesUnder) : given;
      const files = await Promise.all(all.map(async (path) => Object.assign(await openAsBlob(path), { name: basename(path) })));
      // As a browser says them of a folder that was chosen.
      const placed = isFolder ? { paths: all.map((path) => join(basename(given[0]), relative(given[0], path)).split(sep).join('/')) } : {};
      return session.readFiles({ files, ...placed, ...(reading ? { reading } : {}) });
    },
    train: (request, onProgress = () => {}) => session.train({ ...request, onProgress }),
  };
}

let loaded;
async function engine() {
  buildIfStale();
  loaded ??= import(pathToFileURL(join(built, 'main.mjs')).href);
  return loaded;
}

/** Every file of a folder, in an order that no file system decides. */
function filesUnder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .toSorted();
}

async function giveGpu() {
  const { create, globals } = await import('webgpu').catch(() => {
    throw new Error('No WebGPU in Node: npm install webgpu brings it, or --browser computes in a browser.');
  });
  Object.assign(globalThis, globals);
  // A getter in newer Nodes, absent in older ones.
  Object.defineProperty(globalThis, 'navigator', { value: { gpu: create([]) }, configurable: true });
}

function buildIfStale() {
  if (isFresh()) return;
  alone('engine', () => {
    if (isFresh()) return;
    // A process of its own, which those that wait for it need not be.
    const { status } = spawnSync(process.execPath, [import.meta.filename], { cwd: root, stdio: ['ignore', process.stderr.fd, 'inherit'] });
    if (status !== 0) throw new Error('The engine for Node could not be built: see the message above.');
  });
}

function isFresh() {
  if (isPackage) return true;
  const main = join(built, 'main.mjs');
  return existsSync(main) && statSync(main).mtimeMs >= Math.max(...sources.map((path) => lastChange(join(root, path))));
}

/** Bundles the engine into a folder. */
export async function buildEngine(folder) {
  const { build } = await import('vite');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    define: { __BASIN_VERSION__: JSON.stringify(version) },
    // TensorFlow.js is for devices of browsers, and is loaded by whoever asks for one.
    ssr: {
      noExternal: true,
      external: [
        'sharp',
        '@tensorflow/tfjs',
        '@tensorflow/tfjs-core',
        '@tensorflow/tfjs-backend-cpu',
        '@tensorflow/tfjs-backend-webgl',
        '@tensorflow/tfjs-backend-webgpu',
      ],
    },
    build: {
      ssr: join(root, 'src/headless/node/main.ts'),
      target: 'node20',
      outDir: folder,
      emptyOutDir: true,
      copyPublicDir: false,
      rolldownOptions: { output: { entryFileNames: 'main.mjs', chunkFileNames: '[name]-[hash].mjs' } },
    },
  });
}

if (process.argv[1] === import.meta.filename) {
  // Beside the old one and then in its place: a bundling that is interrupted leaves what was there.
  const draft = `${built}.${process.pid}`;
  mkdirSync(join(built, '..'), { recursive: true });
  await buildEngine(draft);
  rmSync(built, { recursive: true, force: true });
  renameSync(draft, built);
}
