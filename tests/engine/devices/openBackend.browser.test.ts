import { afterEach, describe, expect, it, vi } from 'vitest';
import { Failure } from '../../../src/core/failures';
import type { Backend } from '../../../src/core/tensor/tensor';
import type { BackendReport } from '../../../src/core/protocol/backendReport';
import { openBackend } from '../../../src/engine/devices/openBackend';
import { WasmMachine } from '../../../src/engine/wasm/wasmMachine';
import { selfTest } from '../../../src/engine/devices/selfTest';
import { normalTensor } from '../../core/tensor/randomTensors';
import type { WorkerAnswer } from './openBackends.worker';

describe('in a module worker', () => {
  it('every backend opens, passes its self-test and says what it is', async () => {
    const worker = new Worker(new URL('./openBackends.worker.ts', import.meta.url), { type: 'module' });
    const answers = await new Promise<WorkerAnswer[]>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<WorkerAnswer[]>) => resolve(data);
      worker.onerror = (event) => reject(new Error(event.message));
    }).finally(() => worker.terminate());
    expect(answers.map(({ request, failure, leaked }) => ({ request, failure, leaked }))).toEqual(
      ['cpu', 'wasm', 'webgl', 'webgpu-software', 'webgpu-eager', 'auto'].map((request) => ({ request, failure: null, leaked: 0 })),
    );
    const reports = answers.map(({ report }) => report as BackendReport);
    expect(reports.map(({ backend }) => backend)).toEqual(['cpu', 'wasm', 'webgl', 'webgpu', 'webgpu-eager', expect.any(String)]);
    for (const { checks, largest } of answers) {
      expect(checks).toBeGreaterThan(12);
      expect(largest).toBeGreaterThan(2 ** 20);
    }
    for (const { candidates, adapter } of reports) {
      const last = candidates.at(-1);
      expect(last?.admitted).toBe(true);
      expect(last?.selfTestError).toBeLessThan(1e-4);
      expect(adapter).not.toBe('');
    }
  });
});

describe('a backend that computes wrong numbers', () => {
  afterEach(() => vi.restoreAllMocks());

  /** Zeros for everything, as a wrong driver might give. */
  function breakWasm(): void {
    vi.spyOn(WasmMachine.prototype, 'read').mockImplementation(async (ranges) => ranges.map(({ size }) => new Float32Array(size)));
  }

  it('is refused by name when asked for', async () => {
    await openBackend('wasm');
    breakWasm();
    await expect(openBackend('wasm')).rejects.toMatchObject({
      code: 'self-test-failed',
      message: expect.stringContaining('conv2d kernel gradient, stride 1'),
    });
  });

  it('is passed over when nobody insists', async () => {
    breakWasm();
    const { report } = await openBackend('auto');
    const wasm = report.candidates.find(({ name }) => name === 'wasm');
    if (report.backend === 'webgpu' || report.backend === 'webgl') expect(wasm).toBeUndefined();
    else expect([report.backend, wasm?.admitted]).toEqual(['cpu', false]);
  });
});

describe('webgpu after an error of the device', () => {
  /** Opens the backend and hands out the device that it asked for. */
  async function openWithDevice(onFailure: (code: string) => void): Promise<{ backend: Backend; device: GPUDevice }> {
    const request = vi.spyOn(GPUAdapter.prototype, 'requestDevice');
    const { backend } = await openBackend('webgpu-software', { onFailure });
    const device = (await request.mock.results[0]?.value) as GPUDevice;
    request.mockRestore();
    return { backend, device };
  }

  it('reads reject, and the failure is reported', async () => {
    const failures: string[] = [];
    const { backend, device } = await openWithDevice((code) => failures.push(code));
    const healthy = normalTensor(backend, 'x', [4]);
    expect(await backend.read(healthy)).toHaveLength(4);
    device.createBuffer({ size: 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE });
    await device.queue.onSubmittedWorkDone();
    await expect(backend.read(healthy)).rejects.toMatchObject({ code: 'device-error' });
    expect(failures).toContain('device-error');
    backend.free(healthy);
    expect((await selfTest((await openBackend('webgpu-software')).backend)).passed).toBe(true);
  });

  it('reads of a device that is gone reject', async () => {
    const failures: string[] = [];
    const { backend, device } = await openWithDevice((code) => failures.push(code));
    const tensor = normalTensor(backend, 'x', [4]).mul(2);
    device.destroy();
    await expect(backend.read(tensor)).rejects.toBeInstanceOf(Failure);
    // Destroyed on purpose: nobody is told.
    expect(failures).not.toContain('device-lost');
  });
});

describe('limits', () => {
  it('refuses a tensor larger than the device’s largest buffer before making it', async () => {
    const { backend } = await openBackend('wasm');
    const tooMany = backend.limits.maxBufferBytes / 4 + 1;
    expect(() => backend.tensor({ length: tooMany }, [tooMany])).toThrow(/limit of this device is 512 MiB/);
  });
});
