import { env } from '@tensorflow/tfjs-core';
import simdBinary from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { DeviceBackend } from '../deviceBackend';
import {
  repairWasmConvolutionKernelGradient,
  speedUpWasmConvolution,
  speedUpWasmConvolutionInputGradient,
} from '../kernels/wasmConvolution';
import { speedUpWasmCopies } from '../kernels/wasmCopies';
import { speedUpWasmElementwise } from '../kernels/wasmElementwise';
import { speedUpWasmMatMul } from '../kernels/wasmMatMul';
import { repairWasmMaxPoolGradient } from '../kernels/wasmMaxPoolGradient';
import { repairWasmSum } from '../kernels/wasmSum';
import { ownStore } from '../store';
import { NotOffered, type OpenedDevice } from './candidate';

/**
 * WebAssembly with SIMD in one thread, from our own origin: no shared memory, so no isolation headers are needed.
 *
 * Its depthwise gradients and its UnsortedSegmentSum are missing too and stay so: nothing here asks for them.
 */
export async function openWasm(): Promise<OpenedDevice> {
  if (typeof WebAssembly === 'undefined') throw new NotOffered('this browser has no WebAssembly');
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  if (!(await env().getAsync('WASM_HAS_SIMD_SUPPORT'))) throw new NotOffered('this browser’s WebAssembly has no SIMD');
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': simdBinary,
    'tfjs-backend-wasm-simd.wasm': simdBinary,
    'tfjs-backend-wasm-threaded-simd.wasm': simdBinary,
  });
  repairWasm();
  const backend = new DeviceBackend('wasm', { maxBufferBytes: 2 ** 29, maxTotalBytes: 2 ** 30 }, ownStore());
  await backend.activate();
  return { backend, adapter: 'this processor (SIMD, one thread)', software: false };
}

/** Replaces what is wrong, missing or needlessly slow in the backend; the package must be loaded. */
export function repairWasm(): void {
  repairWasmSum();
  repairWasmMaxPoolGradient();
  repairWasmConvolutionKernelGradient();
  speedUpWasmMatMul();
  speedUpWasmElementwise();
  speedUpWasmCopies();
  speedUpWasmConvolution();
  speedUpWasmConvolutionInputGradient();
}
