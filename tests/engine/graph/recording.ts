/** A recording in the making: what is there before it, and operations on that. */
import type { Shape } from '../../../src/core/tensor/tensor';
import type { Node, Op } from '../../../src/engine/graph/node';
import { emptyRecording, Trace } from '../../../src/engine/graph/trace';

export interface Recording {
  leaf(...shape: number[]): Node;
  literal(value: number): Node;
  make(op: Op, inputs: readonly Node[], shape: Shape, numbers?: readonly number[]): Node;
}

export function recording(): Recording {
  const trace = new Trace<object>(emptyRecording());
  return {
    leaf: (...shape) => trace.leaf({}, shape),
    literal: (value) => trace.literal(value),
    make: (op, inputs, shape, numbers = []) => trace.step(op, inputs, numbers, () => shape),
  };
}
