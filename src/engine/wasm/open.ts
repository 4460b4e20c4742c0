import { CompiledBackend } from '../graph/compiledBackend';
import { WasmMachine } from './wasmMachine';
import { kernelModule } from './kernels/shared';
import { NotOffered, type OpenedDevice, type OpenOptions } from '../devices/device';

/** Bytes of WebAssembly memory that a training may take. */
const MOST_BYTES = 2 ** 30;

/**
 * Basin's own WebAssembly with SIMD. A thread has a memory of its own, so no isolation headers are needed. A step is traced,
 * compiled once and replayed (`graph/`).
 */
export async function openWasm({ onBreath }: Pick<OpenOptions, 'onBreath'> = {}): Promise<OpenedDevice> {
  if (typeof WebAssembly === 'undefined') throw new NotOffered('this browser has no WebAssembly');
  if (!WebAssembly.validate(kernelModule())) throw new NotOffered('this browser’s WebAssembly has no SIMD');
  const machine = new WasmMachine(MOST_BYTES, true, onBreath);
  const backend = new CompiledBackend('wasm', machine, { maxBufferBytes: MOST_BYTES / 2, maxTotalBytes: MOST_BYTES });
  return { backend, adapter: 'this processor (SIMD)', software: false };
}
