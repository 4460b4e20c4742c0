/** A memory of a test's own, in which every piece lies between numbers that nobody may touch. */
import { moduleOf, type Writer } from '../../../../src/engine/wasm/assembler';
import { imported, kernelModule } from '../../../../src/engine/wasm/kernels/shared';
import { normals as numbersOf } from '../../../core/tensor/randomTensors';

const FLOAT = 4;
/** Between pieces, in bytes. */
const MARGIN = 64;

export const normals = (name: string, count: number): Float32Array => Float32Array.from(numbersOf(name, count));

export function memory() {
  const whole = new WebAssembly.Memory({ initial: 64 });
  const numbers = new Float32Array(whole.buffer).fill(Number.POSITIVE_INFINITY);
  const heap = { memory: whole };
  const kernels = new WebAssembly.Instance(new WebAssembly.Module(kernelModule()), { heap }).exports;
  let next = MARGIN;
  const take = (bytes: number) => {
    const offset = next;
    next += Math.ceil(bytes / 16) * 16 + MARGIN;
    return offset;
  };
  return {
    kernels: kernels as Readonly<Record<string, (...args: number[]) => void>>,
    take,
    /** The function that `written` describes, on this memory. */
    function(written: Writer): (...args: number[]) => void {
      const module = new WebAssembly.Module(moduleOf({ written }, imported));
      const { exports } = new WebAssembly.Instance(module, {
        heap,
        kernels: { ...kernels, host: () => undefined, breathe: () => undefined },
      });
      return exports['written'] as (...args: number[]) => void;
    },
    put(values: ArrayLike<number>): number {
      const offset = take(values.length * FLOAT);
      numbers.set(values, offset / FLOAT);
      return offset;
    },
    get: (offset: number, count: number) => Float64Array.from(numbers.subarray(offset / FLOAT, offset / FLOAT + count)),
    untouched: (offset: number, count: number) =>
      numbers[offset / FLOAT - 1] === Number.POSITIVE_INFINITY && numbers[offset / FLOAT + count] === Number.POSITIVE_INFINITY,
  };
}

/** Largest difference of two lists of numbers. */
export function furthest(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  return Math.max(0, ...Array.from(expected, (value, index) => Math.abs(value - (got[index] as number))));
}
