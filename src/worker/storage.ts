/**
 * Data sets kept in this browser (IndexedDB), so that a reload and a link find them again. Runs in the worker. Where
 * storage is denied or full, a data set is kept in memory until the page is closed, and that is said.
 */
import { createStore, delMany, get, keys, set, type UseStore } from 'idb-keyval';
import { contentId, contentIdBefore } from '../core/datasets/contentId';
import type { RawDataset, Samples } from '../core/datasets/dataset';
import { Failure } from '../core/failures';
import type { DatasetSummary } from '../core/protocol/protocol';
import { type NamedBlob, named } from './files/namedBlob';
import { summarize } from './summarize';
import { descriptionOf, STORED_VERSION, type StoredRecord, type StoredSamples } from './storedRecord';

/** Values of IndexedDB end near 127 MiB in Chrome 156; well below it. */
const CHUNK_BYTES = 32_000_000;

/** Files that are kept beside what became of them, so that they can be read in another way later: as many bytes at most. */
const MOST_KEPT_BYTES = 2 ** 26;

/** In front of the id of a record that cannot be used: nobody lists it, and what it was is not thrown away unasked. */
const ASIDE = 'aside/';

export interface DatasetStorage {
  /**
   * Keeps a data set under its id, and where it is a table the files it was read from, up to 64 MiB of them. `failure` says why it is kept in
   * memory only (`stored` false).
   */
  readonly saveDataset: (
    raw: RawDataset,
    files?: readonly NamedBlob[],
  ) => Promise<{ readonly summary: DatasetSummary; readonly failure?: Failure }>;
  /** Keeps a data set that was not stored until this thread ends. */
  readonly holdDataset: (raw: RawDataset) => DatasetSummary;
  /**
   * All data sets that can be loaded, by id. `failures` say what is missing: a record that cannot be used is put aside, named
   * once, and takes no other with it.
   */
  readonly listDatasets: () => Promise<{ readonly datasets: readonly DatasetSummary[]; readonly failures: readonly Failure[] }>;
  /** The data set `id`, checked against the hash in its id. Throws `data-missing` or `storage-unavailable`. */
  readonly loadDataset: (id: string) => Promise<RawDataset>;
  /** The files that the data set `id` was read from. Throws `data-missing` where they are not kept, or `storage-unavailable`. */
  readonly loadFiles: (id: string) => Promise<readonly NamedBlob[]>;
  /** Forgets the data set `id`; one that is not there is no error. Throws `storage-unavailable`. */
  readonly removeDataset: (id: string) => Promise<void>;
}

/** The storage of this origin. To be opened once: what the browser refuses to keep lives in here. */
export function openStorage(): DatasetStorage {
  const database = createStore('basin-datasets', 'datasets');
  const session = new Map<string, RawDataset>();

  return {
    async saveDataset(raw, files = []) {
      const id = contentId(raw);
      const summary = summarize(id, raw);
      const own = raw.understanding && files.reduce((bytes, { size }) => bytes + size, 0) <= MOST_KEPT_BYTES ? files : [];
      // What is kept whole is not written over: where storage is full that would lose it.
      const kept = await read(database, id).catch(() => undefined);
      try {
        let hasFiles = false;
        await alone(async () => {
          if (!kept || contentId(kept) !== id) {
            await sweep(database);
            await write(database, id, raw, summary);
            await delMany([`${ASIDE}${id}`], database);
          }
          hasFiles = await keepFiles(database, id, own);
        });
        session.delete(id);
        return { summary: summarize(id, raw, hasFiles) };
      } catch (error) {
        session.set(id, raw);
        // What could not be written may not be removable either; the first reason is the one to tell.
        await forget(database, id).catch((second: unknown) => second);
        return { summary: { ...summary, stored: false }, failure: asFailure(error) };
      }
    },

    holdDataset(raw) {
      const id = contentId(raw);
      session.set(id, raw);
      return { ...summarize(id, raw), stored: false };
    },

    async listDatasets() {
      const here = [...session].map(([id, raw]) => ({ ...summarize(id, raw), stored: false }));
      const datasets: DatasetSummary[] = [...here];
      const failures: Failure[] = [];
      try {
        const ids = (await keys(database)).filter((key): key is string => typeof key === 'string' && !key.includes('/'));
        for (const id of ids.filter((one) => !session.has(one))) {
          const { summary, failure } = await listed(database, id);
          if (summary) datasets.push(summary);
          if (failure) failures.push(failure);
        }
      } catch (error) {
        return { datasets: byId(here), failures: [asFailure(error)] };
      }
      return { datasets: byId(datasets), failures };
    },

    async loadDataset(id) {
      const here = session.get(id);
      if (here) return here;
      const raw = await read(database, id).catch((error: unknown) => {
        throw asFailure(error);
      });
      if (!raw || !isOf(id, raw)) throw new Failure('data-missing', `“${id}”:`);
      return raw;
    },

    async loadFiles(id) {
      const stored = descriptionOf(
        await get(id, database).catch((error: unknown) => {
          throw asFailure(error);
        }),
      );
      const count = stored && stored !== 'newer' ? (stored.files ?? 0) : 0;
      const files: NamedBlob[] = [];
      for (let place = 0; place < count; place++) {
        const file = await get<KeptFile>(`${id}/files/${place}`, database);
        if (file?.blob instanceof Blob) files.push(named(file.name, file.blob));
      }
      if (files.length === 0 || files.length < count) throw new Failure('data-missing', `The files of “${id}” are not kept.`);
      return files;
    },

    async removeDataset(id) {
      if (session.delete(id)) return;
      await forget(database, id).catch((error: unknown) => {
        throw asFailure(error);
      });
    },
  };
}

/** One tab writes at a time, where the browser has locks. */
async function alone(write: () => Promise<void>): Promise<void> {
  if ('locks' in navigator) await navigator.locks.request('basin-datasets', write);
  else await write();
}

/** Frees the room of chunks without a description: left by a thread that ended while it wrote, as nobody writes now. */
async function sweep(database: UseStore): Promise<void> {
  if (!('locks' in navigator)) return;
  const all = (await keys(database)).filter((key): key is string => typeof key === 'string');
  const described = new Set(all.filter((key) => !key.includes('/')));
  await delMany(
    all.filter((key) => !key.startsWith(ASIDE) && !described.has(key.split('/')[0] as string)),
    database,
  );
}

/** Header of a record; one that says nothing that can be used is put aside. */
async function listed(database: UseStore, id: string): Promise<{ readonly summary?: DatasetSummary; readonly failure?: Failure }> {
  let record: unknown;
  try {
    record = await get(id, database);
  } catch (error) {
    // What cannot be read now may be whole: it stays where it is.
    return { failure: asFailure(error) };
  }
  const stored = descriptionOf(record);
  if (stored === 'newer') return { failure: new Failure('dataset-newer', `“${id}”:`) };
  if (stored) {
    const { pool, test, ...described } = stored;
    const { files = 0 } = stored;
    return { summary: summarize(id, { ...described, pool: lengths(pool), ...(test ? { test: lengths(test) } : {}) }, files > 0) };
  }
  await set(`${ASIDE}${id}`, record, database);
  await delMany([id], database);
  return { failure: new Failure('dataset-damaged', `The stored data set “${id}” is damaged.`) };
}

const lengths = ({ count, bytes, labels }: StoredSamples) => ({ count, labels, inputs: { byteLength: bytes } });

/** Ids of records of the first version say nothing of class names. */
function isOf(id: string, raw: RawDataset): boolean {
  return contentId(raw) === id || contentIdBefore(raw) === id;
}

async function write(database: UseStore, id: string, raw: RawDataset, summary: DatasetSummary): Promise<void> {
  const { pool, test, ...described } = raw;
  const written = await writeSamples(database, id, 'pool', pool);
  const held = test ? await writeSamples(database, id, 'test', test) : undefined;
  const record: StoredRecord = { version: STORED_VERSION, ...described, summary, pool: written, ...(held ? { test: held } : {}) };
  await set(id, record, database);
}

interface KeptFile {
  readonly name: string;
  readonly blob: Blob;
}

/** Keeps the files of a data set that is stored, where they are not yet; whether they are then. Without them it can be used all the same. */
async function keepFiles(database: UseStore, id: string, files: readonly NamedBlob[]): Promise<boolean> {
  const stored = descriptionOf(await get(id, database));
  if (!stored || stored === 'newer') return false;
  if ((stored.files ?? 0) > 0) return true;
  if (files.length === 0) return false;
  const names = files.map((_, place) => `${id}/files/${place}`);
  try {
    for (const [place, file] of files.entries()) {
      const blob = file.blob?.() ?? (file instanceof Blob ? file : new Blob([await file.arrayBuffer()]));
      await set(names[place] as string, { name: file.name, blob } satisfies KeptFile, database);
    }
    await set(id, { ...stored, files: files.length }, database);
    return true;
  } catch {
    // There is no room for them: the page says that they have to be dropped again.
    await delMany(names, database);
    return false;
  }
}

async function read(database: UseStore, id: string): Promise<RawDataset | undefined> {
  const stored = descriptionOf(await get(id, database));
  if (!stored || stored === 'newer') return undefined;
  const { version: _, summary: __, files: ___, pool, test, ...described } = stored;
  const samples = await readSamples(database, id, 'pool', pool);
  const held = test ? await readSamples(database, id, 'test', test) : undefined;
  return { ...described, pool: samples, ...(held ? { test: held } : {}) };
}

async function writeSamples(database: UseStore, id: string, part: string, { count, labels, inputs }: Samples): Promise<StoredSamples> {
  const bytes = new Uint8Array(inputs.buffer, inputs.byteOffset, inputs.byteLength);
  const chunks = Math.ceil(bytes.length / CHUNK_BYTES);
  for (let chunk = 0; chunk < chunks; chunk++) {
    // A view would be stored with its whole buffer.
    await set(`${id}/${part}/${chunk}`, bytes.slice(chunk * CHUNK_BYTES, (chunk + 1) * CHUNK_BYTES), database);
  }
  return { count, labels: labels.slice(), bytes: bytes.length, chunks, floats: inputs instanceof Float32Array };
}

async function readSamples(
  database: UseStore,
  id: string,
  part: string,
  { count, labels, bytes, chunks, floats }: StoredSamples,
): Promise<Samples> {
  const all = new Uint8Array(bytes);
  for (let chunk = 0; chunk < chunks; chunk++) {
    const piece = await get<Uint8Array>(`${id}/${part}/${chunk}`, database);
    if (piece?.length !== Math.min(CHUNK_BYTES, bytes - chunk * CHUNK_BYTES))
      throw new Failure('data-missing', `A part of “${id}” is gone.`);
    all.set(piece, chunk * CHUNK_BYTES);
  }
  return { count, labels, inputs: floats ? new Float32Array(all.buffer) : all };
}

async function forget(database: UseStore, id: string): Promise<void> {
  const own = (await keys(database)).filter((key) => key === id || (typeof key === 'string' && key.startsWith(`${id}/`)));
  await delMany(own, database);
}

function byId(all: readonly DatasetSummary[]): readonly DatasetSummary[] {
  return all.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  return new Failure(name === 'QuotaExceededError' ? 'storage-full' : 'storage-unavailable');
}
