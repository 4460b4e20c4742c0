/** Mini-batches of augmented images, compared with the reference pixel by pixel on any backend. */
import { expect } from 'vitest';
import { type Augmentation, drawPlacements, unmoved } from '../../src/core/datasets/augmentation';
import { makeDataset } from '../../src/core/datasets/split';
import { permutation, randomStream } from '../../src/core/random';
import type { Backend } from '../../src/core/tensor/tensor';
import { createSeedData } from '../../src/engine/group/batches';
import { augmentedReference } from '../core/datasets/paddedReference';
import { images } from './groupExperiment';

const SIZE = 8;
const SEED = 4;

const inColour = () => {
  const raw = images(60, 6);
  const bytes = Uint8Array.from({ length: 60 * 6 * 5 * 3 }, (_, at) => (at * 151 + (at >> 5)) % 256);
  const normalization = { scale: 1 / 255, mean: [0.4914, 0.4822, 0.4465], std: [0.2023, 0.1994, 0.201] };
  return { ...raw, inputShape: [6, 5, 3], normalization, pool: { ...raw.pool, inputs: bytes } };
};

/** Grey and colour, everything on and nothing on: the batches of two steps have the reference's bits, and nothing leaks. */
export async function expectReferenceBatches(backend: Backend): Promise<void> {
  const augmentations: readonly Augmentation[] = [
    { crop: 2, mirror: true, cutout: 3 },
    { crop: 0, mirror: false, cutout: 0 },
  ];
  for (const raw of [images(), inColour()]) {
    const dataset = makeDataset(raw, { validationShare: 0.2, testShare: 0.2, labelNoise: 0, noiseKind: 'other-class', seed: SEED });
    const { train, inputShape, normalization } = dataset;
    const shape = inputShape as readonly [number, number, number];
    const reference = (rows: readonly number[], placements: ReturnType<typeof unmoved>) =>
      augmentedReference(train.inputs as Uint8Array, shape, normalization, rows, placements);
    for (const augmentation of augmentations) {
      const before = backend.tensorCount();
      const data = createSeedData(backend, dataset, null, SIZE, SEED, augmentation);
      const order = permutation(train.count, randomStream(SEED, 'shuffle', 0));
      for (const step of [0, 3]) {
        const rows = [...order.subarray(step * SIZE, (step + 1) * SIZE)];
        const placements = drawPlacements(augmentation, shape, { seed: SEED, step, count: SIZE, purpose: 'step' });
        const { inputs, targets } = data.batch(step);
        const [pixels, oneHot] = (await backend.readAll([inputs, targets])) as [Float64Array, Float64Array];
        expect([...pixels]).toEqual(reference(rows, placements));
        rows.forEach((row, place) => expect(oneHot[2 * place + (train.noisyLabels[row] as number)]).toBe(1));
      }
      // What is measured, and single samples, are the images as they are.
      expect([...data.inputs(train, 5, 2)]).toEqual(reference([5, 6], unmoved(2)));
      const sample = data.sample(7);
      expect([...(await backend.read(sample.inputs))]).toEqual(reference([7], unmoved(1)));
      const norms = data.normBatch(0);
      const first = [...permutation(train.count, randomStream(SEED, 'gradient norms', 0)).subarray(0, SIZE)];
      expect([...(await backend.read(norms.inputs))]).toEqual(reference(first, unmoved(SIZE)));
      backend.free([sample.inputs, sample.targets, norms.inputs, norms.targets]);
      data.release(Number.POSITIVE_INFINITY);
      expect(backend.tensorCount()).toBe(before);
    }
  }
}
