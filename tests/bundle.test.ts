/** Weight of the built page, and that TensorFlow.js is in the worker only. Runs against dist. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { root } from '../scripts/root.mjs';

/** Files that the first paint waits for: the entry, all it imports statically, and its styles; 40 of it are algorithms and their parts with all their words. */
const FIRST_PAINT_BUDGET_KB = 250;
/** With everything that is loaded after it, when it comes into sight, or when it is asked for; 101 of it are recharts, for who measures something with bars, and 27 studies. */
const PAGE_BUDGET_KB = 560;
/** All backends counted, of which a visitor loads one or two; 17 read Parquet, for who gets a data set by name; the rest is ours and grows. */
const WORKER_BUDGET_KB = 445;
/** The thread that reads files, started with the first of them: formats, archives, tables. */
const FILES_THREAD_BUDGET_KB = 60;
/** The thread that makes steps beside the one that trains: its engine once more, as threads share no module. */
const HAND_BUDGET_KB = 100;
/** Writer of LayersModels, fetched by who saves or opens one: TensorFlow.js's layers come whole, as each announces itself when loaded. */
const LAYERS_MODEL_BUDGET_KB = 95;

/** Sentences of tfjs-core and its backends that no minifier removes. */
const tensorflow =
  /Neither modular kernel nor forward func passed|WEBGPU_CPU_FORWARD|WEBGL_PACK|tfjs-backend-wasm|No backend found in registry/;

const filesThread = /^worker\/filesThread-/;
const hand = /^worker\/hand-/;
/** The chunk of `engine/tfjs/layersModel.ts`. */
const layersModel = /^worker\/layersModel-/;

const assets = join(root, 'dist', 'assets');
const built = readdirSync(assets, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
const workerChunks = built.filter((path) => /^worker\/.*\.js$/.test(path));
/** The headless page is for the command line and weighs on no visitor. */
const pageFiles = built.filter((path) => /^[^/]+\.(js|css)$/.test(path) && !path.startsWith('headless-'));

/** Files that the page asks for at once: those its HTML names, and what those import statically. */
function firstPaint(): readonly string[] {
  const html = readFileSync(join(root, 'dist', 'index.html'), 'utf8');
  const found = new Set([...html.matchAll(/(?:src|href)="\.\/assets\/([^"/]+\.(?:js|css))"/g)].map((match) => match[1] as string));
  for (const path of found) {
    if (!path.endsWith('.js')) continue;
    for (const match of textOf(path).matchAll(/\b(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) found.add(match[1] as string);
  }
  return [...found];
}

const textOf = (path: string) => readFileSync(join(assets, path), 'utf8');
const weigh = (paths: readonly string[]) => {
  const rows = paths.map((path) => ({ path, kB: gzipSync(readFileSync(join(assets, path)), { level: 9 }).length / 1000 }));
  return {
    total: rows.reduce((sum, { kB }) => sum + kB, 0),
    list: rows.map(({ path, kB }) => `${path} ${kB.toFixed(1)} kB`).join(', '),
  };
};

describe('the built page', () => {
  it('contains no TensorFlow.js', () => {
    expect(pageFiles.length).toBeGreaterThan(0);
    expect(pageFiles.filter((path) => tensorflow.test(textOf(path)))).toEqual([]);
  });

  it('keeps TensorFlow.js in the worker, where this test would find it', () => {
    expect(workerChunks.filter((path) => tensorflow.test(textOf(path))).length).toBeGreaterThan(0);
  });

  it(`needs at most ${FIRST_PAINT_BUDGET_KB} kB of JavaScript and styles, compressed, to be painted first`, () => {
    const first = firstPaint();
    expect(first.filter((path) => path.endsWith('.css'))).toHaveLength(1);
    expect(first.filter((path) => path.endsWith('.js')).length).toBeGreaterThanOrEqual(2);
    expect(first.filter((path) => !pageFiles.includes(path))).toEqual([]);
    const { total, list } = weigh(first);
    expect(total, list).toBeLessThanOrEqual(FIRST_PAINT_BUDGET_KB);
  });

  it('waits for neither recharts nor the menu of algorithms', () => {
    const first = firstPaint();
    const lazy = pageFiles.filter((path) => !first.includes(path));
    // Names that no minifier removes: a class of recharts' own elements, and one of ours.
    for (const mark of ['recharts-wrapper', 'algorithms-none']) {
      expect(lazy.filter((path) => path.endsWith('.js') && textOf(path).includes(mark))).toHaveLength(1);
      expect(first.filter((path) => textOf(path).includes(mark))).toEqual([]);
    }
  });

  it(`weighs at most ${PAGE_BUDGET_KB} kB with everything that is loaded later`, () => {
    const { total, list } = weigh(pageFiles);
    expect(total, list).toBeLessThanOrEqual(PAGE_BUDGET_KB);
  });

  it(`starts a worker of at most ${WORKER_BUDGET_KB} kB, every lazy chunk but a LayersModel's included`, () => {
    const { total, list } = weigh(workerChunks.filter((path) => !layersModel.test(path) && !filesThread.test(path) && !hand.test(path)));
    expect(total, list).toBeLessThanOrEqual(WORKER_BUDGET_KB);
  });

  it(`reads files in a thread of at most ${FILES_THREAD_BUDGET_KB} kB, which none of the others loads`, () => {
    const chunks = workerChunks.filter((path) => filesThread.test(path));
    expect(chunks).toHaveLength(1);
    const { total, list } = weigh(chunks);
    expect(total, list).toBeLessThanOrEqual(FILES_THREAD_BUDGET_KB);
  });

  it(`spreads runs over threads of at most ${HAND_BUDGET_KB} kB, which none of the others loads before there is a second core to use`, () => {
    const chunks = workerChunks.filter((path) => hand.test(path));
    expect(chunks).toHaveLength(1);
    const { total, list } = weigh(chunks);
    expect(total, list).toBeLessThanOrEqual(HAND_BUDGET_KB);
  });

  it(`adds at most ${LAYERS_MODEL_BUDGET_KB} kB when a LayersModel is saved or opened, and only then`, () => {
    const chunks = workerChunks.filter((path) => layersModel.test(path));
    expect(chunks).toHaveLength(1);
    const { total, list } = weigh(chunks);
    expect(total, list).toBeLessThanOrEqual(LAYERS_MODEL_BUDGET_KB);
    const name = (chunks[0] as string).replace('worker/', '');
    const statically = new RegExp(`\\b(?:from|import)\\s*["']\\./${name.replaceAll('.', '\\.')}["']`);
    expect(workerChunks.filter((path) => statically.test(textOf(path)))).toEqual([]);
  });

  it('inlines neither wasm nor fonts', () => {
    // The loader of the wasm backend contains the bare prefix; a file would follow it.
    const inlined = /data:(application\/wasm|font|application\/octet-stream)[^,'"`]*;base64,[A-Za-z0-9+/]{100}/;
    const texts = [...pageFiles, ...workerChunks].filter((path) => inlined.test(textOf(path)));
    expect(texts).toEqual([]);
  });
});
