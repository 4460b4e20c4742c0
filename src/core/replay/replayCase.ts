/** Runs one reference case through the shipped step, on any backend, and writes down what happened. */
import { lengthAt } from '../tensor/shape';
import { nth } from '../numbers';
import { forward, initialStatistics, type NetworkState } from '../models/network';
import { batchStatistics, meanStatistics } from '../models/recomputed';
import { drive } from '../sam/drive';
import { type Batch, createOracle } from '../sam/oracle';
import { type AlgorithmState, initialState, sharpnessAwareStep } from '../sam/step';
import { tensorsIn } from '../tensor/stateTree';
import type { Backend, Tensor, Vector } from '../tensor/tensor';
import { configure } from './configure';
import { networkOf } from './networkOf';
import { givenDraws } from './givenDraws';
import type { TrajectoryCase, TrajectoryConfig, TrajectoryFile, TrajectoryStep } from './trajectoryFile';

export interface ReplayedStep {
  /** Scalars by the shipped code's names. */
  readonly record: Readonly<Record<string, number>>;
  readonly params: Float64Array;
  /** Running means and variances, layer after layer. */
  readonly running: Statistics;
  /** The averaged weights, and the averaged statistics where there are any; null where nothing is averaged. */
  readonly average: { readonly params: Float64Array; readonly running: Statistics | null } | null;
  /** The mask of the next step, where there is one. */
  readonly mask: Float64Array | null;
  /** What the optimizer divides by, where it keeps such a thing. */
  readonly precision: Float64Array | null;
}

type Statistics = readonly { readonly mean: Float64Array; readonly variance: Float64Array }[];

export interface Replayed {
  readonly steps: readonly ReplayedStep[];
  /** Statistics computed anew for the average, and its loss on all training samples in evaluation mode. */
  readonly averaged: { readonly running: Statistics; readonly evalLoss: number } | null;
}

/** Throws `NotBuilt` when a part is missing. Cost: the steps of the case. */
export async function replayCase(
  file: TrajectoryFile,
  { model: modelName, data: dataName, init, config, steps, averaged }: TrajectoryCase,
  backend: Backend,
): Promise<Replayed> {
  const model = file.models[modelName];
  const data = file.data[dataName];
  if (!model || !data) throw new Error(`replay: the file has no model “${modelName}” or data “${dataName}”`);
  const configured = configure(countSamples(config, steps), steps.length);
  const { anatomy, descentLoss, learningRate, learningRateRange, stepsPerEpoch = steps.length, epochs, l2InLoss } = configured;
  const sampleShape = (Object.values(data)[0] as (typeof data)[string]).shape.slice(1);
  const network = networkOf(modelName, model, sampleShape);
  const classes = network.layout.tensors.at(-1)?.size as number;
  const labels = data.train?.y ?? [];
  const classCounts = Array.from({ length: classes }, (_, index) => labels.filter((label) => label === index).length);
  const initial = model.tensors.flatMap(({ name }) => model.init[init]?.[name] ?? []);
  if (initial.length !== network.layout.size)
    throw new Error(`replay: init “${init}” has ${initial.length} values for ${network.layout.size} parameters`);

  let live: { params: Vector; algorithm: AlgorithmState; statistics: NetworkState } = {
    params: backend.tensor(initial, [network.layout.size]),
    algorithm: initialState(anatomy, { layout: network.layout, backend }),
    statistics: initialStatistics(network, backend),
  };
  const replayed: ReplayedStep[] = [];
  for (const { t, batch, valBatch, draws = {} } of steps) {
    const eta = learningRate(t, steps.length);
    const { record, ...next } = await backend.scopeAsync(async () => {
      const samples = batchOf(batch.source, batch.indices);
      const validation = valBatch ? { validation: () => batchOf(valBatch.source, valBatch.indices) } : {};
      const oracle = createOracle({ backend, network, state: live.statistics, descentLoss, batch: samples, l2: l2InLoss, ...validation });
      const position = {
        step: t,
        steps: steps.length,
        epoch: Math.floor(t / stepsPerEpoch),
        stepsPerEpoch,
        learningRate: eta,
        eta: backend.scalar(eta),
        learningRateRange,
        ...(epochs === undefined ? {} : { epochs }),
      };
      const given = givenDraws(draws, network.layout, backend, (index) => batchOf('train', [index]));
      const context = { backend, layout: network.layout, oracle, params: live.params, position, draws: given, classCounts };
      const result = await drive(sharpnessAwareStep(anatomy, context, live.algorithm), (tensor) => backend.read(tensor));
      return { params: result.params, algorithm: result.state, statistics: oracle.networkState(), record: result.record };
    });
    const numbers: Record<string, number> = {};
    for (const [name, value] of Object.entries(record))
      numbers[name] = typeof value === 'number' ? value : nth(await backend.read(value), 0);
    const kept = tensorsIn(next);
    backend.free([...tensorsIn(record), ...tensorsIn(live)].filter((tensor) => !kept.has(tensor)));
    live = next;
    replayed.push({
      record: numbers,
      params: await backend.read(live.params),
      running: await runningOf(live.statistics, backend),
      average: await averageOf(live.algorithm),
      mask: await readOf((live.algorithm.mask as { readonly mask?: Vector | null } | null)?.mask),
      precision: await backend.scopeAsync(() => readOf(anatomy.optimizer.view(live.algorithm.optimizer, live.params).preconditioner())),
    });
  }
  const judgement = averaged ? await judged(live.algorithm) : null;
  backend.free(live);
  return { steps: replayed, averaged: judgement };

  async function readOf(tensor: Vector | null | undefined): Promise<Float64Array | null> {
    return tensor ? backend.read(tensor) : null;
  }

  async function averageOf({ average }: AlgorithmState): Promise<ReplayedStep['average']> {
    if (!config.average) return null;
    const seen = anatomy.average.judged(average);
    return {
      params: seen ? await backend.read(seen.params) : Float64Array.from(initial),
      running: seen?.statistics ? await runningOf(seen.statistics, backend) : null,
    };
  }

  async function judged({ average }: AlgorithmState): Promise<Replayed['averaged']> {
    const seen = anatomy.average.judged(average);
    if (!seen) throw new Error('replay: nothing was averaged');
    const result = await backend.scopeAsync(async () => {
      const batches = (averaged?.batches ?? []).map((indices) => batchOf('train', indices));
      const samples = batches.reduce((sum, { size }) => sum + size, 0);
      const shareOf = (size: number) => (config.average?.from === 'initial' ? size / samples : 1 / batches.length);
      const own = batches.map(({ size, inputs }) => ({
        state: batchStatistics(network, seen.params, inputs, backend),
        share: shareOf(size),
      }));
      const statistics = seen.statistics ?? (own.length > 0 ? meanStatistics(own) : initialStatistics(network, backend));
      const all = batchOf('train', [...labels.keys()]);
      const { logits } = forward(network, seen.params, all.inputs, { mode: 'evaluate', state: statistics });
      const loss = await backend.read(descentLoss(logits, all.targets).perSample.mean());
      return { running: await runningOf(statistics, backend), evalLoss: loss[0] as number };
    });
    return result;
  }

  function batchOf(source: string, indices: readonly number[]): Batch {
    const split = data?.[source];
    if (!split) throw new Error(`replay: no split “${source}”`);
    const width = split.x.length / lengthAt(split.shape, 0);
    const inputs = indices.flatMap((index) => split.x.slice(index * width, (index + 1) * width));
    const targets = indices.flatMap((index) => Array.from({ length: classes }, (_, label) => (label === split.y[index] ? 1 : 0)));
    return {
      size: indices.length,
      inputs: backend.tensor(inputs, [indices.length, ...sampleShape]),
      targets: backend.tensor(targets, [indices.length, classes]),
    };
  }
}

/** The files say how many directions or samples are drawn by the draws they give. */
function countSamples(config: TrajectoryConfig, [first]: readonly TrajectoryStep[]): TrajectoryConfig {
  const sets = first?.draws?.v?.map((vectors) => vectors.length);
  return { ...config, drawn: sets?.[0] ?? first?.draws?.fisherIndices?.length, ...(sets ? { drawnSets: sets } : {}) };
}

async function runningOf(statistics: NetworkState, backend: Backend): Promise<Statistics> {
  const layers = [];
  for (const key of Object.keys(statistics).sort((a, b) => Number(a) - Number(b))) {
    const { mean, variance } = statistics[key] as { mean: Tensor; variance: Tensor };
    layers.push({ mean: await backend.read(mean), variance: await backend.read(variance) });
  }
  return layers;
}
