import { describe, expect, it } from 'vitest';
import { float64Backend } from '../../../src/core/tensor/float64';
import { functionNames, functions, pairNames } from '../../../src/core/tensor/operations';
import type { Backend, Tensor } from '../../../src/core/tensor/tensor';
import { pairBackend } from '../../../src/core/valley/pairTensor';
import { normals } from '../tensor/randomTensors';

const [first, second] = [normals('pairs a', 2), normals('pairs b', 2)];

/** The same arithmetic on both backends, bit for bit. */
async function expectAlike(
  work: (backend: Backend, a: Tensor, b: Tensor) => Tensor,
  values: readonly [ArrayLike<number>, ArrayLike<number>] = [first, second],
) {
  const on = (backend: Backend) => work(backend, backend.tensor(values[0], [2]), backend.tensor(values[1], [2]));
  const [pair, reference] = [on(pairBackend), on(float64Backend)];
  expect(pair.shape).toEqual(reference.shape);
  expect(await pairBackend.read(pair)).toEqual(await float64Backend.read(reference));
}

describe('a tensor of a few numbers', () => {
  it.each(functionNames)('has the bits of float64 in %s', async (name) => {
    const isPositive = functions[name].above !== undefined;
    const within = isPositive ? Array.from(first, Math.abs) : first;
    await expectAlike((_, a) => a[name](), [within, second]);
  });

  it.each(pairNames)('has the bits of float64 in %s of vectors, of a scalar and of a number', async (name) => {
    await expectAlike((_, a, b) => a[name](b));
    await expectAlike((backend, a) => a[name](backend.scalar(0.7)));
    await expectAlike((backend, a) => backend.scalar(0.7)[name](a));
    await expectAlike((_, a) => a[name](-0.3));
  });

  it('has them in the sums of a step, and in what it leaves to float64', async () => {
    await expectAlike((_, a, b) => a.dot(b));
    await expectAlike((_, a) => a.norm());
    await expectAlike((backend, a, b) => a.addScaled(b, backend.scalar(-0.1)));
    await expectAlike((_, a) => a.mean());
    await expectAlike((backend, a, b) => backend.concat([a.slice([1], [1]), b]));
    await expectAlike((_, a, b) => a.reshape([1, 2]).matMul(b.reshape([1, 2]), false, true));
  });

  it('refuses a tensor of another backend', () => {
    expect(() => pairBackend.scalar(1).add(float64Backend.scalar(1))).toThrow(/another backend/);
  });
});
