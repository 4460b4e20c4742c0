/** Operations that every device has an instruction for. */
import type { Elementwise } from '../../core/tensor/operations';
import { type Code, v128 } from '../wasm/assembler';
import type { Operation } from './operation';

export const arithmetic = {
  add: { wgsl: (a, b) => `${a} + ${b}`, wasm: ofTwo(v128.add), cost: 1, tfjs: 'Add' },
  sub: { wgsl: (a, b) => `${a} - ${b}`, wasm: ofTwo(v128.subtract), cost: 1, tfjs: 'Sub' },
  mul: { wgsl: (a, b) => `${a} * ${b}`, wasm: ofTwo(v128.multiply), cost: 1, tfjs: 'Multiply' },
  div: { wgsl: (a, b) => `${a} / ${b}`, wasm: ofTwo(v128.divide), cost: 2, tfjs: 'RealDiv' },
  /** On wasm NaN where either is. */
  max: { wgsl: (a, b) => `max(${a}, ${b})`, wasm: ofTwo(v128.max), cost: 1, tfjs: 'Maximum' },
  min: { wgsl: (a, b) => `min(${a}, ${b})`, wasm: ofTwo(v128.min), cost: 1, tfjs: 'Minimum' },
  greater: {
    wgsl: (a, b) => `select(0.0, 1.0, ${a} > ${b})`,
    wasm: ofTwo(v128.greater, v128.ones, v128.and),
    cost: 1,
    tfjs: 'Greater',
  },
  equal: { wgsl: (a, b) => `select(0.0, 1.0, ${a} == ${b})`, wasm: ofTwo(v128.equal, v128.ones, v128.and), cost: 1, tfjs: 'Equal' },
  abs: { wgsl: (a) => `abs(${a})`, wasm: ofOne(v128.absolute), cost: 1, tfjs: 'Abs' },
  square: {
    wgsl: (a) => `${a} * ${a}`,
    wasm: { inline: (write, a) => write.get(a).get(a).emit(v128.multiply) },
    cost: 1,
    tfjs: 'Square',
  },
  sqrt: { wgsl: (a) => `sqrt(${a})`, wasm: ofOne(v128.squareRoot), cost: 2, tfjs: 'Sqrt' },
} as const satisfies Partial<Record<Elementwise, Operation>>;

function ofOne(...instructions: readonly Code[]): Operation['wasm'] {
  return { inline: (write, a) => write.get(a).emit(...instructions) };
}

function ofTwo(...instructions: readonly Code[]): Operation['wasm'] {
  return {
    inline: (write, a, b) =>
      write
        .get(a)
        .get(b)
        .emit(...instructions),
  };
}
