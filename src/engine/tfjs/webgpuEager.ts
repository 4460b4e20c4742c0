import { engine } from '@tensorflow/tfjs-core';
import { Failure } from '../../core/failures';
import { DeviceBackend } from './deviceBackend';
import { repairGpuMaxPoolGradient } from './repairs/gpuMaxPoolGradient';
import { repairWebgpuArgMax } from './repairs/webgpuArgMax';
import { keepSmallTensorsOnGpu, makeProductsDeterministic, type ProgramRunner, repairSplitProduct } from './repairs/webgpuMatMul';
import { repairWebgpuSum } from './repairs/webgpuSum';
import type { OpenedDevice, OpenOptions } from '../devices/device';
import { requestAdapter } from '../webgpu/adapter';
import { watchDevice } from '../webgpu/watchDevice';

/** The part of TensorFlow.js's webgpu backend that Basin uses. */
export interface WebgpuDevice extends ProgramRunner {
  readonly device: GPUDevice;
}

const repaired = new WeakSet<WebgpuDevice>();

/** TensorFlow.js's own kernels, one dispatch per operation. */
export async function openWebgpuEager({ allowSoftware, onFailure }: OpenOptions): Promise<OpenedDevice> {
  // TensorFlow.js makes the same request; it does not check for null, and would fail inside.
  const { adapter, name, software } = await requestAdapter(allowSoftware);
  await import('@tensorflow/tfjs-backend-webgpu');
  keepSmallTensorsOnGpu();
  makeProductsDeterministic();
  repairWebgpuSum();
  repairGpuMaxPoolGradient('webgpu');
  repairWebgpuArgMax();
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const backend = new DeviceBackend('webgpu', { maxBufferBytes: Math.min(maxBufferSize, maxStorageBufferBindingSize) });
  await backend.activate();
  const running = engine().backend as unknown as WebgpuDevice;
  if (!repaired.has(running)) {
    repairSplitProduct(running);
    repaired.add(running);
  }
  watchDevice(running.device, (code, detail) => {
    backend.fail(new Failure(code, detail));
    onFailure(code, detail);
  });
  return { backend, adapter: name, software };
}
