/** Every method of `Tensor` and `Backend` once or more, as computations that any backend can run. */
import { float64Backend } from '../../src/core/tensor/float64';
import { functionNames, functions, pairNames } from '../../src/core/tensor/operations';
import type { Backend, Shape, Tensor } from '../../src/core/tensor/tensor';
import { relativeError } from '../../src/engine/devices/selfTest';
import { normalTensor } from '../core/tensor/randomTensors';

export type Computation = (input: (name: string, shape: Shape) => Tensor, backend: Backend) => Tensor;

const pool = (input: Parameters<Computation>[0]) => input('pooled', [2, 7, 6, 3]);
/** Few different values, so that every window has ties. */
const tied = (input: Parameters<Computation>[0]) => pool(input).greater(0).add(pool(input).greater(1));

export const computations: Readonly<Record<string, Computation>> = {
  ...Object.fromEntries([...functionNames.map(ofOne), ...pairNames.flatMap(ofTwo)]),
  'add, same shapes': (input) => input('x', [3, 4]).add(input('y', [3, 4])),
  'add, row': (input) => input('x', [3, 4]).add(input('y', [4])),
  'sub, column': (input) => input('x', [3, 4]).sub(input('y', [3, 1])),
  'sub, number': (input) => input('x', [3, 4]).sub(0.25),
  'mul, scalar tensor': (input, backend) => input('x', [3, 4]).mul(backend.scalar(-1.5)),
  'mul, both stretch': (input) => input('x', [3, 1, 4]).mul(input('y', [2, 1])),
  'mul, images by channel': (input) => input('x', [2, 3, 4, 5]).mul(input('y', [5])),
  'sub, a number from': (input, backend) => backend.scalar(0.5).sub(input('x', [3, 5])),
  'mul, by a larger one': (input) => input('y', [5]).mul(input('x', [3, 5])),
  'mul, per image': (input) => input('x', [2, 3, 4, 5]).mul(input('y', [2, 1, 1, 1])),
  'max, number': (input) => input('x', [3, 4]).max(0),
  'max, tensor': (input) => input('x', [3, 4]).max(input('y', [4])),
  'greater, used as numbers': (input) =>
    input('x', [6, 5])
      .greater(0)
      .matMul(input('y', [5, 4])),
  equal: (input) => input('x', [3, 4]).max(0).equal(0),
  'tanh, large': (_, backend) => backend.tensor([-200, -20, 20, 200], [4]).tanh(),
  'sigmoid, large': (_, backend) => backend.tensor([-200, -90, 90, 200], [4]).sigmoid(),
  'softplus, large': (_, backend) => backend.tensor([-200, -90, 90, 200], [4]).softplus(),
  'sum, all': (input) => input('x', [3, 4, 5]).sum(),
  'sum, last': (input) => input('x', [3, 4, 5]).sum([2]),
  'sum, first, kept': (input) => input('x', [3, 4, 5]).sum([0], true),
  'sum, middle': (input) => input('x', [3, 4, 5]).sum([1]),
  'sum, outer two': (input) => input('x', [3, 4, 5]).sum([0, 2]),
  'sum, per channel': (input) => input('x', [2, 5, 4, 3]).sum([0, 1, 2]),
  'sum of a scalar': (input) => input('x', []).sum(),
  'mean, all': (input) => input('x', [3, 4]).mean(),
  'mean, rows': (input) => input('x', [3, 4]).mean([1], true),
  'maxOver, rows, kept': (input) => input('x', [3, 4]).maxOver([1], true),
  'maxOver, all negative': (input) => input('x', [3, 4]).abs().mul(-1).maxOver(),
  argMax: (input) => input('x', [9, 5]).argMax(),
  'argMax, ties': (input) => input('x', [9, 5]).greater(0).argMax(),
  'argMax, ties in long rows': (input) => input('x', [4, 150]).greater(1.5).argMax(),
  'argMax, ties of middle rows': (input) => input('x', [5, 40]).greater(1).argMax(),
  reshape: (input) => input('x', [3, 4]).reshape([2, 6]),
  transpose: (input) => input('x', [3, 4]).transpose(),
  'transpose of a vector': (input) => input('x', [6]).transpose(),
  'transpose, images': (input) => input('x', [2, 3, 4, 5]).transpose([3, 1, 0, 2]),
  slice: (input) => input('x', [5, 6]).slice([1, 2], [3, 4]),
  'slice, images': (input) => input('x', [3, 6, 5, 4]).slice([1, 1, 2, 0], [2, 4, 3, 4]),
  'slice, channels': (input) => input('x', [3, 4, 4, 6]).slice([0, 0, 0, 2], [3, 4, 4, 3]),
  'slice, flat': (input) => input('x', [50]).slice([7], [31]),
  pad: (input) =>
    input('x', [2, 3, 3, 2]).pad([
      [0, 0],
      [1, 2],
      [0, 1],
      [0, 0],
    ]),
  gatherRows: (input) => input('x', [5, 3]).gatherRows([4, 0, 4, 2]),
  'gatherRows, images': (input) => input('x', [4, 3, 2, 2]).gatherRows(Uint32Array.of(3, 1)),
  rowsAt: (input) => input('x', [5, 3]).rowsAt(input('y', [9]).greater(0).add(2)),
  'rowsAt, higher rank': (input) => input('x', [4, 3, 2]).rowsAt(input('y', [5]).greater(0).mul(3)),
  rowsAtGradient: (input) => input('x', [9, 3]).rowsAtGradient(input('y', [9]).greater(0).add(2), 5),
  'rowsAtGradient, one column': (input) => input('x', [40, 1]).rowsAtGradient(input('y', [40]).greater(0), 3),
  'rowsAtGradient, higher rank': (input) => input('x', [5, 3, 2]).rowsAtGradient(input('y', [5]).greater(0).mul(3), 4),
  matMul: (input) => input('x', [5, 7]).matMul(input('y', [7, 3])),
  'matMul, left transposed': (input) => input('x', [7, 5]).matMul(input('y', [7, 3]), true),
  'matMul, right transposed': (input) => input('x', [5, 7]).matMul(input('y', [3, 7]), false, true),
  'matMul, both transposed': (input) => input('x', [7, 5]).matMul(input('y', [3, 7]), true, true),
  'matMul, large': (input) => input('x', [70, 130]).matMul(input('y', [130, 65])),
  'matMul, stacks': (input) => input('x', [3, 5, 7]).matMul(input('y', [3, 7, 4])),
  'matMul, stacks, left transposed': (input) => input('x', [3, 7, 5]).matMul(input('y', [3, 7, 4]), true),
  'matMul, stacks, right transposed': (input) => input('x', [3, 5, 7]).matMul(input('y', [3, 4, 7]), false, true),
  'matMul, stacks, both transposed': (input) => input('x', [3, 7, 5]).matMul(input('y', [3, 4, 7]), true, true),
  'matMul, stacks, large': (input) => input('x', [5, 65, 70]).matMul(input('y', [5, 65, 70]), false, true),
  'matMul, a stack of one': (input) => input('x', [1, 5, 7]).matMul(input('y', [1, 7, 4])),
  dot: (input) => input('x', [40]).dot(input('y', [40])),
  norm: (input) => input('x', [400]).norm(),
  'addScaled, number': (input) => input('x', [40]).addScaled(input('y', [40]), -0.3),
  'addScaled, scalar': (input) => input('x', [40]).addScaled(input('y', [40]), input('y', [40]).norm()),
  ...Object.fromEntries([1, 2, 3].flatMap((stride) => convolutions(stride))),
  'conv2d, many channels': (input) => input('x', [2, 7, 9, 10]).conv2d(input('k', [3, 3, 10, 13]), 1),
  'conv2dInputGradient, many channels': (input) =>
    input('g', [2, 5, 7, 13]).conv2dInputGradient(input('k', [3, 3, 10, 13]), [2, 7, 9, 10], 1),
  'conv2dKernelGradient, many channels': (input) =>
    input('g', [2, 5, 7, 13]).conv2dKernelGradient(input('x', [2, 7, 9, 10]), [3, 3, 10, 13], 1),
  'conv2d, one by one': (input) => input('x', [2, 4, 4, 5]).conv2d(input('k', [1, 1, 5, 3]), 1),
  maxPool: (input) => pool(input).maxPool(2, 2),
  'maxPool, overlapping': (input) => pool(input).maxPool(3, 2),
  'maxPool, negative': (input) => pool(input).abs().mul(-1).maxPool(2, 2),
  'maxPool, windows of one': (input) => pool(input).maxPool(1, 2),
  'maxPoolGradient, windows of one': (input) => input('g', [2, 4, 3, 3]).maxPoolGradient(pool(input), 1, 2),
  'transpose of stacks': (input) => input('x', [2, 3, 4, 5]).transpose([0, 2, 1, 3]),
  maxPoolGradient: (input) => input('g', [2, 3, 3, 3]).maxPoolGradient(pool(input), 2, 2),
  'maxPoolGradient, overlapping': (input) => input('g', [2, 3, 2, 3]).maxPoolGradient(pool(input), 3, 2),
  'maxPoolGradient, stride 1': (input) => input('g', [2, 6, 5, 3]).maxPoolGradient(pool(input), 2, 1),
  'maxPoolGradient, ties': (input) => input('g', [2, 3, 3, 3]).maxPoolGradient(tied(input), 2, 2),
  'maxPoolGradient, ties, overlapping': (input) => input('g', [2, 3, 2, 3]).maxPoolGradient(tied(input), 3, 2),
  concat: (input, backend) => backend.concat([input('x', [2, 3]), input('y', [1, 3]), input('z', [4, 3])]),
  'concat, one': (input, backend) => backend.concat([input('x', [5])]),
  'concat, many': (input, backend) => backend.concat(Array.from({ length: 14 }, (_, index) => input(`part ${index}`, [index + 1]))),
};

/** A function of one number, over where it is defined. */
function ofOne(name: (typeof functionNames)[number]): [string, Computation] {
  const { above } = functions[name];
  const among = (x: Tensor) => (above === undefined ? x : x.abs().add(above + 0.01));
  return [name, (input) => among(input('x', [37]).mul(3))[name]()];
}

/** A function of two numbers: of equal shapes, and of a tensor and a number. Divisors stay away from 0. */
function ofTwo(name: (typeof pairNames)[number]): [string, Computation][] {
  return [
    [name, (input) => input('x', [5, 7])[name](input('y', [5, 7]).abs().add(0.5))],
    [`${name}, number`, (input) => input('x', [5, 7])[name](0.25)],
  ];
}

function convolutions(stride: number): [string, Computation][] {
  const [height, width] = [Math.floor(5 / stride) + 1, Math.floor(4 / stride) + 1];
  return [
    [`conv2d, stride ${stride}`, (input) => input('x', [2, 8, 6, 3]).conv2d(input('k', [3, 2, 3, 4]), stride)],
    [
      `conv2dInputGradient, stride ${stride}`,
      (input) => input('g', [2, height, width, 4]).conv2dInputGradient(input('k', [3, 2, 3, 4]), [2, 8, 6, 3], stride),
    ],
    [
      `conv2dInputGradient without its border, stride ${stride}`,
      (input) =>
        input('g', [2, height, width, 4])
          .conv2dInputGradient(input('k', [3, 2, 3, 4]), [2, 8, 6, 3], stride)
          .slice([0, 1, 2, 0], [2, 6, 3, 3])
          .slice([0, 2, 1, 0], [2, 3, 2, 3]),
    ],
    [
      `conv2dKernelGradient, stride ${stride}`,
      (input) => input('g', [2, height, width, 4]).conv2dKernelGradient(input('x', [2, 8, 6, 3]), [3, 2, 3, 4], stride),
    ],
  ];
}

/** Shape and largest relative error of one computation against plain doubles. */
export async function compared(backend: Backend, compute: Computation): Promise<{ shape: Shape; expectedShape: Shape; error: number }> {
  const expected = compute((name, shape) => normalTensor(float64Backend, name, shape), float64Backend);
  return backend.scopeAsync(async () => {
    const actual = compute((name, shape) => normalTensor(backend, name, shape), backend);
    const error = relativeError(await backend.read(actual), await float64Backend.read(expected));
    return { shape: [...actual.shape], expectedShape: expected.shape, error };
  });
}
