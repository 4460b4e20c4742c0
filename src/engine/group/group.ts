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
import { NO_ROWS, rowOf } from '../../core/metrics/block';
import { commonRadius } from '../../core/metrics/sharedRadius';
import type { RunNotice } from '../../core/sam/runNotices';
import type { MemberName } from '../../core/protocol/member';
import type { MemberTick, Snapshot, Spent, Tuning } from '../../core/protocol/protocol';
import type { ObservedStep, Points } from '../../core/protocol/views';
import type { Experiment, RunSettings } from '../../core/settings/experiment';
import type { Backend } from '../../core/tensor/tensor';
import type { DeviceLimits } from '../devices/limits';
import { measure } from './measure';
import { createTrails } from './trails';
import { createTunings } from './tunings';
import { createViews, observeNext, type Views } from './views';
import { makeSteps, teamsOf } from './lockstep';
import { createMember, type Member } from './member';
import { checkSize, featuresOf, pointsOf, prepareShared } from './prepare';
import { createSeeds } from './seeds';
import { type MemberWeights, readWeights } from './weights';

export interface Diverged {
  readonly member: MemberName;
  readonly step: number;
  /** Value that was no longer finite. */
  readonly reason: string;
}

/** Results of a block of steps. */
export interface Advanced {
  readonly ticks: readonly MemberTick[];
  readonly diverged: readonly Diverged[];
  readonly noticed: readonly RunNotice[];
  /** Milliseconds that went into it. */
  readonly spent: Omit<Spent, 'showing'>;
  /** The step that was to be observation at, once it was made. */
  readonly observed?: ObservedStep;
}

export interface Group extends Views {
  readonly parameters: number;
  readonly trainCount: number;
  readonly stepsPerEpoch: number;
  readonly points: readonly Points[];
  members(): readonly MemberName[];
  /** Live changes so far; the first is the learning rate the group started with. */
  tunings(): readonly Tuning[];
  /** Steps that every member still training has made. */
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
  change(experiment: Experiment): void;
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
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const UNLIMITED: DeviceLimits = { maxBufferBytes: Number.POSITIVE_INFINITY };

/** Throws what `createGroup` would throw for settings that do not fit each other or the data. Allocates nothing on a device. */
export function checkExperiment(experiment: Experiment, raw?: RawDataset, weights?: GivenWeights): void {
  prepareShared(experiment, datasetOf(experiment.data, nth(experiment.training.seeds, 0), raw), weights);
}

/** Throws a `Failure` when the settings do not fit each other, the data or the device; nothing is left allocated then. */
export function createGroup(
  backend: Backend,
  experiment: Experiment,
  { raw, snapshot, weights, limits = UNLIMITED }: GroupOptions = {},
): Group {
  const { training } = experiment;
  const first = datasetOf(experiment.data, nth(training.seeds, 0), raw);
  const shared = { backend, ...prepareShared(experiment, first, weights) };
  checkSize(shared, training.batch, limits);

  const seeds = createSeeds({ backend, network: shared.network, experiment, dataset: first, raw });
  const members: Member[] = [];
  const measuredAtStart = new Set<Member>();
  /** Codes of the notices that each run has given. */
  const told = new Set<string>();
  const trails = createTrails(shared.network.layout.size, training.every);
  const tunings = createTunings(experiment, snapshot?.tunings);
  // Runs that join or change their radius later are observation at from the same distance as those before.
  const commonRho = commonRadius(experiment.runs);

  function add(run: RunSettings, resumed?: Snapshot): void {
    for (const seed of training.seeds) {
      const name = { id: `${run.id}/${seed}`, run: run.id, seed };
      const frozen = resumed?.members.find((one) => one.member === name.id);
      const member = createMember(shared, name, run, (step) => tunings.rateAt(run.id, step), seeds.of(seed).data, frozen);
      if (frozen) measuredAtStart.add(member);
      members.push(member);
    }
  }

  const keepTrails = () => trails.keep(members.filter(({ name }) => name.seed === seeds.first).map(({ name }) => name.id));

  const active = () => members.filter((member) => member.divergedAt === null);
  const step = () => Math.min(training.steps, ...active().map((member) => member.step));
  const furthest = (own: readonly Member[]) => Math.max(0, ...own.map((member) => member.step));
  const views = createViews(shared, seeds, trails, active);

  async function measured(member: Member, beat: () => void): Promise<MemberTick['measured']> {
    const { splits, data } = seeds.of(member.name.seed);
    const values = await measure(backend, shared.network, member.params(), member.statistics(), splits, beat);
    const row = {
      step: member.step,
      epochs: member.step / data.stepsPerEpoch,
      evals: member.gradEvals,
      seconds: member.seconds,
      ...values,
      ...(await member.localSharpness(splits.probe, commonRho)),
    };
    if (!Number.isFinite(row.trainLoss)) return NO_ROWS;
    if (trails.wants(member.name.id, member.step)) trails.add(member.name.id, member.step, await backend.read(member.params()));
    return rowOf(row);
  }

  /** True the first time a run says this. */
  function isNew({ about, code }: RunNotice): boolean {
    const what = `${about}/${code}`;
    const isTold = told.has(what);
    told.add(what);
    return !isTold;
  }

  /** A block of steps of members that go together, from what is measured before to what is measured after. */
  async function advanceTeam(team: readonly Member[], steps: number, beat: () => void, isWatched = false): Promise<Advanced> {
    const ticks: MemberTick[] = [];
    const entered = performance.now();
    for (const member of team) {
      if (!measuredAtStart.has(member)) ticks.push({ ...member.name, steps: NO_ROWS, measured: await measured(member, beat) });
      measuredAtStart.add(member);
    }
    const started = performance.now();
    const before = team.map(({ gradEvals }) => gradEvals);
    let observation: { readonly observed: ObservedStep; readonly seconds: number } | undefined;
    for (let made = 0; made < steps; made++) {
      if (isWatched) observation = await observeNext(shared, team[0] as Member, seeds);
      else await makeSteps(team, backend);
      beat();
    }
    const issued = performance.now();
    const collected = [];
    for (const member of team) collected.push(await member.collect());
    const read = performance.now();
    const seconds = (read - started) / 1000 - (observation?.seconds ?? 0);
    // What cannot be timed apart is shared by gradient evaluations.
    const evaluations = team.map(({ gradEvals }, index) => gradEvals - nth(before, index));
    const all = evaluations.reduce((sum, own) => sum + own, 0);

    const diverged: Diverged[] = [];
    const noticed: RunNotice[] = [];
    for (const [index, member] of team.entries()) {
      const { rows, notices, broken = '' } = collected[index] as (typeof collected)[number];
      member.seconds += all > 0 ? (seconds * nth(evaluations, index)) / all : seconds / team.length;
      const isDue = steps > 0 && member.divergedAt === null && (member.step % training.every === 0 || member.step === training.steps);
      ticks.push({ ...member.name, steps: rows, measured: isDue ? await measured(member, beat) : NO_ROWS });
      noticed.push(...notices.filter(isNew));
      if (member.divergedAt !== null) diverged.push({ member: member.name, step: member.divergedAt, reason: broken });
    }
    const measuring = started - entered + (performance.now() - read);
    const spent = { issuing: issued - started, device: read - issued, measuring };
    return { ticks, diverged, noticed, spent, ...(observation ? { observed: observation.observed } : {}) };
  }

  for (const run of experiment.runs) add(run, snapshot);
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
    isTraining: (id) => active().some(({ name, step: made }) => name.id === id && made < training.steps),
    isFinished: () => active().every((member) => member.step >= training.steps),
    async advance(most, beat = () => {}, watched) {
      const from = step();
      const ahead = active().filter((member) => member.step > from);
      const due = active().filter((member) => member.step === from);
      const observation = due.filter(({ name }) => name.id === watched);
      const length = Math.min(
        observation.length > 0 ? 1 : most,
        training.every - (from % training.every),
        training.steps - from,
        ...ahead.map((member) => member.step - from),
      );
      const blocks: Advanced[] = [];
      const others = due.filter((member) => !observation.includes(member));
      for (const team of teamsOf(others, backend)) blocks.push(await advanceTeam(team, length, beat));
      for (const member of observation) blocks.push(await advanceTeam([member], length, beat, true));
      const observed = blocks.find((block) => block.observed)?.observed;
      seeds.release(step());
      return {
        ticks: blocks.flatMap(({ ticks }) => ticks),
        diverged: blocks.flatMap(({ diverged }) => diverged),
        noticed: blocks.flatMap(({ noticed }) => noticed),
        spent: {
          issuing: total(blocks.map(({ spent }) => spent.issuing)),
          device: total(blocks.map(({ spent }) => spent.device)),
          measuring: total(blocks.map(({ spent }) => spent.measuring)),
        },
        ...(observed ? { observed } : {}),
      };
    },
    change(next) {
      const stepOf = (run: string) => furthest(active().filter((member) => member.name.run === run));
      tunings.change(next, furthest(active()), stepOf);
      for (const member of members.filter((one) => !next.runs.some((run) => run.id === one.name.run))) {
        member.free();
        members.splice(members.indexOf(member), 1);
      }
      for (const what of told) if (!next.runs.some(({ id }) => what.startsWith(`${id}/`))) told.delete(what);
      for (const run of next.runs) {
        const own = members.filter((member) => member.name.run === run.id);
        if (own.length === 0) add(run);
        for (const member of own) member.retune(run);
      }
      keepTrails();
    },
    async snapshot(id) {
      const frozen = [];
      for (const member of members) frozen.push(await member.snapshot());
      return { group: id, tunings: [...tunings.all()], members: frozen };
    },
    async weights(id) {
      const member = members.find(({ name }) => name.id === id);
      if (!member) return null;
      if (member.divergedAt !== null) throw new Failure('network-diverged');
      const { name, step: made, params, statistics } = member;
      const { dataset } = seeds.of(name.seed).data;
      return {
        network: shared.network,
        features: featuresOf(experiment, dataset, name.seed),
        member: name,
        step: made,
        ...(await readWeights(backend, shared.network, params(), statistics())),
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
