import { DeviceBackend } from './deviceBackend';
import type { OpenedDevice } from '../devices/device';

/** Plain JavaScript in TensorFlow.js: the slowest, and always there. */
export async function openCpu(): Promise<OpenedDevice> {
  await import('@tensorflow/tfjs-backend-cpu');
  const backend = new DeviceBackend('cpu', { maxBufferBytes: 2 ** 30 });
  await backend.activate();
  return { backend, adapter: 'this processor (one thread)', software: false };
}
