/**
 * One group at work: how many steps it has still to make and in which blocks, and what is due to be said of it meanwhile. It knows
 * nothing of devices, of other groups, or of who calls it.
 */
import type { Command, MemberTick, Message, Pace, Spent } from '../../core/protocol/protocol';
import type { Boundary } from '../../core/protocol/views';
import type { Experiment } from '../../core/settings/experiment';
import { stepsOf } from '../../core/settings/lengths';
import type { Group } from '../group/group';
import { joinTicks } from './joinTicks';
import { createMeasuring } from './measuring';
import { added, nextBlock, PACES, UNSPENT } from './pacing';

/** Commands to a group that is there. */
export type Steering = Extract<
  Command,
  {
    type:
      | 'change'
      | 'pause'
      | 'resume'
      | 'stop'
      | 'advance'
      | 'observe'
      | 'measure'
      | 'measureLandscape'
      | 'slice'
      | 'explore'
      | 'stopMeasuring'
      | 'saveNetwork'
      | 'acknowledge';
  }
>;

export interface Work {
  readonly id: string;
  /** Does what a command says; after `stop` it has had its last word and is to be freed. */
  steer(command: Steering): Promise<void>;
  /** True if there is something to do without being told. */
  isDue(): boolean;
  /** A piece of a measurement, which goes before training, or one block of steps for all members. */
  advance(): Promise<void>;
  /** Gives up what is being measured, and frees the group. */
  free(): void;
}

export interface WorkSetup {
  readonly id: string;
  /** Owned from now on. */
  readonly group: Group;
  readonly experiment: Experiment;
  /** Name of the device that it computes on. */
  readonly backend: string;
  readonly isPaused: boolean;
  readonly post: (message: Message) => void;
  /** Called between pieces of what takes long. */
  readonly beat: () => void;
  readonly pace: () => Pace;
}

/** Milliseconds between snapshots: short ones first, so that a run is kept soon, and one that is lost again and again gets further. */
const FIRST_SNAPSHOT_MS = 500;
const SNAPSHOT_MS = 3000;
/** A snapshot takes no more than one part in so many of the time, however large the network. */
const SNAPSHOT_SHARE = 10;

/** Milliseconds that a pause may wait for, so that it comes where everything was measured. */
const PAUSE_MS = 200;

const endsOf = ({ runs, training }: Experiment): readonly number[] => [...new Set(runs.map((run) => stepsOf(training, run)))];

/** Ticks of members that wait to be said together. */
const MOST_PIECES = 1000;

export function createWork({ id, group, experiment, backend, isPaused, post, beat, pace }: WorkSetup): Work {
  /** Where runs end. Their lengths do not change while the group is at work; a run that joins may have another. */
  let ends = endsOf(experiment);
  const measuring = createMeasuring(group, id, experiment, post);
  /** Steps still to be made before pausing. */
  let budget = isPaused ? 0 : Number.POSITIVE_INFINITY;
  let blockSteps = 1;
  /** Milliseconds of a step in the last block. */
  let stepMs = Number.POSITIVE_INFINITY;
  /** The member whose next step is to be looked at. */
  let watched: string | null = null;
  let waiting: MemberTick[] = [];
  let seq = 0;
  let acknowledged = 0;
  let tickedAt = performance.now();
  let picturedAt = 0;
  let snapshotAt = tickedAt;
  let snapshotMs = FIRST_SNAPSHOT_MS;
  let sinceTick: Spent = UNSPENT;

  async function steer(command: Steering): Promise<void> {
    switch (command.type) {
      case 'change':
        return change(command.experiment, command.anew ?? []);
      case 'pause':
        budget = stepsToMeasurement();
        watch(null);
        return budget > 0 ? undefined : settle('paused');
      case 'resume':
        budget = Number.POSITIVE_INFINITY;
        watch(null);
        return;
      case 'advance':
        budget = command.steps;
        watch(null);
        return;
      case 'observe':
        // It may have to wait for members that are behind.
        budget = Number.POSITIVE_INFINITY;
        watch(command.member);
        return;
      case 'measure':
        return measuring.ask(command.runs);
      case 'measureLandscape':
        for (const run of command.runs) {
          const landscape = await group.measureLandscape(run, beat);
          if (landscape) post({ type: 'landscapeMeasured', group: id, landscape });
        }
        return;
      case 'slice':
        return measuring.askPlane();
      case 'explore':
        return measuring.explore(command.asked);
      case 'stopMeasuring':
        return measuring.cancel();
      case 'stop':
        await tick(true);
        post({ type: 'ended', group: id, outcome: 'stopped' });
        return;
      case 'saveNetwork': {
        const { saveNetwork } = await import('./saveNetwork');
        const saved = await saveNetwork(group, command);
        if (saved) post({ type: 'networkSaved', group: id, ...saved });
        return;
      }
      case 'acknowledge':
        acknowledged = Math.max(acknowledged, command.seq);
        return;
      default:
        command satisfies never;
    }
  }

  /** Steps to the next measurement, where those are made in a moment; else 0. */
  function stepsToMeasurement(): number {
    const { every } = experiment.training;
    const step = group.step();
    if (group.isFinished() || isMeasured(step)) return 0;
    const left = Math.min(every - (step % every), ...ends.filter((end) => end > step).map((end) => end - step));
    return left * stepMs <= PAUSE_MS ? left : 0;
  }

  /** Takes the runs that start over out first, and lets them join as if they had never been there. */
  async function change(next: Experiment, anew: readonly string[]): Promise<void> {
    const stages = anew.length > 0 ? [{ ...next, runs: next.runs.filter((run) => !anew.includes(run.id)) }, next] : [next];
    for (const stage of stages) {
      await group.change(stage);
      measuring.change(stage);
    }
    ends = endsOf(next);
    // Their last rows are about settings that are gone.
    waiting = waiting.filter(({ run }) => !anew.includes(run));
    post({ type: 'changed', group: id, members: group.members(), tunings: group.tunings() });
  }

  /** Looks at the next step of a member, or of nobody. Who waits for another one is told that it does not come. */
  function watch(member: string | null): void {
    if (watched !== null && watched !== member) post({ type: 'observed', group: id, observed: null });
    watched = member;
  }

  /** One block of steps for all members, and whatever is due to be said. */
  async function block(): Promise<void> {
    if (watched !== null && !group.isTraining(watched)) {
      // It has gone, diverged, or come to its end.
      watch(null);
      budget = 0;
      return settle('paused');
    }
    const from = group.step();
    const most = Math.min(blockSteps, budget, measuring.until(from));
    const { ticks, diverged, noticed, observed, spent, took } = await group.advance(most, beat, watched ?? undefined);
    const step = group.step();
    if (step > from) measuring.arrived(step);
    budget -= step - from;
    if (step > from) stepMs = took / (step - from);
    blockSteps = nextBlock(PACES[pace()], blockSteps, step - from, took);
    sinceTick = added(sinceTick, spent);
    waiting.push(...ticks);
    // A page that sleeps for minutes does not hear: joining now and then keeps pieces few, and seldom copies all of them.
    if (waiting.length > MOST_PIECES) waiting = joinTicks(waiting);
    for (const { member, step, reason } of diverged)
      post({ type: 'diverged', group: id, member, step, reason: `${reason} was no longer a finite number` });
    for (const notice of noticed) post({ type: 'noticed', group: id, ...notice });
    if (observed) {
      post({ type: 'observed', group: id, observed });
      watched = null;
      budget = 0;
    }
    if (group.isFinished()) {
      await settle('ended');
      budget = 0;
      return;
    }
    if (budget <= 0) return settle('paused');
    await tick(false);
    if (performance.now() - snapshotAt > snapshotMs) await snapshot();
  }

  /** The last word before waiting: everything measured, pictures, a snapshot. */
  async function settle(how: 'paused' | 'ended'): Promise<void> {
    await tick(true);
    await snapshot();
    post(how === 'paused' ? { type: 'paused', group: id, step: group.step() } : { type: 'ended', group: id, outcome: 'completed' });
  }

  async function tick(isLast: boolean, hasPictures = isLast): Promise<void> {
    const now = performance.now();
    if (!isLast && (now - tickedAt < PACES[pace()].tick || acknowledged < seq)) return;
    let boundaries: readonly Boundary[] = [];
    // Of a step that is measured, too: beside a picture stand figures of the same weights.
    if (hasPictures || (isMeasured(group.step()) && now - picturedAt > PACES[pace()].picture)) {
      boundaries = await group.boundaries();
      // Pictures take no more than a third of the time, however slow the device.
      picturedAt = performance.now() + 2 * (performance.now() - now);
    }
    tickedAt = performance.now();
    seq++;
    const spent = added(sinceTick, { showing: tickedAt - now });
    post({ type: 'tick', group: id, seq, step: group.step(), members: joinTicks(waiting), boundaries, spent });
    waiting = [];
    sinceTick = UNSPENT;
  }

  const isMeasured = (step: number) => step % experiment.training.every === 0 || ends.includes(step);

  async function snapshot(): Promise<void> {
    // Whoever goes on from it has the rows before it, also where the page has not drawn the last ones yet.
    if (waiting.length > 0) await tick(true, false);
    const started = performance.now();
    post({ type: 'snapshot', group: id, snapshot: { ...(await group.snapshot(id)), backend } });
    const took = performance.now() - started;
    snapshotAt = performance.now();
    snapshotMs = Math.max(SNAPSHOT_SHARE * took, Math.min(SNAPSHOT_MS, 2 * snapshotMs));
    sinceTick = added(sinceTick, { showing: took });
  }

  return {
    id,
    steer,
    isDue: () => measuring.isBusy() || (budget > 0 && (watched !== null || !group.isFinished())),
    advance: () => (measuring.isBusy() ? measuring.advance() : block()),
    free() {
      measuring.cancel();
      group.free();
    },
  };
}
