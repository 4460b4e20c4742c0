import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type PublicSet, publicSets } from '../../src/core/datasets/publicSets';
import { Failure, type FailureCode } from '../../src/core/failures';
import type { Download } from '../../src/core/protocol/protocol';
import { type Hub, openHub } from '../../src/worker/hub';
import type { PartialFiles } from '../../src/worker/hub/partialFiles';
import { someBytes } from '../core/datasets/encode';
import { type Behaviour, hashOf, type HubServer, startHub } from '../fixtures/hub/hubServer';
import { parquetFile } from '../fixtures/hub/parquetFiles';

const SHAPE = [6, 5, 3] as const;
const SIZE = 6 * 5 * 3;
const REVISION = 'f'.repeat(40);
const pictures = (count: number, salt: number) => Array.from({ length: count }, (_, index) => someBytes(SIZE, salt + 7 * index));
const labels = (count: number) => Array.from({ length: count }, (_, index) => index % 4);
const trainFile = parquetFile({ shape: SHAPE, pixels: pictures(700, 1), labels: labels(700) }, 300);
const testFile = parquetFile({ shape: SHAPE, pixels: pictures(40, 9), labels: labels(40) });

const set: PublicSet = {
  label: 'Some pictures',
  repository: 'someone/pictures',
  revision: REVISION,
  train: { path: 'all/train.parquet', count: 700, bytes: trainFile.length, sha256: hashOf(trainFile) },
  test: { path: 'all/test.parquet', count: 40, sha256: hashOf(testFile) },
  columns: ['image', 'label'],
  bytes: trainFile.length + testFile.length,
  licence: 'none',
  source: 'this file',
  inputShape: SHAPE,
  classes: 4,
  classNames: ['a', 'b', 'c', 'd'],
  normalization: { scale: 1 / 255, mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] },
};
const unpinned = (file: PublicSet['train']) => ({ path: file.path, count: file.count });
const sets: Readonly<Record<string, PublicSet>> = {
  pinned: set,
  listed: { ...set, train: unpinned(set.train), test: unpinned(set.test) },
  gone: { ...set, train: { ...set.train, path: 'all/gone.parquet' } },
  fewer: { ...set, test: { ...set.test, count: 41 } },
  narrower: { ...set, inputShape: [6, 4, 3] },
  'three classes': { ...set, classes: 3 },
  'no column': { ...set, columns: ['picture', 'label'] },
  'no parquet': { ...set, train: { path: 'all/text.parquet', count: 700 } },
};

/** Pieces in memory, as the browser’s storage keeps them; `room` bytes and no more. */
function memory(room = Number.POSITIVE_INFINITY): PartialFiles & { readonly size: () => number } {
  const kept = new Map<string, Uint8Array<ArrayBuffer>[]>();
  const sizeOf = (pieces: readonly Uint8Array[]) => pieces.reduce((sum, piece) => sum + piece.length, 0);
  const size = () => [...kept.values()].reduce((sum, pieces) => sum + sizeOf(pieces), 0);
  return {
    size,
    sizes: async () => new Map([...kept].map(([key, pieces]) => [key.split('/')[0] as string, sizeOf(pieces)])),
    read: async (name, sha256) => [...(kept.get(`${name}/${sha256}`) ?? [])],
    async append(name, sha256, offset, piece) {
      if (size() + piece.length > room) throw new DOMException('full', 'QuotaExceededError');
      const pieces = kept.get(`${name}/${sha256}`) ?? [];
      expect(offset).toBe(sizeOf(pieces));
      kept.set(`${name}/${sha256}`, [...pieces, piece]);
    },
    async clear(name, sha256) {
      for (const key of kept.keys()) if (key.startsWith(`${name}/${sha256 ?? ''}`)) kept.delete(key);
    },
  };
}

let server: HubServer;
let heard: Download[] = [];
beforeAll(async () => {
  const at = (path: string) => `someone/pictures@${REVISION}/${path}`;
  server = await startHub({
    files: { [at('all/train.parquet')]: trainFile, [at('all/test.parquet')]: testFile, [at('all/text.parquet')]: someBytes(500) },
  });
});
afterAll(() => server.close());
beforeEach(() => {
  server.behave({});
  server.asked.length = 0;
  heard = [];
});

const open = (partial: PartialFiles = memory(), address = server.address): Hub =>
  openHub({ partial, address, sets, onProgress: (download) => heard.push(download) });

async function failing(work: Promise<unknown>): Promise<{ readonly code: FailureCode; readonly detail: string }> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Failure)) throw new Error(`expected a failure, got ${String(error)}`);
  return { code: error.code, detail: error.detail };
}

describe('a public data set by name', () => {
  it('arrives through the redirect, whole and in order, with the constants of its set', async () => {
    const raw = await open().fetchDataset('pinned');
    expect(raw?.pool.count).toBe(700);
    expect(raw?.pool.inputs).toEqual(Uint8Array.from(pictures(700, 1).flatMap((one) => [...one])));
    expect([...(raw?.pool.labels ?? [])]).toEqual(labels(700));
    expect(raw?.test?.inputs).toEqual(Uint8Array.from(pictures(40, 9).flatMap((one) => [...one])));
    expect(raw).toMatchObject({ name: 'pinned', inputShape: SHAPE, classes: 4, normalization: set.normalization });
    const key = encodeURIComponent(`someone/pictures@${REVISION}/`);
    expect(server.asked).toEqual([
      `GET /datasets/someone/pictures/resolve/${REVISION}/all/train.parquet`,
      `GET /delivered/${key}all%2Ftrain.parquet`,
      `GET /datasets/someone/pictures/resolve/${REVISION}/all/test.parquet`,
      `GET /delivered/${key}all%2Ftest.parquet`,
    ]);
    expect([...new Set(heard.map(({ phase }) => phase))]).toEqual(['asking', 'loading', 'checking', 'unpacking']);
    expect(heard.findLast(({ phase }) => phase === 'checking')).toMatchObject({ set: 'pinned', received: set.bytes, total: set.bytes });
  });

  it('is checked against the hub’s own list of files where no hash is known here', async () => {
    const raw = await open().fetchDataset('listed');
    expect(raw?.pool.count).toBe(700);
    expect(server.asked[0]).toBe(`GET /api/datasets/someone/pictures/tree/${REVISION}/all`);
    server.behave({ listsNoHashes: true });
    expect(await failing(open().fetchDataset('listed'))).toMatchObject({
      code: 'hub-refused',
      detail: expect.stringContaining('checksum'),
    });
  });

  it('goes on by itself after a cut, with the bytes that are missing and no others', async () => {
    const cutAfter = Math.ceil(trainFile.length / 3);
    server.behave({ cutAfter });
    const raw = await open().fetchDataset('pinned');
    expect(raw?.pool.inputs.length).toBe(700 * SIZE);
    const parts = server.asked.filter((line) => line.includes('/delivered/') && line.includes('train')).map((line) => line.split(' ')[2]);
    expect(parts).toEqual([undefined, `bytes=${cutAfter}-`, `bytes=${2 * cutAfter}-`]);
  });

  it('keeps what came before too many cuts, and goes on from there when it is asked again, in a new session too', async () => {
    const partial = memory();
    const cutAfter = Math.ceil(trainFile.length / 9);
    server.behave({ cutAfter });
    const hub = open(partial);
    expect(await failing(hub.fetchDataset('pinned'))).toMatchObject({ code: 'hub-cut', detail: expect.stringContaining('bytes of') });
    const { size } = partial;
    expect(size()).toBe(4 * cutAfter);
    expect(await hub.downloads()).toEqual([{ set: 'pinned', phase: 'kept', received: 4 * cutAfter, total: set.bytes }]);
    server.behave({});
    server.asked.length = 0;
    expect((await open(partial).fetchDataset('pinned'))?.pool.count).toBe(700);
    expect(server.asked.filter((line) => line.includes('train'))[0]).toContain(`bytes=${4 * cutAfter}-`);
  });

  it.each([
    ['answers with the whole', { ignoresRanges: true }],
    ['refuses them', { refusesRanges: true }],
  ] as const)('begins anew at a server that knows no ranges and %s', async (_, behaviour) => {
    const partial = memory();
    server.behave({ cutAfter: 5000, refusesRanges: true });
    expect((await failing(open(partial).fetchDataset('pinned'))).code).toBe('hub-cut');
    server.behave(behaviour);
    expect((await open(partial).fetchDataset('pinned'))?.pool.count).toBe(700);
    expect(partial.size()).toBe(set.bytes);
  });

  it.each([
    ['a changed byte', 'pinned', { isChanged: true }, 'hub-mismatch'],
    ['too many requests', 'pinned', { status: 429 }, 'hub-busy'],
    ['a missing file', 'gone', {}, 'hub-refused'],
    ['a fault of the hub', 'listed', { status: 503 }, 'hub-refused'],
    ['a set that asks for an account', 'pinned', { status: 401 }, 'hub-refused'],
    ['fewer rows than there should be', 'fewer', {}, 'hub-contents'],
    ['pictures of another shape', 'narrower', {}, 'hub-contents'],
    ['labels of no class', 'three classes', {}, 'hub-contents'],
    ['columns of other names', 'no column', {}, 'hub-contents'],
    ['no Parquet at all', 'no parquet', {}, 'hub-contents'],
  ] as const satisfies readonly (readonly [string, string, Behaviour, FailureCode])[])('refuses %s', async (_, name, behaviour, code) => {
    server.behave(behaviour);
    const partial = memory();
    const hub = open(partial);
    expect((await failing(hub.fetchDataset(name))).code).toBe(code);
    if (code === 'hub-mismatch') expect(partial.size()).toBe(0);
    expect((await hub.downloads()).every(({ phase }) => phase === 'kept')).toBe(true);
  });

  it('takes a short answer for a cut, and goes on', async () => {
    server.behave({ shortBy: 1000 });
    expect((await failing(open().fetchDataset('pinned'))).code).toBe('hub-cut');
  });

  it('says that the hub is out of reach, and loses nothing of what was kept', async () => {
    const partial = memory();
    server.behave({ cutAfter: 5000 });
    expect((await failing(open(partial).fetchDataset('pinned'))).code).toBe('hub-cut');
    const before = partial.size();
    const { address, close } = await startHub({ files: {} });
    await close();
    expect((await failing(open(partial, address).fetchDataset('pinned'))).code).toBe('hub-unreachable');
    expect([before > 0, partial.size()]).toEqual([true, before]);
  });

  it('ends when it is stopped, and keeps what has arrived', async () => {
    const partial = memory();
    server.behave({ stallsAfter: 30_000 });
    const hub: Hub = openHub({
      partial,
      address: server.address,
      sets,
      onProgress: ({ phase, received }) => {
        if (phase === 'loading' && received >= 30_000) hub.stop();
      },
    });
    expect(await hub.fetchDataset('pinned')).toBeUndefined();
    expect(partial.size()).toBe(30_000);
    expect(await hub.downloads()).toEqual([{ set: 'pinned', phase: 'kept', received: 30_000, total: set.bytes }]);
    await hub.forget('pinned');
    expect([partial.size(), await hub.downloads()]).toEqual([0, []]);
  });

  it('fetches one at a time', async () => {
    const hub = open();
    const first = hub.fetchDataset('pinned');
    expect(await hub.fetchDataset('listed')).toBeUndefined();
    expect((await first)?.name).toBe('pinned');
  });

  it('comes whole where storage is full in the middle', async () => {
    const partial = memory(20_000);
    server.behave({ cutAfter: Math.ceil(trainFile.length / 3) });
    expect((await open(partial).fetchDataset('pinned'))?.pool.inputs.length).toBe(700 * SIZE);
    expect(partial.size()).toBeLessThanOrEqual(20_000);
  });
});

describe('the public sets', () => {
  it.each(Object.entries(publicSets))('%s is described consistently', (name, one) => {
    expect(one.classNames).toHaveLength(one.classes);
    expect(new Set(one.classNames).size).toBe(one.classes);
    const { mean, std, scale } = one.normalization;
    expect([mean.length, std.length, scale]).toEqual([one.inputShape[2], one.inputShape[2], 1 / 255]);
    expect(name).toMatch(/^[a-z0-9-]+$/);
    expect(one.revision).toMatch(/^[0-9a-f]{40}$/);
    for (const { sha256 } of [one.train, one.test]) expect(sha256 ?? 'a'.repeat(64)).toMatch(/^[0-9a-f]{64}$/);
    const known = [one.train.bytes, one.test.bytes];
    if (known.every((bytes) => bytes !== undefined)) expect(known.reduce((sum, bytes) => (sum ?? 0) + (bytes ?? 0), 0)).toBe(one.bytes);
  });
});
