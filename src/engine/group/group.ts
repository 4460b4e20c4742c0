/**
 * A group in lock-step: one data seed, one initialization and one batch stream × N runs, for each seed.
 *
 * Members advance in blocks: each makes the steps of a block, then its numbers are read, which also makes its own
 * compute time measurable on every device. A member that is behind (added later, or resumed) catches up first: all
 * randomness is a function of seed and step, so it sees what the others saw.
 */
import { datasetOf } from '../../core/datasets';
import { augmentationOf } from '../../core/datasets/augmentation';
import type { RawDataset } from '../../core/datasets/dataset';
import type { StepMetric } from '../../core/metrics/catalogue';
import { initialParams } from '../../core/models/network';
import { commonRadius } from '../../core/metrics/sharedRadius';
import type { RunNotice } from '../../core/sam/runNotices';
import type {
  Boundary,
  MemberName,
  MemberTick,
  Noticed,
  ObservedStep,
  Points,
  Snapshot,
  Spent,
  Surroundings,
  Tuning,
} from '../../core/protocol/protocol';
import type { Experiment, RunSettings } from '../../core/settings/experiment';
import type { Backend } from '../../core/tensor/tensor';
import type { DeviceLimits } from '../limits';
import { createSeedData, type SeedData } from './batches';
import { boundaryOf, createGrid, type Grid } from './boundary';
import { createSplits, evaluatedAtOnce, measure, type Splits } from './measure';
import { measureLossPlane, type PlaneMeasurement } from './lossPlane';
import { survey } from './survey';
import { createTrails } from './trails';
import { measureGradientNorms, type NormMeasurement } from './gradientNorms';
import { makeSteps, teamsOf } from './lockstep';
import { createMember, type Member } from './member';
import { checkSize, featuresOf, pointsOf, prepareShared } from './prepare';

export interface Parked {
  readonly member: MemberName;
  readonly step: number;
  /** What was no longer a finite number. */
  readonly reason: string;
}

/** What a block of steps gave. */
export interface Advanced {
  readonly ticks: readonly MemberTick[];
  readonly parked: readonly Parked[];
  readonly noticed: readonly Noticed[];
  /** Milliseconds that went into it. */
  readonly spent: Omit<Spent, 'showing'>;
  /** The step that was to be looked at, once it was made. */
  readonly observed?: ObservedStep;
}

export interface Group {
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
  /** Whether this member has steps to make: it is there, did not diverge, and is not at its end. */
  isTraining(member: string): boolean;
  /** Makes up to `most` steps of the members furthest behind, and measures them where the experiment says so. `beat` is called after
   * every step. Where `watched` is among them, one step is made, and its is looked at.
   */
  advance(most: number, beat?: () => void, watched?: string): Promise<Advanced>;
  /** Pictures of the first seed's members; empty when the data is not in the plane. */
  boundaries(): Promise<readonly Boundary[]>;
  /** Gradient norms of a member at w as it is now; null when there is no such member or it has diverged. The group must not advance, nor lose the member, before the measurement was freed. */
  gradientNorms(member: string, batches: number): NormMeasurement | null;
  /** The ground around the first seed of a run at w as it is now; null when there is no such run or it has diverged. */
  survey(run: string, beat?: () => void): Promise<Surroundings | null>;
  /** The loss in the plane of the paths that the first seed's members have gone; null where those span no plane. Diverged ones are left out. */
  lossPlane(): Promise<PlaneMeasurement | null>;
  /** Takes live values and added or removed runs. Added runs start at step 0. */
  change(experiment: Experiment): void;
  snapshot(id: string): Promise<Snapshot>;
  /** Frees everything on the device. The group must not be used afterwards. */
  free(): void;
}

interface Seed {
  readonly data: SeedData;
  readonly splits: Splits;
  readonly grid: Grid | null;
}

export interface GroupOptions {
  /** File data, where the experiment's data set needs it. */
  readonly raw?: RawDataset;
  /** Where to go on from. */
  readonly snapshot?: Snapshot;
  /** What the device can hold. */
  readonly limits?: DeviceLimits;
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const UNLIMITED: DeviceLimits = { maxBufferBytes: Number.POSITIVE_INFINITY };

/** Throws what `createGroup` would throw for settings that do not fit each other or the data. Allocates nothing on a device. */
export function checkExperiment(experiment: Experiment, raw?: RawDataset): void {
  prepareShared(experiment, datasetOf(experiment.data, experiment.training.seeds[0] as number, raw));
}

/** Throws a `Failure` when the settings do not fit each other, the data or the device; nothing is left allocated then. */
export function createGroup(backend: Backend, experiment: Experiment, { raw, snapshot, limits = UNLIMITED }: GroupOptions = {}): Group {
  const { training } = experiment;
  const firstSeed = training.seeds[0] as number;
  const first = datasetOf(experiment.data, firstSeed, raw);
  const shared = { backend, ...prepareShared(experiment, first) };
  checkSize(shared, training.batch, limits);

  const seeds = new Map<number, Seed>();
  const members: Member[] = [];
  const measuredAtStart = new Set<Member>();
  /** Kinds of notices that each run has given. */
  const said = new Set<string>();
  const trails = createTrails(shared.network.layout.size, training.every);
  const tunings: Tuning[] = [...(snapshot?.tunings ?? [{ step: 0, run: null, key: 'lr', value: training.lr } as const])];
  // Runs that join or change their radius later are looked at from the same distance as those before.
  const commonRho = commonRadius(experiment.runs);
  let current = experiment;

  function seedOf(seed: number): Seed {
    const known = seeds.get(seed);
    if (known) return known;
    const dataset = seed === firstSeed ? first : datasetOf(experiment.data, seed, raw);
    const features = featuresOf(experiment, dataset, seed);
    const data = createSeedData(backend, dataset, features, training.batch, seed, augmentationOf(experiment.data.values));
    const isDrawn = seed === firstSeed && pointsOf(dataset, seed).length > 0;
    const made: Seed = {
      data,
      splits: createSplits(
        backend,
        data,
        training.most,
        experiment.data.values.flip === 'any' ? 'K' : 'K-1',
        evaluatedAtOnce(shared.network),
      ),
      grid: isDrawn ? createGrid(backend, dataset, (points) => features?.apply(points) ?? points, data.inputShape[0] as number) : null,
    };
    seeds.set(seed, made);
    return made;
  }

  /** η₀ of a run at a step: its own, or the group's as it was tuned. */
  function rateAt(run: string, step: number): number {
    const own = current.runs.find((one) => one.id === run)?.learningRate;
    return own ?? (tunings.findLast((tuning) => tuning.key === 'lr' && tuning.run === null && tuning.step <= step)?.value as number);
  }

  function add(run: RunSettings, resumed?: Snapshot): void {
    for (const seed of training.seeds) {
      const name = { id: `${run.id}/${seed}`, run: run.id, seed };
      const frozen = resumed?.members.find((one) => one.member === name.id);
      const member = createMember(shared, name, run, (step) => rateAt(run.id, step), seedOf(seed).data, frozen);
      if (frozen) measuredAtStart.add(member);
      members.push(member);
    }
  }

  const keepTrails = () => trails.keep(members.filter(({ name }) => name.seed === firstSeed).map(({ name }) => name.id));

  const active = () => members.filter((member) => member.parkedAt === null);
  const step = () => Math.min(training.steps, ...active().map((member) => member.step));
  /** Steps of whoever is furthest: from here on a change is new to everybody, also to those who are catching up. */
  const front = () => Math.max(0, ...active().map((member) => member.step));

  function noteRate(value: number): void {
    const known = tunings.findLast((tuning) => tuning.key === 'lr' && tuning.run === null)?.value;
    if (value !== known) tunings.push({ step: front(), run: null, key: 'lr', value });
  }

  /** What changes for one run alone acts on it at once, wherever it is. */
  function noteRun(before: RunSettings, after: RunSettings): void {
    const own = active().filter((member) => member.name.run === after.id);
    const at = { step: Math.max(0, ...own.map((member) => member.step)), run: after.id };
    const [rho, nextRho] = [before.parts.radius.values.rho, after.parts.radius.values.rho];
    if (typeof rho === 'number' && typeof nextRho === 'number' && rho !== nextRho) tunings.push({ ...at, key: 'rho', value: nextRho });
    if (before.learningRate !== after.learningRate) tunings.push({ ...at, key: 'lr', value: rateAt(after.id, at.step) });
  }

  async function measured(member: Member, beat: () => void): Promise<MemberTick['measured']> {
    const { splits, data } = seedOf(member.name.seed);
    const values = await measure(backend, shared.network, member.params(), member.statistics(), splits, beat);
    const row = {
      step: member.step,
      epochs: member.step / data.stepsPerEpoch,
      evals: member.gradEvals,
      seconds: member.seconds,
      ...values,
      ...(await member.look(splits.look, commonRho)),
    };
    if (!Number.isFinite(row.trainLoss)) return {};
    if (trails.wants(member.name.id, member.step)) trails.add(member.name.id, member.step, await backend.read(member.params()));
    return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, Float64Array.of(value)]));
  }

  /** Those among `notices` that the run has not given yet. */
  function unsaid(run: string, notices: readonly RunNotice[]): readonly Noticed[] {
    return notices.flatMap((notice) => {
      const what = `${run}/${notice.kind}`;
      if (said.has(what)) return [];
      said.add(what);
      return [{ run, ...notice }];
    });
  }

  /** A block of steps of members that go together, from what is measured before to what is measured after. */
  async function advanceTeam(team: readonly Member[], steps: number, beat: () => void, isWatched = false): Promise<Advanced> {
    const ticks: MemberTick[] = [];
    const entered = performance.now();
    for (const member of team) {
      if (!measuredAtStart.has(member)) ticks.push({ ...member.name, steps: {}, measured: await measured(member, beat) });
      measuredAtStart.add(member);
    }
    const started = performance.now();
    const before = team.map(({ gradEvals }) => gradEvals);
    let looked: { readonly observed: ObservedStep; readonly seconds: number } | undefined;
    for (let made = 0; made < steps; made++) {
      if (isWatched) looked = await observeNext(team[0] as Member);
      else await makeSteps(team, backend);
      beat();
    }
    const issued = performance.now();
    const collected = [];
    for (const member of team) collected.push(await member.collect());
    const read = performance.now();
    const seconds = (read - started) / 1000 - (looked?.seconds ?? 0);
    // What cannot be timed apart is shared by gradient evaluations.
    const evaluations = team.map(({ gradEvals }, index) => gradEvals - (before[index] as number));
    const all = evaluations.reduce((sum, own) => sum + own, 0);

    const parked: Parked[] = [];
    const noticed: Noticed[] = [];
    for (const [index, member] of team.entries()) {
      const { columns, notices, broken = '' } = collected[index] as (typeof collected)[number];
      member.seconds += all > 0 ? (seconds * (evaluations[index] as number)) / all : seconds / team.length;
      const isDue = steps > 0 && member.parkedAt === null && (member.step % training.every === 0 || member.step === training.steps);
      const own = Object.fromEntries(columns) as Partial<Record<StepMetric, Float64Array>>;
      ticks.push({ ...member.name, steps: own, measured: isDue ? await measured(member, beat) : {} });
      noticed.push(...unsaid(member.name.run, notices));
      if (member.parkedAt !== null) parked.push({ member: member.name, step: member.parkedAt, reason: broken });
    }
    const measuring = started - entered + (performance.now() - read);
    const spent = { issuing: issued - started, device: read - issued, measuring };
    return { ticks, parked, noticed, spent, ...(looked ? { observed: looked.observed } : {}) };
  }

  /** Makes the next step of a member and looks at it. */
  async function observeNext(member: Member): Promise<{ readonly observed: ObservedStep; readonly seconds: number }> {
    const { name, data, step: at } = member;
    const statistics = member.statistics();
    const { made, observation, relief, elsewhere, seconds } = await member.observe(data.batch(at));
    const started = performance.now();
    const { grid } = seedOf(name.seed);
    const places = [['here', member.params()] as const, ['elsewhere', elsewhere] as const, ['next', made.next.params] as const];
    const pictures: ObservedStep['pictures'][number][] = [];
    for (const [place, params] of grid ? places : []) {
      if (!grid || !params) continue;
      const picture = await boundaryOf(backend, shared.network, params, statistics, grid, data.dataset.classes);
      pictures.push({ at: place, member: name.id, step: at, ...picture });
    }
    backend.free(elsewhere);
    member.take(made);
    return {
      observed: { member: name, step: at, ...observation, relief, pictures },
      seconds: seconds + (performance.now() - started) / 1000,
    };
  }

  for (const run of experiment.runs) add(run, snapshot);
  keepTrails();
  // A change that came after the snapshot was taken.
  noteRate(training.lr);

  return {
    parameters: shared.network.layout.size,
    trainCount: first.train.count,
    stepsPerEpoch: seedOf(firstSeed).data.stepsPerEpoch,
    points: training.seeds.flatMap((seed) => pointsOf(seedOf(seed).data.dataset, seed)),
    members: () => members.map((member) => member.name),
    tunings: () => tunings,
    step,
    isTraining: (id) => active().some(({ name, step: made }) => name.id === id && made < training.steps),
    isFinished: () => active().every((member) => member.step >= training.steps),
    async advance(most, beat = () => {}, watched) {
      const from = step();
      const ahead = active().filter((member) => member.step > from);
      const due = active().filter((member) => member.step === from);
      const looked = due.filter(({ name }) => name.id === watched);
      const length = Math.min(
        looked.length > 0 ? 1 : most,
        training.every - (from % training.every),
        training.steps - from,
        ...ahead.map((member) => member.step - from),
      );
      const blocks: Advanced[] = [];
      const others = due.filter((member) => !looked.includes(member));
      for (const team of teamsOf(others, backend)) blocks.push(await advanceTeam(team, length, beat));
      for (const member of looked) blocks.push(await advanceTeam([member], length, beat, true));
      const observed = blocks.find((block) => block.observed)?.observed;
      for (const { data } of seeds.values()) data.release(step());
      return {
        ticks: blocks.flatMap(({ ticks }) => ticks),
        parked: blocks.flatMap(({ parked }) => parked),
        noticed: blocks.flatMap(({ noticed }) => noticed),
        spent: {
          issuing: total(blocks.map(({ spent }) => spent.issuing)),
          device: total(blocks.map(({ spent }) => spent.device)),
          measuring: total(blocks.map(({ spent }) => spent.measuring)),
        },
        ...(observed ? { observed } : {}),
      };
    },
    async boundaries() {
      const pictures: Boundary[] = [];
      for (const member of active()) {
        const { grid, data } = seedOf(member.name.seed);
        if (!grid) continue;
        const picture = await boundaryOf(backend, shared.network, member.params(), member.statistics(), grid, data.dataset.classes);
        pictures.push({ member: member.name.id, step: member.step, ...picture });
      }
      return pictures;
    },
    gradientNorms(id, batches) {
      const member = active().find(({ name }) => name.id === id);
      return member ? measureGradientNorms(backend, shared.network, member, batches) : null;
    },
    async survey(run, beat) {
      const member = active().find(({ name }) => name.run === run);
      return member ? survey(backend, shared.network, member, seedOf(member.name.seed).splits.look, beat) : null;
    },
    async lossPlane() {
      const paths = [];
      for (const { name, step: at, params } of active().filter((member) => member.name.seed === firstSeed)) {
        const kept = trails.of(name.id).filter((point) => point.step < at);
        paths.push({
          member: name,
          points: at > 0 ? [...kept, { step: at, weights: Float32Array.from(await backend.read(params())) }] : [],
        });
      }
      const start = initialParams(shared.network, firstSeed);
      return measureLossPlane(backend, shared.network, seedOf(firstSeed).splits.look, start, paths);
    },
    change(next) {
      const before = current;
      current = next;
      noteRate(next.training.lr);
      for (const run of next.runs) {
        const known = before.runs.find((one) => one.id === run.id);
        if (known) noteRun(known, run);
      }
      for (const member of members.filter((one) => !next.runs.some((run) => run.id === one.name.run))) {
        member.free();
        members.splice(members.indexOf(member), 1);
      }
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
      return { group: id, tunings: [...tunings], members: frozen };
    },
    free() {
      for (const member of members) member.free();
      for (const { data, splits, grid } of seeds.values()) {
        data.release(Number.POSITIVE_INFINITY);
        backend.free([splits, grid]);
      }
      members.length = 0;
    },
  };
}
