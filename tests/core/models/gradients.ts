/** A network's gradient against central differences of its own loss, in float64. */
import { backward, createNetwork, forward, initialStatistics, type Network } from '../../../src/core/models/network';
import { kindOf, type Layer } from '../../../src/core/models/layers';
import { seededDropped } from '../../../src/core/sam/draws';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import type { Shape, Table, Tensor, Vector } from '../../../src/core/tensor/tensor';
import { normals, normalTensor } from '../tensor/randomTensors';

/** Weights away from kinks and symmetries; γ near one, the rest around zero. */
export function anyParams(network: Network, name = 'params'): number[] {
  const values = normals(name, network.layout.size).map((value) => 0.5 * value);
  for (const { kind, offset, size } of network.layout.tensors) {
    if (kind === 'gamma') for (let at = offset; at < offset + size; at++) values[at] = 1 + (values[at] as number) / 2;
  }
  return values;
}

export const vectorOf = (values: readonly number[]): Vector => float64.tensor(values, [values.length]);

/** Normal numbers; of a network of tokens, tokens that differ, in two segments, the last of which only fill the sequence up. */
function inputsOf({ layers, inputShape }: Network, samples: number): Tensor {
  const embeds = (some: readonly Layer[]): boolean =>
    some.some((layer) => layer.kind === 'tokenEmbedding' || ('layers' in layer && embeds(layer.layers)));
  if (!embeds(layers)) return normalTensor(float64, 'inputs', [samples, ...inputShape]);
  const [tokens = 0] = inputShape;
  const values = Array.from({ length: samples * tokens }, (_, at) => [(at * 3) % 5, at % 2, at % tokens < 2 + (at % 2) ? 1 : 0]);
  return float64.tensor(values.flat(), [samples, ...inputShape]);
}

/** Every parameter of a network up to so large, and two of every tensor of a larger one. */
function probes({ layout }: Network, most: number): readonly number[] {
  if (layout.size <= most) return Array.from({ length: layout.size }, (_, index) => index);
  const places = [0.31, 1];
  return layout.tensors.flatMap(({ offset, size }) => [...new Set(places.map((place) => offset + Math.floor(place * (size - 1))))]);
}

/**
 * Largest deviation of ∂(Σ output ⊙ weights)/∂params from central differences. Dropout layers drop the same units throughout.
 *
 * @param most parameters of a network of which every one is tried; of a larger one two of every tensor
 */
export async function gradientError(
  network: Network,
  samples: number,
  most = 600,
): Promise<{ readonly error: number; readonly largest: number }> {
  const inputs = inputsOf(network, samples);
  const at = anyParams(network);
  const state = initialStatistics(network, float64);
  const dropped = seededDropped({ backend: float64, seed: 1, step: 0 });
  const look = (params: readonly number[]) => forward(network, vectorOf(params), inputs, { mode: 'train', state, dropped });
  const run = look(at);
  const weights = normalTensor(float64, 'weights', run.logits.shape);
  const gradient = await float64.read(backward(network, run, weights as Table, float64));
  const value = async (index: number, by: number) => {
    const moved = at.map((one, other) => (other === index ? one + by : one));
    return (await float64.read(look(moved).logits.dot(weights as Tensor)))[0] as number;
  };
  let [error, largest] = [0, 0];
  for (const index of probes(network, most)) {
    const expected = gradient[index] as number;
    let nearest = Infinity;
    for (const step of STEPS) {
      const slope = ((await value(index, step)) - (await value(index, -step))) / (2 * step);
      nearest = Math.min(nearest, Math.abs(slope - expected));
      if (nearest <= 2e-8 * Math.max(1, Math.abs(expected))) break;
    }
    error = Math.max(error, nearest);
    largest = Math.max(largest, Math.abs(expected));
  }
  return { error, largest };
}

/** A kink of ReLU within the step, or the curvature of a batch norm, spoils one width of a step and not all; a wrong gradient fails with each. */
const STEPS = [1e-6, 1e-7, 1e-5];

/** A network of one layer under test between trained layers, so that its input gradient counts too. */
export function around(layer: Layer, inputShape: Shape, before: readonly Layer[] = []): Network {
  const output = [...before, layer].reduce<Shape>((shape, one) => kindOf(one).outputShape(one, shape), inputShape);
  const features = output.reduce((product, axis) => product * axis, 1);
  const tail: Layer[] = [
    ...(output.length > 1 ? [{ kind: 'flatten' } as const] : []),
    { kind: 'dense', name: 'last', inputs: features, units: 2 },
  ];
  return createNetwork([...before, layer, ...tail], inputShape);
}
