/** Every kind of layer a network may list. A network is a list of these: data, no tensors. */
import { activation, type Activation } from './layers/activation';
import { batchNorm, type BatchNorm } from './layers/batchNorm';
import { conv2d, type Conv2d } from './layers/conv2d';
import { dense, type Dense } from './layers/dense';
import { flatten, type Flatten } from './layers/flatten';
import { globalAveragePool, type GlobalAveragePool } from './layers/globalAveragePool';
import type { LayerKind } from './layers/layerKind';
import { maxPool, type MaxPool } from './layers/maxPool';

export type Layer = Activation | BatchNorm | Conv2d | Dense | Flatten | GlobalAveragePool | MaxPool;

const kinds = { activation, batchNorm, conv2d, dense, flatten, globalAveragePool, maxPool };

/** The mathematics of a layer's kind. */
export function kindOf(layer: Layer): LayerKind<Layer> {
  return kinds[layer.kind] as unknown as LayerKind<Layer>;
}
