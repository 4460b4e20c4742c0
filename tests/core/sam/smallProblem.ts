/** A small classification problem in float64, and the shipped step on it, for the laws of this folder. */
import { mlp } from '../../../src/core/models/mlp';
import { models } from '../../../src/core/models/models';
import { softmax } from '../../../src/core/models/softmax';
import { createNetwork, initialParams, initialStatistics, type Network, type NetworkState } from '../../../src/core/models/network';
import { choose } from '../../../src/core/settings/entry';
import { noticesAbout } from '../../../src/core/sam/combinations';
import { createAnatomy } from '../../../src/core/sam/anatomy';
import { crossEntropyWith } from '../../../src/core/sam/ascent/crossEntropy';
import { seededDraws } from '../../../src/core/sam/draws';
import { drive } from '../../../src/core/sam/drive';
import { type Batch, createOracle, type Oracle } from '../../../src/core/sam/oracle';
import type { StepPosition, StepContext } from '../../../src/core/sam/part';
import { partsOf } from '../../../src/core/sam/recipes';
import type { PartChoices } from '../../../src/core/sam/partChoices';
import type { FieldValue } from '../../../src/core/settings/field';
import { optimizers } from '../../../src/core/sam/slots';
import { type AlgorithmState, type Anatomy, initialState, sharpnessAwareStep } from '../../../src/core/sam/step';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import { freeze, thaw } from '../../../src/core/tensor/stateTree';
import type { Tensor, Vector } from '../../../src/core/tensor/tensor';
import { tiniest } from '../models/tinyModels';
import { normals } from '../tensor/randomTensors';

export const descentLoss = crossEntropyWith(0, 'K-1');
const INPUTS = 3;
const CLASSES = 3;
const task = { inputShape: [INPUTS], classes: CLASSES };

export const tanhNetwork = createNetwork(mlp.layers({ depth: 1, width: 4, act: 'tanh', rff: 0, rffscale: 1 } as never, task), [INPUTS]);
export const linearNetwork = createNetwork(softmax.layers({} as never, task), [INPUTS]);

/** The same with layer norm before the activation. */
export const normNetwork = createNetwork(
  [
    { kind: 'dense', name: 'dense0', inputs: INPUTS, units: 4 },
    { kind: 'layerNorm', name: 'norm', features: 4 },
    { kind: 'activation', function: 'tanh' },
    { kind: 'dense', name: 'dense1', inputs: 4, units: CLASSES },
  ],
  [INPUTS],
);

/** A network on which parts may do what they are for: one with normalization where they are refused without. */
export function networkFor(parts: PartChoices): Network {
  const isRefused = noticesAbout(parts, { network: tanhNetwork.layout }).some(({ code }) => code === 'refused');
  return isRefused ? normNetwork : tanhNetwork;
}

/** Points whose label is their largest coordinate, so that there is something to learn. */
export function batchOf(size = 12, name = 'points'): Batch {
  const inputs = normals(name, size * INPUTS);
  const targets = Array.from({ length: size }, (_, row) => {
    const point = inputs.slice(row * INPUTS, (row + 1) * INPUTS);
    return point.map((value) => (value === Math.max(...point) ? 1 : 0));
  });
  return { size, inputs: float64.tensor(inputs, [size, INPUTS]), targets: float64.tensor(targets.flat(), [size, CLASSES]) };
}

/** Five steps to an epoch, a hundred in all. */
export function positionAt(step: number, learningRate: number): StepPosition {
  return {
    step,
    steps: 100,
    epoch: Math.floor(step / 5),
    stepsPerEpoch: 5,
    learningRate,
    eta: float64.scalar(learningRate),
    learningRateRange: { max: learningRate, min: 0 },
  };
}

/** Validation batches are as large as the mini-batch and hold other points. */
export function oracleAt(
  network: Network,
  batch: Batch,
  state: NetworkState = initialStatistics(network, float64),
  validation: Batch = batchLike(batch, 'validation'),
): Oracle {
  return createOracle({ backend: float64, network, state, descentLoss, batch, validation: () => validation });
}

export function contextAt(network: Network, params: Vector, oracle: Oracle, position: StepPosition = positionAt(0, 0.1)): StepContext {
  const { whole } = oracle;
  const sample = (index: number) => ({ size: 1, inputs: rowOf(whole.inputs, index), targets: rowOf(whole.targets, index) });
  const draws = seededDraws({
    backend: float64,
    layout: network.layout,
    seed: 1,
    step: position.step,
    train: { count: whole.size, sample },
  });
  return { backend: float64, layout: network.layout, oracle, position, draws, params, batch: whole, piece: 0, optimizer: fresh };
}

/** An optimizer before its first step. */
const fresh = { momentum: () => null, preconditioner: () => null };

function rowOf(table: Tensor, index: number): Tensor {
  return table.slice([index, ...table.shape.slice(1).map(() => 0)], [1, ...table.shape.slice(1)]);
}

/** Other samples of the same shapes. */
export function batchLike({ size, inputs, targets }: Batch, name: string): Batch {
  return inputs.shape.length > 2 ? imagesOf(size, targets.shape[1] as number, name) : batchOf(size, name);
}

const SIDE = 8;

/** Noise images with one brighter column per class, for any model. */
export function imagesOf(size = 8, classes = CLASSES, name = 'images'): Batch {
  const inputs = normals(name, size * SIDE * SIDE).map(
    (value, at) => value + (at % SIDE === Math.floor(at / (SIDE * SIDE)) % classes ? 2 : 0),
  );
  const targets = Array.from({ length: size * classes }, (_, at) => (at % classes === Math.floor(at / classes) % classes ? 1 : 0));
  return { size, inputs: float64.tensor(inputs, [size, SIDE, SIDE, 1]), targets: float64.tensor(targets, [size, classes]) };
}

/** A small network of every registered model, for the images above. */
export const imageNetworks: Readonly<Record<string, Network>> = Object.fromEntries(
  Object.entries(models).map(([kind, model]) => {
    const { values } = choose(models, kind, tiniest(kind).values);
    return [kind, createNetwork(model.layers(values as never, { inputShape: [SIDE, SIDE, 1], classes: CLASSES }), [SIDE, SIDE, 1])];
  }),
);

/** An algorithm by name, with values for its parts and for the base optimizer. */
export function anatomyOf(
  algorithm: string,
  values: Readonly<Record<string, FieldValue>> = {},
  optimizer: readonly [kind: string, values?: Readonly<Record<string, FieldValue>>] = ['sgd'],
  clipping = 0,
): Anatomy {
  return createAnatomy(partsWith(algorithm, values), choose(optimizers, ...optimizer), descentLoss, clipping);
}

/** The parts of an algorithm with values over theirs, each given to the part that has a field of that name. */
export function partsWith(algorithm: string, values: Readonly<Record<string, FieldValue>>): PartChoices {
  const parts = Object.entries(partsOf(algorithm)).map(([slot, chosen]) => {
    const own = Object.entries(values).filter(([key]) => Object.hasOwn(chosen.values, key));
    return [slot, { kind: chosen.kind, values: { ...chosen.values, ...Object.fromEntries(own) } }];
  });
  return Object.fromEntries(parts) as unknown as PartChoices;
}

/** True if the climbs of an algorithm have length ρ in the norm of their ball: not where there is none, or where another vector is measured. */
export function isMeasured(algorithm: string): boolean {
  const { geometry, heading, descent, gate } = partsOf(algorithm);
  const isFree = 'norm' in geometry.values && geometry.values.norm === 'none';
  const isElsewhere = ['centralized', 'momentum'].includes(heading.kind) || descent.kind === 'tail';
  return !isFree && !isElsewhere && gate.kind !== 'window';
}

export interface Walk {
  readonly params: Float64Array;
  readonly state: AlgorithmState;
  readonly records: readonly Readonly<Record<string, number>>[];
  readonly statistics: NetworkState;
}

/**
 * `steps` steps of `anatomy` from the first weights of seed 1, the batch of step t given by `batch(t)`. Before step
 * `frozenAt` everything is written down and read back.
 */
export async function walk(
  anatomy: Anatomy,
  steps: number,
  {
    network = tanhNetwork,
    learningRate = 0.2,
    batch = () => batchOf(),
    frozenAt,
  }: { network?: Network; learningRate?: number; batch?: (step: number) => Batch; frozenAt?: number } = {},
): Promise<Walk> {
  let params: Vector = float64.tensor(initialParams(network, 1), [network.layout.size]);
  let state: AlgorithmState = initialState(anatomy, { layout: network.layout, backend: float64 });
  let statistics = initialStatistics(network, float64);
  const records = [];
  for (let step = 0; step < steps; step++) {
    if (step === frozenAt) {
      const written = structuredClone(await freeze({ params, state, statistics }, float64));
      ({ params, state, statistics } = thaw(written, float64) as unknown as {
        params: Vector;
        state: AlgorithmState;
        statistics: NetworkState;
      });
    }
    const oracle = oracleAt(network, batch(step), statistics);
    const result = await drive(
      sharpnessAwareStep(anatomy, contextAt(network, params, oracle, positionAt(step, learningRate)), state),
      (tensor) => float64.read(tensor),
    );
    ({ params, state } = result);
    statistics = oracle.networkState();
    records.push(await numbersOf(result.record));
  }
  return { params: await float64.read(params), state, records, statistics };
}

async function numbersOf(record: Readonly<Record<string, Tensor | number>>): Promise<Record<string, number>> {
  const entries = Object.entries(record).map(
    async ([key, value]) => [key, typeof value === 'number' ? value : await numberOf(value)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

export async function numberOf(scalar: Tensor): Promise<number> {
  return (await float64.read(scalar))[0] as number;
}

/** Cosine of the angle between two vectors. */
export function cosine(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let [product, a, b] = [0, 0, 0];
  for (let index = 0; index < left.length; index++) {
    const [x, y] = [left[index] as number, right[index] as number];
    product += x * y;
    a += x * x;
    b += y * y;
  }
  return product / Math.sqrt(a * b);
}
