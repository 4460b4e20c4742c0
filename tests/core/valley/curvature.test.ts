import { describe, expect, it } from 'vitest';
import { rescaled } from '../../../src/core/lessons/rescaling';
import { curvaturesAt, lossesAt, slopeAt } from '../../../src/core/valley/curvature';
import type { PlaneLoss } from '../../../src/core/valley/planeLoss';
import { planeLosses } from '../../../src/core/valley/planeLosses';
import { normals } from '../tensor/randomTensors';

const losses: readonly (readonly [string, PlaneLoss])[] = Object.entries(planeLosses);
/** Places all over a window. */
const placesIn = ({ window }: PlaneLoss, name: string) => {
  const within = ([low, high]: readonly [number, number], draws: ArrayLike<number>) =>
    Float64Array.from({ length: 40 }, (_, index) => low + (high - low) / (1 + Math.exp(-(draws[index] as number))));
  return { x: within(window.x, normals(`${name} x`, 40)), y: within(window.y, normals(`${name} y`, 40)) };
};
const lossAt = (loss: PlaneLoss, x: number, y: number) => lossesAt(loss, Float64Array.of(x), Float64Array.of(y))[0] as number;

describe.each(losses)('%s', (name, loss) => {
  const { x, y } = placesIn(loss, name);

  it('has the gradient that finite differences have', () => {
    const h = 1e-5;
    x.forEach((a, index) => {
      const b = y[index] as number;
      const { loss: height, gradient } = slopeAt(loss, a, b);
      expect(height).toBe(lossAt(loss, a, b));
      const differences = [
        (lossAt(loss, a + h, b) - lossAt(loss, a - h, b)) / (2 * h),
        (lossAt(loss, a, b + h) - lossAt(loss, a, b - h)) / (2 * h),
      ] as const;
      // Truncation h²·L‴ and cancellation 1e-16·L/h, of losses up to a hundred.
      differences.forEach((difference, axis) => expect(gradient[axis]).toBeCloseTo(difference, 5));
    });
  });

  it('has the Hessian that differences of its gradient have', () => {
    const h = 1e-5;
    curvaturesAt(loss, x, y).forEach(({ xx, xy, yy }, index) => {
      const [a, b] = [x[index] as number, y[index] as number];
      const along = (dx: number, dy: number, axis: 0 | 1) =>
        (slopeAt(loss, a + dx, b + dy).gradient[axis] - slopeAt(loss, a - dx, b - dy).gradient[axis]) / (2 * h);
      expect(xx).toBeCloseTo(along(h, 0, 0), 4);
      expect(xy).toBeCloseTo(along(h, 0, 1), 4);
      expect(xy).toBeCloseTo(along(0, h, 0), 4);
      expect(yy).toBeCloseTo(along(0, h, 1), 4);
    });
  });

  it('is nowhere lower than on its floor, which has no slope', () => {
    const places = loss.floors.flatMap(({ from, to, at }) => [0, 0.3, 0.7, 1].map((share) => at(from + share * (to - from))));
    const lowest = Math.min(...lossesAt(loss, x, y));
    for (const [a, b] of places) {
      // The two bowls lift each other's floor by less than this.
      expect(Math.hypot(...slopeAt(loss, a, b).gradient)).toBeLessThan(0.05);
      expect(lossAt(loss, a, b)).toBeLessThan(lowest + 0.01);
    }
  });
});

it('is curved up as much as down at every point of the paper’s first example: its trace is zero, its norm is not', () => {
  const { x, y } = placesIn(planeLosses.saddle, 'saddle');
  for (const { trace, frobenius, determinant } of curvaturesAt(planeLosses.saddle, x, y)) {
    expect(trace).toBe(0);
    expect(frobenius).toBeCloseTo(Math.sqrt(8), 14);
    expect(determinant).toBe(-4);
  }
});

it('agrees with the products of tangents that the lesson about rescaling takes, at a point off the minimum', async () => {
  const { at, loss, sharpness } = await rescaled(1.7);
  const [curvature] = curvaturesAt(planeLosses.product, Float64Array.of(at[0]), Float64Array.of(at[1]));
  expect(lossAt(planeLosses.product, ...at)).toBeCloseTo(loss, 14);
  expect(curvature?.trace).toBeCloseTo(sharpness.trace, 12);
  expect(curvature?.frobenius).toBeCloseTo(sharpness.frobenius, 12);
  expect(curvature?.largest).toBeCloseTo(sharpness.largest, 12);
  expect(curvature?.determinant).toBeCloseTo(sharpness.determinant, 12);
});

it('is the same loss at x·c and y/c of the paper’s second example, at another trace and the same determinant', () => {
  const [before, after] = curvaturesAt(planeLosses.product, Float64Array.of(1.2, 2.4), Float64Array.of(0.5, 0.25));
  expect(lossAt(planeLosses.product, 2.4, 0.25)).toBeCloseTo(lossAt(planeLosses.product, 1.2, 0.5), 15);
  expect(after?.trace).not.toBeCloseTo(before?.trace as number, 1);
  expect(after?.determinant).toBeCloseTo(before?.determinant as number, 12);
});
