/** Surfaces whose derivatives are known on paper, and small nets of every kind of layer, in float64. */
import { layoutOf } from '../../../src/core/models/layout';
import type { Layer } from '../../../src/core/models/layers';
import type { Mode } from '../../../src/core/models/layers/layerKind';
import { createNetwork, forward, initialParams, initialStatistics } from '../../../src/core/models/network';
import type { SymmetricOperator } from '../../../src/core/diagnostics/hessian';
import type { LossSurface, View } from '../../../src/core/diagnostics/lossSurface';
import type { Batch } from '../../../src/core/sam/oracle';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import type { Vector } from '../../../src/core/tensor/tensor';
import { normals } from '../tensor/randomTensors';

export const vector = (values: readonly number[]) => float64.tensor(values, [values.length]);

/** L(w) = ½·wᵀAw for a symmetric A, row by row. */
export function quadratic(rows: readonly (readonly number[])[]): LossSurface {
  const size = rows.length;
  const matrix = float64.tensor(rows.flat(), [size, size]);
  const times = (at: Vector) => matrix.matMul(at.reshape([size, 1])).reshape([size]);
  return {
    backend: float64,
    layout: layoutOf([{ name: 'w', shape: [size], kind: 'kernel' }]),
    loss: (at) => at.dot(times(at)).mul(0.5),
    gradient: times,
    hessianVector: (_at, direction) => times(direction),
  };
}

/** v ↦ Q·diag(eigenvalues)·Qᵀ·v with Q a product of two reflections, and the matrix itself, row-major. */
export function withEigenvalues(eigenvalues: readonly number[]): { readonly operator: SymmetricOperator; readonly matrix: Float64Array } {
  const size = eigenvalues.length;
  const mirrors = ['first mirror', 'second mirror'].map((name) => Float64Array.from(normals(name, size)));
  const reflect = (v: Float64Array, mirror: Float64Array) => {
    const factor = (2 * inner(v, mirror)) / inner(mirror, mirror);
    return v.map((value, index) => value - factor * (mirror[index] as number));
  };
  const times = (v: Float64Array) => {
    const turned = mirrors.reduce(reflect, v).map((value, index) => value * (eigenvalues[index] as number));
    return [...mirrors].reverse().reduce(reflect, turned);
  };
  const units = eigenvalues.map((_, row) => Float64Array.from(eigenvalues, (_value, column) => Number(row === column)));
  return { operator: async (v) => times(v), matrix: Float64Array.from(units.flatMap((unit) => Array.from(times(unit)))) };
}

export function inner(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < left.length; index++) sum += (left[index] as number) * (right[index] as number);
  return sum;
}

const CLASSES = 3;
const dense = (name: string, inputs: number, units: number): Layer => ({ kind: 'dense', name, inputs, units });
const perceptron = (activation: 'tanh' | 'relu' | 'gelu'): readonly Layer[] => [
  dense('hidden', 2, 4),
  { kind: 'activation', function: activation },
  dense('out', 4, CLASSES),
];
const image = [6, 6, 2] as const;

/** Nets that together have every kind of layer. */
const nets: Readonly<Record<string, { readonly layers: readonly Layer[]; readonly inputShape: readonly number[] }>> = {
  tanh: { layers: perceptron('tanh'), inputShape: [2] },
  relu: { layers: perceptron('relu'), inputShape: [2] },
  gelu: { layers: perceptron('gelu'), inputShape: [2] },
  'batch norm': {
    layers: [
      { kind: 'conv2d', name: 'conv', channels: 2, filters: 3, size: 3, stride: 2, padding: 1 },
      { kind: 'batchNorm', name: 'norm', channels: 3 },
      { kind: 'activation', function: 'gelu' },
      { kind: 'globalAveragePool' },
      dense('out', 3, CLASSES),
    ],
    inputShape: image,
  },
  pooling: {
    layers: [
      { kind: 'conv2d', name: 'conv', channels: 2, filters: 2, size: 3, stride: 1, padding: 1 },
      { kind: 'activation', function: 'tanh' },
      { kind: 'maxPool', size: 2, stride: 2 },
      { kind: 'flatten' },
      dense('out', 18, CLASSES),
    ],
    inputShape: image,
  },
};
export const netNames = Object.keys(nets);

export interface SmallNet {
  readonly view: View;
  readonly at: Vector;
  batch(size: number, name?: string): Batch;
}

/** A net at first weights that are nudged off zero, with statistics that are not the first. */
export function smallNet(name: string, mode: Mode = 'evaluate'): SmallNet {
  const { layers, inputShape } = nets[name] as (typeof nets)[string];
  const network = createNetwork(layers, inputShape);
  const { size } = network.layout;
  const nudge = normals(`${name} nudge`, size);
  const at = vector(Array.from(initialParams(network, 3), (value, index) => value + 0.1 * (nudge[index] as number)));
  const batch = (count: number, samples = 'samples'): Batch => {
    const width = inputShape.reduce((product, length) => product * length, 1);
    const targets = Array.from({ length: count * CLASSES }, (_, index) =>
      Number(index % CLASSES === Math.floor(index / CLASSES) % CLASSES),
    );
    return {
      size: count,
      inputs: float64.tensor(normals(samples, count * width), [count, ...inputShape]),
      targets: float64.tensor(targets, [count, CLASSES]),
    };
  };
  const first = initialStatistics(network, float64);
  const { state } = forward(network, at, batch(9, 'earlier samples').inputs, { mode: 'train', state: first });
  return { view: { backend: float64, network, statistics: state, mode }, at, batch };
}
