/**
 * Trains what it is told, one block of steps after the other, and reports in ticks.
 *
 * One loop owns the device: commands wait until the block at hand is done (a quarter of a second at most), so nothing ever runs
 * in the middle of somebody else's scope. Knows no thread: messages go out through `post`, file data comes in through
 * `loadDataset`, and the same object runs in a worker and in a test.
 */
import { sentences } from '../../core/notice';
import type { Command, Message, Pace } from '../../core/protocol/protocol';
import type { GivenWeights } from '../../core/checkpoints/checkpoint';
import { needsFiles, storedCounts, trainCountOf } from '../../core/datasets';
import type { RawDataset } from '../../core/datasets/dataset';
import { Failure } from '../../core/failures';
import { columnOf } from '../../core/metrics/block';
import type { Task } from '../../core/models/model';
import { replayFile } from '../../core/replay/replayFile';
import { gradientKey } from '../../core/settings/cost';
import type { Experiment } from '../../core/settings/experiment';
import { factsOf, refusals } from '../../core/settings/refusals';
import { createDeviceKeeper } from '../devices/deviceKeeper';
import { isGradientShort, isMeasuredSoon, SHORT, timedFor } from '../devices/timedExperiment';
import { checkExperiment, type Group, type GroupOptions } from '../group/group';
import { fittingGroup } from '../group/fittingGroup';
import { excerptOf } from '../group/excerpt';
import { createWork, type Work } from './work';
import { createHand, type Hand, type HandThread } from '../spread/hands';
import { spreadOver } from '../spread/spread';
import { threadsFor } from '../spread/threads';

export interface TrainerSetup {
  readonly post: (message: Message) => void;
  readonly loadDataset: (id: string) => Promise<RawDataset>;
  /** Threads that may make steps beside this one, and how many the processor runs at once. Without it all are made here. */
  readonly helpers?: { readonly cores: number; readonly start: () => HandThread };
}

export type TrainerCommand = Exclude<
  Command,
  {
    type:
      | 'readFiles'
      | 'stopReading'
      | 'keepDataset'
      | 'listKept'
      | 'recover'
      | 'discard'
      | 'unpackWeights'
      | 'listDatasets'
      | 'removeDataset'
      | 'preview'
      | 'fetchDataset'
      | 'stopFetching'
      | 'forgetDownload';
  }
>;

export interface Trainer {
  receive(command: TrainerCommand): void;
}

/** Milliseconds. */
const BEAT_MS = 500;

export function createTrainer({ post, loadDataset, helpers }: TrainerSetup): Trainer {
  /** Threads once started are kept for the next group. */
  const hands: Hand[] = [];
  const inbox: TrainerCommand[] = [];
  let wake: (() => void) | undefined;
  let work: Work | undefined;
  let broken: Failure | undefined;
  let beatAt = 0;
  let announced = false;
  /** Milliseconds per gradient on the device that is open, by `gradientKey`. */
  const timings = new Map<
    string,
    { readonly msPerGradient: number; readonly msPerMeasurement?: number; readonly msPerPictures?: number }
  >();
  let pace: Pace = 'smooth';

  const beat = () => {
    if (performance.now() - beatAt < BEAT_MS) return;
    beatAt = performance.now();
    post({ type: 'heartbeat' });
  };

  const devices = createDeviceKeeper({
    onOpened(report) {
      announced = true;
      timings.clear();
      stop();
      broken = undefined;
      post({ type: 'opened', report: report });
    },
    onCompiling: (kernels) => post({ type: 'compiling', kernels }),
    onBreath: beat,
    onFailure(code, detail) {
      broken = new Failure(code, detail);
      post({ type: 'failed', group: work?.id ?? null, code, detail });
      work = undefined; // its tensors are gone with the device
    },
  });

  function stop(): void {
    work?.free();
    work = undefined;
  }

  async function open({ backend, experiment, losses }: Extract<Command, { type: 'open' }>): Promise<void> {
    // An experiment that cannot start, or whose files are not here yet, is no reason to open nothing.
    const ready = experiment ? await prepared(experiment).catch(() => undefined) : undefined;
    announced = false;
    const { report } = await devices.open(backend, ready && experiment ? { experiment, ...ready } : undefined, losses);
    // Who asks is answered, also when that device was open already.
    if (!announced) post({ type: 'opened', report: report });
  }

  /** Needs of an experiment besides a device. Throws its refusal before anything is opened or ended. */
  async function prepared(experiment: Experiment, weights?: GivenWeights): Promise<{ raw?: RawDataset }> {
    const raw = needsFiles(experiment.data) ? await loadDataset(experiment.data.values.set) : undefined;
    const ready = raw ? { raw } : {};
    checkExperiment(experiment, raw, weights);
    const facts = raw
      ? { trainCount: trainCountOf(experiment.data, storedCounts(raw)), inputShape: raw.inputShape, classes: raw.classes }
      : undefined;
    const [refusal] = refusals(experiment, facts);
    if (refusal) throw new Failure('settings-refused', sentences(refusal));
    return ready;
  }

  /** Everything an experiment trains with: its data, an open device, and what is quick there. */
  async function readyFor(experiment: Experiment, weights?: GivenWeights, begunOn?: string) {
    const ready = await prepared(experiment, weights);
    const wanted = { experiment, ...ready, ...(begunOn ? { begunOn } : {}) };
    const { backend, isCard, report } = await devices.open(experiment.device.backend, wanted);
    const task = (ready.raw ?? factsOf(experiment)) as Task;
    return {
      backend: report.backend,
      task,
      hands: () => (backend.name === 'wasm' ? handsFor(experiment, task) : []),
      isCard,
      short: isCard ? SHORT.card : SHORT.processor,
      group: (one: Experiment, options: Pick<GroupOptions, 'snapshot' | 'weights' | 'lend'> = {}): Promise<Group> =>
        fittingGroup(backend, one, { ...ready, ...options, beat }),
    };
  }

  /** Threads beside this one for an experiment; those that are no longer needed end. */
  function handsFor(experiment: Experiment, task: Task): readonly Hand[] {
    if (!helpers) return [];
    const count = threadsFor(experiment, task, helpers.cores) - 1;
    while (hands.length < count) hands.push(createHand(helpers.start));
    for (const hand of hands.splice(count)) hand.end();
    return [...hands];
  }

  async function start({ group: id, experiment, snapshot, weights, paused }: Extract<Command, { type: 'start' }>): Promise<void> {
    const ready = await readyFor(experiment, weights, snapshot?.backend);
    const helping = ready.hands();
    const group = await ready.group(experiment, {
      ...(helping.length > 0 ? { lend: spreadOver(helping) } : {}),
      ...(snapshot ? { snapshot } : {}),
      ...(weights ? { weights } : {}),
    });
    stop(); // only now: what cannot start leaves what is running alone
    work = createWork({ id, group, experiment, backend: ready.backend, isPaused: paused === true, post, beat, pace: () => pace });
    const { parameters, trainCount, stepsPerEpoch, points } = group;
    const threads = helping.length > 0 ? { threads: helping.length + 1 } : {};
    post({ type: 'started', group: id, members: group.members(), parameters, trainCount, stepsPerEpoch, points, ...threads });
    if (paused && isMeasuredSoon(experiment, ready.task, ready.short)) await work.advance();
    // Who waits for a long step is told how long, and so is the watch over this thread, which a processor's gradients keep busy.
    if (!paused && !ready.isCard && !isGradientShort(experiment, ready.task, ready.short)) await timeGradient(experiment, ready);
  }

  async function handle(command: TrainerCommand): Promise<void> {
    switch (command.type) {
      case 'open':
        return open(command);
      case 'start':
        return start(command);
      case 'pace':
        pace = command.pace;
        return;
      case 'probe':
        return timeGradient(command.experiment, await readyFor(command.experiment));
      case 'cutExcerpt': {
        const { experiment, seed, validation } = command;
        const { raw } = await prepared(experiment);
        post({ type: 'excerpt', experiment, excerpt: excerptOf(experiment, seed, validation, raw) });
        return;
      }
      case 'replay': {
        const { backend } = await devices.open('current');
        post({ type: 'replayed', id: command.id, result: await replayFile(command.file, backend) });
        return;
      }
      default:
        // A late command of a group that is gone is dropped.
        if (work?.id !== command.group) return;
        await work.steer(command);
        if (command.type === 'stop') stop();
    }
  }

  /** Says how many milliseconds a gradient takes: what is known, else a few steps on the first seed, after one that compiles kernels. */
  async function timeGradient(experiment: Experiment, ready: Awaited<ReturnType<typeof readyFor>>): Promise<void> {
    const key = gradientKey(experiment);
    const before = timings.get(key);
    if (before !== undefined) return post({ type: 'probed', experiment, ...before });
    const timed = timedFor(experiment, ready.task, ready.short);
    const group = await ready.group(timed.experiment);
    await group.advance(1, beat);
    // Compiled while nobody waits: the first tick of a start brings pictures.
    if (timed.isItself) await group.boundaries();
    const started = performance.now();
    const { ticks, spent } = await group.advance(timed.steps, beat);
    const ended = performance.now();
    const pictured = timed.isItself ? (await group.boundaries()).length : 0;
    const msPerPictures = performance.now() - ended;
    const gradients = ticks.flatMap(({ steps }) => [...(columnOf(steps, 'gradEvals') ?? [])]).reduce((sum, value) => sum + value, 0);
    group.free();
    const known = {
      msPerGradient: ((ended - started - spent.measuring) / Math.max(1, gradients)) * timed.scale,
      ...(timed.isItself && timed.experiment.training.most === experiment.training.most
        ? { msPerMeasurement: spent.measuring / Math.max(1, timed.experiment.runs.length) }
        : {}),
      ...(pictured > 0 ? { msPerPictures } : {}),
    };
    timings.set(key, known);
    post({ type: 'probed', experiment, ...known });
  }

  async function serve(): Promise<never> {
    for (;;) {
      const command = inbox.shift();
      // What a command fails at is no failure of the group at hand, which goes on.
      const group = command ? ('group' in command && command.type !== 'saveNetwork' ? command.group : null) : (work?.id ?? null);
      try {
        if (command) await handle(command);
        else if (work?.isDue()) await work.advance();
        else await new Promise<void>((resolve) => (wake = resolve));
      } catch (error) {
        // A device that failed has already been reported by its own callback.
        if (!broken) report(group, error);
        if (!command) stop();
      }
      beat();
      await nextTask();
    }
  }

  function report(group: string | null, error: unknown): void {
    if (error instanceof Failure) post({ type: 'failed', group, code: error.code, detail: error.detail });
    else post({ type: 'failed', group, code: 'worker-died', detail: error instanceof Error ? error.message : String(error) });
  }

  void serve();
  return {
    receive(command) {
      inbox.push(command);
      wake?.();
    },
  };
}

/** Lets arrived messages in. A message channel is not slowed down in hidden tabs as timers are. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
