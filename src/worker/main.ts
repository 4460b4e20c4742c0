/** The thread's door: commands in, engine and storage, messages out. */
import type { Command, Message } from '../core/protocol/protocol';
import { Failure } from '../core/failures';
import { createTrainer } from '../engine/trainer';
import { type NamedBlob, readDroppedFiles } from './files';
import { openStorage } from './storage';

const post = (message: Message) => postMessage(message);
const storage = openStorage();
const trainer = createTrainer({ post, loadDataset: (id) => storage.loadDataset(id) });

/** Files and storage need no device, so they do not wait for the block at hand. */
async function keep(command: Extract<Command, { type: 'readFiles' | 'listDatasets' | 'removeDataset' }>): Promise<void> {
  if (command.type === 'readFiles') {
    const { summary, failure } = await storage.saveDataset(await readDroppedFiles(command.files as readonly NamedBlob[]));
    post({ type: 'datasets', datasets: (await storage.listDatasets()).datasets, added: summary.id });
    if (failure) report(failure);
    return;
  }
  if (command.type === 'removeDataset') await storage.removeDataset(command.id);
  const { datasets, failure } = await storage.listDatasets();
  post({ type: 'datasets', datasets });
  if (failure) report(failure);
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
      keep(command).catch(report);
      return;
    default:
      trainer.receive(command);
  }
};

// An unhandled rejection in a worker never reaches the page by itself.
addEventListener('unhandledrejection', (event) => report(event.reason));
setInterval(() => post({ type: 'heartbeat' }), 500);
// A tab that holds a lock is not frozen in the background.
if ('locks' in navigator) void navigator.locks.request(`basin-training-${crypto.randomUUID()}`, () => new Promise(() => {}));
