import { describe, expect, it } from 'vitest';
import { denseMatrix, differencedHessianAt, dot, hessianAt } from '../../../src/core/diagnostics/hessian';
import { surfaceOf } from '../../../src/core/diagnostics/lossSurface';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import { normals } from '../tensor/randomTensors';
import { inner, netNames, quadratic, smallNet, vector } from './knownSurfaces';

const apart = (left: Float64Array, right: Float64Array) =>
  Math.max(...left.map((value, index) => Math.abs(value - (right[index] as number))));

describe('the Hessian of a quadratic', () => {
  const surface = quadratic([
    [3, 1],
    [1, -2],
  ]);
  it('is its matrix, by tangents and by differences, wherever one stands', async () => {
    for (const at of [vector([0, 0]), vector([5, -7])]) {
      expect(await hessianAt(surface, at)(Float64Array.of(1, 2))).toEqual(Float64Array.of(5, -3));
      expect(apart(await differencedHessianAt(surface, at, 0.1)(Float64Array.of(1, 2)), Float64Array.of(5, -3))).toBeLessThan(1e-12);
    }
  });

  it('sends zero to zero by differences too', async () => {
    expect(await differencedHessianAt(surface, vector([1, 1]), 0.1)(new Float64Array(2))).toEqual(new Float64Array(2));
  });

  it('is read off column by column, symmetrized, with the asymmetry that was there', async () => {
    const skewed = async (v: Float64Array) => Float64Array.of(3 * (v[0] as number) + 1.5 * (v[1] as number), 0.5 * (v[0] as number));
    expect(await denseMatrix(skewed, 2)).toEqual({ matrix: Float64Array.of(3, 1, 1, 0), asymmetry: 1 });
  });
});

describe.each(['evaluate', 'train'] as const)('in mode %s, the Hessian', (mode) => {
  describe.each(netNames)('of a net with %s', (name) => {
    const { view, at, batch } = smallNet(name, mode);
    const surface = surfaceOf(view, [batch(7)]);
    const { size } = view.network.layout;
    const [left, right] = ['left', 'right'].map((probe) => Float64Array.from(normals(probe, size))) as [Float64Array, Float64Array];

    it('is symmetric', async () => {
      const product = hessianAt(surface, at);
      expect(dot(left, await product(right))).toBeCloseTo(dot(right, await product(left)), 11);
    });

    it('times a vector is the difference of gradients', async () => {
      const exact = await hessianAt(surface, at)(left);
      expect(Math.sqrt(inner(exact, exact))).toBeGreaterThan(0.1);
      // h⁴ and 10⁻¹⁶/h are both near 1e-12 of the fourth derivatives and of the gradient
      expect(apart(exact, await differencedHessianAt(surface, at, 1e-3)(left))).toBeLessThan(1e-8);
    });
  });
});

describe('a loss surface', () => {
  it('is the mean over all batches, whatever their sizes, outside training mode', async () => {
    const { view, at, batch } = smallNet('batch norm');
    const whole = batch(7);
    const row = (begin: number, size: number) => ({
      size,
      inputs: whole.inputs.slice([begin, 0, 0, 0], [size, 6, 6, 2]),
      targets: whole.targets.slice([begin, 0], [size, 3]),
    });
    const parts = surfaceOf(view, [row(0, 2), row(2, 5)]);
    const one = surfaceOf(view, [whole]);
    const probe = vector(normals('probe', view.network.layout.size));
    expect((await float64.read(parts.loss(at)))[0]).toBeCloseTo((await float64.read(one.loss(at)))[0] as number, 13);
    expect(apart(await float64.read(parts.gradient(at)), await float64.read(one.gradient(at)))).toBeLessThan(1e-14);
    expect(apart(await float64.read(parts.hessianVector(at, probe)), await float64.read(one.hessianVector(at, probe)))).toBeLessThan(1e-13);
  });

  it('differs between the modes of batch norm, and moves no statistics', async () => {
    const [evaluated, trained] = (['evaluate', 'train'] as const).map((mode) => smallNet('batch norm', mode));
    if (!evaluated || !trained) throw new Error('two nets');
    const before = JSON.stringify(evaluated.view.statistics);
    const [left, right] = [evaluated, trained].map(({ view, batch }) => surfaceOf(view, [batch(7)]).gradient(evaluated.at));
    if (!left || !right) throw new Error('two gradients');
    expect(apart(await float64.read(left), await float64.read(right))).toBeGreaterThan(1e-3);
    expect(JSON.stringify(evaluated.view.statistics)).toBe(before);
  });
});
