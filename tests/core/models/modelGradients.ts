import { expect } from 'vitest';
import { models } from '../../../src/core/models/models';
import { createNetwork } from '../../../src/core/models/network';
import { choose, entryOf } from '../../../src/core/settings/entry';
import { gradientError } from './gradients';
import { tinyModels } from './tinyModels';

/** The gradient of every tiny network of a model is that of central differences; `most` as in `gradientError`. */
export async function expectGradients(kind: string, most: number): Promise<void> {
  const { layers } = entryOf(models, kind);
  for (const { values, inputShape } of tinyModels[kind] ?? []) {
    const network = createNetwork(layers(choose(models, kind, values).values as never, { inputShape, classes: 3 }), inputShape);
    const { error, largest } = await gradientError(network, 5, most);
    expect(error).toBeLessThan(5e-8 * Math.max(1, largest));
  }
  expect(tinyModels[kind]?.length).toBeGreaterThan(0);
}
