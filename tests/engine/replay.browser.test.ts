import { describe, expect, it } from 'vitest';
import { openBackend } from '../../src/engine/devices/openBackend';
import { expectFollowed, fewest } from './replays';

describe('reference trajectories on WebGPU', () => {
  // 28 cases and more: replay.slow.browser.
  it('are followed within the tolerance of float32, and no tensor is left', async () => {
    const { backend } = await openBackend('webgpu-software');
    expect(await expectFollowed(backend, fewest)).toBeGreaterThan(7);
  });
});
