/** The thread's door: commands in, engine and storage, messages out. */
import { datasetOf, needsFiles } from '../core/datasets';
import { previewOf } from '../core/datasets/preview';
import { type Command, handedOver, type Message } from '../core/protocol/protocol';
import type { RawDataset } from '../core/datasets/dataset';
import { Failure } from '../core/failures';
import { createTrainer } from '../engine/trainer';
import { type NamedBlob, named } from './files/namedBlob';
import { openHub } from './hub';
import { openPartialFiles } from './hub/partialFiles';
import { openStorage } from './storage';

const post = (message: Message) => postMessage(message, handedOver(message));
const storage = openStorage();
const hub = openHub({ partial: openPartialFiles(), onProgress: () => void tellDownloads() });
const trainer = createTrainer({ post, loadDataset: (id) => storage.loadDataset(id) });

/** Files and storage need no device, so they do not wait for the block at hand. */
async function keep(command: Extract<Command, { type: 'readFiles' | 'listDatasets' | 'removeDataset' | 'preview' }>): Promise<void> {
  if (command.type === 'readFiles') {
    await keepDataset(await read(command));
    return;
  }
  if (command.type === 'preview') {
    const { data, seed, choice } = command;
    const raw = needsFiles(data) ? await storage.loadDataset(String(data.values.set)) : undefined;
    post({ type: 'preview', data, seed, choice, preview: previewOf(datasetOf(data, seed, raw), choice) });
    return;
  }
  if (command.type === 'removeDataset') await storage.removeDataset(command.id);
  const { datasets, failure } = await storage.listDatasets();
  post({ type: 'datasets', datasets });
  if (failure) report(failure);
}

/** Milliseconds between two words about how far reading is. */
const PROGRESS_MS = 200;

async function read({ files, paths, reading }: Extract<Command, { type: 'readFiles' }>) {
  // What reads files is loaded with the first of them.
  const [{ readDroppedFiles }, { decodePicture }] = await Promise.all([import('./files'), import('./files/decodePicture')]);
  let reportedAt = 0;
  const blobs = (files as readonly NamedBlob[]).map((file, index) => (paths?.[index] ? named(paths[index], file) : file));
  try {
    return await readDroppedFiles(blobs, {
      ...(reading ? { reading } : {}),
      decodePicture,
      onProgress(done, unit) {
        if (performance.now() - reportedAt < PROGRESS_MS) return;
        reportedAt = performance.now();
        post({ type: 'reading', reading: { done, unit } });
      },
    });
  } finally {
    post({ type: 'reading', reading: null });
  }
}

/** Asks the network for as long as it takes; the rest goes on meanwhile. */
async function fetchByName(name: string): Promise<void> {
  try {
    const raw = await hub.fetchDataset(name);
    if (!raw) return;
    // The data set takes the place of the files it came in.
    await hub.forget(name);
    await keepDataset(raw);
  } finally {
    await tellDownloads();
  }
}

async function keepDataset(raw: RawDataset): Promise<void> {
  const { summary, failure } = await storage.saveDataset(raw);
  post({ type: 'datasets', datasets: (await storage.listDatasets()).datasets, added: summary.id });
  if (failure) report(failure);
}

async function tellDownloads(): Promise<void> {
  post({ type: 'downloads', downloads: await hub.downloads() });
}

function report(error: unknown): void {
  if (error instanceof Failure) post({ type: 'failed', group: null, code: error.code, detail: error.detail });
  else post({ type: 'failed', group: null, code: 'worker-died', detail: error instanceof Error ? error.message : String(error) });
}

onmessage = ({ data: command }: MessageEvent<Command>) => {
  switch (command.type) {
    case 'readFiles':
    case 'listDatasets':
    case 'removeDataset':
    case 'preview':
      keep(command).catch(report);
      return;
    case 'fetchDataset':
      fetchByName(command.set).catch(report);
      return;
    case 'stopFetching':
      hub.stop();
      return;
    case 'forgetDownload':
      hub.forget(command.set).then(tellDownloads).catch(report);
      return;
    default:
      trainer.receive(command);
  }
};

// Also of a worker that took the place of another, with which a download has ended.
void tellDownloads();
// An unhandled rejection in a worker never reaches the page by itself.
addEventListener('unhandledrejection', (event) => report(event.reason));
setInterval(() => post({ type: 'heartbeat' }), 500);
// A tab that holds a lock is not frozen in the background.
if ('locks' in navigator) void navigator.locks.request(`basin-training-${crypto.randomUUID()}`, () => new Promise(() => {}));
