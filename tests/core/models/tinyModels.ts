/** Every model at its smallest, for tests that run all of them: values that make it tiny, and inputs it takes. */
import type { FieldValue } from '../../../src/core/settings/field';

export interface TinyModel {
  readonly values: Readonly<Record<string, FieldValue>>;
  readonly inputShape: readonly number[];
}

/** The first of each list takes images of 8×8×1, as `images()` of the engine's tests draws them. */
export const tinyModels: Readonly<Record<string, readonly TinyModel[]>> = {
  mlp: [
    { values: { width: 4, depth: 1 }, inputShape: [8, 8, 1] },
    { values: { width: 5, depth: 1 }, inputShape: [2] },
    { values: { width: 4, depth: 3, act: 'tanh' }, inputShape: [2] },
    { values: { width: 4, depth: 2, act: 'gelu' }, inputShape: [2] },
    { values: { width: 3, depth: 1 }, inputShape: [3, 2, 1] },
  ],
  softmax: [
    { values: {}, inputShape: [8, 8, 1] },
    { values: {}, inputShape: [2] },
  ],
  cnn: [
    { values: { channels: 2 }, inputShape: [8, 8, 1] },
    { values: { channels: 2 }, inputShape: [6, 5, 1] },
    { values: { channels: 1 }, inputShape: [4, 4, 3] },
  ],
  'resnet-cifar': [
    { values: { depth: '8', width: 2 }, inputShape: [8, 8, 1] },
    { values: { depth: '8', width: 2, shortcut: 'b' }, inputShape: [5, 6, 3] },
    { values: { depth: '14', width: 1 }, inputShape: [8, 8, 1] },
  ],
  resnet: [
    { values: { depth: '18', width: 1 }, inputShape: [8, 8, 1] },
    { values: { depth: '18', width: 1, stem: 'imagenet' }, inputShape: [16, 16, 3] },
    { values: { depth: '50', width: 1 }, inputShape: [8, 8, 1] },
  ],
  'wide-resnet': [
    { values: { depth: '10', widen: 2, width: 1 }, inputShape: [8, 8, 1] },
    { values: { depth: '16', widen: 1, width: 2, dropout: 0.3 }, inputShape: [8, 8, 3] },
  ],
  vgg: [
    { values: { depth: '11', width: 1, hidden: 1, dropout: 0.2 }, inputShape: [8, 8, 1] },
    { values: { depth: '11', width: 1, hidden: 0 }, inputShape: [8, 8, 3] },
  ],
  densenet: [
    { values: { depth: '10', growth: 2 }, inputShape: [8, 8, 1] },
    { values: { depth: '22', growth: 1 }, inputShape: [8, 8, 3] },
  ],
  pyramidnet: [
    { values: { depth: '8', alpha: 4, width: 2 }, inputShape: [8, 8, 1] },
    { values: { depth: '20', alpha: 5, width: 1 }, inputShape: [4, 8, 2] },
  ],
  vit: [
    { values: { heads: '2', headwidth: 2, blocks: 1 }, inputShape: [8, 8, 1] },
    { values: { heads: '1', headwidth: 4, blocks: 2, patch: 2, dropout: 0.2, pool: 'mean' }, inputShape: [4, 6, 3] },
  ],
  transformer: [
    { values: { heads: 2, headwidth: 2, blocks: 1 }, inputShape: [8, 8, 1] },
    { values: { heads: 1, headwidth: 3, blocks: 2, norm: 'pre', act: 'gelu', pool: 'class' }, inputShape: [5, 2] },
  ],
};

/** The smallest of a model. Throws for one that is not listed, so that none is forgotten. */
export function tiniest(model: string): TinyModel {
  const first = tinyModels[model]?.[0];
  if (!first) throw new Error(`tests/core/models/tinyModels.ts: no tiny “${model}”`);
  return first;
}
