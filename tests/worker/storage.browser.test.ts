import { clear, createStore, del, get, keys, set } from 'idb-keyval';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { contentId, contentIdBefore } from '../../src/core/datasets/contentId';
import type { RawDataset } from '../../src/core/datasets/dataset';
import { Failure, type FailureCode } from '../../src/core/failures';
import { defaultReading } from '../../src/core/datasets/reading';
import { named } from '../../src/worker/files/namedBlob';
import { openStorage } from '../../src/worker/storage';

const database = createStore('basin-datasets', 'datasets');

function someDataset(name: string, count: number, side = 4): RawDataset {
  const samples = (size: number, salt: number) => ({
    count: size,
    inputs: Uint8Array.from({ length: size * side * side }, (_, index) => Math.imul(index + salt, 0x9e3779b1) >>> 24),
    labels: Uint8Array.from({ length: size }, (_, index) => index % 3),
  });
  return {
    name,
    inputShape: [side, side, 1],
    classes: 3,
    classNames: ['a', 'b', 'c'],
    normalization: { scale: 1 / 255, mean: [0.5], std: [0.25] },
    pool: samples(count, 1),
    test: samples(10, 2),
  };
}

/** Keys in the browser's storage that belong to `id`, itself or a part of it. */
async function keptOf(id: string): Promise<readonly string[]> {
  return (await keys<string>(database)).filter((key) => key.startsWith(id));
}

async function codeOf(work: Promise<unknown>): Promise<FailureCode | undefined> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof Failure ? error.code : undefined;
}

beforeEach(() => clear(database));
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('stored data sets', () => {
  it('are found again after a reload, whole and under the same id', async () => {
    const raw = someDataset('Some digits', 60);
    const { summary, failure } = await openStorage().saveDataset(raw);
    expect(failure).toBeUndefined();
    expect(summary).toEqual({
      id: contentId(raw),
      name: 'Some digits',
      count: 70,
      testCount: 10,
      inputShape: [4, 4, 1],
      classes: 3,
      bytes: 70 * 17,
      stored: true,
    });
    const later = openStorage();
    expect((await later.listDatasets()).datasets).toEqual([summary]);
    expect(await later.loadDataset(summary.id)).toEqual(raw);
  });

  it('of tables have their files beside them, to be read in another way, and lose them together', async () => {
    const rows = { read: 60, withGaps: 0, leftOut: 0, areFilled: false };
    const nothing = { files: [], columns: [], classes: [], missing: [], questions: [], label: null, split: '', side: null };
    const understanding = { ...nothing, kind: 'features', rows, reading: defaultReading } as unknown as NonNullable<
      RawDataset['understanding']
    >;
    const raw = someDataset('a table', 60);
    const table = { ...raw, understanding };
    const file = named('folder/a.csv', new File(['a,b\n1,2\n'], 'a.csv'));
    const storage = openStorage();
    expect((await storage.saveDataset(raw, [file])).summary.hasFiles).toBeUndefined();
    await storage.removeDataset(contentId(raw));
    const { summary } = await storage.saveDataset(table, [file]);
    expect(summary.hasFiles).toBe(true);
    const [kept] = await openStorage().loadFiles(summary.id);
    expect([kept?.name, await new Response(kept?.stream()).text()]).toEqual(['folder/a.csv', 'a,b\n1,2\n']);
    expect(await openStorage().loadDataset(summary.id)).toMatchObject({ name: 'a table' });
    await storage.removeDataset(summary.id);
    expect(await keptOf(summary.id)).toEqual([]);
    expect(await codeOf(storage.loadFiles(summary.id))).toBe('data-missing');
  });

  it('keep plain numbers as such', async () => {
    const { test: _, ...raw } = someDataset('floats', 20);
    const floats: RawDataset = { ...raw, pool: { ...raw.pool, inputs: Float32Array.from(raw.pool.inputs, Math.sqrt) } };
    const { summary } = await openStorage().saveDataset(floats);
    expect(await openStorage().loadDataset(summary.id)).toEqual(floats);
  });

  it('are cut into chunks of at most 32 MB and joined again', async () => {
    const raw = someDataset('large', 260, 512);
    const { summary } = await openStorage().saveDataset(raw);
    const names = (await keptOf(summary.id)).filter((key) => key.includes('/'));
    expect(names.toSorted()).toEqual([0, 1, 2].map((chunk) => `${summary.id}/pool/${chunk}`).concat(`${summary.id}/test/0`));
    const loaded = await openStorage().loadDataset(summary.id);
    expect(contentId(loaded)).toBe(summary.id);
  });

  it('are kept once when saved twice, beside others, and listed by id', async () => {
    const storage = openStorage();
    for (const name of ['b', 'a', 'b']) await storage.saveDataset(someDataset(name, 30));
    expect((await storage.listDatasets()).datasets.map((one) => one.name)).toEqual(['a', 'b']);
  });

  it('are gone with all their chunks when removed, and others stay', async () => {
    const storage = openStorage();
    const [first, second] = [await storage.saveDataset(someDataset('a', 30)), await storage.saveDataset(someDataset('b', 30))];
    await storage.removeDataset(first.summary.id);
    await storage.removeDataset('never-there');
    expect((await storage.listDatasets()).datasets).toEqual([second.summary]);
    expect(await keptOf(first.summary.id)).toEqual([]);
    expect(await codeOf(storage.loadDataset(first.summary.id))).toBe('data-missing');
  });

  it('are called missing when a chunk is gone or changed', async () => {
    const storage = openStorage();
    const { summary } = await storage.saveDataset(someDataset('a', 30));
    await set(`${summary.id}/pool/0`, new Uint8Array(480), database);
    expect(await codeOf(storage.loadDataset(summary.id))).toBe('data-missing');
    await del(`${summary.id}/pool/0`, database);
    expect(await codeOf(storage.loadDataset(summary.id))).toBe('data-missing');
  });
});

describe('records that are not as they should be', () => {
  const bad: readonly (readonly [string, (record: Record<string, unknown>) => unknown])[] = [
    ['is nothing', () => null],
    ['is a number', () => 7],
    ['has no shape', ({ inputShape: _, ...record }) => record],
    ['has a shape that is no list', (record) => ({ ...record, inputShape: '4x4' })],
    ['has another number of class names', (record) => ({ ...record, classNames: ['a'] })],
    ['has labels beyond its classes', (record) => ({ ...record, classes: 2, classNames: ['a', 'b'] })],
    ['has labels of another kind', (record) => ({ ...record, pool: { ...(record.pool as object), labels: [0, 1] } })],
    ['has more bytes than its shape', (record) => ({ ...record, pool: { ...(record.pool as object), bytes: 10 ** 12 } })],
    ['has notes that are no texts', (record) => ({ ...record, notes: [{}] })],
    ['has a version that is none', (record) => ({ ...record, version: 'two' })],
  ];

  it.each(bad)('one that %s is put aside, named once, and takes no other with it', async (_, broken) => {
    const storage = openStorage();
    const [one, other] = [await storage.saveDataset(someDataset('a', 30)), await storage.saveDataset(someDataset('b', 30))];
    const { id } = one.summary;
    await set(id, broken((await get(id, database)) as Record<string, unknown>), database);
    const { datasets, failures } = await openStorage().listDatasets();
    expect(datasets).toEqual([other.summary]);
    expect(failures.map(({ code, detail }) => [code, detail])).toEqual([['dataset-damaged', `The stored data set “${id}” is damaged.`]]);
    expect((await openStorage().listDatasets()).failures).toEqual([]);
    expect(await keptOf(`aside/${id}`)).toHaveLength(1);
    expect(await codeOf(openStorage().loadDataset(id))).toBe('data-missing');
    // Dropped again it is whole.
    expect((await openStorage().saveDataset(someDataset('a', 30))).failure).toBeUndefined();
    expect((await openStorage().listDatasets()).datasets).toEqual([one.summary, other.summary]);
    expect(await keptOf('aside/')).toEqual([]);
  });

  it('one of a newer version is left as it is, and said', async () => {
    const storage = openStorage();
    const { summary } = await storage.saveDataset(someDataset('a', 30));
    const record = { ...((await get(summary.id, database)) as object), version: 99, inputShape: 'in words' };
    await set(summary.id, record, database);
    const { datasets, failures } = await storage.listDatasets();
    expect([datasets, failures.map(({ code }) => code)]).toEqual([[], ['dataset-newer']]);
    expect(await get(summary.id, database)).toEqual(record);
  });

  it('one of the first version, whose id says nothing of class names, is loaded as before', async () => {
    const raw = someDataset('a', 30);
    const storage = openStorage();
    const { summary } = await storage.saveDataset(raw);
    const { version: _, ...record } = (await get(summary.id, database)) as { version: number };
    const before = contentIdBefore(raw);
    expect(before).not.toBe(summary.id);
    await storage.removeDataset(summary.id);
    await storage.saveDataset({ ...raw, classNames: ['0', '1', '2'] });
    await set(before, record, database);
    expect((await storage.listDatasets()).datasets).toEqual([{ ...summary, id: before }]);
    expect(await storage.loadDataset(before)).toEqual(raw);
  });
});

describe('where storage is not to be had', () => {
  it('a data set is used from memory, and it is said that storage is denied', async () => {
    const storage = openStorage();
    vi.stubGlobal('indexedDB', undefined);
    const raw = someDataset('a', 30);
    const { summary, failure } = await storage.saveDataset(raw);
    expect([summary.stored, failure?.code]).toEqual([false, 'storage-unavailable']);
    const { datasets, failures } = await storage.listDatasets();
    expect([datasets, failures.map(({ code }) => code)]).toEqual([[summary], ['storage-unavailable']]);
    expect(await storage.loadDataset(summary.id)).toEqual(raw);
    expect(await codeOf(storage.loadDataset('other'))).toBe('storage-unavailable');
    await storage.removeDataset(summary.id);
    expect((await storage.listDatasets()).datasets).toEqual([]);
    expect(await codeOf(storage.removeDataset(summary.id))).toBe('storage-unavailable');
  });

  it('an opening that the browser forbids is a failure of the same kind', async () => {
    const storage = openStorage();
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    const { failure } = await storage.saveDataset(someDataset('a', 30));
    expect(failure?.code).toBe('storage-unavailable');
  });

  it('a full storage keeps nothing of the data set, says so, and the data set is used from memory', async () => {
    const storage = openStorage();
    const kept = await storage.saveDataset(someDataset('kept', 30));
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
      if (typeof key === 'string' && key.includes('/test/')) throw new DOMException('full', 'QuotaExceededError');
      return put.call(this, value, key);
    });
    const raw = someDataset('too much', 30);
    const { summary, failure } = await storage.saveDataset(raw);
    expect([summary.stored, failure?.code]).toEqual([false, 'storage-full']);
    expect(await keptOf(summary.id)).toEqual([]);
    expect(await storage.loadDataset(summary.id)).toEqual(raw);
    expect((await storage.listDatasets()).datasets).toEqual([kept.summary, summary]);
    expect((await openStorage().listDatasets()).datasets).toEqual([kept.summary]);
  });

  it('a data set that is kept stays kept when it is brought again while storage is full', async () => {
    const storage = openStorage();
    const raw = someDataset('kept', 30);
    const { summary } = await storage.saveDataset(raw);
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    expect(await storage.saveDataset(raw)).toEqual({ summary });
    expect(await openStorage().loadDataset(summary.id)).toEqual(raw);
  });

  it('chunks that a thread left behind when it ended are listed by nobody, and make room for the next data set', async () => {
    const lost = 'bytes-lost/pool/0';
    await set(lost, new Uint8Array(9), database);
    const storage = openStorage();
    expect((await storage.listDatasets()).datasets).toEqual([]);
    const { summary } = await storage.saveDataset(someDataset('next', 30));
    expect(await keptOf('bytes-lost')).toEqual([]);
    expect((await storage.listDatasets()).datasets).toEqual([summary]);
  });

  it('that cannot be read at the moment stay where they are', async () => {
    const { summary } = await openStorage().saveDataset(someDataset('Some digits', 60));
    const before = await keptOf('');
    vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementationOnce(() => {
      throw new DOMException('not now', 'UnknownError');
    });
    const { datasets, failures } = await openStorage().listDatasets();
    expect([datasets, failures.map(({ code }) => code)]).toEqual([[], ['storage-unavailable']]);
    expect(await keptOf('')).toEqual(before);
    expect((await openStorage().listDatasets()).datasets.map(({ id }) => id)).toEqual([summary.id]);
  });
});
