import { engine } from '@tensorflow/tfjs-core';
import { Failure } from '../../core/failures';
import { DeviceBackend } from '../deviceBackend';
import { repairGpuMaxPoolGradient } from '../kernels/gpuMaxPoolGradient';
import { repairWebgpuArgMax } from '../kernels/webgpuArgMax';
import { keepSmallTensorsOnGpu, makeProductsDeterministic, type ProgramRunner, repairSplitProduct } from '../kernels/webgpuMatMul';
import { repairWebgpuSum } from '../kernels/webgpuSum';
import { NotOffered, type OpenedDevice, type OpenOptions } from './candidate';
import { watchDevice } from './watchDevice';

/** What Basin uses of TensorFlow.js's webgpu backend. */
export interface WebgpuDevice extends ProgramRunner {
  readonly device: GPUDevice;
}

const repaired = new WeakSet<WebgpuDevice>();

export async function openWebgpu({ allowSoftware, onFailure }: OpenOptions): Promise<OpenedDevice> {
  const gpu: GPU | undefined = navigator.gpu;
  if (!gpu) throw new NotOffered('this browser offers no WebGPU');
  // The same request that TensorFlow.js makes; it does not check for null, and would fail inside.
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new NotOffered('WebGPU is there, but no graphics adapter (blocked after crashes, or disabled)');
  const software = isSoftware(adapter.info);
  const name = described(adapter.info);
  if (software && !allowSoftware) throw new NotOffered(`the only WebGPU adapter is software (${name}), slower than wasm`);

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

function isSoftware(info: GPUAdapterInfo): boolean {
  return info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|basic render/i.test(described(info));
}

function described({ vendor, architecture, device, description }: GPUAdapterInfo): string {
  return [vendor, architecture, device, description].filter((part) => part !== '').join(' ') || 'unnamed adapter';
}
