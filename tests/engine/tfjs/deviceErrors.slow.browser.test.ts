import { engine } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../src/core/failures';
import { openBackend } from '../../../src/engine/devices/openBackend';
import { selfTest } from '../../../src/engine/devices/selfTest';
import type { WebgpuDevice } from '../../../src/engine/tfjs/webgpuEager';
import { normalTensor } from '../../core/tensor/randomTensors';

describe('TensorFlow.js on WebGPU after an error of the device', () => {
  it('reads reject, and the failure is reported', async () => {
    const failures: string[] = [];
    const { backend } = await openBackend('webgpu-eager', { onFailure: (code) => failures.push(code) });
    const healthy = normalTensor(backend, 'x', [4]);
    expect(await backend.read(healthy)).toHaveLength(4);
    // 40,000 × 40,000 numbers are more than any buffer holds. TensorFlow.js goes on, and would read zeros.
    const reading = backend.scopeAsync(() => {
      const wide = backend.tensor(new Float32Array(40_000).fill(1), [1, 40_000]);
      return backend.read(wide.mul(wide.reshape([40_000, 1])).sum());
    });
    await expect(reading).rejects.toMatchObject({ code: 'device-error' });
    await expect(backend.read(healthy)).rejects.toBeInstanceOf(Failure);
    expect(failures).toContain('device-error');
    backend.free(healthy);
    expect((await selfTest((await openBackend('webgpu-eager')).backend)).passed).toBe(true);
  });

  it('reads of a device that is gone reject', async () => {
    const failures: string[] = [];
    const { backend } = await openBackend('webgpu-eager', { onFailure: (code) => failures.push(code) });
    const tensor = normalTensor(backend, 'x', [4]).mul(2);
    (engine().backend as unknown as WebgpuDevice).device.destroy();
    await expect(backend.read(tensor)).rejects.toBeInstanceOf(Failure);
    // Destroyed on purpose: nobody is told.
    expect(failures).not.toContain('device-lost');
  });
});
