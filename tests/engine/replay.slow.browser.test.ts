import { describe, expect, it } from 'vitest';
import { openBackend } from '../../src/engine/devices/openBackend';
import { everything, expectFollowed } from './replays';

describe('reference trajectories on TensorFlow.js’ plain JavaScript', () => {
  it('are followed within the tolerance of float32, and no tensor is left', async () => {
    const { backend } = await openBackend('cpu');
    expect(await expectFollowed(backend, everything)).toBeGreaterThan(80);
  });
});
