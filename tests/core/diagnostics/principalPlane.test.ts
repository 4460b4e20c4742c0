import { describe, expect, it } from 'vitest';
import { principalPlane } from '../../../src/core/diagnostics/principalPlane';
import { symmetricEigenvectors } from '../../../src/core/diagnostics/symmetricEigenvectors';
import { normals } from '../tensor/randomTensors';
import { withEigenvalues } from './knownSurfaces';

const dot = (one: ArrayLike<number>, other: ArrayLike<number>) =>
  Array.from(one).reduce((sum, value, index) => sum + value * (other[index] as number), 0);

describe('eigenvectors of symmetric matrices', () => {
  it('belong to the eigenvalues the matrix was made of, at right angles, zeros and pairs included', () => {
    const known = [7, 2, 2, 1, 1e-3, 0, 0, -0.5, -4];
    const { matrix } = withEigenvalues(known);
    const found = symmetricEigenvectors(matrix, known.length);
    known.forEach((value, index) => expect(found[index]?.value).toBeCloseTo(value, 12));
    for (const [index, { value, vector }] of found.entries()) {
      const product = vector.map((_, row) => dot(matrix.slice(row * known.length, (row + 1) * known.length), vector));
      product.forEach((entry, row) => expect(entry).toBeCloseTo(value * (vector[row] as number), 12));
      found.forEach((other, place) => expect(dot(vector, other.vector)).toBeCloseTo(Number(place === index), 12));
    }
  });

  it('of a matrix of zeros, and of one number, are there too', () => {
    expect(symmetricEigenvectors(new Float64Array(4), 2).map(({ value }) => value)).toEqual([0, 0]);
    expect(symmetricEigenvectors(Float64Array.of(-3), 1)).toEqual([{ value: -3, vector: Float64Array.of(1) }]);
  });
});

describe('the plane of principal components', () => {
  it('is that of points on an ellipse in many dimensions, whose axes and variances are known', () => {
    // Two unit vectors at a right angle across several blocks of coordinates, far from the origin.
    const size = 2500;
    const raw = [normals('first', size), normals('second', size)].map((values) => Float64Array.from(values));
    const [u, rest] = raw as [Float64Array, Float64Array];
    const first = u.map((value) => value / Math.sqrt(dot(u, u)));
    const off = rest.map((value, index) => value - dot(rest, first) * (first[index] as number));
    const second = off.map((value) => value / Math.sqrt(dot(off, off)));
    const angles = Array.from({ length: 16 }, (_, index) => (2 * Math.PI * index) / 16);
    const points = angles.map((angle) =>
      Float64Array.from(
        { length: size },
        (_, at) => 100 - 3 * Math.cos(angle) * (first[at] as number) + Math.sin(angle) * (second[at] as number),
      ),
    );
    const plane = principalPlane(points);
    expect(plane?.shares[0]).toBeCloseTo(0.9, 10);
    expect(plane?.shares[1]).toBeCloseTo(0.1, 10);
    expect(plane?.mean.every((value) => Math.abs(value - 100) < 1e-10)).toBe(true);
    const [one, other] = plane?.axes ?? [];
    expect(Math.abs(dot(one ?? [], first))).toBeCloseTo(1, 10);
    expect(Math.abs(dot(other ?? [], second))).toBeCloseTo(1, 10);
    angles.forEach((angle, index) => {
      expect(plane?.places[index]?.[0]).toBeCloseTo(-3 * Math.cos(angle), 9);
      expect(Math.abs(plane?.places[index]?.[1] ?? Number.NaN)).toBeCloseTo(Math.abs(Math.sin(angle)), 9);
    });
  });

  it('leaves of each point what no axis holds: places are the products with the axes', () => {
    const points = Array.from({ length: 6 }, (_, index) => Float64Array.from(normals(`point ${index}`, 40)));
    const plane = principalPlane(points);
    if (!plane) throw new Error('six points span a plane');
    expect(plane.places[0]?.every((place) => place <= 0)).toBe(true);
    expect(dot(plane.axes[0], plane.axes[1])).toBeCloseTo(0, 12);
    const centred = points.map((point) => point.map((value, at) => value - (plane.mean[at] as number)));
    const all = centred.reduce((sum, point) => sum + dot(point, point), 0);
    for (const axis of [0, 1] as const) {
      expect(dot(plane.axes[axis], plane.axes[axis])).toBeCloseTo(1, 12);
      const along = centred.map((point) => dot(point, plane.axes[axis]));
      along.forEach((place, index) => expect(plane.places[index]?.[axis]).toBeCloseTo(place, 12));
      expect(plane.shares[axis]).toBeCloseTo(dot(along, along) / all, 12);
    }
    // No other direction holds more than the first: those of the points themselves do not.
    for (const direction of centred) {
      const along = centred.map((point) => dot(point, direction));
      expect(dot(along, along) / dot(direction, direction) / all).toBeLessThanOrEqual(plane.shares[0]);
    }
  });

  it('is not there for points on one line, for one point, and for none', () => {
    const line = [0, 1, 4].map((place) => Float64Array.of(place, 2 * place, 1));
    expect(principalPlane(line)).toBeNull();
    expect(principalPlane([Float64Array.of(1, 2)])).toBeNull();
    expect(principalPlane([])).toBeNull();
    expect(principalPlane([Float64Array.of(1, 2), Float64Array.of(1, 2), Float64Array.of(1, 2)])).toBeNull();
  });
});
