import { describe, expect, it } from 'vitest';
import { optimizers } from '../../../src/core/sam/slots';
import { choose, entryOf } from '../../../src/core/settings/entry';
import { defaultsOf, type FieldValue } from '../../../src/core/settings/field';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import type { Vector } from '../../../src/core/tensor/tensor';

type Gradient = (params: readonly number[]) => readonly number[];

/** Parameters after each step from `start`, with the gradient as a function of the parameters. */
async function path(
  kind: string,
  values: Readonly<Record<string, FieldValue>>,
  start: readonly number[],
  gradient: Gradient,
  steps: number,
  eta = 0.1,
) {
  const optimizer = entryOf(optimizers, kind).create(choose(optimizers, kind, values).values as never);
  let params: Vector = float64.tensor(start, [start.length]);
  let state = optimizer.init();
  const visited: number[][] = [];
  for (let step = 0; step < steps; step++) {
    const at = [...(await float64.read(params))];
    ({ params, state } = optimizer.update(float64.tensor(gradient(at), [at.length]), params, state, {
      eta: float64.scalar(eta),
      backend: float64,
      climbed: [],
    }));
    visited.push([...(await float64.read(params))]);
  }
  return visited;
}
const closeTo = (actual: readonly (readonly number[])[], expected: readonly (readonly number[])[], digits = 12) =>
  expected.forEach((row, step) => row.forEach((value, index) => expect(actual[step]?.[index]).toBeCloseTo(value, digits)));

describe.each(Object.entries(optimizers))('base optimizer %s', (kind, { fields }) => {
  const variants: Record<string, FieldValue>[] = kind === 'sgd' ? [{}, { momentum: 0.9 }, { momentum: 0.9, nesterov: true }] : [{}];

  it('does not move without gradient and weight decay', async () => {
    for (const variant of variants) {
      const visited = await path(kind, { ...variant, wd: 0 }, [1, -2, 0], () => [0, 0, 0], 5);
      for (const at of visited) expect(at).toEqual([1, -2, 0]);
    }
  });

  it('descends a parabola to its minimum', async () => {
    // ½(x² + 4y²), from (3, 1). Adam makes steps of about η wherever it stands, hence the many.
    for (const variant of variants) {
      const visited = await path(kind, { ...variant, wd: 0 }, [3, 1], ([x = 0, y = 0]) => [x, 4 * y], 400, kind === 'sgd' ? 0.1 : 0.05);
      expect(Math.hypot(...(visited.at(-1) as number[]))).toBeLessThan(1e-4);
    }
  });

  it('keeps its state in values: the same state gives the same step twice', () => {
    const optimizer = entryOf(optimizers, kind).create(defaultsOf(fields) as never);
    const at = { eta: float64.scalar(0.1), backend: float64, climbed: [] };
    const params = float64.tensor([1, 2], [2]);
    const gradient = float64.tensor([0.3, -0.4], [2]);
    const { state } = optimizer.update(gradient, params, optimizer.init(), at);
    const twice = [0, 1].map(() => optimizer.update(gradient, params, state, at));
    expect(twice[0]).toEqual(twice[1]);
  });
});

describe('SGD', () => {
  it('steps by η times the gradient', async () => {
    closeTo(await path('sgd', {}, [1, -2], () => [0.5, 4], 2), [
      [0.95, -2.4],
      [0.9, -2.8],
    ]);
  });

  it('takes the first gradient whole into its momentum, and then m·v + r', async () => {
    // g = 1 always, m = 0.9: v = 1, 1.9, 2.71, so w = −0.1, −0.29, −0.561.
    closeTo(await path('sgd', { momentum: 0.9 }, [0], () => [1], 3), [[-0.1], [-0.29], [-0.561]]);
  });

  it('looks ahead with Nesterov', async () => {
    // v as above; steps r + m·v = 1.9, 2.71, 3.439.
    closeTo(await path('sgd', { momentum: 0.9, nesterov: true }, [0], () => [1], 3), [[-0.19], [-0.461], [-0.8049]]);
  });

  it('adds λw to the gradient, within the momentum', async () => {
    // λ = 0.5, m = 0.9, g = 0, w₀ = 2: r = 1 → w = 1.9; r = 0.95, v = 1.85 → w = 1.715.
    closeTo(await path('sgd', { momentum: 0.9, wd: 0.5 }, [2], () => [0], 2), [[1.9], [1.715]]);
  });
});

describe('Adam', () => {
  it('corrects its averages for having started at zero, so that the first steps have length η', async () => {
    // g = 1, then g = 1: both corrected averages are 1 exactly, whatever the betas.
    closeTo(
      await path('adam', {}, [0, 0], () => [1, -1e-3], 2),
      [
        [-0.1, 0.1],
        [-0.2, 0.2],
      ],
      5,
    );
  });

  it('takes PyTorch’s steps', async () => {
    // β = (0.9, 0.999), η = 0.1, tiny = 1e-8; g = 1, then 3.
    // a₁ = 0.1, s₁ = 0.001:   √s/√(1−β₂) = 1,           w = −0.1/0.1 · 0.1/(1 + 1e-8)
    // a₂ = 0.39, s₂ = 0.009999: √s/√(1−β₂²) = √(0.009999/0.001999), w −= 0.1/0.19 · 0.39/that
    const gradients = [[1], [3]];
    let step = 0;
    const first = -0.1 / (1 + 1e-8);
    const second = first - ((0.1 / 0.19) * 0.39) / (Math.sqrt(0.009999 / 0.001999) + 1e-8);
    closeTo(await path('adam', {}, [0], () => gradients[step++] as number[], 2), [[first], [second]]);
  });

  it('has λ in the gradient, where Adam’s scaling hides it, and AdamW takes it from the weights', async () => {
    // w₀ = 2, g = 0, λ = 0.1, η = 0.1. Adam: r = 0.2, so a step of η. AdamW: w·(1 − 0.01), and no step.
    closeTo(await path('adam', { wd: 0.1 }, [2], () => [0], 1), [[1.9]], 6);
    closeTo(await path('adamw', { wd: 0.1 }, [2], () => [0], 2), [[1.98], [1.9602]]);
  });

  it('keeps a coordinate without any gradient where it is', async () => {
    const visited = await path('adam', {}, [5, 0], () => [0, 1], 50);
    expect(visited.every(([still]) => still === 5)).toBe(true);
  });
});
