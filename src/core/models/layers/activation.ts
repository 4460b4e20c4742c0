import type { Tensor } from '../../tensor/tensor';
import type { LayerKind } from './layerKind';

export type ActivationName = 'relu' | 'tanh' | 'gelu';
export interface Activation {
  readonly kind: 'activation';
  readonly function: ActivationName;
}

/** y and dy/dx from x. */
const functions: Readonly<Record<ActivationName, { value(x: Tensor): Tensor; slope(x: Tensor, y: Tensor): Tensor }>> = {
  relu: { value: (x) => x.max(0), slope: (x) => x.greater(0) },
  tanh: { value: (x) => x.tanh(), slope: (_x, y) => y.square().mul(-1).add(1) },
  // xΦ(x) with the exact normal distribution function, not the tanh approximation
  gelu: {
    value: (x) => x.mul(normalCdf(x)),
    slope: (x) => normalCdf(x).add(x.mul(x.square().mul(-0.5).exp()).mul(1 / Math.sqrt(2 * Math.PI))),
  },
};

function normalCdf(x: Tensor): Tensor {
  return x.mul(Math.SQRT1_2).erf().add(1).mul(0.5);
}

export const activation: LayerKind<Activation, { readonly input: Tensor; readonly output: Tensor }> = {
  tensors: () => [],
  outputShape: (_layer, input) => input,
  forward(layer, input) {
    const output = functions[layer.function].value(input);
    return { output, saved: { input, output } };
  },
  backward: (layer, gradient, { input, output }, _weights, needsInput) => ({
    ...(needsInput ? { inputGradient: gradient.mul(functions[layer.function].slope(input, output)) } : {}),
    gradients: [],
  }),
};
