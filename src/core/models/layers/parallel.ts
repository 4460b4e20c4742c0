import { lastOf, nth } from '../../numbers';
import type { Shape, Tensor } from '../../tensor/tensor';
import type { Layer } from '../layers';
import { backwardThrough, buffersOf, forwardThrough, measured, tensorsOf, type Tape } from '../sequence';
import type { Buffers, LayerKind } from './layerKind';

/**
 * Branches that all start from the same input and are joined at the end. An empty branch is the identity, so a residual
 * block is the sum of a branch and its shortcut, and a dense block a concatenation with what was there before.
 */
export interface Parallel {
  readonly kind: 'parallel';
  readonly branches: readonly (readonly Layer[])[];
  /** `sum` needs equal shapes; `concatenate` joins along the last axis (channels). */
  readonly join: 'sum' | 'concatenate';
}

/**
 *   sum:          y = Σ_b f_b(x),      dx = Σ_b f_b′(x)ᵀ·dy
 *   concatenate:  y = [f_1(x), f_2(x) …],  each branch gets its own channels of dy
 */
export const parallel: LayerKind<Parallel, { readonly traces: readonly Tape[]; readonly channels: readonly number[] }> = {
  tensors: ({ branches }) => branches.flatMap(tensorsOf),
  buffers: ({ branches }) => {
    const entries = branches.map((branch, index) => [String(index), buffersOf(branch)] as const);
    return Object.fromEntries(entries.filter(([, specs]) => Object.keys(specs).length > 0));
  },
  inner({ branches }, input) {
    const sizes = branches.map((branch) => measured(branch, input));
    return {
      activations: sizes.reduce((sum, { activations }) => sum + activations, 0),
      largest: Math.max(...sizes.map(({ largest }) => largest)),
    };
  },
  outputShape({ branches, join }, input) {
    const shapes = branches.map((branch) => measured(branch, input).shape);
    const [first = []] = shapes;
    const compared = (shape: Shape) => (join === 'sum' ? shape : shape.slice(0, -1)).join();
    if (shapes.some((shape) => shape.length !== first.length || compared(shape) !== compared(first)))
      throw new Error(`branches of shapes ${shapes.map((shape) => `[${shape.join(', ')}]`).join(' and ')} cannot be joined by ${join}`);
    return join === 'sum' ? first : [...first.slice(0, -1), shapes.reduce((sum, shape) => sum + lastOf(shape), 0)];
  },
  forward({ branches, join }, input, weights, buffers, setup) {
    let next = 0;
    const passed = branches.map((branch, index) =>
      forwardThrough(
        branch,
        input,
        weights.slice(next, (next += tensorsOf(branch).length)),
        (buffers[String(index)] ?? {}) as Buffers,
        setup,
      ),
    );
    const outputs = passed.map(({ output }) => output);
    const moved = passed.map((pass, index) => [String(index), pass.buffers] as const);
    return {
      output: join === 'sum' ? outputs.reduce((sum, output) => sum.add(output)) : concatenated(outputs),
      saved: { traces: passed.map(({ trace }) => trace), channels: outputs.map((output) => lastOf(output.shape)) },
      buffers: Object.fromEntries(moved.filter(([, after]) => Object.keys(after).length > 0)),
    };
  },
  backward({ branches, join }, gradient, { traces, channels }, _weights, needsInput) {
    let begin = 0;
    const passed = branches.map((branch, index) => {
      const width = nth(channels, index);
      const own = join === 'sum' ? gradient : channelsOf(gradient, begin, width);
      begin += width;
      return backwardThrough(branch, own, traces[index] as Tape, needsInput);
    });
    const below = passed.flatMap(({ inputGradient }) => (inputGradient ? [inputGradient] : []));
    return {
      ...(needsInput ? { inputGradient: below.reduce((sum, part) => sum.add(part)) } : {}),
      gradients: passed.flatMap(({ gradients }) => gradients),
    };
  },
};

/** Joins along the last axis: each part among zeros, added. */
function concatenated(parts: readonly Tensor[]): Tensor {
  const widths = parts.map((part) => lastOf(part.shape));
  const total = widths.reduce((sum, width) => sum + width, 0);
  let before = 0;
  const padded = parts.map((part, index) => {
    const width = nth(widths, index);
    const place: [number, number] = [before, total - before - width];
    before += width;
    return part.pad(part.shape.map((_, axis) => (axis === part.shape.length - 1 ? place : [0, 0])));
  });
  return padded.reduce((sum, part) => sum.add(part));
}

function channelsOf(x: Tensor, begin: number, width: number): Tensor {
  const last = x.shape.length - 1;
  return x.slice(
    x.shape.map((_, axis) => (axis === last ? begin : 0)),
    x.shape.map((length, axis) => (axis === last ? width : length)),
  );
}
