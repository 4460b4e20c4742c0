/** Contractions, computed loop by loop in doubles, are the operations that they stand for. */
import { describe, expect, it } from 'vitest';
import { float64Backend } from '../../../src/core/tensor/float64';
import { sizeOf, stridesOf } from '../../../src/core/tensor/shape';
import type { Shape, Tensor } from '../../../src/core/tensor/tensor';
import { type Access, contractionOf, type Loop, strideOf } from '../../../src/engine/graph/contraction';
import type { Op } from '../../../src/engine/graph/node';
import { normalTensor } from '../../core/tensor/randomTensors';
import { recording } from './recording';

/** Calls `visit` for all places of nested loops, the last one fastest. */
function each(loops: readonly Loop[], visit: (places: ReadonlyMap<string, number>) => void): void {
  const size = sizeOf(loops.map(({ length }) => length));
  for (let number = 0; number < size; number++) {
    let rest = number;
    const places = new Map<string, number>();
    for (const { name, length } of [...loops].reverse()) {
      places.set(name, rest % length);
      rest = Math.floor(rest / length);
    }
    visit(places);
  }
}

/** The number that a factor has where its loops are at `places`; 0 where that is none of its places. */
function valueAt(values: ArrayLike<number>, shape: Shape, access: Access, places: ReadonlyMap<string, number>): number {
  const strides = stridesOf(shape);
  let at = 0;
  for (const [axis, { of, plus = 0, over }] of access.entries()) {
    const sum = of.reduce((total, [loop, times]) => total + times * (places.get(loop) as number), plus);
    const place = sum / (over ?? 1);
    const isPlace = Number.isInteger(place) && place >= 0 && place < (shape[axis] as number);
    if (!isPlace && over !== undefined) return 0;
    expect(isPlace).toBe(true);
    at += place * (strides[axis] as number);
  }
  return values[at] as number;
}

interface Case {
  readonly op: Op;
  readonly left: Shape;
  readonly right: Shape;
  readonly numbers: readonly number[];
  readonly of: (left: Tensor, right: Tensor) => Tensor;
}

const cases: Record<string, Case> = {};
for (const [left, right] of [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const)
  for (const stack of [[], [2]])
    cases[`matMul of ${left ? 'aᵀ' : 'a'} and ${right ? 'bᵀ' : 'b'}${stack.length > 0 ? ', stacks' : ''}`] = {
      op: 'matMul',
      left: [...stack, ...(left ? [4, 3] : [3, 4])],
      right: [...stack, ...(right ? [5, 4] : [4, 5])],
      numbers: [left, right],
      of: (a, b) => a.matMul(b, left === 1, right === 1),
    };
for (const stride of [1, 2, 3]) {
  const [height, width] = [Math.floor((8 - 3) / stride) + 1, Math.floor((7 - 2) / stride) + 1];
  const [images, filters, results] = [
    [2, 8, 7, 3],
    [3, 2, 3, 4],
    [2, height, width, 4],
  ] as const;
  cases[`conv2d, stride ${stride}`] = { op: 'conv2d', left: images, right: filters, numbers: [stride], of: (a, b) => a.conv2d(b, stride) };
  cases[`conv2dKernelGradient, stride ${stride}`] = {
    op: 'conv2dKernelGradient',
    left: images,
    right: results,
    numbers: [stride, ...filters],
    of: (a, b) => b.conv2dKernelGradient(a, filters, stride),
  };
  cases[`conv2dInputGradient, stride ${stride}`] = {
    op: 'conv2dInputGradient',
    left: results,
    right: filters,
    numbers: [stride, ...images],
    of: (a, b) => a.conv2dInputGradient(b, images, stride),
  };
  cases[`conv2dInputGradient from the second row and third column, stride ${stride}`] = {
    op: 'conv2dInputGradient',
    left: results,
    right: filters,
    numbers: [stride, ...images, 1, 2],
    of: (a, b) => a.conv2dInputGradient(b, images, stride).slice([0, 1, 2, 0], [2, 6, 4, 3]),
  };
}

describe('a contraction', () => {
  it.each(Object.entries(cases))('says what the operation is: %s', async (_, { op, left, right, numbers, of }) => {
    const [a, b] = [normalTensor(float64Backend, 'a', left), normalTensor(float64Backend, 'b', right)];
    const expected = of(a, b);
    const { make, leaf } = recording();
    const contraction = contractionOf(make(op, [leaf(...left), leaf(...right)], expected.shape, numbers));
    const [lefts, rights] = await float64Backend.readAll([a, b]);
    const got: number[] = [];
    each([...contraction.batch, ...contraction.rows, ...contraction.columns], (outer) => {
      let total = 0;
      each(contraction.inner, (inner) => {
        const places = new Map([...outer, ...inner]);
        const factor = valueAt(lefts as Float64Array, left, contraction.left, places);
        total += factor * valueAt(rights as Float64Array, right, contraction.right, places);
      });
      got.push(total);
    });
    const wanted = await float64Backend.read(expected);
    expect(got).toHaveLength(wanted.length);
    wanted.forEach((value, index) => expect(got[index]).toBeCloseTo(value, 12));
  });

  it('knows how far a loop goes from turn to turn: a window’s row of pixels lies in one piece', () => {
    const { make, leaf } = recording();
    const { left, rows, inner } = contractionOf(make('conv2d', [leaf(2, 8, 7, 3), leaf(3, 2, 3, 4)], [2, 3, 3, 4], [2]));
    expect(rows.map((loop) => strideOf(left, [2, 8, 7, 3], loop))).toEqual([8 * 7 * 3, 2 * 7 * 3, 2 * 3]);
    expect(inner.map((loop) => strideOf(left, [2, 8, 7, 3], loop))).toEqual([7 * 3, 3, 1]);
  });
});
