import { lastOf } from '../../numbers';
import type { Tensor } from '../../tensor/tensor';
import { sizeOf } from '../../tensor/shape';
import type { LayerKind } from './layerKind';

export interface Dense {
  readonly kind: 'dense';
  readonly name: string;
  readonly inputs: number;
  readonly units: number;
  /** Standard deviation of the first weights; He's without it. */
  readonly deviation?: number;
}

/** y = xW + b, x [n, inputs], W [inputs, units]; of a sequence [n, tokens, inputs], token by token. */
export const dense: LayerKind<Dense, Tensor> = {
  tensors: ({ name, inputs, units, deviation }) => [
    { name: `${name}/kernel`, shape: [inputs, units], kind: 'kernel', ...(deviation ? { deviation } : {}) },
    { name: `${name}/bias`, shape: [units], kind: 'bias' },
  ],
  outputShape({ name, inputs, units }, input) {
    if (input.length > 2 || input.at(-1) !== inputs) throw new Error(`${name} expects ${inputs} features, got [${input.join(', ')}]`);
    return [...input.slice(0, -1), units];
  },
  forward({ units }, input, [kernel, bias]) {
    const output = affine(asRows(input), kernel as Tensor, bias as Tensor);
    return { output: input.shape.length === 2 ? output : output.reshape([...input.shape.slice(0, -1), units]), saved: input };
  },
  backward(_layer, gradient, input, [kernel], needsInput) {
    const { kernel: kernelGradient, bias, input: below } = affineGradients(asRows(gradient), asRows(input), kernel as Tensor, needsInput);
    const inputGradient = below && input.shape.length > 2 ? below.reshape(input.shape) : below;
    return { ...(inputGradient ? { inputGradient } : {}), gradients: [kernelGradient, bias] };
  },
};

/** rows·W + b. */
export function affine(rows: Tensor, kernel: Tensor, bias: Tensor): Tensor {
  return rows.matMul(kernel).add(bias);
}

/** Gradients of `affine` with respect to W, b and, where it is needed, the rows. */
export function affineGradients(
  gradient: Tensor,
  rows: Tensor,
  kernel: Tensor,
  needsInput: boolean,
): { readonly kernel: Tensor; readonly bias: Tensor; readonly input?: Tensor } {
  return {
    kernel: rows.matMul(gradient, true, false),
    bias: gradient.sum([0]),
    ...(needsInput ? { input: gradient.matMul(kernel, false, true) } : {}),
  };
}

function asRows(x: Tensor): Tensor {
  if (x.shape.length === 2) return x;
  const width = lastOf(x.shape);
  return x.reshape([sizeOf(x.shape) / width, width]);
}
