/** One run with one seed: its parameters and state on the device, and the numbers waiting for the next tick. */
import { type Block, NO_ROWS } from '../../core/metrics/block';
import type { StepMetric } from '../../core/metrics/catalogue';
import type { FirstWeights } from '../../core/checkpoints/checkpoint';
import { initialParams, initialStatistics, type Network, type NetworkState } from '../../core/models/network';
import type { MemberName } from '../../core/protocol/member';
import type { MemberSnapshot } from '../../core/protocol/protocol';
import { createAnatomy } from '../../core/sam/anatomy';
import { drive } from '../../core/sam/drive';
import { seededDraws, seededDropped } from '../../core/sam/draws';
import { createOracle } from '../../core/sam/oracle';
import type { OptimizerChoice } from '../../core/sam/partChoices';
import { resumedState } from '../../core/sam/resumed';
import { type Suspects, watchDivergence } from '../../core/sam/divergence';
import { notFinite, type RunNotice, watchRun } from '../../core/sam/runNotices';
import type { Objective } from '../../core/sam/objective';
import { type AlgorithmState, type Anatomy, initialState, sharpnessAwareStep, type StepResult } from '../../core/sam/step';
import type { RunSettings } from '../../core/settings/experiment';
import { climbs } from '../../core/settings/runs';
import { freeze, type StateTree, tensorsIn, thaw } from '../../core/tensor/stateTree';
import type { Backend, Tensor, Vector } from '../../core/tensor/tensor';
import type { Batch } from '../../core/sam/oracle';
import type { SeedData } from './batches';
import { type Judged, judgedWeights } from './judged';
import { type LocalSharpness, localSharpnessOf, ownClimb } from './localSharpness';
import { evaluatedAtOnce, type ProbeSamples } from './measure';
import { type StepObserved, observeStep } from './observeStep';
import { brokenIn, recorded, rowsOf, type PackedRecord } from './records';
import type { Computation, Unread } from './unread';
import { statisticsFrom } from './weights';

/** How far a run goes, and its schedule with it. */
export interface Horizon {
  readonly steps: number;
  /** η of `step` for an initial learning rate. */
  readonly learningRate: (initial: number, step: number) => number;
}

/** Setting that all members of a group share. */
export interface Shared {
  readonly backend: Backend;
  readonly network: Network;
  /** Weights that runs start from, by seed, where they are not the seed's own. */
  readonly given?: ReadonlyMap<number, FirstWeights>;
  /** First weights by seed while members join, so that runs of a seed draw them once. */
  readonly drawn?: Map<number, Float64Array>;
  /** Called between pieces of what takes long. */
  readonly beat?: () => void;
  readonly descentLoss: Objective;
  readonly optimizer: OptimizerChoice;
  readonly clipping: number;
  readonly horizonOf: (run: RunSettings) => Horizon;
  readonly lowestLearningRate: (initial: number) => number;
}

/** State that changes with every step. `params` and everything in here that is a tensor is owned by the member. */
interface Live {
  readonly params: Vector;
  readonly algorithm: AlgorithmState;
  readonly statistics: NetworkState;
}

/** Traces of a step. */
export interface Made {
  readonly next: Live;
  readonly record: PackedRecord;
}

export interface Collected {
  readonly rows: Block<StepMetric>;
  readonly notices: readonly RunNotice[];
  /** Value that was no longer finite, in words, where the member has just diverged. */
  readonly broken?: string;
}

export interface Member {
  readonly name: MemberName;
  readonly data: SeedData;
  /** Steps that it makes in all. */
  readonly steps: number;
  step: number;
  gradEvals: number;
  seconds: number;
  /** The step whose numbers were not finite; null while it trains. */
  divergedAt: number | null;
  params(): Vector;
  statistics(): NetworkState;
  /** The weights that are judged, with their statistics: its own, or an average's, for which batch norm's are computed anew on these samples. */
  judged(samples: readonly { readonly inputs: Tensor }[]): Judged;
  /** Takes the parts' new values (ρ …); the state goes on. */
  retune(settings: RunSettings): void;
  /** The next step's arithmetic on its mini-batch. The open scope owns what it makes, until `take`. */
  compute(batch: Batch): Promise<Made>;
  /** The same step, observation at from the inside. No scope may be open, and `take` must follow before anything else. */
  observe(batch: Batch): Promise<StepObserved<Made>>;
  /** Goes on from what `compute` gave, once its scope has ended. */
  take(made: Made): void;
  /** True if its steps have so far been the same arithmetic every time: no gate, and nothing that waits for a number. */
  isRegular(): boolean;
  /** Sharpness near the weights that are judged on these samples, as `localSharpnessOf` finds it. Changes nothing about the member. */
  localSharpness(samples: ProbeSamples, commonRho: number): Computation<LocalSharpness>;
  /** Its own ε on these samples from the weights that are judged, or their gradient for a run that does not climb. Belongs to the caller; changes nothing about the member. */
  climb(samples: Batch): Promise<{ readonly vector: Vector; readonly isClimb: boolean }>;
  /** Values of the steps made since the last call, and what is to be said of them. Once read, the member is parked if one was not finite. */
  collect(): Unread<Collected>;
  snapshot(): Promise<MemberSnapshot>;
  /** Goes on from what a snapshot holds, wherever that was taken. No step may wait to be collected. */
  restore(frozen: MemberSnapshot): void;
  free(): void;
}

/**
 * @param rateAt  η₀ at a step, which may have been tuned live.
 * @param frozen  where to go on from; without it the member starts at the seed's first weights.
 */
export function createMember(
  shared: Shared,
  name: MemberName,
  settings: RunSettings,
  rateAt: (step: number) => number,
  data: SeedData,
  frozen?: MemberSnapshot,
): Member {
  const { backend, network } = shared;
  let anatomy: Anatomy = createAnatomy(settings.parts, shared.optimizer, shared.descentLoss, shared.clipping);
  let live = frozen ? resumed(shared, anatomy, frozen) : firstState(shared, anatomy, name.seed);
  let pending: PackedRecord[] = [];
  let stepsMade = 0;
  let reads = 0;
  const horizon = shared.horizonOf(settings);
  const watch = watchRun(name.run, anatomy.gate, horizon.steps);
  const suspects = suspectsOf(settings);
  const growth = watchDivergence(suspects);

  /** The step that comes next, on the given samples. The caller's scope owns what it makes. */
  function contextOn(batch: Batch, drops: boolean) {
    const { step } = member;
    const initialRate = rateAt(step);
    const learningRate = horizon.learningRate(initialRate, step);
    return {
      backend,
      layout: network.layout,
      oracle: createOracle({
        backend,
        network,
        state: live.statistics,
        descentLoss: shared.descentLoss,
        batch,
        validation: (source) => data.validationBatch(step, source),
        ...(drops ? { dropped: seededDropped({ backend, seed: name.seed, step }) } : {}),
      }),
      params: live.params,
      classCounts: data.classCounts,
      position: {
        step,
        steps: horizon.steps,
        epoch: Math.floor(step / data.stepsPerEpoch),
        stepsPerEpoch: data.stepsPerEpoch,
        learningRate,
        eta: backend.scalar(learningRate),
        learningRateRange: { max: initialRate, min: shared.lowestLearningRate(initialRate) },
      },
      draws: seededDraws({
        backend,
        layout: network.layout,
        seed: name.seed,
        step,
        train: { count: data.dataset.train.count, sample: (index) => data.sample(index) },
      }),
    };
  }

  /** The same where the weights that are judged are. */
  function judgedContext(samples: Batch) {
    return { ...contextOn(samples, false), params: anatomy.average.judged(live.algorithm.average)?.params ?? live.params };
  }

  /** The step's arithmetic. The open scope owns what it makes. */
  async function make(context: ReturnType<typeof contextOn>): Promise<{ readonly result: StepResult; readonly made: Made }> {
    const { oracle, position } = context;
    const read = (tensor: Tensor) => {
      reads++;
      return backend.read(tensor);
    };
    const result = await drive(sharpnessAwareStep(anatomy, context, live.algorithm), read);
    const entries = Object.entries(result.record) as [StepMetric, Tensor | number][];
    const known = entries.filter((entry): entry is [StepMetric, number] => typeof entry[1] === 'number');
    const measured = entries.filter((entry): entry is [StepMetric, Tensor] => typeof entry[1] !== 'number');
    const packed = backend.concat(measured.map(([, value]) => value.reshape([1])));
    return {
      result,
      made: {
        next: { params: result.params, algorithm: result.state, statistics: oracle.networkState() },
        record: { step: position.step, known, names: measured.map(([key]) => key), packed },
      },
    };
  }

  /** @param values  those of each record, in order */
  function collected(records: readonly PackedRecord[], values: readonly Float64Array[]): Collected {
    if (records.length === 0) return { rows: NO_ROWS, notices: [] };
    const valueIn = (index: number) => (metric: StepMetric) => recorded(records[index] as PackedRecord, values[index] ?? [], metric);
    const broken = records.findIndex((_, index) => brokenIn(valueIn(index)) !== undefined);
    const sound = broken < 0 ? records : records.slice(0, broken);
    if (broken >= 0) member.divergedAt = records[broken]?.step ?? 0;
    member.gradEvals += sound.reduce((sum, _, index) => sum + (valueIn(index)('gradEvals') ?? 0), 0);
    const rows = rowsOf(sound, values);
    const reason = broken < 0 ? undefined : brokenIn(valueIn(broken));
    const notices = watch(rows);
    for (const index of sound.keys()) growth.see((metric) => valueIn(index)(metric) ?? Number.NaN);
    if (!reason) return { rows, notices };
    const cause = growth.cause((metric) => valueIn(broken)(metric) ?? Number.NaN);
    return { rows, notices: [...notices, notFinite(name.run, member.divergedAt ?? 0, reason, cause, suspects)], broken: reason };
  }

  const member: Member = {
    name,
    data,
    steps: horizon.steps,
    step: frozen?.step ?? 0,
    gradEvals: frozen?.gradEvals ?? 0,
    seconds: frozen?.seconds ?? 0,
    divergedAt: frozen?.divergedAt ?? null,
    params: () => live.params,
    statistics: () => live.statistics,
    judged: (samples) => judgedWeights(shared, anatomy.average.judged(live.algorithm.average), live, samples),
    retune(next) {
      anatomy = createAnatomy(next.parts, shared.optimizer, shared.descentLoss, shared.clipping);
    },
    compute: async (batch) => (await make(contextOn(batch, true))).made,
    observe: (batch) =>
      observeStep({
        backend,
        anatomy,
        here: () => contextOn(batch, true),
        make,
        atOnce: Math.max(1, Math.floor(evaluatedAtOnce(network) / batch.size)),
      }),
    take({ next, record }) {
      const kept = tensorsIn(next);
      backend.free([...tensorsIn(live)].filter((tensor) => !kept.has(tensor)));
      live = next;
      pending.push(record);
      member.step = record.step + 1;
      stepsMade++;
    },
    isRegular: () => stepsMade > 0 && reads === 0 && Number.isInteger(anatomy.gate.openShare),
    climb: (samples) =>
      backend.scopeAsync(async () => {
        const context = judgedContext(samples);
        const climb = anatomy.gate.climbs ? await ownClimb(anatomy, context, live.algorithm) : undefined;
        if (climb) return { vector: climb.perturbation, isClimb: true };
        const { oracle, params } = context;
        return { vector: oracle.pass(oracle.descentLoss, params, oracle.whole).gradient, isClimb: false };
      }),
    localSharpness: (samples, commonRho) =>
      localSharpnessOf(network, anatomy, () => judgedContext(samples), live.algorithm, { commonRho, isWrong: samples.isWrong }, backend),
    collect() {
      const records = pending;
      pending = [];
      return { tensors: records.map(({ packed }) => packed), take: (values) => collected(records, values) };
    },
    async snapshot() {
      const { step, gradEvals, seconds, divergedAt } = member;
      return { member: name.id, step, gradEvals, seconds, divergedAt, state: await freeze(live as unknown as StateTree, backend) };
    },
    restore({ step, gradEvals, seconds, divergedAt, state }) {
      backend.free([...tensorsIn(live)]);
      live = thaw(state, backend) as unknown as Live;
      Object.assign(member, { step, gradEvals, seconds, divergedAt });
    },
    free() {
      backend.free([...tensorsIn(live), ...pending.map((record) => record.packed)]);
      pending = [];
    },
  };
  return member;
}

/** A regularizer's ρ is a scale and no climb, and its λ weighs more. */
function suspectsOf(run: RunSettings): Suspects {
  const hasWeight = Object.hasOwn(run.parts.descent.values, 'lambda');
  return { hasWeight, hasRadius: !hasWeight && climbs(run) };
}

/** The weights that every run of a seed starts from. */
export function firstParams(
  { network, given, drawn, beat }: Pick<Shared, 'network' | 'given' | 'drawn' | 'beat'>,
  seed: number,
): Float64Array {
  return given?.get(seed)?.params ?? drawn?.get(seed) ?? initialParams(network, seed, beat);
}

function resumed({ backend, network }: Shared, anatomy: Anatomy, { state }: MemberSnapshot): Live {
  const live = thaw(state, backend) as unknown as Live;
  return { ...live, algorithm: resumedState(anatomy, { layout: network.layout, backend }, live.algorithm) };
}

function firstState(shared: Shared, anatomy: Anatomy, seed: number): Live {
  const { backend, network, given } = shared;
  const own = given?.get(seed);
  const params = firstParams(shared, seed);
  shared.drawn?.set(seed, params);
  return {
    params: backend.tensor(params, [network.layout.size]),
    algorithm: initialState(anatomy, { layout: network.layout, backend }),
    statistics: own ? statisticsFrom(network, own.running, backend) : initialStatistics(network, backend),
  };
}
