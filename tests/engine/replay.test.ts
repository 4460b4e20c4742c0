import { describe, expect, it } from 'vitest';
import { openWasm } from '../../src/engine/wasm/open';
import { everything, expectFollowed } from './replays';

describe('reference trajectories on wasm', () => {
  it('are followed within the tolerance of float32, and no tensor is left', async () => {
    const { backend } = await openWasm();
    expect(await expectFollowed(backend, everything)).toBeGreaterThan(80);
  });
});
