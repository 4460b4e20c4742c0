/**
 * The door of the thread that reads files: training goes on beside it, whatever is dropped. It is started with a drop and ended
 * after it, or in the middle of it, which frees all the memory it has taken.
 */
import { datasetOf, needsFiles } from '../core/datasets';
import { previewOf } from '../core/datasets/preview';
import { OpenQuestions } from '../core/datasets/tables/understanding';
import { Failure } from '../core/failures';
import type { FilesCommand, FilesMessage } from '../core/protocol/filesThread';
import type { FilesRead } from '../core/protocol/protocol';
import { readDroppedFiles } from './files';
import { decodePicture } from './files/decodePicture';
import { type NamedBlob, named } from './files/namedBlob';
import { holdWeights, readWeights } from './files/readWeights';
import { openStorage } from './storage';

const post = (message: FilesMessage, transfer: Transferable[] = []) => postMessage(message, { transfer });
const storage = openStorage();

/** Milliseconds between two words about how far reading is. */
const PROGRESS_MS = 200;

async function read({ files, paths, kept, reading }: Extract<FilesCommand, { type: 'readFiles' }>): Promise<void> {
  let toldAt = Number.NEGATIVE_INFINITY;
  const dropped = kept === undefined ? (files as readonly NamedBlob[]) : await storage.loadFiles(kept);
  const blobs = dropped.map((file, index) => (paths?.[index] ? named(paths[index], file) : file));
  const say = (word: FilesRead) => {
    if (performance.now() - toldAt < PROGRESS_MS) return;
    toldAt = performance.now();
    post({ type: 'reading', reading: word });
  };
  say({ done: 0, unit: 'files', file: blobs[0]?.name ?? '' });
  if (await holdWeights(blobs)) {
    const weights = await readWeights(blobs);
    if ('tensors' in weights) post({ type: 'weightsRead', weights });
    else post({ type: 'packedWeights', weights }, [weights.packed.buffer]);
    return;
  }
  const raw = await readDroppedFiles(blobs, {
    ...(reading ? { reading } : {}),
    decodePicture,
    onProgress: (done, unit, file) => say({ done, unit, file }),
  });
  const { summary, failure } = await storage.saveDataset(raw, blobs);
  if (!failure) post({ type: 'stored', summary });
  // All of one data set may lie in one buffer.
  else post({ type: 'unstored', raw, code: failure.code }, [...new Set([raw.pool, raw.test].flatMap((part) => part?.inputs.buffer ?? []))]);
}

async function look(command: Extract<FilesCommand, { type: 'preview' }>): Promise<void> {
  const { data, seed, choice } = command;
  const raw = needsFiles(data) ? await storage.loadDataset(data.values.set).catch(() => undefined) : undefined;
  if (raw) post({ type: 'preview', data, seed, choice, preview: previewOf(datasetOf(data, seed, raw), choice) });
  else post({ type: 'absent', command });
}

function report(error: unknown): void {
  if (error instanceof OpenQuestions) post({ type: 'understood', understanding: error.understanding });
  if (error instanceof Failure) post({ type: 'failed', group: null, code: error.code, detail: error.detail });
  else post({ type: 'failed', group: null, code: 'files-thread-died', detail: error instanceof Error ? error.message : String(error) });
}

/** One after the other, so that their memory does not add up. */
let queue = Promise.resolve();

onmessage = ({ data: command }: MessageEvent<FilesCommand>) => {
  queue = queue.then(async () => {
    await (command.type === 'readFiles' ? read(command) : look(command)).catch(report);
    post({ type: 'done' });
  });
};

setInterval(() => post({ type: 'heartbeat' }), 1000);
