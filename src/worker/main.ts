/** The thread's door: commands in, engine and storage, messages out. */
import { expectFinite } from '../core/checkpoints/checkpoint';
import type { PackedWeights } from '../core/checkpoints/layersModelFile';
import { datasetOf, needsFiles } from '../core/datasets';
import { previewOf } from '../core/datasets/preview';
import { type Command, handedOver, type Message } from '../core/protocol/protocol';
import type { RawDataset } from '../core/datasets/dataset';
import { Failure } from '../core/failures';
import { createTrainer } from '../engine/training/trainer';
import { openHub } from './hub';
import { createKeeping } from './keeping';
import { openKeptRuns } from './keptRuns';
import { openKeptShelf } from './keptShelf';
import { RUN_LOCK } from './runLock';
import { openPartialFiles } from './hub/partialFiles';
import { openStorage } from './storage';

const post = (message: Message) => postMessage(message, handedOver(message));
const storage = openStorage();
const hub = openHub({ partial: openPartialFiles(), onProgress: () => void tellDownloads() });
const keptRuns = openKeptRuns(openKeptShelf());
const keeping = createKeeping({ runs: keptRuns, post, held: heldRuns });
const trainer = createTrainer({
  post: (message) => keeping.said(message, post),
  loadDataset: (id) => storage.loadDataset(id),
  helpers: {
    cores: navigator.hardwareConcurrency || 1,
    start: () => new Worker(new URL('./hand.ts', import.meta.url), { type: 'module', name: 'basin-hand' }),
  },
});

/** Runs that pages of this origin are at. */
async function heldRuns(): Promise<ReadonlySet<string>> {
  const { held = [] } = await navigator.locks.query();
  const names = held.flatMap(({ name }) => (name?.startsWith(RUN_LOCK) ? [name.slice(RUN_LOCK.length)] : []));
  return new Set(names);
}

/** Which runs can be gone on with. That storage is off is said when data sets are listed. */
async function tellKept(): Promise<void> {
  const { runs, failures } = await keptRuns.list().catch(() => ({ runs: [], failures: [] }));
  post({ type: 'keptRuns', runs });
  for (const failure of failures) report(failure);
}

/** Storage needs no device, so it does not wait for the block at hand. Files are read by a thread of their own, `filesThread.ts`. */
async function keep(command: Extract<Command, { type: 'keepDataset' | 'listDatasets' | 'removeDataset' | 'preview' }>): Promise<void> {
  if (command.type === 'preview') {
    const { data, seed, choice } = command;
    const raw = needsFiles(data) ? await storage.loadDataset(data.values.set) : undefined;
    post({ type: 'preview', data, seed, choice, preview: previewOf(datasetOf(data, seed, raw), choice) });
    return;
  }
  let added: string | undefined;
  if (command.type === 'keepDataset') {
    added = storage.holdDataset(command.raw).id;
    reportStorage(new Failure(command.code));
  } else if (command.type === 'removeDataset') await storage.removeDataset(command.id);
  else ({ added } = command);
  await tellDatasets(added);
}

async function tellDatasets(added?: string): Promise<void> {
  const { datasets, failures } = await storage.listDatasets();
  post({ type: 'datasets', datasets, ...(added === undefined ? {} : { added }) });
  for (const failure of failures) reportStorage(failure);
}

/** That storage is off is said once: nothing changes it, and everything else works. */
let isOffSaid = false;
function reportStorage(failure: Failure): void {
  if (failure.code === 'storage-unavailable' && isOffSaid) return;
  isOffSaid ||= failure.code === 'storage-unavailable';
  report(failure);
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
  await tellDatasets(summary.id);
  if (failure) reportStorage(failure);
}

/** TensorFlow.js is loaded with the first network of its kind. */
async function unpack({ source, weights, packed, origin }: PackedWeights): Promise<void> {
  const { unpackWeights } = await import('../engine/tfjs/layersModel');
  const given = { source, tensors: await unpackWeights(weights, packed), origin };
  expectFinite(given);
  post({ type: 'weightsRead', weights: given });
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
    case 'stopReading':
      // The page's door sends these to the thread that reads files.
      return;
    case 'keepDataset':
    case 'listDatasets':
    case 'removeDataset':
    case 'preview':
      keep(command).catch(report);
      return;
    case 'listKept':
      tellKept().catch(report);
      return;
    case 'recover':
      keptRuns
        .recover(command.key)
        .then((run) => post({ type: 'recovered', run }))
        .catch(report);
      return;
    case 'discard':
      keptRuns.discard(command.key).catch(report);
      return;
    case 'unpackWeights':
      unpack(command.weights).catch(report);
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
      keeping.told(command);
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
