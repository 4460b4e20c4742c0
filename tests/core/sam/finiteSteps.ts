import { expect } from 'vitest';
import { initialParams } from '../../../src/core/models/network';
import { anatomyOf, imageNetworks, imagesOf, walk } from './smallProblem';

/** Two steps of an algorithm on the smallest of a model, in float64: every number is finite, and the weights move. */
export async function expectFiniteSteps(algorithm: string, model: string): Promise<void> {
  const network = imageNetworks[model] as (typeof imageNetworks)[string];
  const { params, records } = await walk(anatomyOf(algorithm), 2, {
    network,
    batch: (step) => imagesOf(8, 3, `images ${step}`),
    learningRate: 0.05,
  });
  expect(params.every(Number.isFinite)).toBe(true);
  for (const record of records)
    for (const [name, value] of Object.entries(record)) expect([name, Number.isFinite(value)]).toEqual([name, true]);
  const start = initialParams(network, 1);
  expect(Math.hypot(...params.map((value, index) => value - (start[index] as number)))).toBeGreaterThan(0);
}
