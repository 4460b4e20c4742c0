import { Failure } from '../../core/failures';
import { CompiledBackend } from '../graph/compiledBackend';
import { Gpu } from './gpu';
import { HARDWARE, SOFTWARE } from './tuning';
import type { OpenedDevice, OpenOptions } from '../devices/device';
import { watchDevice } from './watchDevice';
import { requestAdapter } from './adapter';

/** Basin's own kernels: a step is traced, compiled once and replayed (`graph/`). */
export async function openWebgpu({ allowSoftware, onFailure, losses }: OpenOptions): Promise<OpenedDevice> {
  const { adapter, name, software } = await requestAdapter(allowSoftware);
  // The default limits are those of the smallest devices; a network may need more in one buffer.
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const device = await adapter.requestDevice({ requiredLimits: { maxBufferSize, maxStorageBufferBindingSize } });
  // A step's numbers are one buffer.
  const bytes = Math.min(maxBufferSize, maxStorageBufferBindingSize);
  const limits = { maxBufferBytes: bytes, maxTotalBytes: bytes };
  // Its device may fail while it is being opened.
  const made: { backend?: CompiledBackend } = {};
  const fail: OpenOptions['onFailure'] = (code, detail) => {
    made.backend?.fail(new Failure(code, detail));
    onFailure(code, detail);
  };
  watchDevice(device, fail);
  const tuning = software ? SOFTWARE : HARDWARE;
  const gpu = await Gpu.open({ device, maxBytes: bytes, tuning, onFailure: fail, ...(losses === undefined ? {} : { losses }) });
  const backend = new CompiledBackend('webgpu', gpu, limits, { residentBytes: bytes / 4, readMs: gpu.latency });
  made.backend = backend;
  return { backend, adapter: name, software };
}
