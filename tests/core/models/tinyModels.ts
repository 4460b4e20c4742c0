/** Every model at its smallest, for tests that run all of them: values that make it tiny, and inputs it takes. */
import type { FieldValue } from '../../../src/core/settings/field';

export interface TinyModel {
  readonly values: Readonly<Record<string, FieldValue>>;
  readonly inputShape: readonly number[];
}

/** The first of each list takes images of 6×6×1, as `images()` of the engine's tests draws them. */
export const tinyModels: Readonly<Record<string, readonly TinyModel[]>> = {
  mlp: [
    { values: { width: 4, depth: 1 }, inputShape: [6, 6, 1] },
    { values: { width: 5, depth: 1 }, inputShape: [2] },
    { values: { width: 4, depth: 3, act: 'tanh' }, inputShape: [2] },
    { values: { width: 4, depth: 2, act: 'gelu' }, inputShape: [2] },
    { values: { width: 3, depth: 1 }, inputShape: [3, 2, 1] },
  ],
  softmax: [
    { values: {}, inputShape: [6, 6, 1] },
    { values: {}, inputShape: [2] },
  ],
  cnn: [
    { values: { channels: 2 }, inputShape: [6, 6, 1] },
    { values: { channels: 2 }, inputShape: [6, 5, 1] },
    { values: { channels: 1 }, inputShape: [4, 4, 3] },
  ],
  'resnet-cifar': [
    { values: { depth: '8', width: 2 }, inputShape: [6, 6, 1] },
    { values: { depth: '8', width: 2, shortcut: 'b' }, inputShape: [5, 6, 3] },
    { values: { depth: '14', width: 1 }, inputShape: [8, 8, 1] },
  ],
};

/** The smallest of a model. Throws for one that is not listed, so that none is forgotten. */
export function tiniest(model: string): TinyModel {
  const first = tinyModels[model]?.[0];
  if (!first) throw new Error(`tests/core/models/tinyModels.ts: no tiny “${model}”`);
  return first;
}
