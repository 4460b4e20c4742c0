import type { Tensor } from '../../tensor/tensor';
import type { LayerKind } from './layerKind';

export interface Dense {
  readonly kind: 'dense';
  readonly name: string;
  readonly inputs: number;
  readonly units: number;
}

/** y = xW + b, x [n, inputs], W [inputs, units]. */
export const dense: LayerKind<Dense, Tensor> = {
  tensors: ({ name, inputs, units }) => [
    { name: `${name}/kernel`, shape: [inputs, units], kind: 'kernel' },
    { name: `${name}/bias`, shape: [units], kind: 'bias' },
  ],
  outputShape({ name, inputs, units }, input) {
    if (input.length !== 1 || input[0] !== inputs) throw new Error(`${name} expects ${inputs} features, got [${input.join(', ')}]`);
    return [units];
  },
  forward: (_layer, input, [kernel, bias]) => ({ output: input.matMul(kernel as Tensor).add(bias as Tensor), saved: input }),
  backward: (_layer, gradient, input, [kernel], needsInput) => ({
    ...(needsInput ? { inputGradient: gradient.matMul(kernel as Tensor, false, true) } : {}),
    gradients: [input.matMul(gradient, true, false), gradient.sum([0])],
  }),
};
