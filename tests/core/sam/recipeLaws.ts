/** Laws of named algorithms that take a model or a base optimizer: some by turns in `npm test`, each with each in recipes.slow.test.ts. */
import { expect } from 'vitest';
import { initialParams, type Network } from '../../../src/core/models/network';
import { partsOf, recipes } from '../../../src/core/sam/recipes';
import type { optimizers } from '../../../src/core/sam/slots';
import { climbs, runOf } from '../../../src/core/settings/runs';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import type { Vector } from '../../../src/core/tensor/tensor';
import { anatomyOf, batchOf, descentLoss, imageNetworks, imagesOf, numberOf, oracleAt, walk } from './smallProblem';

export const batch = (step: number) => batchOf(12, `batch ${step}`);

/** Base optimizers, by a name for a test’s. */
export const baseOptimizers = {
  sgd: ['sgd'],
  'sgd with momentum and weight decay': ['sgd', { momentum: 0.9, wd: 5e-4 }],
  adam: ['adam'],
  adamw: ['adamw'],
} as const satisfies Readonly<Record<string, readonly [keyof typeof optimizers, Readonly<Record<string, number>>?]>>;
export type BaseOptimizer = keyof typeof baseOptimizers;
export const baseNames = Object.keys(baseOptimizers) as readonly BaseOptimizer[];

/** One of `all` for an algorithm, so that each of them has its turn. */
export function inTurn<T>(algorithm: string, all: readonly T[]): T {
  return all[Object.keys(recipes).indexOf(algorithm) % all.length] as T;
}

/** Everything that an algorithm adds to its base optimizer, switched off: radii, weights of regularizers, parts of samples. */
const nothing = { rho: 0, rhomax: 0, rhomin: 0, across: 0, gamma: 1, m: 1, back: 1 };

export const learnsRadius = (algorithm: string) => partsOf(algorithm).radius.kind === 'lets';
export const hasRegularizer = (algorithm: string) => Object.hasOwn(partsOf(algorithm).descent.values, 'lambda');
/** True if switching off what it adds leaves its base optimizer: a learned radius is never zero, and bSAM brings an optimizer of its own. */
export const hasBase = (algorithm: string) => !learnsRadius(algorithm) && partsOf(algorithm).update.kind !== 'bsam';

/** Eight steps with all that it adds at zero are the base optimizer’s, bit for bit. */
export async function expectItsBase(algorithm: string, base: BaseOptimizer): Promise<void> {
  // The universal class divides by ρ: there λ is what it adds.
  const off = hasRegularizer(algorithm) ? { ...nothing, rho: 0.1, lambda: 0 } : nothing;
  const [kind, values = {}] = baseOptimizers[base] as readonly [string, Readonly<Record<string, number>>?];
  // Momentum-SAM has AdamW’s weight decay after the step.
  const optimizer = [kind, partsOf(algorithm).heading.kind === 'momentum' && kind === 'adamw' ? { wd: 0 } : values] as const;
  const own = await walk(anatomyOf(algorithm, off, optimizer), 8, { batch, learningRate: 0.05 });
  const plain = await walk(anatomyOf('sgd', {}, optimizer), 8, { batch, learningRate: 0.05 });
  expect(own.params).toEqual(plain.params);
}

/** Sixty steps lower the loss of `network` to less than 0.6 of what it was. */
export async function expectLowerLoss(algorithm: string, network: Network, base: BaseOptimizer): Promise<void> {
  const learningRate = base.startsWith('sgd') ? 0.2 : 0.05;
  const { params } = await walk(anatomyOf(algorithm, small(algorithm), baseOptimizers[base]), 60, { network, learningRate });
  const lossAt = (at: Vector) => numberOf(oracleAt(network, batchOf()).pass(descentLoss, at, batchOf()).loss);
  const start = await lossAt(float64.tensor(initialParams(network, 1), [network.layout.size]));
  expect(await lossAt(float64.tensor(params, [network.layout.size]))).toBeLessThan(0.6 * start);
}

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
  expect(distance(params, initialParams(network, 1))).toBeGreaterThan(0);
}

/** Euclidean distance of two vectors of one length. */
export function distance(left: ArrayLike<number>, right: ArrayLike<number>): number {
  return Math.hypot(...Array.from(left, (value, index) => value - (right[index] ?? Number.NaN)));
}

/** Settings with which a short training on twelve points goes down, where the defaults are for something else. */
function small(algorithm: string): Record<string, number> {
  if (!climbs(runOf('r1', algorithm))) return {};
  return hasRegularizer(algorithm) ? { lambda: 0.001 } : { rho: 0.05, rho0: 0.05 };
}
