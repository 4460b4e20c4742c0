import { describe, expect, it } from 'vitest';
import { openBackend } from '../../src/engine/devices/openBackend';
import { everything, expectFollowed, few } from './replays';

describe('reference trajectories on TensorFlow.js’ plain JavaScript', () => {
  it('are followed within the tolerance of float32, and no tensor is left', async () => {
    const { backend } = await openBackend('cpu');
    expect(await expectFollowed(backend, everything)).toBeGreaterThan(80);
  });
});

describe('reference trajectories on WebGPU', () => {
  it('are followed within the tolerance of float32, and no tensor is left', async () => {
    const { backend } = await openBackend('webgpu-software');
    expect(await expectFollowed(backend, few)).toBeGreaterThan(28);
  });
});
