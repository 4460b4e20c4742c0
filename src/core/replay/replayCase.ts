/** Runs one reference case through the shipped step, on any backend, and writes down what happened. */
import { lengthAt } from '../tensor/shape';
import { nth } from '../numbers';
import { initialStatistics, type NetworkState } from '../models/network';
import { drive } from '../sam/drive';
import { type Batch, createOracle } from '../sam/oracle';
import { type AlgorithmState, initialState, sharpnessAwareStep } from '../sam/step';
import { tensorsIn } from '../tensor/stateTree';
import type { Backend, Tensor, Vector } from '../tensor/tensor';
import { configure, networkOf } from './configure';
import { givenDraws } from './givenDraws';
import type { TrajectoryCase, TrajectoryConfig, TrajectoryFile, TrajectoryStep } from './trajectoryFile';

export interface ReplayedStep {
  /** Scalars by the shipped code's names. */
  readonly record: Readonly<Record<string, number>>;
  readonly params: Float64Array;
  /** Running means and variances, layer after layer. */
  readonly running: readonly { readonly mean: Float64Array; readonly variance: Float64Array }[];
}

/** Throws `NotBuilt` when a part is missing. Cost: the steps of the case. */
export async function replayCase(
  file: TrajectoryFile,
  { model: modelName, data: dataName, init, config, steps }: TrajectoryCase,
  backend: Backend,
): Promise<readonly ReplayedStep[]> {
  const model = file.models[modelName];
  const data = file.data[dataName];
  if (!model || !data) throw new Error(`replay: the file has no model “${modelName}” or data “${dataName}”`);
  const { anatomy, descentLoss, learningRate, learningRateRange, stepsPerEpoch = steps.length } = configure(countSamples(config, steps));
  const sampleShape = (Object.values(data)[0] as (typeof data)[string]).shape.slice(1);
  const network = networkOf(modelName, model, sampleShape);
  const classes = network.layout.tensors.at(-1)?.size as number;
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
      const oracle = createOracle({ backend, network, state: live.statistics, descentLoss, batch: samples, ...validation });
      const position = {
        step: t,
        steps: steps.length,
        epoch: Math.floor(t / stepsPerEpoch),
        stepsPerEpoch,
        learningRate: eta,
        eta: backend.scalar(eta),
        learningRateRange,
      };
      const given = givenDraws(draws, network.layout, backend, (index) => batchOf('train', [index]));
      const context = { backend, layout: network.layout, oracle, params: live.params, position, draws: given };
      const result = await drive(sharpnessAwareStep(anatomy, context, live.algorithm), (tensor) => backend.read(tensor));
      return { params: result.params, algorithm: result.state, statistics: oracle.networkState(), record: result.record };
    });
    const numbers: Record<string, number> = {};
    for (const [name, value] of Object.entries(record))
      numbers[name] = typeof value === 'number' ? value : nth(await backend.read(value), 0);
    const kept = tensorsIn(next);
    backend.free([...tensorsIn(record), ...tensorsIn(live)].filter((tensor) => !kept.has(tensor)));
    live = next;
    replayed.push({ record: numbers, params: await backend.read(live.params), running: await runningOf(live.statistics, backend) });
  }
  backend.free(live);
  return replayed;

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

async function runningOf(statistics: NetworkState, backend: Backend): Promise<ReplayedStep['running']> {
  const layers = [];
  for (const key of Object.keys(statistics).sort((a, b) => Number(a) - Number(b))) {
    const { mean, variance } = statistics[key] as { mean: Tensor; variance: Tensor };
    layers.push({ mean: await backend.read(mean), variance: await backend.read(variance) });
  }
  return layers;
}
