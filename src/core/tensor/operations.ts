/**
 * The element-wise operations: their names, and for each its meaning on doubles and its derivative.
 *
 * Everything that computes element by element follows from these two tables: the methods of every tensor class
 * (`elementwise.ts`), the reference (`float64/`), dual numbers (`diagnostics/dualTensor.ts`) and the names of the graph. How
 * a device computes them is a row of `engine/operations`, and a type error while it is missing.
 */
import type { Tensor } from './tensor';

/** Of one number, each element by itself. */
export interface Functions<Result = Tensor> {
  abs(): Result;
  square(): Result;
  /** √x, x ≥ 0. */
  sqrt(): Result;
  exp(): Result;
  /** Natural logarithm, x > 0 (log 0 differs between devices: never ask for it). */
  log(): Result;
  tanh(): Result;
  /** 1/(1 + e^−x), without overflow for any x. */
  sigmoid(): Result;
  /** log(1 + e^x), without overflow for any x. */
  softplus(): Result;
  /** Gauss error function. */
  erf(): Result;
}

/** Of two numbers, broadcast like NumPy's; comparisons give 0 or 1 and have no gradient. */
export interface Pairs<Result = Tensor> {
  add(other: Tensor | number): Result;
  sub(other: Tensor | number): Result;
  mul(other: Tensor | number): Result;
  div(other: Tensor | number): Result;
  /** Larger of the two, element by element. */
  max(other: Tensor | number): Result;
  /** Smaller of the two, element by element. */
  min(other: Tensor | number): Result;
  /** 1 where this > other, else 0. */
  greater(other: Tensor | number): Result;
  /** 1 where this equals other, else 0. */
  equal(other: Tensor | number): Result;
}

export type FunctionName = keyof Functions;
export type PairName = keyof Pairs;
export type Elementwise = FunctionName | PairName;

interface FunctionRow {
  readonly value: (x: number) => number;
  /** The tangent of y = f(x), given that of x. */
  readonly tangent: (dx: Tensor, x: Tensor, y: Tensor) => Tensor;
  /** It is defined, and differentiable, above this number only. */
  readonly above?: number;
}

interface PairRow {
  readonly value: (a: number, b: number) => number;
  /** The tangent of y = f(a, b), given those of a and b, of which a constant has none. `undefined`: y has none. */
  readonly tangent: (da: Tensor | undefined, db: Tensor | undefined, a: Tensor, b: Tensor | number, y: Tensor) => Tensor | undefined;
}

export const functions: Readonly<Record<FunctionName, FunctionRow>> = {
  abs: { value: Math.abs, tangent: (dx, x) => dx.mul(x.greater(0).sub(x.mul(-1).greater(0))) },
  square: { value: (x) => x * x, tangent: (dx, x) => dx.mul(x.mul(2)) },
  sqrt: { value: Math.sqrt, tangent: (dx, _, y) => dx.div(y).mul(0.5), above: 0 },
  exp: { value: Math.exp, tangent: (dx, _, y) => dx.mul(y) },
  log: { value: Math.log, tangent: (dx, x) => dx.div(x), above: 0 },
  tanh: { value: Math.tanh, tangent: (dx, _, y) => dx.mul(y.square().mul(-1).add(1)) },
  sigmoid: { value: sigmoid, tangent: (dx, _, y) => dx.mul(y.sub(y.square())) },
  softplus: { value: softplus, tangent: (dx, x) => dx.mul(x.sigmoid()) },
  erf: {
    value: erf,
    tangent: (dx, x) =>
      dx.mul(
        x
          .square()
          .mul(-1)
          .exp()
          .mul(2 / Math.sqrt(Math.PI)),
      ),
  },
};

export const pairs: Readonly<Record<PairName, PairRow>> = {
  add: { value: (a, b) => a + b, tangent: (da, db) => total(da, db) },
  sub: { value: (a, b) => a - b, tangent: (da, db) => total(da, db?.mul(-1)) },
  mul: { value: (a, b) => a * b, tangent: (da, db, a, b) => total(da?.mul(b), db && a.mul(db)) },
  div: { value: (a, b) => a / b, tangent: (da, db, _, b, y) => total(da, db && y.mul(db).mul(-1))?.div(b) },
  max: { value: Math.max, tangent: (da, db, a, b) => either(da, db, () => a.greater(b)) },
  min: {
    value: Math.min,
    // a < b, as −a > −b
    tangent: (da, db, a, b) => either(da, db, () => a.mul(-1).greater(typeof b === 'number' ? -b : b.mul(-1))),
  },
  greater: { value: (a, b) => (a > b ? 1 : 0), tangent: () => undefined },
  equal: { value: (a, b) => (a === b ? 1 : 0), tangent: () => undefined },
};

export const functionNames = Object.keys(functions) as readonly FunctionName[];
export const pairNames = Object.keys(pairs) as readonly PairName[];

export function isElementwise(name: string): name is Elementwise {
  return Object.hasOwn(functions, name) || Object.hasOwn(pairs, name);
}

/** The sum of two tangents, of which a constant has none. */
export function total(a: Tensor | undefined, b: Tensor | undefined): Tensor | undefined {
  return a && b ? a.add(b) : (a ?? b);
}

/** The first tangent where `isFirst` is 1, the second elsewhere. */
function either(da: Tensor | undefined, db: Tensor | undefined, isFirst: () => Tensor): Tensor | undefined {
  if (!da && !db) return undefined;
  const first = isFirst();
  return total(da?.mul(first), db?.mul(first.mul(-1).add(1)));
}

/** 1/(1 + e^−x): the exponential's argument is never positive, so it cannot overflow. */
function sigmoid(x: number): number {
  const small = Math.exp(-Math.abs(x));
  return x >= 0 ? 1 / (1 + small) : small / (1 + small);
}

/** log(1 + e^x), likewise. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/**
 * Gauss error function, to about 1e-15.
 *
 * erf x = 2/√π · e^−x² · Σ 2ⁿ x^(2n+1) / (2n+1)!!: all terms positive, so nothing cancels (Abramowitz & Stegun 7.1.6).
 */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  let term = size;
  let sum = size;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * size * size) / (2 * n + 1);
    sum += term;
  }
  return Math.sign(x) * Math.min(1, (2 / Math.sqrt(Math.PI)) * Math.exp(-size * size) * sum);
}
