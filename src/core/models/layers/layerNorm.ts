import type { Tensor } from '../../tensor/tensor';
import type { LayerKind } from './layerKind';

export interface LayerNorm {
  readonly kind: 'layerNorm';
  readonly name: string;
  readonly features: number;
  /** Added to the variance; 1e-6 without it. */
  readonly floor?: number;
}

/** As in the published Vision Transformers (PyTorch's own default is 1e-5). */
const VARIANCE_FLOOR = 1e-6;

/**
 * Layer normalization over the last axis, of each token by itself.
 *
 *   x̂ = (x − mean)/√(var + floor),  y = γx̂ + β
 *   dx = (u − mean(u) − x̂·mean(u·x̂))/√(var + floor),  u = γ·dy
 *
 * Source: Ba et al. 2016, "Layer Normalization", arXiv:1607.06450, eq. 4.
 */
export const layerNorm: LayerKind<LayerNorm, { readonly normalized: Tensor; readonly root: Tensor }> = {
  tensors: ({ name, features }) => [
    { name: `${name}/gamma`, shape: [features], kind: 'gamma' },
    { name: `${name}/beta`, shape: [features], kind: 'beta' },
  ],
  outputShape({ name, features }, input) {
    if (input.at(-1) !== features) throw new Error(`${name} expects ${features} features, got [${input.join(', ')}]`);
    return input;
  },
  forward({ floor = VARIANCE_FLOOR }, input, [gamma, beta]) {
    const last = [input.shape.length - 1];
    const centred = input.sub(input.mean(last, true));
    const root = centred.square().mean(last, true).add(floor).sqrt();
    const normalized = centred.div(root);
    return { output: normalized.mul(gamma as Tensor).add(beta as Tensor), saved: { normalized, root } };
  },
  backward(_layer, gradient, { normalized, root }, [gamma], needsInput) {
    const last = [gradient.shape.length - 1];
    const others = gradient.shape.slice(0, -1).map((_, axis) => axis);
    const gradients = [gradient.mul(normalized).sum(others), gradient.sum(others)];
    if (!needsInput) return { gradients };
    const scaled = gradient.mul(gamma as Tensor);
    const along = normalized.mul(scaled.mul(normalized).mean(last, true));
    return { inputGradient: scaled.sub(scaled.mean(last, true)).sub(along).div(root), gradients };
  },
};
