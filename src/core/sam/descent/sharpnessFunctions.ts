/**
 * The functions a (φ, ψ, μ)-sharpness is put together from: ψ of a rise D, and φ of the averages s_j of ψ_j.
 *
 * Source: Tahmasebi et al. 2024, "A Universal Class of Sharpness-Aware Minimization Algorithms", arXiv:2406.03682, table of
 * examples; algorithms.md §7.2. Ours: the log-determinant, the weighted sum, the product, and that D is kept within ±30 before
 * exponentials.
 */
import { nth } from '../../numbers';
import type { Scalar } from '../../tensor/tensor';
import { one, sum } from './nearby';

/** |D| beyond this is cut off before an exponential, which float32 could not hold. */
export const EXPONENT_LIMIT = 30;
/** Keeps 1/s³ finite in float32 where s is a mean of squares that vanish. */
const LEAST_AVERAGE = 1e-12;

interface InnerFunction {
  readonly label: string;
  value(rise: Scalar): Scalar;
  /** ψ′. */
  slope(rise: Scalar): Scalar;
  /** True if its average cannot be negative. */
  readonly isPositive: boolean;
  readonly isExponential: boolean;
}

const exponential = (rate: number): Omit<InnerFunction, 'label'> => {
  const value = (rise: Scalar) => rise.max(-EXPONENT_LIMIT).min(EXPONENT_LIMIT).mul(-rate).exp();
  return { value, slope: (rise) => value(rise).mul(-rate), isPositive: true, isExponential: true };
};

export type Psi = 'identity' | 'square' | 'exp-half' | 'exp';
export const psis: Readonly<Record<Psi, InnerFunction>> = {
  identity: { label: 'D', value: (rise) => rise, slope: one, isPositive: false, isExponential: false },
  square: { label: 'D²', value: (rise) => rise.square(), slope: (rise) => rise.mul(2), isPositive: true, isExponential: false },
  'exp-half': { label: 'e^(−D/2)', ...exponential(0.5) },
  exp: { label: 'e^(−D)', ...exponential(1) },
};

interface OuterFunction {
  readonly label: string;
  /** How many averages it takes. */
  readonly takes: 'one' | 'two' | 'any';
  /** True if it is defined for positive averages only. */
  readonly needsPositive: boolean;
  value(averages: readonly Scalar[], weights: readonly number[]): Scalar;
  /** ∂φ/∂s_j. */
  slopes(averages: readonly Scalar[], weights: readonly number[]): readonly Scalar[];
}

export type Phi = 'identity' | 'inverse-square' | 'minus-two-log' | 'two-variance' | 'sum' | 'product';
export const phis: Readonly<Record<Phi, OuterFunction>> = {
  identity: { label: 's', takes: 'one', needsPositive: false, value: first, slopes: ([s]) => [one(s as Scalar)] },
  'inverse-square': {
    label: '1/s²',
    takes: 'one',
    needsPositive: true,
    value: ([s]) => one(s as Scalar).div(positive(s).square()),
    slopes: ([s]) => [over(-2, positive(s).square().mul(positive(s)))],
  },
  'minus-two-log': {
    label: '−2 log s',
    takes: 'one',
    needsPositive: true,
    value: ([s]) => positive(s).log().mul(-2),
    slopes: ([s]) => [over(-2, positive(s))],
  },
  'two-variance': {
    label: '2(s₁ − s₂²)',
    takes: 'two',
    needsPositive: false,
    value: ([s1, s2]) => (s1 as Scalar).sub((s2 as Scalar).square()).mul(2),
    slopes: ([s1, s2]) => [one(s1 as Scalar).mul(2), (s2 as Scalar).mul(-4)],
  },
  sum: {
    label: 'c₁s₁ + c₂s₂ + …',
    takes: 'any',
    needsPositive: false,
    value: (averages, weights) => sum(averages.map((s, index) => s.mul(nth(weights, index)))),
    slopes: (averages, weights) => averages.map((s, index) => one(s).mul(nth(weights, index))),
  },
  product: {
    label: 's₁ · s₂ · …',
    takes: 'any',
    needsPositive: false,
    value: (averages) => product(averages, averages[0] as Scalar),
    slopes: (averages) =>
      averages.map((s, own) =>
        product(
          averages.filter((_, other) => other !== own),
          s,
        ),
      ),
  },
};

function first([average]: readonly Scalar[]): Scalar {
  return average as Scalar;
}

function positive(average: Scalar | undefined): Scalar {
  return (average as Scalar).max(LEAST_AVERAGE);
}

function over(numerator: number, denominator: Scalar): Scalar {
  return one(denominator).mul(numerator).div(denominator);
}

/** 1 for no factors, on the device of `like`. */
function product(factors: readonly Scalar[], like: Scalar): Scalar {
  return factors.length === 0 ? one(like) : factors.reduce((result, factor) => result.mul(factor));
}
