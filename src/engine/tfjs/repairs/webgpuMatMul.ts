/**
 * Products with a long inner size on webgpu.
 *
 * tfjs-backend-webgpu 4.22.0 splits inner sizes of 2,000 and more over workgroups ("split-K"). With the right factor
 * transposed it then reads four numbers at a time along the wrong axis (relative error above 1, silently); and it adds
 * floats atomically, so equal runs differ in their last bits. The packed kernel has neither fault.
 */
import { env, version_core } from '@tensorflow/tfjs-core';
import type { Undo } from './replaceKernel';

const PATCHED_VERSION = '4.22.0';
const THRESHOLD = 'WEBGPU_THRESHOLD_TO_INCREASE_WORKGROUPS_FOR_MATMUL';
/** Below one workgroup: no product counts as having too few, so all are packed. */
const ALWAYS_PACKED = 0.4;
const BY_DEFAULT = -1;

/** The part of the webgpu backend and of its programs that the repair touches. */
export interface ProgramRunner {
  runWebGPUProgram(program: WebgpuProgram, ...rest: unknown[]): unknown;
}
interface WebgpuProgram {
  readonly splitedDimInner?: number;
  readonly transposeB?: boolean;
  outputComponent?: number;
  shaderKey: string;
}

/** Makes split-K read one number at a time where the right factor is transposed. Throws on any other version of tfjs. */
export function repairSplitProduct(backend: ProgramRunner): Undo {
  if (version_core !== PATCHED_VERSION) throw new Error(`the split-K repair was made for tfjs ${PATCHED_VERSION}, not ${version_core}`);
  const delivered = backend.runWebGPUProgram;
  backend.runWebGPUProgram = function (program, ...rest) {
    if (program.splitedDimInner !== undefined && program.transposeB && program.outputComponent === 4) {
      program.outputComponent = 1;
      program.shaderKey += '_oneByOne';
    }
    return delivered.call(this, program, ...rest);
  };
  return () => {
    backend.runWebGPUProgram = delivered;
  };
}

/** Keeps every product on the packed kernel: same seed, same bits. */
export function makeProductsDeterministic(): Undo {
  env().set(THRESHOLD, ALWAYS_PACKED);
  return () => env().set(THRESHOLD, BY_DEFAULT);
}

/** Keeps small tensors on the GPU: otherwise kernels below 1,000 numbers run on the CPU, and the GPU's are never tested. */
export function keepSmallTensorsOnGpu(): Undo {
  env().set('WEBGPU_CPU_FORWARD', false);
  return () => env().set('WEBGPU_CPU_FORWARD', true);
}
