/** Every kind of layer a network may list. A network is a list of these: data, no tensors. */
import { activation, type Activation } from './layers/activation';
import { batchNorm, type BatchNorm } from './layers/batchNorm';
import { conv2d, type Conv2d } from './layers/conv2d';
import { dense, type Dense } from './layers/dense';
import { flatten, type Flatten } from './layers/flatten';
import { globalAveragePool, type GlobalAveragePool } from './layers/globalAveragePool';
import type { LayerKind } from './layers/layerKind';
import { maxPool, type MaxPool } from './layers/maxPool';
import { padChannels, type PadChannels } from './layers/padChannels';
import { parallel, type Parallel } from './layers/parallel';

export type Layer = Activation | BatchNorm | Conv2d | Dense | Flatten | GlobalAveragePool | MaxPool | PadChannels | Parallel;

/** Asked for, not listed at once: kinds that hold layers import this file, and may be loaded after it. */
const kinds: { readonly [K in Layer['kind']]: () => unknown } = {
  activation: () => activation,
  batchNorm: () => batchNorm,
  conv2d: () => conv2d,
  dense: () => dense,
  flatten: () => flatten,
  globalAveragePool: () => globalAveragePool,
  maxPool: () => maxPool,
  padChannels: () => padChannels,
  parallel: () => parallel,
};

/** The mathematics of a layer's kind. */
export function kindOf(layer: Layer): LayerKind<Layer> {
  return kinds[layer.kind]() as LayerKind<Layer>;
}
