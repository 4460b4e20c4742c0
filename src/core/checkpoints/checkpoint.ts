/**
 * The numbers of a network by name, as files of weights hold them: what was trained, the running statistics of batch norm, and
 * the fixed map in front of the layers, where there is one.
 */
import { nth } from '../numbers';
import { Failure } from '../failures';
import type { FeatureMap } from '../models/featureMap';
import { kindOf, type Layer } from '../models/layers';
import type { Filled } from '../models/layers/layerKind';
import type { Network } from '../models/network';
import type { Shape } from '../tensor/tensor';

export interface NamedShape {
  readonly name: string;
  readonly shape: Shape;
}

export interface NamedTensor extends NamedShape {
  /** Row-major; dense kernels [in, out], those of convolutions [height, width, in, out]. */
  readonly values: Float32Array;
}

export interface Checkpoint {
  readonly tensors: readonly NamedTensor[];
  /** Where it comes from, in words: `link`, `run`, `seed`, `step` …; empty where a file says nothing. */
  readonly origin: Readonly<Record<string, string>>;
}

/** Running statistics of one layer: its name in files, and where they lie in `NetworkState`. */
export interface RunningPlace extends NamedShape {
  readonly path: readonly string[];
}

/** Weights of a file that every run is to start from. */
export interface GivenWeights extends Checkpoint {
  /** The file's name. */
  readonly source: string;
}

/** First values of a network other than those of its seed. */
export interface FirstWeights {
  /** In the order of the layout. */
  readonly params: Float64Array;
  /** In the order of `runningPlaces`. */
  readonly running: readonly Float32Array[];
}

/** The network a checkpoint is of, or is to fit; `features` are those of a seed. */
export interface Holder {
  readonly network: Network;
  readonly features: FeatureMap | null;
}

/** Every running statistic of a network, in the order of its layers. */
export function runningPlaces({ layers }: Network): readonly RunningPlace[] {
  return placesIn(layers, []);
}

function placesIn(layers: readonly Layer[], path: readonly string[]): readonly RunningPlace[] {
  return layers.flatMap((layer, index) => {
    const here = [...path, String(index)];
    if (layer.kind === 'parallel') return layer.branches.flatMap((branch, at) => placesIn(branch, [...here, String(at)]));
    if ('layers' in layer) return placesIn(layer.layers, here);
    const specs = kindOf(layer).buffers?.(layer) ?? {};
    const name = 'name' in layer ? layer.name : '';
    return Object.entries(specs).map(([key, spec]) => ({
      name: `${name}/${key}`,
      shape: (spec as Filled).shape,
      path: [...here, key],
    }));
  });
}

/**
 * @param params   flat, in the order of the layout.
 * @param running  values of `runningPlaces`, in their order.
 */
export function namedTensors(
  { network, features }: Holder,
  params: ArrayLike<number>,
  running: readonly ArrayLike<number>[],
): readonly NamedTensor[] {
  const trained = network.layout.tensors.map(({ name, shape, offset, size }) => ({
    name,
    shape,
    values: Float32Array.from({ length: size }, (_, index) => nth(params, offset + index)),
  }));
  const statistics = runningPlaces(network).map(({ name, shape }, index) => ({
    name,
    shape,
    values: Float32Array.from(running[index] as ArrayLike<number>),
  }));
  return [...featureTensors(features), ...trained, ...statistics];
}

function featureTensors(features: FeatureMap | null): readonly NamedTensor[] {
  if (!features) return [];
  const { inputs, outputs, kernel, phases } = features;
  return [
    { name: 'features/kernel', shape: [inputs, outputs], values: Float32Array.from(kernel) },
    { name: 'features/bias', shape: [outputs], values: Float32Array.from(phases) },
  ];
}

/**
 * Why given weights do not fit a network, as a sentence: the first tensor that is missing, superfluous or of another shape, or
 * features other than the seed's. null where they fit.
 */
export function misfit({ network, features }: Holder, { tensors, source }: GivenWeights): string | null {
  const fixed = featureTensors(features);
  const difference = differenceBetween([...fixed, ...network.layout.tensors, ...runningPlaces(network)], tensors);
  if (difference) return `“${source}” is of another network: ${difference}`;
  const found = new Map(tensors.map(({ name, values }) => [name, values]));
  const isOther = fixed.some(({ name, values }) => values.some((value, index) => value !== found.get(name)?.[index]));
  return isOther ? `“${source}” stands on Fourier features of another seed or scale.` : null;
}

/** The first weights that a file gives a network. Throws `weights-differ` with what `misfit` says. */
export function firstWeightsOf(holder: Holder, given: GivenWeights): FirstWeights {
  const problem = misfit(holder, given);
  if (problem) throw new Failure('weights-differ', problem);
  const { network } = holder;
  const found = new Map(given.tensors.map(({ name, values }) => [name, values]));
  const valuesOf = ({ name }: NamedShape) => found.get(name) as Float32Array;
  const params = new Float64Array(network.layout.size);
  for (const tensor of network.layout.tensors) params.set(valuesOf(tensor), tensor.offset);
  return { params, running: runningPlaces(network).map(valuesOf) };
}

/** That runs do not start as their seeds say, for whoever reads their numbers. */
export const startSentence = ({ source }: GivenWeights): string =>
  `Every run started from the weights in “${source}”, not from those of its seed.`;

/** Refuses what no network can go on from. Throws `weights-damaged`. */
export function expectFinite({ tensors, source }: GivenWeights): void {
  const broken = tensors.find(({ values }) => !values.every((value) => Number.isFinite(value)));
  if (broken) throw new Failure('weights-damaged', `“${source}”: finite numbers are expected, and “${broken.name}” holds others.`);
}

/** The first thing in which what is found is not what is expected, as a sentence; null where both have the same names and shapes. */
export function differenceBetween(expected: readonly NamedShape[], found: readonly NamedShape[]): string | null {
  const byName = new Map(found.map((one) => [one.name, one]));
  for (const { name, shape } of expected) {
    const there = byName.get(name);
    if (there && there.shape.join() !== shape.join())
      return `“${name}” is expected to be ${written(shape)}, and ${written(there.shape)} was found.`;
  }
  const missing = expected.filter(({ name }) => !byName.has(name));
  const names = new Set(expected.map(({ name }) => name));
  const strange = found.filter(({ name }) => !names.has(name));
  const [absent] = missing;
  const [extra] = strange;
  if (absent)
    return `“${absent.name}” ${written(absent.shape)} is expected, and was not found among its ${found.length} ${found.length === 1 ? 'tensor' : 'tensors'}${extra ? `, one of which is “${extra.name}” ${written(extra.shape)}` : ''}.`;
  if (extra) return `“${extra.name}” ${written(extra.shape)} was found, and this network has no tensor of that name.`;
  return null;
}

/** A shape as a reader writes it. */
const written = (shape: Shape): string => `[${shape.join(', ')}]`;
