/**
 * Exact derivatives of a plane loss, by tangents of tangents (`diagnostics/dualTensor.ts`): the loss is written once, and no
 * step size is chosen. Many points go through at once, so that a path costs about as much as a point.
 */
import { nth } from '../numbers';
import { DualTensor } from '../diagnostics/dualTensor';
import { float64Backend as float64 } from '../tensor/float64';
import { doubles } from '../tensor/float64/float64Tensor';
import type { Tensor } from '../tensor/tensor';
import { numbers, PairTensor } from './pairTensor';
import type { PlaneLoss } from './planeLoss';

const column = (values: readonly number[] | Float64Array) => float64.tensor(values, [values.length]);
/** `pattern` once per point. */
const repeated = (pattern: readonly number[], count: number) => column(pattern.flatMap((value) => new Array<number>(count).fill(value)));

/** Losses at points. */
export function lossesAt({ of }: PlaneLoss, x: Float64Array, y: Float64Array): Float64Array {
  return valuesOf(of(column(x), column(y)), x.length);
}

const PAIR = [2] as const;
const TOWARDS_X = new PairTensor(PAIR, [1, 0]);
const TOWARDS_Y = new PairTensor(PAIR, [0, 1]);

/** Loss and gradient at a point: one pass in which each row asks for one axis. */
export function slopeAt({ of }: PlaneLoss, x: number, y: number): { readonly loss: number; readonly gradient: readonly [number, number] } {
  const variable = (value: number, towards: PairTensor) => new DualTensor(new PairTensor(PAIR, [value, value]), towards);
  const { value, tangent } = of(variable(x, TOWARDS_X), variable(y, TOWARDS_Y)) as DualTensor;
  const [dx = 0, dy = 0] = tangent ? numbers(tangent).values : [];
  return { loss: nth(numbers(value).values, 0), gradient: [dx, dy] };
}

/** Measures of a symmetric 2 × 2 matrix, which is what sharpness is read off. */
export interface Curvature {
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
  readonly trace: number;
  /** ‖∇²L‖_F. */
  readonly frobenius: number;
  readonly determinant: number;
  /** λ max, the algebraically largest eigenvalue. */
  readonly largest: number;
}

/** ∇²L at points, exact up to rounding. Cost: one pass with two tangents over three rows per point. */
export function curvaturesAt({ of }: PlaneLoss, x: Float64Array, y: Float64Array): readonly Curvature[] {
  const count = x.length;
  const thrice = (values: Float64Array) => column(Float64Array.from({ length: 3 * count }, (_, row) => nth(values, row % count)));
  // Rows: ∂x∂x, ∂x∂y, ∂y∂y. The outer tangent is a constant of the inner one.
  const variable = (values: Float64Array, inner: readonly number[], outer: readonly number[]) =>
    new DualTensor(new DualTensor(thrice(values), repeated(inner, count)), new DualTensor(repeated(outer, count)));
  const result = of(variable(x, [1, 0, 0], [1, 1, 0]), variable(y, [0, 1, 1], [0, 0, 1])) as DualTensor;
  const entries = valuesOf((result.tangent as DualTensor | undefined)?.tangent, 3 * count);
  return Array.from(x, (_, point) => curvatureOf(nth(entries, point), nth(entries, count + point), nth(entries, 2 * count + point)));
}

/** What is read off a symmetric matrix. */
export function curvatureOf(xx: number, xy: number, yy: number): Curvature {
  return {
    xx,
    xy,
    yy,
    trace: xx + yy,
    frobenius: Math.sqrt(xx * xx + 2 * xy * xy + yy * yy),
    determinant: xx * yy - xy * xy,
    largest: (xx + yy) / 2 + Math.hypot((xx - yy) / 2, xy),
  };
}

/** What has no tangent is constant there. */
const valuesOf = (tensor: Tensor | undefined, count: number): Float64Array => (tensor ? doubles(tensor).values : new Float64Array(count));
