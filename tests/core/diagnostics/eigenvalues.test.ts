import { describe, expect, it } from 'vitest';
import { lanczos } from '../../../src/core/diagnostics/lanczos';
import { frobeniusEstimate, traceEstimate } from '../../../src/core/diagnostics/randomProducts';
import {
  exactSpectrum,
  logDeterminant,
  logDeterminantEstimate,
  ritzSpectrum,
  spectralDensity,
} from '../../../src/core/diagnostics/spectralDensity';
import { symmetricEigenvalues, tridiagonalEigenvalues } from '../../../src/core/diagnostics/symmetricEigenvalues';
import { powerIteration, topEigenvalues } from '../../../src/core/diagnostics/topEigenvalues';
import { randomStream } from '../../../src/core/random';
import { normals } from '../tensor/randomTensors';
import { inner, withEigenvalues } from './knownSurfaces';

const known = [-4, -0.5, 0, 0, 1e-3, 1, 2, 2, 7];
const { operator, matrix } = withEigenvalues(known);
const start = Float64Array.from(normals('start', known.length));

function expectClose(ours: readonly number[], theirs: readonly number[], digits: number) {
  expect(ours).toHaveLength(theirs.length);
  theirs.forEach((value, index) => expect(ours[index]).toBeCloseTo(value, digits));
}

describe('eigenvalues of symmetric matrices', () => {
  it('are those that the matrix was made of, zeros and pairs included', () => {
    expectClose(symmetricEigenvalues(matrix, known.length), known, 13);
  });

  it.each([
    [[5], [5]],
    [
      [0, 3, 3, 0],
      [-3, 3],
    ],
    [
      [2, 0, 0, 0, 1, 0, 0, 0, 3],
      [1, 2, 3],
    ],
    [new Array<number>(16).fill(0), [0, 0, 0, 0]],
  ])('of %j are %j', (entries, eigenvalues) => {
    expectClose(symmetricEigenvalues(Float64Array.from(entries), eigenvalues.length), eigenvalues, 14);
  });

  it('of second differences are 2 − 2cos(kπ/(n+1)), with vectors that begin √(2/(n+1))·sin(kπ/(n+1))', () => {
    const n = 40;
    const angles = Array.from({ length: n }, (_, index) => ((index + 1) * Math.PI) / (n + 1));
    const { values, firstComponents } = tridiagonalEigenvalues({
      diagonal: angles.map(() => 2),
      offDiagonal: new Array<number>(n - 1).fill(-1),
    });
    expectClose(
      values,
      angles.map((angle) => 2 - 2 * Math.cos(angle)),
      13,
    );
    expectClose(
      firstComponents.map(Math.abs),
      angles.map((angle) => Math.sqrt(2 / (n + 1)) * Math.sin(angle)),
      13,
    );
  });
});

describe('power iteration', () => {
  const patient = { iterations: 400, tolerance: 0 };

  it('finds the eigenvalues by falling size, with their signs and vectors', async () => {
    const starts = ['first', 'second', 'third'].map((name) => Float64Array.from(normals(name, 4)));
    const small = withEigenvalues([0.3, 3, -5, 1]);
    const pairs = await topEigenvalues(small.operator, starts, patient);
    expectClose(
      pairs.map(({ value }) => value),
      [-5, 3, 1],
      10,
    );
    for (const { value, vector } of pairs) {
      expect(inner(vector, vector)).toBeCloseTo(1, 13);
      const product = await small.operator(vector);
      product.forEach((entry, index) => expect(entry).toBeCloseTo(value * (vector[index] as number), 8));
    }
  });

  it('stops when the quotient changes by less than the tolerance', async () => {
    const usual = await powerIteration(operator, start);
    expect(usual.rayleighQuotients.length).toBeLessThan(100);
    const [last, before] = [...usual.rayleighQuotients].reverse() as [number, number];
    expect(Math.abs(last - before)).toBeLessThan(1e-3 * Math.abs(before));
    expect((await powerIteration(operator, start, [], patient)).rayleighQuotients).toHaveLength(400);
  });

  it('ends in the kernel with an eigenvalue of zero, and refuses a start without a part of its own', async () => {
    const nothing = await powerIteration(async (v) => new Float64Array(v.length), start);
    expect(nothing.value).toBe(0);
    await expect(powerIteration(operator, new Float64Array(9))).rejects.toThrow('no part orthogonal');
  });
});

describe('Lanczos steps', () => {
  it('end with the different eigenvalues when the space is exhausted', async () => {
    const { diagonal, offDiagonal } = await lanczos(operator, start, 50);
    expect(diagonal).toHaveLength(new Set(known).size);
    expectClose(tridiagonalEigenvalues({ diagonal, offDiagonal }).values, [...new Set(known)], 11);
  });

  it('weigh every eigenvalue with the squared share of the start in its space', async () => {
    const { operator: flat } = withEigenvalues([2, 2, 2]);
    const tridiagonal = await lanczos(flat, Float64Array.of(1, 2, 3), 3);
    expect(ritzSpectrum(tridiagonal).weights[0]).toBeCloseTo(1, 12);
    // On a diagonal matrix the shares of (3, 0, 4)/5 are 9/25, 0 and 16/25.
    const scaled = async (v: Float64Array) => v.map((value, index) => value * (index + 1));
    const { values, weights } = ritzSpectrum(await lanczos(scaled, Float64Array.of(3, 0, 4), 3));
    expectClose(values, [1, 3], 13);
    expectClose(weights, [9 / 25, 16 / 25], 13);
  });

  it('reach both ends of a wide spectrum in fewer steps than it has eigenvalues', async () => {
    const many = Array.from({ length: 120 }, (_, index) => (index === 119 ? 30 : index === 0 ? -10 : index / 120));
    const { values } = tridiagonalEigenvalues(await lanczos(withEigenvalues(many).operator, Float64Array.from(normals('wide', 120)), 25));
    expect(values[0]).toBeCloseTo(-10, 9);
    expect(values.at(-1)).toBeCloseTo(30, 9);
  });

  it('refuse a start of zero', async () => {
    await expect(lanczos(operator, new Float64Array(9), 3)).rejects.toThrow('the start is zero');
  });
});

describe('spectral densities', () => {
  it('integrate to one and are highest at the mass', () => {
    const grid = Array.from({ length: 2001 }, (_, index) => -10 + index / 100);
    const density = spectralDensity([exactSpectrum([1, 1, -3]), exactSpectrum([1])], grid, 0.3);
    expect(density.reduce((sum, value) => sum + value / 100, 0)).toBeCloseTo(1, 10);
    expect(grid[density.indexOf(Math.max(...density))]).toBeCloseTo(1, 10);
    // At 1: masses 2/3 and 1 averaged, times the height of a normal density.
    expect(density[1100]).toBeCloseTo((2 / 3 + 1) / 2 / (0.3 * Math.sqrt(2 * Math.PI)), 10);
  });

  it('have the moments of the matrix from as many steps as it has eigenvalues', async () => {
    const spectrum = ritzSpectrum(await lanczos(operator, start, 9));
    const share = inner(start, start);
    const product = await operator(start);
    const moment = (power: number) =>
      spectrum.values.reduce((sum, value, index) => sum + (spectrum.weights[index] as number) * value ** power, 0);
    expect(moment(0)).toBeCloseTo(1, 12);
    expect(moment(1)).toBeCloseTo(inner(start, product) / share, 11);
    expect(moment(2)).toBeCloseTo(inner(product, product) / share, 10);
  });
});

describe('log-determinants', () => {
  it('leave out what is negligible next to the largest', () => {
    const { value, rank } = logDeterminant([-4, 0, 1e-7, 0.5], 1e-6);
    expect(rank).toBe(2);
    expect(value).toBeCloseTo(Math.log(2), 14);
  });

  it('are estimated exactly when the start weighs all eigenvalues alike', () => {
    expect(logDeterminantEstimate([exactSpectrum([2, -8])], 2)).toBeCloseTo(Math.log(16), 5);
    // Two starts, one that saw each: the same.
    expect(logDeterminantEstimate([exactSpectrum([2]), exactSpectrum([-8])], 2)).toBeCloseTo(Math.log(16), 5);
    expect(logDeterminantEstimate([exactSpectrum([0])], 3)).toBeCloseTo(3 * Math.log(1e-6), 10);
  });
});

describe('estimates from random products', () => {
  const size = 200;
  const diagonal = Array.from({ length: size }, (_, index) => (index % 7) - 2);
  const scaled = async (v: Float64Array) => v.map((value, index) => value * (diagonal[index] as number));
  const trace = diagonal.reduce((sum, value) => sum + value, 0);
  const squares = diagonal.reduce((sum, value) => sum + value ** 2, 0);
  const stream = randomStream(5, 'probes');
  const gaussian = Array.from({ length: 300 }, () => Float64Array.from({ length: size }, () => stream.normal()));
  const signs = gaussian.map((probe) => probe.map(Math.sign));

  it('of a diagonal matrix are exact with signs', async () => {
    expect((await traceEstimate(scaled, signs.slice(0, 2))).mean).toBeCloseTo(trace, 10);
    expect((await frobeniusEstimate(scaled, signs.slice(0, 2))).mean).toBeCloseTo(squares, 10);
  });

  it('with normal probes lie within four standard errors', async () => {
    const standardError = Math.sqrt((2 * squares) / gaussian.length);
    expect(Math.abs((await traceEstimate(scaled, gaussian)).mean - trace)).toBeLessThan(4 * standardError);
    const fourth = diagonal.reduce((sum, value) => sum + value ** 4, 0);
    expect(Math.abs((await frobeniusEstimate(scaled, gaussian)).mean - squares)).toBeLessThan(
      4 * Math.sqrt((2 * fourth) / gaussian.length),
    );
  });

  it('stop when one more probe changes little, and use all at tolerance 0', async () => {
    expect((await traceEstimate(scaled, signs, 1e-3)).values).toHaveLength(2);
    expect((await traceEstimate(scaled, signs)).values).toHaveLength(300);
    await expect(traceEstimate(scaled, [])).rejects.toThrow('no probes');
  });
});
