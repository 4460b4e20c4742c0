import { describe, expect, it } from 'vitest';
import { float64Backend as float64 } from '../../src/core/tensor/float64';
import { choose } from '../../src/core/settings/entry';
import { datasets } from '../../src/core/datasets';
import { openBackend } from '../../src/engine/devices/openBackend';
import { excerptOf } from '../../src/engine/group/excerpt';
import { checkExperiment, createGroup } from '../../src/engine/group/group';
import { expectReferenceBatches } from './augmentedBatches';
import { curves, finish, images, tiny, tinyCnn } from './groupExperiment';

const moved = { crop: 2, mirror: true, cutout: 3 };
const augmented = (values: object = moved) => tinyCnn({ data: ['files', { set: 'halves-60', noise: 0.1, ...values }] });

describe('augmented mini-batches', () => {
  it('have the bits of the reference in float64', () => expectReferenceBatches(float64));

  it('have the bits of the reference on plain JavaScript', async () => {
    const { backend } = await openBackend('cpu');
    await expectReferenceBatches(backend);
  });

  it('are the same for all runs of a group: a run alone trains as in company', async () => {
    const raw = images();
    const all = await finish(createGroup(float64, augmented(), { raw }));
    const [, sam] = augmented().runs;
    const alone = await finish(createGroup(float64, { ...augmented(), runs: [sam as never] }, { raw }));
    expect(curves(alone.ticks, 'r2/1').steps).toEqual(curves(all.ticks, 'r2/1').steps);
    const plain = await finish(createGroup(float64, augmented({}), { raw }));
    expect(curves(plain.ticks, 'r2/1').steps['lossClean']).not.toEqual(curves(all.ticks, 'r2/1').steps['lossClean']);
    // Before the first step nothing has been trained on: what is measured then does not depend on augmentation.
    expect(curves(plain.ticks, 'r2/1').measured['trainLoss']?.[0]).toBe(curves(all.ticks, 'r2/1').measured['trainLoss']?.[0]);
  });

  it('go into an excerpt as they are trained on', async () => {
    const raw = images();
    const experiment = { ...augmented(), training: { ...augmented().training, steps: 2 } };
    const excerpt = excerptOf(experiment, 1, 'validation', raw);
    expect(excerpt.order).toHaveLength(2 * 8);
    const without = excerptOf({ ...experiment, data: augmented({}).data }, 1, 'validation', raw);
    const first = (from: typeof excerpt) =>
      [...from.order.subarray(0, 8)].flatMap((place) => [...from.inputs.subarray(36 * place, 36 * (place + 1))]);
    expect(first(excerpt)).not.toEqual(first(without));
    const labels = (from: typeof excerpt) => [...from.order].map((place) => from.labels[place]);
    expect(labels(excerpt)).toEqual(labels(without));
  });
});

describe('data that are no images', () => {
  it('are refused by the engine too', () => {
    const points = tiny();
    const experiment = { ...points, data: choose(datasets, points.data.kind, { ...points.data.values, crop: 4 }) };
    expect(() => checkExperiment(experiment)).toThrow(/are for images/);
    expect(() => checkExperiment({ ...points, data: choose(datasets, 'files', { set: 'halves-60', cutout: 7 }) }, images())).toThrow(
      /7 × 7 cannot be cut out/,
    );
  });
});
