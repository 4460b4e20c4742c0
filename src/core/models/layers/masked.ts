import type { Layer } from '../layers';
import { backwardThrough, buffersOf, forwardThrough, measured, tensorsOf, type Tape } from '../sequence';
import type { LayerKind } from './layerKind';

/** Layers that are told which tokens only fill a sequence up: the last column of their input says so. */
export interface Masked {
  readonly kind: 'masked';
  readonly layers: readonly Layer[];
}

/** What the layers give for x [n, tokens, columns], `PassSetup.real` being x[…, columns − 1]. */
export const masked: LayerKind<Masked, Tape> = {
  tensors: ({ layers }) => tensorsOf(layers),
  buffers: ({ layers }) => buffersOf(layers),
  inner: ({ layers }, input) => measured(layers, input),
  outputShape: ({ layers }, input) => measured(layers, input).shape,
  forward({ layers }, input, weights, buffers, setup) {
    const [samples, tokens, columns] = input.shape as [number, number, number];
    const real = input.slice([0, 0, columns - 1], [samples, tokens, 1]).reshape([samples, tokens]);
    const { output, trace, buffers: after } = forwardThrough(layers, input, weights, buffers, { ...setup, real });
    return { output, saved: trace, ...(Object.keys(after).length > 0 ? { buffers: after } : {}) };
  },
  backward: ({ layers }, gradient, trace, _weights, needsInput) => backwardThrough(layers, gradient, trace, needsInput),
};
