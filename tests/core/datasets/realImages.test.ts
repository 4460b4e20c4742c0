/** Real CIFAR-10, where it lies beside the project; skipped, and said so, where it does not. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../../scripts/root.mjs';
import { assemble } from '../../../src/core/datasets/assemble';
import { drawPlacements, gatherImages, packedImages, unmoved } from '../../../src/core/datasets/augmentation';
import { cifar10 } from '../../../src/core/datasets/cifar10';
import { augmentedReference } from './paddedReference';

const file = join(root, '..', 'shared', 'datasets', 'cifar10', 'data_batch_1.bin');
const shape = [32, 32, 3] as const;

it.skipIf(!existsSync(file))('real CIFAR-10 is augmented to the reference’s bits, and is near mean 0 and deviation 1 without', () => {
  const { normalization, inputShape, pool } = assemble([cifar10.decode(new Uint8Array(readFileSync(file)), 'data_batch_1.bin')]);
  const images = packedImages({ inputShape, normalization }, pool.inputs);
  if (!images) throw new Error('CIFAR-10 is images in bytes');
  const rows = Array.from({ length: 16 }, (_, row) => 37 * row);
  const placements = drawPlacements({ crop: 4, mirror: true, cutout: 16 }, shape, { seed: 1, step: 0, count: 16, purpose: 'step' });
  expect([...gatherImages(images, rows, placements)]).toEqual(augmentedReference(images.bytes, shape, normalization, rows, placements));

  const all = gatherImages(
    images,
    Array.from({ length: 1000 }, (_, row) => row),
    unmoved(1000),
  );
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const deviation = Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length);
  // The usual deviations are those within an image; over all images they come out larger.
  expect(Math.abs(mean)).toBeLessThan(0.1);
  expect(deviation).toBeGreaterThan(1);
  expect(deviation).toBeLessThan(1.4);
});
