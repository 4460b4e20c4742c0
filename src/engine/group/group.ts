/**
 * A group in lock-step: one data seed, one initialization and one batch stream × N runs, for each seed.
 *
 * Members advance in blocks: each makes the steps of a block, then its numbers are read, which also makes its own
 * compute time measurable on every device. A member that is behind (added later, or resumed) catches up first: all
 * randomness is a function of seed and step, so it sees what the others saw.
 */
import { nth } from '../../core/numbers';
import type { GivenWeights } from '../../core/checkpoints/checkpoint';
import { datasetOf } from '../../core/datasets';
import type { RawDataset } from '../../core/datasets/dataset';
import { Failure } from '../../core/failures';
import { commonRadius } from '../../core/metrics/sharedRadius';
import type { MemberName } from '../../core/protocol/member';
import type { Snapshot, Tuning } from '../../core/protocol/protocol';
import type { Points } from '../../core/protocol/views';
import type { Experiment, RunSettings } from '../../core/settings/experiment';
import type { Backend } from '../../core/tensor/tensor';
import type { DeviceLimits } from '../devices/limits';
import { createTrails } from './trails';
import { createTunings } from './tunings';
import { createViews, type Views } from './views';
import { type Advanced, createAdvancing } from './advance';
import { createMember, type Member } from './member';
import { checkPieces, featuresOf, pointsOf, prepareShared } from './prepare';
import { createSeeds } from './seeds';
import { type MemberWeights, readWeights } from './weights';
import type { Lend } from './lending';

export interface Group extends Views {
  readonly parameters: number;
  readonly trainCount: number;
  readonly stepsPerEpoch: number;
  readonly points: readonly Points[];
  members(): readonly MemberName[];
  /** Live changes so far; the first is the learning rate the group started with. */
  tunings(): readonly Tuning[];
  /** Steps that every member still training has made; at the end those of the longest. */
  step(): number;
  isFinished(): boolean;
  /** True if this member has steps to make: it is there, did not diverge, and is not at its end. */
  isTraining(member: string): boolean;
  /**
   * Makes up to `most` steps of the members furthest behind, and measures them where the experiment says so. `beat` is called after
   * every step. Where `watched` is among them, it makes a single step, which is observation at.
   */
  advance(most: number, beat?: () => void, watched?: string): Promise<Advanced>;
  /** Takes live values and added or removed runs. Added runs start at step 0; so do those that were removed by the change before. */
  change(experiment: Experiment): Promise<void>;
  snapshot(id: string): Promise<Snapshot>;
  /** A member's network as it is now; null when there is no such member. Throws `network-diverged`. */
  weights(member: string): Promise<MemberWeights | null>;
  /** Frees everything on the device. The group must not be used afterwards. */
  free(): void;
}

export interface GroupOptions {
  /** File data, where the experiment's data set needs it. */
  readonly raw?: RawDataset;
  /** Where to go on from. */
  readonly snapshot?: Snapshot;
  /** Weights that every run starts from instead of its seed's own. */
  readonly weights?: GivenWeights;
  /** Limits of the device. */
  readonly limits?: DeviceLimits;
  /** Has steps made elsewhere too. Without it all are made here. */
  readonly lend?: Lend;
  /** Called between pieces of what takes long. */
  readonly beat?: () => void;
}

const UNLIMITED: DeviceLimits = { maxBufferBytes: Number.POSITIVE_INFINITY };

/** Throws what `createGroup` would throw for settings that do not fit each other or the data. Allocates nothing on a device. */
export function checkExperiment(experiment: Experiment, raw?: RawDataset, weights?: GivenWeights): void {
  prepareShared(experiment, datasetOf(experiment.data, nth(experiment.training.seeds, 0), raw), weights);
}

/** Throws a `Failure` when the settings do not fit each other, the data or the device; nothing is left allocated then. */
export function createGroup(
  backend: Backend,
  experiment: Experiment,
  { raw, snapshot, weights, limits = UNLIMITED, lend, beat: breathe = () => {} }: GroupOptions = {},
): Group {
  const { training } = experiment;
  const first = datasetOf(experiment.data, nth(training.seeds, 0), raw);
  const drawn = new Map<number, Float64Array>();
  const shared = { backend, drawn, beat: breathe, ...prepareShared(experiment, first, weights) };
  checkPieces(shared, training.batch, limits);

  const seeds = createSeeds({ backend, network: shared.network, experiment, dataset: first, raw });
  const members: Member[] = [];
  const trails = createTrails(shared.network.layout.size, training.every);
  const tunings = createTunings(experiment, snapshot?.tunings);
  // Runs that join or change their radius later are observation at from the same distance as those before.
  const commonRho = commonRadius(experiment.runs);
  const advancing = createAdvancing({ shared, seeds, trails, training, commonRho });
  let current = experiment;
  const lending = lend?.({
    advancing,
    trails,
    members: () => active(),
    experiment: () => current,
    tunings: () => tunings.all(),
    commonRho,
    ...(raw ? { raw } : {}),
    ...(weights ? { weights } : {}),
  });
  const home = async (some: readonly Member[]) => lending?.home(some);

  function add(run: RunSettings, resumed?: Snapshot): void {
    for (const seed of training.seeds) {
      const name = { id: `${run.id}/${seed}`, run: run.id, seed };
      const frozen = resumed?.members.find((one) => one.member === name.id);
      const member = createMember(shared, name, run, (step) => tunings.rateAt(run.id, step), seeds.of(seed).data, frozen);
      if (frozen) advancing.skipStart(member);
      members.push(member);
    }
  }

  const keepTrails = () => trails.keep(members.filter(({ name }) => name.seed === seeds.first).map(({ name }) => name.id));

  const active = () => members.filter((member) => member.divergedAt === null);
  /** Those that have steps to make: a run that is shorter than others stands at its end. */
  const going = () => active().filter((member) => member.step < member.steps);
  const step = () => {
    const steps = going().map((member) => member.step);
    return steps.length > 0 ? Math.min(...steps) : Math.max(0, ...members.map((member) => member.divergedAt ?? member.step));
  };
  const furthest = (own: readonly Member[]) => Math.max(0, ...own.map((member) => member.step));
  const views = createViews({ shared, seeds, trails, active, home, commonRho });

  for (const run of experiment.runs) add(run, snapshot);
  drawn.clear();
  keepTrails();
  // A change that came after the snapshot was taken.
  tunings.noteRate(training.lr, furthest(active()));

  return {
    ...views,
    parameters: shared.network.layout.size,
    trainCount: first.train.count,
    stepsPerEpoch: seeds.of(seeds.first).data.stepsPerEpoch,
    points: training.seeds.flatMap((seed) => pointsOf(seeds.of(seed).data.dataset, seed)),
    members: () => members.map((member) => member.name),
    tunings: tunings.all,
    step,
    isTraining: (id) => going().some(({ name }) => name.id === id),
    isFinished: () => going().length === 0,
    async advance(most, beat = () => {}, watched) {
      const from = step();
      const ahead = going().filter((member) => member.step > from);
      const due = going().filter((member) => member.step === from);
      const observation = due.filter(({ name }) => name.id === watched);
      const length = Math.min(
        observation.length > 0 ? 1 : most,
        training.every - (from % training.every),
        ...due.map((member) => member.steps - from),
        ...ahead.map((member) => member.step - from),
      );
      const advanced = await (lending ?? advancing).advance(due, length, beat, observation[0]);
      seeds.release(step());
      return advanced;
    },
    async change(next) {
      await lending?.recall();
      current = next;
      const stepOf = (run: string) => furthest(active().filter((member) => member.name.run === run));
      tunings.change(next, furthest(active()), stepOf);
      for (const member of members.filter((one) => !next.runs.some((run) => run.id === one.name.run))) {
        member.free();
        members.splice(members.indexOf(member), 1);
      }
      advancing.forget((run) => !next.runs.some(({ id }) => id === run));
      for (const run of next.runs) {
        const own = members.filter((member) => member.name.run === run.id);
        if (own.length === 0) add(run);
        for (const member of own) member.retune(run);
      }
      drawn.clear();
      keepTrails();
    },
    async snapshot(id) {
      await home(members);
      const frozen = await Promise.all(members.map((member) => member.snapshot()));
      return { group: id, tunings: [...tunings.all()], members: frozen };
    },
    async weights(id) {
      const member = members.find(({ name }) => name.id === id);
      if (!member) return null;
      if (member.divergedAt !== null) throw new Failure('network-diverged');
      await home([member]);
      const { name, step: made } = member;
      const { data, splits } = seeds.of(name.seed);
      const { dataset } = data;
      const { params, statistics, owned } = member.judged(splits.train.chunks);
      const weights = await readWeights(backend, shared.network, params, statistics);
      backend.free(owned);
      return {
        network: shared.network,
        features: featuresOf(experiment, dataset, name.seed),
        member: name,
        step: made,
        ...weights,
        dataset,
      };
    },
    free() {
      for (const member of members) member.free();
      seeds.free();
      members.length = 0;
    },
  };
}
