/**
 * The page's door to the thread that reads files: it starts one with the first command, ends it with the last answer, and says
 * which file was at hand where it dies.
 */
import type { FilesCommand, FilesMessage } from '../core/protocol/filesThread';
import type { Command, Message } from '../core/protocol/protocol';

/** The part of `Worker` used here, so that tests can hand in their own. */
export interface FilesWorker {
  postMessage(message: unknown): void;
  terminate(): void;
  onmessage: ((event: MessageEvent) => unknown) | null;
  onerror: ((event: ErrorEvent) => unknown) | null;
}

export interface FilesDoorOptions {
  readonly onMessage: (message: Message) => void;
  /** Tells the thread that trains, which is asked for data sets; what is handed over is gone here. */
  readonly tell: (command: Command, transfer?: Transferable[]) => void;
  readonly createWorker?: () => FilesWorker;
  /** Milliseconds, never going back. */
  readonly now: () => number;
}

export interface FilesDoor {
  send(command: FilesCommand): void;
  /** Ends what is being read, and forgets what waits. */
  stop(): void;
  /** To be called about once a second: ends a thread that has been silent for too long. */
  watch(): void;
}

/** Unpacking a gibibyte at once is the longest that a living thread is silent for. */
const SILENCE_MS = 120_000;

const filesThread = (): FilesWorker => new Worker(new URL('./filesThread.ts', import.meta.url), { type: 'module', name: 'basin-files' });

export function openFilesDoor({ onMessage, tell, createWorker = filesThread, now }: FilesDoorOptions): FilesDoor {
  let worker: FilesWorker | null = null;
  let unanswered = 0;
  let heardAt = 0;
  /** The file at hand. */
  let file = '';

  const end = () => {
    worker?.terminate();
    worker = null;
    unanswered = 0;
    onMessage({ type: 'reading', reading: null });
  };

  const lose = (why: string) => {
    const name = file;
    end();
    onMessage({
      type: 'failed',
      group: null,
      code: 'files-thread-died',
      detail: [name ? `“${name}”:` : '', why].filter(Boolean).join(' '),
    });
  };

  const hear = (message: FilesMessage) => {
    heardAt = now();
    switch (message.type) {
      case 'heartbeat':
        return;
      case 'reading':
        file = message.reading?.file || file;
        break;
      case 'stored':
        tell({ type: 'listDatasets', added: message.summary.id });
        return;
      case 'unstored':
        tell({ type: 'keepDataset', raw: message.raw, code: message.code }, [
          ...new Set([message.raw.pool, message.raw.test].flatMap((part) => part?.inputs.buffer ?? [])),
        ]);
        return;
      case 'packedWeights':
        tell({ type: 'unpackWeights', weights: message.weights }, [message.weights.packed.buffer]);
        return;
      case 'absent':
        tell(message.command);
        return;
      case 'done':
        file = '';
        if (--unanswered === 0) end();
        return;
      default:
        break;
    }
    onMessage(message);
  };

  const start = () => {
    const started = createWorker();
    heardAt = now();
    started.onmessage = (event: MessageEvent<FilesMessage>) => {
      // A thread that was ended may have said something before.
      if (worker === started) hear(event.data);
    };
    started.onerror = (event) => {
      event.preventDefault();
      if (worker === started) lose(event.message ?? '');
    };
    return started;
  };

  return {
    send(command) {
      try {
        worker ??= start();
      } catch (error) {
        lose(error instanceof Error ? error.message : '');
        return;
      }
      unanswered++;
      if (command.type === 'readFiles' && file === '') file = command.paths?.[0] ?? command.files[0]?.name ?? '';
      worker.postMessage(command);
    },
    stop: () => {
      if (worker) end();
    },
    watch() {
      if (worker && now() - heardAt > SILENCE_MS) lose('');
    },
  };
}
