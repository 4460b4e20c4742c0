import { describe, expect, it } from 'vitest';
import { DualTensor, dualBackend } from '../../../src/core/diagnostics/dualTensor';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import type { Tensor } from '../../../src/core/tensor/tensor';
import { normals, normalTensor } from '../tensor/randomTensors';

/** Function that is differentiated, of one moving tensor; `c` makes constants, `on` joins. */
interface Case {
  readonly shape: readonly number[];
  readonly of: (x: Tensor) => Tensor;
}
const c = (name: string, shape: readonly number[]) => new DualTensor(normalTensor(float64, name, shape));
const positive = (x: Tensor) => x.square().add(0.5);
const joined = dualBackend(float64);

const cases: Readonly<Record<string, Case>> = {
  'add, sub': {
    shape: [2, 3],
    of: (x) =>
      x
        .add(x.mul(2))
        .sub(x.square())
        .sub(1)
        .add(c('a', [2, 3])),
  },
  'a constant minus it': { shape: [3], of: (x) => c('a', [3]).sub(x) },
  'broadcast add': {
    shape: [1, 3],
    of: (x) =>
      c('a', [2, 3])
        .add(x)
        .mul(c('b', [2, 3])),
  },
  'broadcast mul': { shape: [3], of: (x) => c('a', [2, 3]).mul(x) },
  div: {
    shape: [2, 3],
    of: (x) =>
      x
        .div(positive(x))
        .div(2)
        .add(c('a', [2, 3]).div(positive(x))),
  },
  'max, min': {
    shape: [2, 4],
    of: (x) =>
      x
        .max(0.1)
        .add(x.min(c('a', [2, 4])))
        .add(c('b', [2, 4]).max(x))
        .add(x.min(-0.2)),
  },
  'abs, square, sqrt': { shape: [4], of: (x) => x.abs().mul(positive(x).sqrt()) },
  'exp, log': { shape: [4], of: (x) => x.exp().mul(positive(x).log()) },
  'tanh, sigmoid': { shape: [4], of: (x) => x.tanh().mul(x.sigmoid()) },
  'softplus, erf': { shape: [4], of: (x) => x.softplus().mul(x.erf()) },
  'sum, mean': {
    shape: [2, 3],
    of: (x) =>
      x
        .square()
        .sum([1], true)
        .mul(x.mean([0]))
        .add(x.square().mean())
        .add(x.sum()),
  },
  'maxOver, kept': { shape: [3, 4], of: (x) => x.square().maxOver([1], true).mul(x) },
  'maxOver, all': { shape: [3, 4], of: (x) => x.square().maxOver() },
  'reshape, transpose, slice': { shape: [2, 6], of: (x) => x.square().reshape([4, 3]).transpose().slice([1, 1], [2, 2]) },
  'pad, gatherRows': {
    shape: [3, 2],
    of: (x) =>
      x
        .square()
        .pad([
          [1, 0],
          [0, 2],
        ])
        .gatherRows([1, 3, 3]),
  },
  'rowsAt, rowsAtGradient': {
    shape: [3, 2],
    of: (x) =>
      x
        .square()
        .rowsAt(x.mul(0).sum([1]).add(1))
        .mul(x)
        .rowsAtGradient(x.mul(0).sum([1]), 2),
  },
  matMul: { shape: [3, 3], of: (x) => x.matMul(x.square(), true).add(c('a', [3, 3]).matMul(x, false, true)) },
  'matMul, stacks': { shape: [2, 3, 3], of: (x) => x.matMul(x.square(), true).add(c('a', [2, 3, 3]).matMul(x, false, true)) },
  'dot, norm, addScaled': {
    shape: [4],
    of: (x) =>
      x
        .square()
        .addScaled(c('a', [4]), x.norm())
        .mul(x.dot(c('b', [4]))),
  },
  concat: { shape: [3], of: (x) => joined.concat([x.square(), c('a', [2]), x]).square() },
  conv2d: { shape: [1, 5, 5, 2], of: (x) => x.square().conv2d(c('k', [3, 3, 2, 2]), 2) },
  'conv2d, kernel': { shape: [2, 2, 2, 3], of: (x) => c('a', [2, 4, 4, 2]).conv2d(x.square(), 1) },
  conv2dInputGradient: { shape: [2, 2, 1, 2], of: (x) => c('a', [1, 3, 3, 2]).mul(x.sum()).conv2dInputGradient(x, [1, 4, 4, 1], 1) },
  conv2dKernelGradient: { shape: [1, 4, 4, 1], of: (x) => c('a', [1, 3, 3, 2]).mul(x.sum()).conv2dKernelGradient(x, [2, 2, 1, 2], 1) },
  maxPool: { shape: [1, 5, 4, 2], of: (x) => x.maxPool(2, 2).mul(x.square().maxPool(2, 2)) },
  'maxPool, overlapping': {
    shape: [1, 5, 4, 2],
    of: (x) => x.maxPool(3, 1).mul(x.square().maxPool(2, 1).slice([0, 1, 1, 0], [1, 3, 2, 2])),
  },
  'maxPool, windows of one': { shape: [1, 5, 4, 2], of: (x) => x.square().maxPool(1, 2) },
  maxPoolGradient: { shape: [1, 4, 4, 2], of: (x) => x.maxPool(2, 2).square().maxPoolGradient(x, 2, 2) },
};

describe.each(Object.entries(cases))('the tangent of %s', (name, { shape, of }) => {
  it('is the derivative along a direction', async () => {
    const x = normalTensor(float64, `${name} point`, shape);
    const direction = normalTensor(float64, `${name} direction`, shape);
    const result = of(new DualTensor(x, direction)) as DualTensor;
    const at = async (step: number) => float64.read((of(new DualTensor(x.addScaled(direction, step))) as DualTensor).value);
    const difference = async (h: number) => {
      const [above, below] = [await at(h), await at(-h)];
      return above.map((value, index) => (value - (below[index] as number)) / (2 * h));
    };
    const [coarse, fine] = [await difference(2e-4), await difference(1e-4)];
    const tangent = await float64.read(result.tangent as Tensor);
    expect(result.tangent?.shape).toEqual(result.shape);
    expect(tangent.some((value) => Math.abs(value) > 0.01)).toBe(true);
    fine.forEach((value, index) => expect(tangent[index]).toBeCloseTo((4 * value - (coarse[index] as number)) / 3, 8));
  });

  it('is absent from a constant', () => {
    expect((of(new DualTensor(normalTensor(float64, 'x', shape))) as DualTensor).tangent).toBeUndefined();
  });
});

describe('tangents', () => {
  it('of a tie follow the second argument, so that the slope of ReLU at 0 is 0', async () => {
    const zero = new DualTensor(float64.tensor([0, 1], [2]), float64.tensor([5, 5], [2]));
    expect(await float64.read(zero.max(0).tangent as Tensor)).toEqual(Float64Array.of(0, 5));
  });

  it('of a largest element that several rows attain are shared', async () => {
    const x = new DualTensor(float64.tensor([2, 2, 1], [1, 3]), float64.tensor([3, 5, 9], [1, 3]));
    expect(await float64.read(x.maxOver([1]).tangent as Tensor)).toEqual(Float64Array.of(4));
  });

  it('of answers and comparisons are absent', () => {
    const x = new DualTensor(float64.tensor(normals('x', 4), [2, 2]), float64.tensor(normals('y', 4), [2, 2]));
    expect([x.argMax(), x.greater(0), x.equal(x)].map(({ tangent }) => tangent)).toEqual([undefined, undefined, undefined]);
  });

  it('of windows with ties follow the first, like the gradient', async () => {
    const x = new DualTensor(float64.tensor([1, 7, 7, 0], [1, 2, 2, 1]), float64.tensor([2, 3, 5, 9], [1, 2, 2, 1]));
    expect(await float64.read(x.maxPool(2, 2).tangent as Tensor)).toEqual(Float64Array.of(3));
  });
});
