import { lengthAt } from '../../tensor/shape';
import type { Tensor } from '../../tensor/tensor';
import type { LayerKind, Mode } from './layerKind';

export interface BatchNorm {
  readonly kind: 'batchNorm';
  readonly name: string;
  readonly channels: number;
}

/** PyTorch's constants (algorithms.md §1.6). */
export const NORM_FLOOR = 1e-5;
/** Part of the running statistics that a pass keeps. */
export const MEMORY = 0.9;

/**
 * Batch normalization over all axes but the last.
 *
 *   x̂ = (x − mean)/√(var + 1e-5),  y = γx̂ + β
 *   dx = γ/√(var + 1e-5) · (dy − mean(dy) − x̂·mean(dy·x̂))
 *
 * Training uses the batch's biased variance; the running one takes the unbiased. A batch of one value per channel has
 * no variance to speak of: refused before training (`settings/refusals.ts`).
 */
export const batchNorm: LayerKind<
  BatchNorm,
  { readonly centred: Tensor; readonly root: Tensor; readonly axes: readonly number[]; readonly mode: Mode }
> = {
  tensors: ({ name, channels }) => [
    { name: `${name}/gamma`, shape: [channels], kind: 'gamma' },
    { name: `${name}/beta`, shape: [channels], kind: 'beta' },
  ],
  buffers: ({ channels }) => ({ mean: { shape: [channels], value: 0 }, variance: { shape: [channels], value: 1 } }),
  outputShape: (_layer, input) => input,
  forward(_layer, input, [gamma, beta], buffers, { mode }) {
    const axes = input.shape.slice(0, -1).map((_size, axis) => axis);
    const count = axes.reduce((product, axis) => product * lengthAt(input.shape, axis), 1);
    const running = { mean: buffers.mean as Tensor, variance: buffers.variance as Tensor };
    const mean = mode === 'train' ? input.mean(axes) : running.mean;
    const centred = input.sub(mean);
    const variance = mode === 'train' ? centred.square().mean(axes) : running.variance;
    const root = variance.add(NORM_FLOOR).sqrt();
    return {
      output: centred.mul((gamma as Tensor).div(root)).add(beta as Tensor),
      saved: { centred, root, axes, mode },
      ...(mode === 'train'
        ? {
            buffers: {
              mean: running.mean.mul(MEMORY).add(mean.mul(1 - MEMORY)),
              variance: running.variance.mul(MEMORY).add(variance.mul(((1 - MEMORY) * count) / Math.max(1, count - 1))),
            },
          }
        : {}),
    };
  },
  backward(_layer, gradient, { centred, root, axes, mode }, [gamma], needsInput) {
    const gammaGradient = gradient.mul(centred).sum(axes).div(root);
    const betaGradient = gradient.sum(axes);
    const gradients = [gammaGradient, betaGradient];
    if (!needsInput) return { gradients };
    // Running statistics do not depend on the input.
    if (mode === 'evaluate') return { inputGradient: gradient.mul((gamma as Tensor).div(root)), gradients };
    const count = axes.reduce((product, axis) => product * lengthAt(gradient.shape, axis), 1);
    const across = gradient.sub(betaGradient.div(count)).sub(centred.mul(gammaGradient.div(root).div(count)));
    return { inputGradient: across.mul((gamma as Tensor).div(root)), gradients };
  },
};
