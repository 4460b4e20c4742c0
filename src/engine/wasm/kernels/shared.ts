/** The functions that all programs share, as one module on their memory, and the numbers by which programs call them. */
import type { Elementwise } from '../../../core/tensor/operations';
import { operations } from '../../operations/operations';
import { integers, moduleOf, ofFour, type Signature, type Writer } from '../assembler';
import { product, productParameters } from './product';
import { argMaxRows, gatherRows, scatterRows } from './rows';

const elementwise = (Object.keys(operations) as Elementwise[]).filter((name) => 'shared' in operations[name].wasm);
const kernels = { product, argMaxRows, gatherRows, scatterRows } as const;

/** Imports of a program. `host` is one of its kernels in JavaScript: which, and three byte offsets; `breathe` says that it goes on. */
export const imported: Readonly<Record<string, Signature>> = {
  ...Object.fromEntries(elementwise.map((name) => [name, ofFour])),
  product: integers(productParameters.length),
  argMaxRows: integers(4),
  gatherRows: integers(5),
  scatterRows: integers(5),
  host: integers(4),
  breathe: integers(0),
};

const names = Object.keys(imported);

/** Index of a function in every program. */
export function indexOf(name: Elementwise | keyof typeof kernels | 'host' | 'breathe'): number {
  return names.indexOf(name);
}

/** The module of all but `host` and `breathe`. */
export function kernelModule(): Uint8Array<ArrayBuffer> {
  const made: Record<string, Writer> = {};
  for (const name of elementwise) {
    const { wasm } = operations[name];
    // Its own functions have the same numbers in this module as in a program.
    if ('shared' in wasm) made[name] = wasm.shared(indexOf);
  }
  for (const [name, write] of Object.entries(kernels)) made[name] = write();
  return moduleOf(made);
}
