/**
 * The measurements a group waits for, one after the other: those that were asked for, and those due at moments of
 * training. Each is made in pieces as long as a block of steps, so that whoever speaks meanwhile is heard.
 */
import type { GroupId, Message } from '../core/protocol/protocol';
import type { Experiment } from '../core/settings/experiment';
import { normSchedule } from '../core/settings/normSchedule';
import type { Group } from './group/group';
import type { NormMeasurement } from './group/gradientNorms';

export interface Measuring {
  /** Whether training has to wait. */
  isBusy(): boolean;
  /** Queues the first seed of each of these runs. Runs that are gone or have diverged are left out. */
  ask(runs: readonly string[]): void;
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

interface Wanted {
  readonly member: string;
  readonly batches: number;
  /** The step it belongs to, for one that nobody asked for. */
  readonly due: number | null;
}

export function createMeasuring(group: Group, id: GroupId, begun: Experiment, post: (message: Message) => void): Measuring {
  let experiment = begun;
  let queue: Wanted[] = [];
  let current: { readonly wanted: Wanted; readonly measurement: NormMeasurement } | undefined;
  let pieceBatches = 1;
  let saidAt = 0;

  const isBusy = () => current !== undefined || queue.length > 0;
  const firstSeedOf = (run: string) => group.members().find((member) => member.run === run)?.id;

  function add(wanted: Wanted): void {
    const known = [...(current ? [current.wanted] : []), ...queue];
    // w does not move while anything waits: the same question has the same answer.
    if (!known.some(({ member, batches }) => member === wanted.member && batches === wanted.batches)) queue.push(wanted);
  }

  function say(): void {
    saidAt = performance.now();
    const at = current?.measurement;
    const progress = at && { member: at.member, step: at.step, done: at.done, planned: at.planned, waiting: queue.length };
    post({ type: 'measuring', group: id, measuring: progress ?? null });
  }

  function begin(): void {
    const wanted = queue.shift();
    const measurement = wanted && group.gradientNorms(wanted.member, wanted.batches);
    // A run that joined late is elsewhere when the others arrive.
    const isThere = measurement && (wanted.due === null || wanted.due === measurement.step);
    current = isThere ? { wanted, measurement } : undefined;
    if (measurement && !isThere) measurement.free();
    if (current || queue.length === 0) say();
  }

  return {
    isBusy,
    ask(runs) {
      for (const member of runs.map(firstSeedOf)) if (member !== undefined) add({ member, batches: experiment.training.norms, due: null });
    },
    until(step) {
      const next = normSchedule(experiment).steps.find((due) => due > step);
      return next !== undefined && experiment.runs.some(normSchedule(experiment).includes) ? next - step : Number.POSITIVE_INFINITY;
    },
    arrived(step) {
      const { steps, batches, includes } = normSchedule(experiment);
      if (!steps.includes(step)) return;
      for (const member of experiment.runs.filter(includes).map(({ id: run }) => firstSeedOf(run)))
        if (member !== undefined) add({ member, batches, due: step });
    },
    change(next) {
      experiment = next;
      const stay = new Set(group.members().map((member) => member.id));
      queue = queue.filter(({ member }) => stay.has(member));
      if (!current || stay.has(current.wanted.member)) return;
      current.measurement.free();
      current = undefined;
      if (queue.length === 0) say();
    },
    async advance() {
      if (!current) return begin();
      const { measurement, wanted } = current;
      const started = performance.now();
      await measurement.advance(pieceBatches);
      const ms = performance.now() - started;
      pieceBatches = Math.max(1, Math.min(500, Math.round(pieceBatches * Math.min(4, PIECE_MS / Math.max(1, ms)))));
      if (measurement.done < measurement.planned) {
        if (performance.now() - saidAt > SAY_MS) say();
        return;
      }
      const norms = await measurement.result();
      measurement.free();
      current = undefined;
      post({ type: 'gradientNorms', group: id, norms: { ...norms, isAutomatic: wanted.due !== null } });
      if (queue.length === 0) say();
    },
    cancel() {
      const wasBusy = isBusy();
      current?.measurement.free();
      current = undefined;
      queue = [];
      if (wasBusy) say();
    },
  };
}
