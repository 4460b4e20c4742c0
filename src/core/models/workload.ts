/** How much arithmetic a network is, told from its layers: for comparing two networks, not for promising a time. */
import type { Shape } from '../tensor/tensor';
import { kindOf, type Layer } from './layers';
import { sizeOf } from '../tensor/shape';

/**
 * Multiplications of one forward pass of one sample: each kernel once at every place of its layer's output, all products of
 * attention, and one for every number a layer gives.
 */
export function multiplications(layers: readonly Layer[], inputShape: Shape): number {
  let shape = inputShape;
  let total = 0;
  for (const layer of layers) {
    const kind = kindOf(layer);
    const output = kind.outputShape(layer, shape);
    if (layer.kind === 'parallel') {
      const own = shape;
      total += layer.branches.reduce((sum, branch) => sum + multiplications(branch, own), 0);
    } else if ('layers' in layer) total += multiplications(layer.layers, shape);
    else {
      const places = sizeOf(output.slice(0, -1));
      const kernels = kind.tensors(layer).filter((tensor) => tensor.kind === 'kernel' && tensor.shape.length > 1);
      total += places * kernels.reduce((sum, kernel) => sum + sizeOf(kernel.shape), 0);
      if (layer.kind === 'attention' || layer.kind === 'disentangledAttention') total += 2 * places * sizeOf(output);
    }
    total += sizeOf(output);
    shape = output;
  }
  return total;
}
