/** What can be computed element by element: as instructions, or as a call of a function of `functions.ts`. */
import { v128 } from '../assembler';

export const pairs = {
  add: [v128.add],
  sub: [v128.subtract],
  mul: [v128.multiply],
  div: [v128.divide],
  /** NaN where either is. */
  max: [v128.max],
  min: [v128.min],
  /** 1 and 0. */
  greater: [v128.greater, v128.ones, v128.and],
  equal: [v128.equal, v128.ones, v128.and],
} as const;
export const singles = { abs: [v128.absolute], sqrt: [v128.squareRoot] } as const;
export const called = ['exp', 'log', 'tanh', 'sigmoid', 'softplus', 'erf'] as const;

export type Called = (typeof called)[number];
export type Formula = keyof typeof pairs | keyof typeof singles | 'square' | Called;

export function isFormula(name: string): name is Formula {
  return name in pairs || name in singles || name === 'square' || (called as readonly string[]).includes(name);
}
