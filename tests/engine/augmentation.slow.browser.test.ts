import { describe, expect, it } from 'vitest';
import { openBackend } from '../../src/engine/devices/openBackend';
import { createGroup } from '../../src/engine/group/group';
import { expectReferenceBatches } from './augmentedBatches';
import { EAGER, openCompiled } from './webgpu/openCompiled';
import { curves, finish, images, sam, tinyCnn } from './groupExperiment';

describe('augmented mini-batches have the bits of the reference', () => {
  it('on wasm', async () => {
    const { backend } = await openBackend('wasm');
    await expectReferenceBatches(backend);
  });

  it.each([
    ['from bytes on the device', {}, undefined],
    ['from bytes on the device, each operation for itself', EAGER, undefined],
    ['sent from the host, where the device has no room for them', {}, 4096],
  ] as const)('on compiled WebGPU, %s', async (_, tuning, room) => {
    const backend = await openCompiled(tuning);
    if (room) Object.assign(backend, { residentBytes: room });
    await expectReferenceBatches(backend);
    backend.close();
  });
});

describe('compiled WebGPU', () => {
  it('trains the same from bytes it keeps as from batches it is sent', async () => {
    const experiment = tinyCnn({
      runs: [sam],
      data: ['files', { set: 'halves-60', crop: 1, mirror: true, cutout: 2 }],
      training: { steps: 4, every: 4 },
    });
    const losses = [];
    for (const room of [undefined, 0]) {
      const backend = await openCompiled();
      if (room !== undefined) Object.assign(backend, { residentBytes: room });
      const { ticks } = await finish(createGroup(backend, experiment, { raw: images() }));
      losses.push(curves(ticks, 'r2/1').steps['lossClean']);
      backend.close();
    }
    expect(losses[0]?.length).toBe(4);
    expect(losses[1]).toEqual(losses[0]);
  });
});
