import { CompiledBackend } from '../compiled/compiledBackend';
import { WasmMachine } from '../compiledWasm/wasmMachine';
import { kernelModule } from '../simd/kernels';
import { NotOffered, type OpenedDevice, type OpenOptions } from './candidate';

/** Bytes of WebAssembly memory that a training may take. */
const MOST_BYTES = 2 ** 30;

/**
 * Basin's own WebAssembly with SIMD, in one thread: no shared memory, so no isolation headers are needed. A step is traced,
 * compiled once and replayed (`compiled/`).
 */
export async function openWasm({ onBreath }: Pick<OpenOptions, 'onBreath'> = {}): Promise<OpenedDevice> {
  if (typeof WebAssembly === 'undefined') throw new NotOffered('this browser has no WebAssembly');
  if (!WebAssembly.validate(kernelModule())) throw new NotOffered('this browser’s WebAssembly has no SIMD');
  const machine = new WasmMachine(MOST_BYTES, true, onBreath);
  const backend = new CompiledBackend('wasm', machine, { maxBufferBytes: MOST_BYTES / 2, maxTotalBytes: MOST_BYTES });
  return { backend, adapter: 'this processor (SIMD, one thread)', software: false };
}
