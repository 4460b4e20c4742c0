/**
 * The measurements a group waits for, one after the other: those that were asked for, and those due at moments of
 * training. Each is made in pieces as long as a block of steps, so that whoever speaks meanwhile is heard.
 */
import { type Exploration, runsOf } from '../../core/protocol/explorations';
import type { MemberName } from '../../core/protocol/member';
import type { GroupId, Message } from '../../core/protocol/protocol';
import type { Experiment, RunSettings } from '../../core/settings/experiment';
import { trainingOf } from '../../core/settings/lengths';
import { normSchedule } from '../../core/settings/normSchedule';
import type { Group } from '../group/group';

export interface MeasuringQueue {
  /** True if training has to wait. */
  isBusy(): boolean;
  /** Queues the first seed of each of these runs. Runs that are gone or have diverged are left out. */
  ask(runs: readonly string[]): void;
  /** Queues the loss in the plane of all runs' paths. */
  askPlane(): void;
  /** Queues views of the stage. */
  explore(asked: readonly Exploration[]): void;
  /** Steps from `step` to the next moment that asks for a measurement; infinite when there is none. */
  until(step: number): number;
  /** Queues what is due now that everybody has made `step` steps. */
  arrived(step: number): void;
  /** Another number of mini-batches, or other runs: what is queued for runs that left is forgotten. */
  change(experiment: Experiment): void;
  /** Makes one piece. */
  advance(): Promise<void>;
  /** Forgets everything, and frees it on the device. */
  cancel(): void;
}

/** Milliseconds: how long a piece takes, how often it is said how far it has come. */
const PIECE_MS = 60;
const SAY_MS = 200;

type Wanted =
  | {
      readonly what: 'norms';
      readonly member: string;
      readonly batches: number;
      /** The step it belongs to, for one that nobody asked for. */
      readonly due: number | null;
    }
  | { readonly what: 'plane' }
  | { readonly what: 'view'; readonly asked: Exploration };

/** A measurement under way, in pieces. */
interface Begun {
  readonly wanted: Wanted;
  readonly pieces: { readonly done: number; readonly planned: number; advance(most: number): Promise<void>; free(): void };
  /** Subject, for those who watch. */
  readonly about:
    | { readonly what: 'norms'; readonly member: MemberName; readonly step: number }
    | { readonly what: 'plane' }
    | { readonly what: 'view'; readonly asked: Exploration };
  readonly result: () => Promise<Message>;
}

export function createMeasuring(group: Group, id: GroupId, first: Experiment, post: (message: Message) => void): MeasuringQueue {
  let experiment = first;
  let queue: Wanted[] = [];
  let current: Begun | undefined;
  let pieceSize = 1;
  let reportedAt = 0;

  const isBusy = () => current !== undefined || queue.length > 0;
  /** At shares of its own length. */
  const scheduleOf = (run: RunSettings) => normSchedule({ training: trainingOf(experiment.training, run) });
  const firstSeedOf = (run: string) => group.members().find((member) => member.run === run)?.id;

  function add(wanted: Wanted): void {
    const known = [...(current ? [current.wanted] : []), ...queue];
    // w does not move while anything waits: the same question has the same answer.
    if (!known.some((other) => isSame(other, wanted))) queue.push(wanted);
  }

  function say(): void {
    reportedAt = performance.now();
    const { pieces, about } = current ?? {};
    const waiting = queue.filter(({ what }) => what === (about?.what === 'view' ? 'view' : 'norms')).length;
    post({
      type: 'measuring',
      group: id,
      measuring: pieces && about ? { ...about, done: pieces.done, planned: pieces.planned, waiting } : null,
    });
  }

  async function begin(): Promise<void> {
    const wanted = queue.shift();
    current = wanted && (await begun(wanted));
    // A loss and a gradient take different times.
    pieceSize = 1;
    if (current || queue.length === 0) say();
  }

  const begun = async (wanted: Wanted) =>
    wanted.what === 'plane' ? begunPlane(wanted) : wanted.what === 'view' ? begunView(wanted) : begunNorms(wanted);

  async function begunView(wanted: Extract<Wanted, { what: 'view' }>): Promise<Begun | undefined> {
    const pieces = await group.explore(wanted.asked);
    if (!pieces) return undefined;
    return {
      wanted,
      pieces,
      about: { what: 'view', asked: wanted.asked },
      result: async () => ({ type: 'explored', group: id, finding: pieces.result() }),
    };
  }

  async function begunPlane(wanted: Wanted): Promise<Begun | undefined> {
    const pieces = await group.lossPlane();
    if (!pieces) {
      post({ type: 'lossPlane', group: id, plane: null });
      return undefined;
    }
    return { wanted, pieces, about: { what: 'plane' }, result: async () => ({ type: 'lossPlane', group: id, plane: pieces.result() }) };
  }

  async function begunNorms(wanted: Extract<Wanted, { what: 'norms' }>): Promise<Begun | undefined> {
    const pieces = await group.gradientNorms(wanted.member, wanted.batches);
    if (!pieces) return undefined;
    const { member, step } = pieces;
    // A run that joined late is elsewhere when the others arrive.
    if (wanted.due !== null && wanted.due !== step) {
      pieces.free();
      return undefined;
    }
    const result = async (): Promise<Message> => {
      const norms = await pieces.result();
      return { type: 'gradientNorms', group: id, norms: { ...norms, isAutomatic: wanted.due !== null } };
    };
    return { wanted, pieces, about: { what: 'norms', member, step }, result };
  }

  return {
    isBusy,
    ask(runs) {
      for (const member of runs.map(firstSeedOf))
        if (member !== undefined) add({ what: 'norms', member, batches: experiment.training.norms, due: null });
    },
    askPlane: () => add({ what: 'plane' }),
    explore(asked) {
      for (const one of asked) add({ what: 'view', asked: one });
    },
    until(step) {
      const moments = experiment.runs.flatMap((run) => (scheduleOf(run).includes(run) ? scheduleOf(run).steps : []));
      return Math.min(...moments.filter((due) => due > step)) - step;
    },
    arrived(step) {
      for (const run of experiment.runs) {
        const { steps, batches, includes } = scheduleOf(run);
        const member = steps.includes(step) && includes(run) ? firstSeedOf(run.id) : undefined;
        if (member !== undefined) add({ what: 'norms', member, batches, due: step });
      }
    },
    change(next) {
      experiment = next;
      const stay = new Set(group.members().map((member) => member.id));
      const runs = new Set(group.members().map(({ run }) => run));
      const isWithUs = (wanted: Wanted) =>
        wanted.what === 'plane' || (wanted.what === 'view' ? runsOf(wanted.asked).every((run) => runs.has(run)) : stay.has(wanted.member));
      queue = queue.filter(isWithUs);
      if (!current || isWithUs(current.wanted)) return;
      current.pieces.free();
      current = undefined;
      if (queue.length === 0) say();
    },
    async advance() {
      if (!current) return begin();
      const { pieces, result } = current;
      const started = performance.now();
      await pieces.advance(pieceSize);
      const ms = performance.now() - started;
      pieceSize = Math.max(1, Math.min(500, Math.round(pieceSize * Math.min(4, PIECE_MS / Math.max(1, ms)))));
      if (pieces.done < pieces.planned) {
        if (performance.now() - reportedAt > SAY_MS) say();
        return;
      }
      const found = await result();
      pieces.free();
      current = undefined;
      post(found);
      if (queue.length === 0) say();
    },
    cancel() {
      const wasBusy = isBusy();
      current?.pieces.free();
      current = undefined;
      queue = [];
      if (wasBusy) say();
    },
  };
}

function isSame(one: Wanted, other: Wanted): boolean {
  if (one.what === 'plane' || other.what === 'plane') return one.what === other.what;
  if (one.what === 'view' || other.what === 'view')
    return one.what === 'view' && other.what === 'view' && JSON.stringify(one.asked) === JSON.stringify(other.asked);
  return one.member === other.member && one.batches === other.batches;
}
