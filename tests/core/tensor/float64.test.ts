import { describe, expect, it } from 'vitest';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import type { Tensor } from '../../../src/core/tensor/tensor';
import { normalTensor } from './randomTensors';

const values = async (tensor: Tensor) => [...(await float64.read(tensor))];
const tensor = (numbers: number[], shape: number[] = [numbers.length]) => float64.tensor(numbers, shape);

describe('elementwise', () => {
  it('broadcasts like NumPy: aligned at the last axis, length 1 stretches', async () => {
    const table = tensor([1, 2, 3, 4, 5, 6], [2, 3]);
    expect(await values(table.add(tensor([10, 20, 30])))).toEqual([11, 22, 33, 14, 25, 36]);
    expect(await values(table.mul(tensor([10, 100], [2, 1])))).toEqual([10, 20, 30, 400, 500, 600]);
    const outer = tensor([1, 2], [2, 1, 1]).sub(tensor([1, 2, 3], [1, 3]));
    expect(outer.shape).toEqual([2, 1, 3]);
    expect(await values(outer)).toEqual([0, -1, -2, 1, 0, -1]);
  });

  it('refuses shapes that cannot be broadcast, naming both', () => {
    expect(() => tensor([1, 2]).add(tensor([1, 2, 3]))).toThrow('[2] and [3]');
  });

  it('compares to zeros and ones', async () => {
    expect(await values(tensor([1, 2, 3]).greater(2))).toEqual([0, 0, 1]);
    expect(await values(tensor([1, 2, 3]).equal(tensor([3, 2, 1])))).toEqual([0, 1, 0]);
  });

  it('keeps sigmoid and softplus finite where e^x is not', async () => {
    expect(await values(tensor([-800, 0, 800]).sigmoid())).toEqual([0, 0.5, 1]);
    expect(await values(tensor([-800, 0, 800]).softplus())).toEqual([0, Math.log(2), 800]);
  });

  it('computes erf to double precision', async () => {
    // Abramowitz & Stegun, table 7.1; erf 3 and erf 5 from Wolfram's tables.
    const known = [0, 0.5204998778130465, 0.8427007929497149, -0.9953222650189527, 0.9999779095030014, 0.9999999999984626, 1];
    const computed = await values(tensor([0, 0.5, 1, -2, 3, 5, 7]).erf());
    known.forEach((expected, index) => expect(computed[index]).toBeCloseTo(expected, 14));
  });
});

describe('reductions', () => {
  const cube = tensor(
    Array.from({ length: 24 }, (_, index) => index),
    [2, 3, 4],
  );

  it('sums over any axes', async () => {
    expect(await values(cube.sum([0, 2]))).toEqual([60, 92, 124]);
    expect(cube.sum([0, 2], true).shape).toEqual([1, 3, 1]);
    expect(await values(cube.sum())).toEqual([276]);
    expect(cube.sum().shape).toEqual([]);
  });

  it('takes means and maxima over any axes', async () => {
    expect(await values(cube.mean([1]))).toEqual([4, 5, 6, 7, 16, 17, 18, 19]);
    expect(await values(cube.maxOver([0, 1]))).toEqual([20, 21, 22, 23]);
  });

  it('gives ties of argMax to the lowest index', async () => {
    expect(await values(tensor([1, 3, 3, 2, 0, 0, 0, 0], [2, 4]).argMax())).toEqual([1, 0]);
  });

  it('refuses an axis that is not there', () => {
    expect(() => cube.sum([3])).toThrow('axis 3');
  });
});

describe('arranging', () => {
  const table = tensor([1, 2, 3, 4, 5, 6], [2, 3]);

  it('transposes, slices, pads, gathers and joins', async () => {
    expect(await values(table.transpose())).toEqual([1, 4, 2, 5, 3, 6]);
    expect(await values(table.slice([0, 1], [2, 2]))).toEqual([2, 3, 5, 6]);
    expect(
      await values(
        table.pad([
          [1, 0],
          [0, 1],
        ]),
      ),
    ).toEqual([0, 0, 0, 0, 1, 2, 3, 0, 4, 5, 6, 0]);
    expect(await values(table.gatherRows([1, 1, 0]))).toEqual([4, 5, 6, 4, 5, 6, 1, 2, 3]);
    expect(await values(float64.concat([table, table.slice([0, 0], [1, 3])]))).toEqual([1, 2, 3, 4, 5, 6, 1, 2, 3]);
  });

  it('undoes a permutation by its inverse', async () => {
    const cube = normalTensor(float64, 'cube', [2, 3, 4]);
    expect(await values(cube.transpose([2, 0, 1]).transpose([1, 2, 0]))).toEqual(await values(cube));
  });

  it.each<[string, () => unknown]>([
    ['reshape', () => table.reshape([4])],
    ['transpose', () => table.transpose([0, 0])],
    ['slice', () => table.slice([0, 2], [2, 2])],
    ['gatherRows', () => table.gatherRows([2])],
    ['concat', () => float64.concat([table, tensor([1, 2], [1, 2])])],
    ['tensor', () => tensor([1, 2, 3], [2, 2])],
    ['matMul', () => table.matMul(table)],
    ['matMul', () => table.reshape([1, 2, 3]).matMul(tensor([1, 2, 3, 4, 5, 6], [2, 3, 1]))],
    ['addScaled', () => table.addScaled(tensor([1, 2, 3]), 1)],
    ['dot', () => table.dot(tensor([1, 2, 3]))],
    ['conv2d', () => table.conv2d(table, 1)],
  ])('refuses a wrong shape in %s by name', (name, attempt) => {
    expect(attempt).toThrow(name);
  });
});

describe('matMul', () => {
  it('transposes either side', async () => {
    const a = normalTensor(float64, 'a', [3, 4]);
    const b = normalTensor(float64, 'b', [4, 5]);
    const product = await values(a.matMul(b));
    for (const other of [
      a.transpose().matMul(b, true),
      a.matMul(b.transpose(), false, true),
      a.transpose().matMul(b.transpose(), true, true),
    ]) {
      (await values(other)).forEach((value, index) => expect(value).toBeCloseTo(product[index] as number, 12));
    }
    expect(await values(tensor([1, 2, 3, 4], [2, 2]).matMul(tensor([5, 6, 7, 8], [2, 2])))).toEqual([19, 22, 43, 50]);
  });

  it('multiplies two stacks pair by pair', async () => {
    const a = normalTensor(float64, 'a', [2, 3, 4]);
    const b = normalTensor(float64, 'b', [2, 4, 5]);
    const stacked = a.matMul(b);
    expect(stacked.shape).toEqual([2, 3, 5]);
    const one = (x: Tensor, index: number) => x.slice([index, 0, 0], [1, ...x.shape.slice(1)]).reshape(x.shape.slice(1));
    for (const index of [0, 1]) expect(await values(one(stacked, index))).toEqual(await values(one(a, index).matMul(one(b, index))));
  });
});

describe('vectors', () => {
  it('measures and moves', async () => {
    const vector = tensor([3, 4]);
    expect(await values(vector.norm())).toEqual([5]);
    expect(await values(vector.dot(tensor([1, 2])))).toEqual([11]);
    expect(await values(vector.addScaled(tensor([1, -1]), float64.scalar(0.5)))).toEqual([3.5, 3.5]);
    expect(await values(vector)).toEqual([3, 4]);
  });
});

/** Central difference of `f` at each element of `x`, which is exact for bilinear f up to rounding. */
async function differences(x: Tensor, f: (moved: Tensor) => Tensor): Promise<number[]> {
  const at = await values(x);
  const h = 1e-5;
  return Promise.all(
    at.map(async (_, index) => {
      const moved = (by: number) =>
        tensor(
          at.map((value, other) => (other === index ? value + by : value)),
          [...x.shape],
        );
      const [above, below] = await Promise.all([f(moved(h)), f(moved(-h))].map(values));
      return ((above?.[0] ?? Number.NaN) - (below?.[0] ?? Number.NaN)) / (2 * h);
    }),
  );
}

async function expectSame(actual: Tensor, expected: readonly number[]): Promise<void> {
  (await values(actual)).forEach((value, index) => expect(value).toBeCloseTo(expected[index] as number, 7));
  expect(actual.shape.reduce((size, length) => size * length, 1)).toBe(expected.length);
}

describe.each([1, 2])('convolution with stride %i', (stride) => {
  const input = normalTensor(float64, 'input', [2, 6, 5, 2]);
  const kernel = normalTensor(float64, 'kernel', [3, 2, 2, 3]);
  const output = input.conv2d(kernel, stride);
  const weights = normalTensor(float64, 'weights', output.shape);

  it('has the input gradient of finite differences', async () => {
    const expected = await differences(input, (moved) => moved.conv2d(kernel, stride).dot(weights));
    await expectSame(weights.conv2dInputGradient(kernel, input.shape, stride), expected);
  });

  it('has the kernel gradient of finite differences', async () => {
    const expected = await differences(kernel, (moved) => input.conv2d(moved, stride).dot(weights));
    await expectSame(weights.conv2dKernelGradient(input, kernel.shape, stride), expected);
  });
});

describe('max pooling', () => {
  it.each([
    [2, 2],
    [2, 1],
    [3, 2],
  ])('of size %i and stride %i has the gradient of finite differences', async (size, stride) => {
    const input = normalTensor(float64, 'pooled', [2, 5, 6, 2]);
    const weights = normalTensor(float64, 'weights', input.maxPool(size, stride).shape);
    const expected = await differences(input, (moved) => moved.maxPool(size, stride).dot(weights));
    await expectSame(weights.maxPoolGradient(input, size, stride), expected);
  });

  it('gives the gradient of a tie to the first in row-major order', async () => {
    const gradient = tensor([7], [1, 1, 1, 1]).maxPoolGradient(tensor([0, 1, 1, 1], [1, 2, 2, 1]), 2, 2);
    expect(await values(gradient)).toEqual([0, 7, 0, 0]);
  });
});
