/**
 * Trains what it is told, one block of steps after the other, and reports in ticks.
 *
 * One loop owns the device: commands wait until the block at hand is done (a quarter of a second at most), so nothing ever runs
 * in the middle of somebody else's scope. Knows no thread: messages go out through `post`, file data comes in through
 * `loadDataset`, and the same object runs in a worker and in a test.
 */
import type { Boundary, Command, MemberTick, Message, Pace, Spent } from '../core/protocol/protocol';
import { needsFiles, storedCounts, trainCountOf } from '../core/datasets';
import type { RawDataset } from '../core/datasets/dataset';
import { Failure } from '../core/failures';
import type { Task } from '../core/models/model';
import { replayFile } from '../core/replay/replayFile';
import { gradientKey } from '../core/settings/cost';
import type { Experiment } from '../core/settings/experiment';
import { factsOf, refusals } from '../core/settings/refusals';
import { createDeviceKeeper } from './deviceKeeper';
import { isGradientShort, isMeasuredSoon, SHORT, timedFor } from './foretaste';
import { checkExperiment, createGroup, type Group, type GroupOptions } from './group/group';
import { excerptOf } from './group/excerpt';
import { joinTicks } from './joinTicks';
import { createMeasuring, type Measuring } from './measuring';
import { added, nextBlock, PACES, UNSPENT } from './pacing';
import { reportOf } from './reportOf';

export interface TrainerSetup {
  readonly post: (message: Message) => void;
  readonly loadDataset: (id: string) => Promise<RawDataset>;
}

export type TrainerCommand = Exclude<
  Command,
  { type: 'readFiles' | 'listDatasets' | 'removeDataset' | 'preview' | 'fetchDataset' | 'stopFetching' | 'forgetDownload' }
>;

type Steering = Extract<
  TrainerCommand,
  { type: 'change' | 'pause' | 'resume' | 'stop' | 'advance' | 'observe' | 'measure' | 'survey' | 'stopMeasuring' | 'acknowledge' }
>;

export interface Trainer {
  receive(command: TrainerCommand): void;
}

/** Milliseconds. */
const SNAPSHOT_MS = 3000;
const BEAT_MS = 500;

/** Ticks of members that wait to be said together. */
const MOST_PIECES = 1000;

export function createTrainer({ post, loadDataset }: TrainerSetup): Trainer {
  const inbox: TrainerCommand[] = [];
  let wake: (() => void) | undefined;
  let work: Work | undefined;
  let broken: Failure | undefined;
  let beatAt = 0;
  let announced = false;
  /** Milliseconds per gradient on the device that is open, by `gradientKey`. */
  const timings = new Map<string, number>();
  let pace: Pace = 'smooth';

  interface Work {
    readonly id: string;
    readonly group: Group;
    /** Goes before training. */
    readonly measuring: Measuring;
    /** Steps still to be made before pausing. */
    budget: number;
    blockSteps: number;
    /** The member whose next step is to be looked at. */
    watched: string | null;
    waiting: MemberTick[];
    seq: number;
    acknowledged: number;
    tickedAt: number;
    picturedAt: number;
    snapshotAt: number;
    /** Since the last tick. */
    spent: Spent;
  }

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
      post({ type: 'opened', report: reportOf(report) });
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
    work?.measuring.cancel();
    work?.group.free();
    work = undefined;
  }

  async function open({ backend, experiment }: Extract<Command, { type: 'open' }>): Promise<void> {
    // An experiment that cannot start, or whose files are not here yet, is no reason to open nothing.
    const ready = experiment ? await prepared(experiment).catch(() => undefined) : undefined;
    announced = false;
    const { report } = await devices.open(backend, ready && experiment ? { experiment, ...ready } : undefined);
    // Who asks is answered, also when that device was open already.
    if (!announced) post({ type: 'opened', report: reportOf(report) });
  }

  /** What an experiment needs besides a device. Throws its refusal before anything is opened or ended. */
  async function prepared(experiment: Experiment): Promise<{ raw?: RawDataset }> {
    const raw = needsFiles(experiment.data) ? await loadDataset(String(experiment.data.values.set)) : undefined;
    const ready = raw ? { raw } : {};
    checkExperiment(experiment, raw);
    const facts = raw
      ? { trainCount: trainCountOf(experiment.data, storedCounts(raw)), inputShape: raw.inputShape, classes: raw.classes }
      : undefined;
    const [refusal] = refusals(experiment, facts);
    if (refusal) throw new Failure('settings-refused', `${refusal.message} ${refusal.remedy}`);
    return ready;
  }

  /** Everything an experiment trains with: its data, an open device, and what is quick there. */
  async function readyFor(experiment: Experiment) {
    const ready = await prepared(experiment);
    const { backend, report } = await devices.open(experiment.device.backend, { experiment, ...ready });
    const isCard = !report.software && report.chosen !== 'wasm' && report.chosen !== 'cpu';
    return {
      task: (ready.raw ?? factsOf(experiment)) as Task,
      isCard,
      short: isCard ? SHORT.card : SHORT.processor,
      group: (one: Experiment, options: Pick<GroupOptions, 'snapshot'> = {}): Group =>
        createGroup(backend, one, { ...ready, ...options, limits: report.limits }),
    };
  }

  async function start({ group: id, experiment, snapshot, paused }: Extract<Command, { type: 'start' }>): Promise<void> {
    const ready = await readyFor(experiment);
    const group = ready.group(experiment, snapshot ? { snapshot } : {});
    stop(); // only now: what cannot start leaves what is running alone
    const now = performance.now();
    work = {
      id,
      group,
      measuring: createMeasuring(group, id, experiment, post),
      budget: paused ? 0 : Number.POSITIVE_INFINITY,
      blockSteps: 1,
      watched: null,
      waiting: [],
      seq: 0,
      acknowledged: 0,
      tickedAt: now,
      picturedAt: 0,
      snapshotAt: now,
      spent: UNSPENT,
    };
    const { parameters, trainCount, stepsPerEpoch, points } = group;
    post({ type: 'started', group: id, members: group.members(), parameters, trainCount, stepsPerEpoch, points });
    if (paused && isMeasuredSoon(experiment, ready.task, ready.short)) await block(work);
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
        if (work?.id === command.group) return steer(work, command);
    }
  }

  async function steer(at: Work, command: Steering): Promise<void> {
    switch (command.type) {
      case 'change':
        at.group.change(command.experiment);
        at.measuring.change(command.experiment);
        post({ type: 'changed', group: at.id, members: at.group.members(), tunings: at.group.tunings() });
        return;
      case 'pause':
        at.budget = 0;
        watch(at, null);
        return settle(at, 'paused');
      case 'resume':
        at.budget = Number.POSITIVE_INFINITY;
        watch(at, null);
        return;
      case 'advance':
        at.budget = command.steps;
        watch(at, null);
        return;
      case 'observe':
        // It may have to wait for members that are behind.
        at.budget = Number.POSITIVE_INFINITY;
        watch(at, command.member);
        return;
      case 'measure':
        return at.measuring.ask(command.runs);
      case 'survey':
        for (const run of command.runs) {
          const surroundings = await at.group.survey(run, beat);
          if (surroundings) post({ type: 'surveyed', group: at.id, surroundings });
        }
        return;
      case 'stopMeasuring':
        return at.measuring.cancel();
      case 'stop':
        await tick(at, true);
        post({ type: 'ended', group: at.id, outcome: 'stopped' });
        return stop();
      case 'acknowledge':
        at.acknowledged = Math.max(at.acknowledged, command.seq);
        return;
      default:
        command satisfies never;
    }
  }

  /** Looks at the next step of a member, or of nobody. Who waits for another one is told that it does not come. */
  function watch(at: Work, member: string | null): void {
    if (at.watched !== null && at.watched !== member) post({ type: 'observed', group: at.id, observed: null });
    at.watched = member;
  }

  /** One block of steps for all members, and whatever is due to be said. */
  async function block(at: Work): Promise<void> {
    if (at.watched !== null && !at.group.isTraining(at.watched)) {
      // It has gone, diverged, or come to its end.
      watch(at, null);
      at.budget = 0;
      return settle(at, 'paused');
    }
    const from = at.group.step();
    const most = Math.min(at.blockSteps, at.budget, at.measuring.until(from));
    const { ticks, parked, noticed, observed, spent } = await at.group.advance(most, beat, at.watched ?? undefined);
    const step = at.group.step();
    if (step > from) at.measuring.arrived(step);
    at.budget -= step - from;
    at.blockSteps = nextBlock(PACES[pace], at.blockSteps, step - from, spent.issuing + spent.device);
    at.spent = added(at.spent, spent);
    at.waiting.push(...ticks);
    // A page that sleeps for minutes does not hear: joining now and then keeps pieces few, and seldom copies all of them.
    if (at.waiting.length > MOST_PIECES) at.waiting = joinTicks(at.waiting);
    for (const { member, step, reason } of parked)
      post({ type: 'parked', group: at.id, member, step, reason: `${reason} was no longer a finite number` });
    for (const notice of noticed) post({ type: 'noticed', group: at.id, ...notice });
    if (observed) {
      post({ type: 'observed', group: at.id, observed });
      at.watched = null;
      at.budget = 0;
    }
    if (at.group.isFinished()) {
      await settle(at, 'ended');
      at.budget = 0;
      return;
    }
    if (at.budget <= 0) return settle(at, 'paused');
    await tick(at, false);
    if (performance.now() - at.snapshotAt > SNAPSHOT_MS) await snapshot(at);
  }

  /** The last word before waiting: everything measured, pictures, a snapshot. */
  async function settle(at: Work, how: 'paused' | 'ended'): Promise<void> {
    await tick(at, true);
    await snapshot(at);
    post(
      how === 'paused' ? { type: 'paused', group: at.id, step: at.group.step() } : { type: 'ended', group: at.id, outcome: 'completed' },
    );
  }

  async function tick(at: Work, isLast: boolean): Promise<void> {
    const now = performance.now();
    if (!isLast && (now - at.tickedAt < PACES[pace].tick || at.acknowledged < at.seq)) return;
    let boundaries: readonly Boundary[] = [];
    if (isLast || now - at.picturedAt > PACES[pace].picture) {
      boundaries = await at.group.boundaries();
      // Pictures take no more than a third of the time, however slow the device.
      at.picturedAt = performance.now() + 2 * (performance.now() - now);
    }
    at.tickedAt = performance.now();
    at.seq++;
    const spent = added(at.spent, { showing: at.tickedAt - now });
    post({ type: 'tick', group: at.id, seq: at.seq, step: at.group.step(), members: joinTicks(at.waiting), boundaries, spent });
    at.waiting = [];
    at.spent = UNSPENT;
  }

  async function snapshot(at: Work): Promise<void> {
    const started = performance.now();
    post({ type: 'snapshot', group: at.id, snapshot: await at.group.snapshot(at.id) });
    at.snapshotAt = performance.now();
    at.spent = added(at.spent, { showing: at.snapshotAt - started });
  }

  /** Says how many milliseconds a gradient takes: what is known, else a few steps on the first seed, after one that compiles kernels. */
  async function timeGradient(experiment: Experiment, ready: Awaited<ReturnType<typeof readyFor>>): Promise<void> {
    const key = gradientKey(experiment);
    const known = timings.get(key);
    if (known !== undefined) return post({ type: 'probed', experiment, msPerGradient: known });
    const timed = timedFor(experiment, ready.task, ready.short);
    const group = ready.group(timed.experiment);
    await group.advance(1, beat);
    const started = performance.now();
    const { ticks } = await group.advance(timed.steps, beat);
    const gradients = ticks.flatMap(({ steps }) => [...(steps.gradEvals ?? [])]).reduce((sum, value) => sum + value, 0);
    group.free();
    const ms = ((performance.now() - started) / Math.max(1, gradients)) * timed.scale;
    timings.set(key, ms);
    post({ type: 'probed', experiment, msPerGradient: ms });
  }

  async function serve(): Promise<never> {
    for (;;) {
      const command = inbox.shift();
      // What a command fails at is no failure of the group at hand, which goes on.
      const group = command ? ('group' in command ? command.group : null) : (work?.id ?? null);
      try {
        if (command) await handle(command);
        else if (work?.measuring.isBusy()) await work.measuring.advance();
        else if (work && work.budget > 0 && (work.watched !== null || !work.group.isFinished())) await block(work);
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
