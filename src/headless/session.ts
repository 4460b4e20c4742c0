/**
 * Training, replays and data sets without the page: each call is a promise, because scripts ask and wait; the page itself never
 * does. The same session stands before the shipped worker in a browser (`main.ts`) and before the same engine in Node (`node/`).
 */
import { type TrainingDocument, trainingDocument } from '../core/exports/trainingDocument';
import { needsFiles } from '../core/datasets/index';
import { printReading } from '../core/datasets/reading';
import { noticeOf } from '../core/failures';
import { sentences } from '../core/notice';
import { type Block, columnOf, pickRows } from '../core/metrics/block';
import { History } from '../core/metrics/history';
import { doubleAt } from '../core/numbers';
import type { BackendReport } from '../core/protocol/backendReport';
import type { Command, DatasetSummary, Message, Snapshot } from '../core/protocol/protocol';
import { type Recording, toRecording } from '../core/protocol/recording';
import { withStepsOfEpochs } from '../core/settings/epochs';
import type { Experiment } from '../core/settings/experiment';
import { factsAbout } from '../store/facts';
import { decode, encode } from '../core/settings/link';
import { longestSteps } from '../core/settings/lengths';

export interface TrainRequest {
  readonly link: string;
  readonly backend?: Experiment['device']['backend'];
  readonly seeds?: readonly number[];
  /** Id of a data set that `readFiles` gave. */
  readonly set?: string;
  /** Called with steps made and planned. */
  readonly onProgress?: (step: number, steps: number) => void;
  /** Goes on from here, bit for bit as if it had never stopped. */
  readonly resume?: TrainingCheckpoint;
  /** Called every few seconds, and at the end of what `signal` ends. */
  readonly onCheckpoint?: (checkpoint: TrainingCheckpoint) => void;
  /** Ends training after the block at hand: the last checkpoint is given, and `train` rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Where a training stood, and all that was told until then. Survives `structuredClone`. */
export interface TrainingCheckpoint {
  readonly snapshot: Snapshot;
  readonly messages: readonly Message[];
}

export interface Session {
  open(backend: Experiment['device']['backend']): Promise<BackendReport>;
  replay(file: unknown): Promise<unknown>;
  /** Reads files, or files of a folder by their paths, into one data set. */
  readFiles(command: Omit<Extract<Command, { type: 'readFiles' }>, 'type'>): Promise<DatasetSummary>;
  train(request: TrainRequest): Promise<{ readonly document: TrainingDocument; readonly recording: Recording }>;
}

/** Trainer that answers: a worker behind its door, or the engine in this process. */
export interface Door {
  send(command: Command): void;
}

/** @param openDoor is given who hears every message. @param userAgent of documents. */
export function openSession(openDoor: (hear: (message: Message) => void) => Door, userAgent: string): Session {
  /** Data sets read so far. */
  let datasets: readonly DatasetSummary[] = [];
  /** How their files were read, as links say it. */
  const readings = new Map<string, string>();
  const listeners = new Set<(message: Message) => void>();
  const door = openDoor((message) => {
    if (message.type === 'datasets') ({ datasets } = message);
    for (const listener of listeners) listener(message);
  });

  /** Sends a command and resolves with what `answer` makes of a message; rejects with the sentence of any failure. */
  function ask<R>(command: Command, answer: (message: Message) => R | undefined): Promise<R> {
    return new Promise((resolve, reject) => {
      const listener = (message: Message) => {
        const failure = message.type === 'failed' ? new Error(sentences(noticeOf(message.code, message.detail))) : undefined;
        const result = answer(message);
        if (failure === undefined && result === undefined) return;
        listeners.delete(listener);
        if (failure) reject(failure);
        else resolve(result as R);
      };
      listeners.add(listener);
      door.send(command);
    });
  }

  const open: Session['open'] = (backend) =>
    ask({ type: 'open', backend }, (message) => (message.type === 'opened' ? message.report : undefined));

  return {
    open,
    replay(file) {
      const id = crypto.randomUUID();
      return ask({ type: 'replay', id, file }, (message) =>
        message.type === 'replayed' && message.id === id ? { result: message.result } : undefined,
      ).then(({ result }) => result);
    },
    readFiles: (command) =>
      ask({ type: 'readFiles', ...command }, (message) => {
        if (message.type !== 'datasets' || !message.added) return undefined;
        readings.set(message.added, command.reading ? printReading(command.reading) : '');
        return message.datasets.find(({ id }) => id === message.added);
      }),
    async train({ link, backend, seeds, set, onProgress, resume, onCheckpoint, signal }) {
      const { experiment: linked, notices } = decode(link);
      const device = backend ? { ...linked.device, backend } : linked.device;
      const report = await open(device.backend);
      signal?.throwIfAborted();
      const asked: Experiment = {
        ...linked,
        device,
        training: { ...linked.training, ...(seeds ? { seeds } : {}) },
        data:
          set && needsFiles(linked.data)
            ? { ...linked.data, values: { ...linked.data.values, set, read: readings.get(set) ?? '' } }
            : linked.data,
      };
      const experiment = withStepsOfEpochs(asked, factsAbout({ experiment: asked, datasets })?.trainCount);
      const group = resume?.snapshot.group ?? crypto.randomUUID();
      const messages: Message[] = resume ? [...told(resume)] : [];
      const isStopped = () => signal?.aborted === true;
      const stop = () => door.send({ type: 'pause', group });
      /** Rows until a snapshot are told with the next tick. */
      let pending: Snapshot | undefined;
      const mark = () => {
        if (pending) onCheckpoint?.({ snapshot: pending, messages: [...messages] });
        pending = undefined;
      };
      signal?.addEventListener('abort', stop, { once: true });
      // Nobody looks: no frame has to be let through.
      door.send({ type: 'pace', pace: 'turbo' });
      await ask({ type: 'start', group, experiment, ...(resume ? { snapshot: resume.snapshot } : {}) }, (message) => {
        if (!('group' in message) || message.group !== group) return undefined;
        if (message.type === 'snapshot') pending = message.snapshot;
        else messages.push(message);
        if (message.type === 'tick') {
          door.send({ type: 'acknowledge', group, seq: message.seq });
          onProgress?.(message.step, longestSteps(experiment));
          mark();
        }
        // Its last words are a tick, a snapshot, and this.
        if (message.type === 'paused') mark();
        return message.type === 'ended' || (message.type === 'paused' && isStopped()) ? true : undefined;
      }).finally(() => signal?.removeEventListener('abort', stop));
      if (isStopped() && !messages.some(({ type }) => type === 'ended')) {
        door.send({ type: 'stop', group });
        throw signal?.reason;
      }
      const started = messages.findLast((message) => message.type === 'started');
      if (started?.type !== 'started') throw new Error('training ended before it started');
      const { parameters, trainCount, stepsPerEpoch } = started;
      const ticks = messages.flatMap((message) => (message.type === 'tick' ? message.members : []));
      const date = new Date().toISOString();
      return {
        document: trainingDocument({
          experiment,
          notices: notices.map(({ message }) => message),
          report,
          userAgent,
          date,
          started: { parameters, trainCount, stepsPerEpoch },
          // A script keeps every number.
          history: new History(new Map(), Number.POSITIVE_INFINITY).append(ticks),
          diverged: messages.filter((message) => message.type === 'diverged'),
          gradientNorms: messages.flatMap((message) => (message.type === 'gradientNorms' ? [message.norms] : [])),
          noticed: messages.filter((message) => message.type === 'noticed'),
        }),
        recording: toRecording(messages, {
          link: encode(experiment),
          madeBy: { version: report.versions.basin ?? '', backend: report.backend, adapter: report.adapter, date: date.slice(0, 10) },
        }),
      };
    },
  };
}

/** What was told until the snapshot: what comes after it will be told again. */
function told({ snapshot, messages }: TrainingCheckpoint): readonly Message[] {
  const steps = new Map(snapshot.members.map(({ member, step }) => [member, step]));
  const stepAt = Math.max(...steps.values());
  return messages.flatMap((message): readonly Message[] => {
    switch (message.type) {
      case 'tick': {
        const members = message.members.map((tick) => {
          const step = steps.get(tick.id) ?? 0;
          return { ...tick, steps: rowsWhere(tick.steps, (at) => at < step), measured: rowsWhere(tick.measured, (at) => at <= step) };
        });
        return [{ ...message, members, boundaries: message.boundaries.filter(({ step }) => step <= stepAt) }];
      }
      case 'diverged':
      case 'noticed':
        return message.step < stepAt ? [message] : [];
      case 'gradientNorms':
        return message.norms.step <= stepAt ? [message] : [];
      default:
        return [message];
    }
  });
}

/** Rows of these steps; `step` is always a column. */
function rowsWhere<M extends string>(block: Block<M | 'step'>, isKept: (step: number) => boolean): Block<M | 'step'> {
  const steps = columnOf(block, 'step') ?? new Float64Array(0);
  const kept = [...steps.keys()].filter((row) => isKept(doubleAt(steps, row)));
  return kept.length === steps.length ? block : pickRows(block, kept);
}
