import { describe, expect, it } from 'vitest';
import type { Arrow } from '../../../../src/core/sam/observation/observation';
import { planeOf, windowAround } from '../../../../src/core/sam/observation/plane';
import { normals } from '../../tensor/randomTensors';

const DIMENSIONS = 7;
const vectors = ['a', 'b', 'c', 'd'].map((name) => Array.from(normals(name, DIMENSIONS)));
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, index) => sum + value * (b[index] as number), 0);
const gramOf = (of: readonly (readonly number[])[]) => of.map((one) => of.map((other) => dot(one, other)));

describe('the plane of a step', () => {
  it('is spanned by orthonormal axes in which every vector has its products with them as coordinates', () => {
    const { axes, weights, coordinates } = planeOf(gramOf(vectors), [2, 0, 1, 3]);
    expect(axes).toEqual([2, 0]);
    const [e1, e2] = weights.map((row) =>
      Array.from({ length: DIMENSIONS }, (_, at) =>
        axes.reduce((sum, axis, index) => sum + (row[index] as number) * (vectors[axis]?.[at] as number), 0),
      ),
    ) as [number[], number[]];
    expect(dot(e1, e1)).toBeCloseTo(1, 12);
    expect(dot(e2, e2)).toBeCloseTo(1, 12);
    expect(dot(e1, e2)).toBeCloseTo(0, 12);
    vectors.forEach((vector, index) => {
      expect(coordinates[index]?.[0]).toBeCloseTo(dot(vector, e1), 12);
      expect(coordinates[index]?.[1]).toBeCloseTo(dot(vector, e2), 12);
    });
  });

  it('passes over what is zero or parallel, is a line where all is, and nothing where nothing moved', () => {
    const [a, b] = vectors as [number[], number[]];
    const zero = a.map(() => 0);
    const doubled = a.map((value) => -2 * value);
    expect(planeOf(gramOf([zero, a, doubled, b]), [0, 1, 2, 3]).axes).toEqual([1, 3]);
    const line = planeOf(gramOf([a, doubled]), [0, 1]);
    expect(line.axes).toEqual([0]);
    expect(line.coordinates[1]?.[0]).toBeCloseTo(-2 * Math.sqrt(dot(a, a)), 12);
    expect(planeOf(gramOf([zero]), [0])).toEqual({ axes: [], weights: [], coordinates: [[0, 0]] });
  });

  it('is drawn in a square that holds every way, with room around', () => {
    const way = (by: readonly [number, number]): Arrow => ({ frame: 'climb', symbol: 'ε', from: [0, 0], by, is: 'way', length: 1 });
    const { x, y } = windowAround([way([2, 0]), way([-1, 1]), { ...way([90, 90]), is: 'gradient' }], 5, 3);
    expect([x.length, y.length]).toEqual([5, 3]);
    const span = (axis: readonly number[]) => (axis.at(-1) as number) - (axis[0] as number);
    expect(span(x)).toBeCloseTo(span(y), 12);
    expect(x[0]).toBeLessThan(-1);
    expect(x.at(-1)).toBeGreaterThan(2);
    expect(y[0]).toBeLessThan(0);
    expect(y.at(-1)).toBeGreaterThan(1);
    expect(windowAround([way([2, 0])], 5, 1).y).toEqual([0]);
  });
});
