/**
 * The page's door to the training thread: typed commands in, typed messages out, and a watch over a thread that may die.
 * A silent, broken or device-less worker is terminated and replaced by a fresh one that goes on from the last snapshot;
 * a worker that has lost its GPU device cannot repair itself (TensorFlow.js keeps its global state).
 */
import type { Command, Message, Snapshot } from '../core/protocol/protocol';
import { gradientKey } from '../core/settings/cost';
import { type FilesWorker, openFilesDoor } from './filesDoor';
import { openKeptDoor, type KeptDoorOptions } from './keptDoor';

/** Consequences of a lost worker for whoever listens. */
export interface Loss {
  readonly code: 'device-lost' | 'worker-died' | 'no-module-worker';
  /** True when a fresh worker is on its way; false when it is no use trying again. */
  readonly replaced: boolean;
  /** Where training goes on from; null when it starts over. */
  readonly snapshot: Snapshot | null;
  readonly detail: string;
}

export interface TrainerClient {
  send(command: Command): void;
  close(): void;
}

/** The part of `Worker` used here, so that tests can hand in their own. */
export interface WorkerLike {
  postMessage(message: unknown, transfer: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: MessageEvent) => unknown) | null;
  onerror: ((event: ErrorEvent) => unknown) | null;
}

export interface TrainerOptions {
  readonly onMessage: (message: Message) => void;
  readonly onLoss: (loss: Loss) => void;
  readonly createWorker?: () => WorkerLike;
  readonly createFilesWorker?: () => FilesWorker;
  /** The browser's, where it has them. */
  readonly locks?: KeptDoorOptions['locks'];
  readonly session?: KeptDoorOptions['session'];
  /** Milliseconds, never going back. */
  readonly now?: () => number;
}

/** A living worker sends a heartbeat every 500 ms; silence for this long is death. */
const SILENCE_MS = 10_000;
/** A thread that computes a gradient may be silent for this many times what one was measured to take. */
const GRADIENTS = 4;
/** Before its first word a worker loads and compiles, which may take long on a slow line. */
const FIRST_WORD_MS = 60_000;
const WATCH_MS = 1_000;
/** Workers that may be lost one after another while training gets no further than before the first of them. */
const LOSSES_ALLOWED = 3;

const trainingWorker = (): WorkerLike => new Worker(new URL('./main.ts', import.meta.url), { type: 'module', name: 'basin-training' });

/** Starts a worker and keeps one alive. `close` ends it for good. */
export function openTrainer({
  onMessage,
  onLoss,
  createWorker = trainingWorker,
  createFilesWorker,
  locks,
  session,
  now = () => performance.now(),
}: TrainerOptions): TrainerClient {
  let worker: WorkerLike | null = null;
  let heardAt = now();
  let watchedAt = heardAt;
  let hasSpoken = false;
  let losses = 0;
  /** Where training stood when a worker was last lost. */
  let lostAt: Snapshot | null = null;
  let opened: Extract<Command, { type: 'open' }> | null = null;
  let paced: Extract<Command, { type: 'pace' }> | null = null;
  let started: Extract<Command, { type: 'start' }> | null = null;
  let isPaused = false;
  /** Runs that were told to start over, which the worker may not have heard yet. */
  let anew: readonly string[] = [];
  let snapshot: Snapshot | null = null;
  let probed: Extract<Message, { type: 'probed' }> | null = null;
  /** Group that ran before a start that has not been answered yet: if that start is refused, it still runs. */
  let before: {
    readonly started: Extract<Command, { type: 'start' }> | null;
    readonly isPaused: boolean;
    readonly snapshot: Snapshot | null;
  } | null = null;

  const hear = (message: Message) => {
    heardAt = now();
    hasSpoken = true;
    switch (message.type) {
      case 'heartbeat':
        return;
      case 'snapshot':
        if (message.group !== started?.group) return;
        if (stepsIn(message.snapshot) > stepsIn(lostAt)) losses = 0;
        snapshot = withoutRuns(message.snapshot, anew);
        return;
      case 'keptRuns':
        void kept.offer(message.runs);
        return;
      case 'kept':
        kept.kept(message.key);
        break;
      case 'changed':
        anew = [];
        break;
      case 'failed':
        if (message.code === 'device-lost' || message.code === 'worker-died') return lose(message.code, message.detail);
        if (before && message.group === started?.group) {
          ({ started, isPaused, snapshot } = before);
          before = null;
        }
        break;
      case 'probed':
        probed = message;
        break;
      case 'started':
        before = null;
        break;
      case 'ended':
        if (message.group === started?.group && message.outcome === 'stopped') started = null;
        break;
      default:
        break;
    }
    onMessage(message);
  };

  const start = () => {
    heardAt = watchedAt = now();
    hasSpoken = false;
    try {
      worker = createWorker();
    } catch (error) {
      worker = null;
      onLoss({ code: 'no-module-worker', replaced: false, snapshot, detail: error instanceof Error ? error.message : '' });
      return;
    }
    worker.onmessage = (event: MessageEvent<Message>) => hear(event.data);
    worker.onerror = (event) => {
      event.preventDefault();
      const isUnsupported = !hasSpoken && !startsModuleWorkers();
      lose(isUnsupported ? 'no-module-worker' : 'worker-died', event.message ?? '');
    };
  };

  const post = (command: Command, transfer: Transferable[] = []) => worker?.postMessage(command, transfer);
  const files = openFilesDoor({ onMessage, tell: post, now, ...(createFilesWorker ? { createWorker: createFilesWorker } : {}) });

  const kept = openKeptDoor({ onMessage, locks, session });

  /** Commands that a fresh worker needs before it is told to train. */
  const prepare = () => {
    if (opened) post(losses > 0 ? { ...opened, losses } : opened);
    if (paced) post(paced);
  };

  const lose = (code: Loss['code'], detail: string) => {
    worker?.terminate();
    worker = null;
    losses++;
    lostAt = snapshot;
    const replaced = code !== 'no-module-worker' && losses <= LOSSES_ALLOWED;
    onLoss({ code, replaced, snapshot, detail });
    if (!replaced) return;
    start();
    prepare();
    if (started) post({ ...started, paused: isPaused, ...(snapshot ? { snapshot } : {}) });
  };

  const remember = (command: Command) => {
    switch (command.type) {
      case 'open':
        opened = command;
        break;
      case 'pace':
        paced = command;
        break;
      case 'start':
        before ??= { started, isPaused, snapshot };
        started = command;
        snapshot = command.snapshot ?? null;
        isPaused = command.paused ?? false;
        losses = 0;
        lostAt = null;
        anew = [];
        break;
      case 'change':
        if (started?.group === command.group) started = { ...started, experiment: command.experiment };
        if (started?.group === command.group && command.anew) anew = [...anew, ...command.anew];
        if (snapshot?.group === command.group) snapshot = withoutRuns(snapshot, command.anew ?? []);
        break;
      case 'pause':
      case 'advance':
      case 'observe':
        isPaused = true;
        break;
      case 'resume':
        isPaused = false;
        break;
      case 'stop':
        started = null;
        break;
      default:
        break;
    }
  };

  /** Milliseconds of silence that are no death. */
  const patience = () => {
    if (!hasSpoken) return FIRST_WORD_MS;
    const isKnown = probed && started && gradientKey(probed.experiment) === gradientKey(started.experiment);
    return isKnown ? Math.max(SILENCE_MS, GRADIENTS * (probed?.msPerGradient ?? 0)) : SILENCE_MS;
  };

  const watch = setInterval(() => {
    const at = now();
    // A page that slept (closed lid, frozen tab) must not take its own silence for the worker's.
    if (at - watchedAt > 3 * WATCH_MS) heardAt = at;
    watchedAt = at;
    files.watch();
    if (worker && at - heardAt > patience()) lose('worker-died', 'The training thread has been silent for too long.');
  }, WATCH_MS);

  start();
  return {
    send(asked) {
      const command = kept.told(asked);
      if (command.type === 'readFiles' || (command.type === 'preview' && command.data.kind === 'files')) return files.send(command);
      if (command.type === 'stopReading') return files.stop();
      remember(command);
      if (!worker && command.type === 'start') {
        start();
        prepare();
      }
      post(command);
    },
    close() {
      clearInterval(watch);
      files.stop();
      worker?.terminate();
      worker = null;
    },
  };
}

/** Steps of all members together; a snapshot of step 0 is more than none. */
const stepsIn = (snapshot: Snapshot | null): number => (snapshot?.members ?? []).reduce((sum, { step }) => sum + step, snapshot ? 0 : -1);

/** Runs that start over do so in a fresh worker, too. */
function withoutRuns(snapshot: Snapshot, runs: readonly string[]): Snapshot {
  return { ...snapshot, members: snapshot.members.filter(({ member }) => !runs.includes(member.replace(/\/\d+$/, ''))) };
}

/** True if this browser reads the `type` of a worker at all; asked only after one has failed. */
function startsModuleWorkers(): boolean {
  let isRead = false;
  const options: WorkerOptions = {
    get type() {
      isRead = true;
      return 'module' as const;
    },
  };
  try {
    new Worker(import.meta.url, options).terminate();
  } catch {
    // Refused for another reason (a policy): then it has still read, or not read, the option.
  }
  return isRead;
}
