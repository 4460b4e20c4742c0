/** Every row of the tables of element-wise operations: what a new row is held to without a test of its own. */
import { describe, expect, it } from 'vitest';
import { DualTensor } from '../../../src/core/diagnostics/dualTensor';
import { float64Backend } from '../../../src/core/tensor/float64';
import { functionNames, functions, pairNames, pairs } from '../../../src/core/tensor/operations';
import type { Tensor } from '../../../src/core/tensor/tensor';
import { normals } from './randomTensors';

const COUNT = 50;
const tensor = (values: ArrayLike<number>) => float64Backend.tensor(values, [values.length]);
/** Numbers within ±3 that lie no nearer than 0.3 to 0, where slopes may jump. */
const points = (name: string) => normals(name, COUNT).map((x) => Math.sign(x) * Math.min(3, 0.3 + Math.abs(x)));
const differences = async (f: (h: number) => Tensor): Promise<Float64Array> => {
  const at = (h: number) => float64Backend.read(f(h));
  const slopes = async (h: number) => {
    const [above, below] = [await at(h), await at(-h)];
    return above.map((value, index) => (value - (below[index] as number)) / (2 * h));
  };
  const [coarse, fine] = [await slopes(2e-4), await slopes(1e-4)];
  return fine.map((value, index) => (4 * value - (coarse[index] as number)) / 3);
};
const expectClose = (got: Float64Array, expected: Float64Array) => {
  expect(got).toHaveLength(expected.length);
  expected.forEach((value, index) => expect(got[index]).toBeCloseTo(value, 8));
};
const tangentOf = (result: Tensor) => float64Backend.read((result as DualTensor).tangent as Tensor);

describe.each(functionNames)('%s', (name) => {
  const { value, above = Number.NEGATIVE_INFINITY } = functions[name];
  const x = points(name).map((at) => (at > above ? at : above + Math.abs(at)));

  it('gives its value for every element', async () => {
    const got = await float64Backend.read(tensor(x)[name]());
    expect([...got]).toEqual([...x].map(value));
    expect(new Set(got).size).toBeGreaterThan(10);
  });

  it('has the tangent of central differences', async () => {
    const direction = tensor(normals(`${name} direction`, COUNT));
    const got = await tangentOf(new DualTensor(tensor(x), direction)[name]());
    expectClose(got, await differences((h) => tensor(x).addScaled(direction, h)[name]()));
  });
});

describe.each(pairNames)('%s', (name) => {
  const [a, b] = [points(`${name} a`), points(`${name} b`)];
  const [da, db] = [tensor(normals(`${name} da`, COUNT)), tensor(normals(`${name} db`, COUNT))];

  it('gives its value for every pair, and for a number', async () => {
    const got = await float64Backend.read(tensor(a)[name](tensor(b)));
    expect([...got]).toEqual([...a].map((left, index) => pairs[name].value(left, b[index] as number)));
    expect([...(await float64Backend.read(tensor(a)[name](0.5)))]).toEqual([...a].map((left) => pairs[name].value(left, 0.5)));
  });

  it('has the tangent of central differences in either argument and in both, or is constant between jumps', async () => {
    const cases = [
      { of: new DualTensor(tensor(a), da)[name](tensor(b)), at: (h: number) => tensor(a).addScaled(da, h)[name](tensor(b)) },
      {
        of: new DualTensor(tensor(a))[name](new DualTensor(tensor(b), db)),
        at: (h: number) => tensor(a)[name](tensor(b).addScaled(db, h)),
      },
      {
        of: new DualTensor(tensor(a), da)[name](new DualTensor(tensor(b), db)),
        at: (h: number) => tensor(a).addScaled(da, h)[name](tensor(b).addScaled(db, h)),
      },
      { of: new DualTensor(tensor(a), da)[name](0.7), at: (h: number) => tensor(a).addScaled(da, h)[name](0.7) },
    ];
    for (const { of, at } of cases) {
      const expected = await differences(at);
      if (of.tangent) expectClose(await tangentOf(of), expected);
      else expect(new Set(expected)).toEqual(new Set([0]));
    }
  });
});
