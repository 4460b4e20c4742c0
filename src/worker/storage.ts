/**
 * Data sets kept in this browser (IndexedDB), so that a reload and a link find them again. Runs in the worker. Where
 * storage is denied or full, a data set is kept in memory until the page is closed, and that is said.
 */
import { createStore, delMany, get, keys, set, type UseStore } from 'idb-keyval';
import { contentId } from '../core/datasets/contentId';
import type { RawDataset, Samples } from '../core/datasets/dataset';
import { Failure } from '../core/failures';
import type { DatasetSummary } from '../core/protocol/protocol';

/** Values of IndexedDB end near 127 MiB in Chrome 156; well below it. */
const CHUNK_BYTES = 32_000_000;

interface StoredSamples extends Omit<Samples, 'inputs'> {
  /** Of `inputs`, which lies beside in chunks. */
  readonly bytes: number;
  readonly chunks: number;
  readonly floats: boolean;
}
/** Written last, so that a description without all its chunks does not come about. */
interface Stored extends Omit<RawDataset, 'pool' | 'test'> {
  readonly summary: DatasetSummary;
  readonly pool: StoredSamples;
  readonly test?: StoredSamples;
}

const session = new Map<string, RawDataset>();
const database: UseStore = createStore('basin-datasets', 'datasets');

/** Keeps a data set under its id. `failure` says why it is kept in memory only (`stored` false). */
export async function saveDataset(raw: RawDataset): Promise<{ readonly summary: DatasetSummary; readonly failure?: Failure }> {
  const id = contentId(raw);
  const summary = summarize(id, raw);
  try {
    const { pool, test, ...described } = raw;
    const written = await writeSamples(id, 'pool', pool);
    const held = test ? await writeSamples(id, 'test', test) : undefined;
    await set(id, { ...described, summary, pool: written, ...(held ? { test: held } : {}) } satisfies Stored, database);
    session.delete(id);
    return { summary };
  } catch (error) {
    session.set(id, raw);
    await forget(id).catch((second: unknown) => second); // what could not be written may not be removable either
    return { summary: { ...summary, stored: false }, failure: asFailure(error) };
  }
}

/** All data sets that can be loaded, by id. `failure` says why those of earlier sessions are missing. */
export async function listDatasets(): Promise<{ readonly datasets: readonly DatasetSummary[]; readonly failure?: Failure }> {
  const here = [...session].map(([id, raw]) => ({ ...summarize(id, raw), stored: false }));
  const sorted = (all: readonly DatasetSummary[]) => all.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  try {
    const ids = (await keys(database)).filter((key): key is string => typeof key === 'string' && !key.includes('/'));
    const stored = await Promise.all(ids.filter((id) => !session.has(id)).map((id) => get<Stored>(id, database)));
    return { datasets: sorted([...here, ...stored.flatMap((one) => (one ? [one.summary] : []))]) };
  } catch (error) {
    return { datasets: sorted(here), failure: asFailure(error) };
  }
}

/** The data set `id`, checked against the hash in its id. Throws `data-missing` or `storage-unavailable`. */
export async function loadDataset(id: string): Promise<RawDataset> {
  const here = session.get(id);
  if (here) return here;
  const raw = await read(id).catch((error: unknown) => {
    throw asFailure(error);
  });
  if (!raw || contentId(raw) !== id) throw new Failure('data-missing', `“${id}”:`);
  return raw;
}

/** Forgets the data set `id`; one that is not there is no error. Throws `storage-unavailable`. */
export async function removeDataset(id: string): Promise<void> {
  session.delete(id);
  await forget(id).catch((error: unknown) => {
    throw asFailure(error);
  });
}

async function read(id: string): Promise<RawDataset | undefined> {
  const stored = await get<Stored>(id, database);
  if (!stored) return undefined;
  const { summary: _, pool, test, ...described } = stored;
  const samples = await readSamples(id, 'pool', pool);
  const held = test ? await readSamples(id, 'test', test) : undefined;
  return { ...described, pool: samples, ...(held ? { test: held } : {}) };
}

async function writeSamples(id: string, part: string, { count, labels, inputs }: Samples): Promise<StoredSamples> {
  const bytes = new Uint8Array(inputs.buffer, inputs.byteOffset, inputs.byteLength);
  const chunks = Math.ceil(bytes.length / CHUNK_BYTES);
  for (let chunk = 0; chunk < chunks; chunk++) {
    // A view would be stored with its whole buffer.
    await set(`${id}/${part}/${chunk}`, bytes.slice(chunk * CHUNK_BYTES, (chunk + 1) * CHUNK_BYTES), database);
  }
  return { count, labels: labels.slice(), bytes: bytes.length, chunks, floats: inputs instanceof Float32Array };
}

async function readSamples(id: string, part: string, { count, labels, bytes, chunks, floats }: StoredSamples): Promise<Samples> {
  const all = new Uint8Array(bytes);
  for (let chunk = 0; chunk < chunks; chunk++) {
    const piece = await get<Uint8Array>(`${id}/${part}/${chunk}`, database);
    if (piece?.length !== Math.min(CHUNK_BYTES, bytes - chunk * CHUNK_BYTES))
      throw new Failure('data-missing', `A part of “${id}” is gone.`);
    all.set(piece, chunk * CHUNK_BYTES);
  }
  return { count, labels, inputs: floats ? new Float32Array(all.buffer) : all };
}

async function forget(id: string): Promise<void> {
  const own = (await keys(database)).filter((key) => key === id || (typeof key === 'string' && key.startsWith(`${id}/`)));
  await delMany(own, database);
}

function summarize(id: string, raw: RawDataset): DatasetSummary {
  const parts = raw.test ? [raw.pool, raw.test] : [raw.pool];
  const sum = (of: (samples: Samples) => number) => parts.reduce((all, part) => all + of(part), 0);
  return {
    id,
    name: raw.name,
    count: sum((part) => part.count),
    inputShape: raw.inputShape,
    classes: raw.classes,
    bytes: sum((part) => part.inputs.byteLength + part.labels.byteLength),
    stored: true,
  };
}

function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  return new Failure(name === 'QuotaExceededError' ? 'storage-full' : 'storage-unavailable');
}
