/** The functions that all programs share, as one module on their memory, and the numbers by which programs call them. */
import { integers, moduleOf, ofFour, type Signature, type Writer } from '../assembler';
import { errorFunction, exponential, hyperbolicTangent, logarithm, logistic, softplus } from './functions';
import type { Called } from './formulas';
import { product, productParameters } from './product';
import { argMaxRows, gatherRows } from './rows';

const functions = {
  exp: exponential,
  log: logarithm,
  tanh: hyperbolicTangent,
  sigmoid: () => logistic(0),
  softplus: () => softplus(0, 1),
  erf: errorFunction,
} as const satisfies Record<Called, () => Writer>;

const kernels = { product, argMaxRows, gatherRows } as const;

type Name = Called | keyof typeof kernels | 'host' | 'breathe';

/** What a program imports. `host` is one of its kernels in JavaScript: which, and three byte offsets; `breathe` says that it goes on. */
export const imported: Readonly<Record<Name, Signature>> = {
  exp: ofFour,
  log: ofFour,
  tanh: ofFour,
  sigmoid: ofFour,
  softplus: ofFour,
  erf: ofFour,
  product: integers(productParameters.length),
  argMaxRows: integers(4),
  gatherRows: integers(5),
  host: integers(4),
  breathe: integers(0),
};

const names = Object.keys(imported) as readonly Name[];

/** Index of a function in every program. */
export function indexOf(name: Name): number {
  return names.indexOf(name);
}

/** The module of all but `host` and `breathe`. */
export function kernelModule(): Uint8Array<ArrayBuffer> {
  return moduleOf(Object.fromEntries(Object.entries({ ...functions, ...kernels }).map(([name, write]) => [name, write()])));
}
