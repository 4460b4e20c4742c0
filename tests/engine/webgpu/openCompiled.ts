/** The compiled backend with a tuning of the test's choice, on whatever adapter there is. */
import { Failure } from '../../../src/core/failures';
import { requestAdapter } from '../../../src/engine/webgpu/adapter';
import { CompiledBackend, type Options } from '../../../src/engine/graph/compiledBackend';
import { Gpu } from '../../../src/engine/webgpu/gpu';
import { HARDWARE, SOFTWARE, type KernelTuning } from '../../../src/engine/webgpu/tuning';

const MIB = 2 ** 20;

type Wanted = Partial<KernelTuning> & Pick<Options, 'replay'>;

/** Codes of the failures of a device, in order. */
export type Notices = string[];

export async function openCompiled(
  { replay = true, ...tuning }: Wanted = {},
  maxBufferBytes = 128 * MIB,
  said: Notices = [],
): Promise<CompiledBackend> {
  const { adapter } = await requestAdapter(true);
  const device = await adapter.requestDevice();
  const made: { backend?: CompiledBackend } = {};
  const gpu = await Gpu.open({
    device,
    maxBytes: maxBufferBytes,
    tuning: { ...SOFTWARE, ...tuning },
    onFailure(code, detail) {
      said.push(code);
      made.backend?.fail(new Failure(code, detail));
    },
  });
  const backend = new CompiledBackend('webgpu', gpu, { maxBufferBytes }, { residentBytes: maxBufferBytes / 4, replay });
  made.backend = backend;
  return backend;
}

/** Every operation a kernel of its own with a thread for each place, recorded and compiled anew each time: nothing fused, nothing replayed. */
export const EAGER: Wanted = { fuse: false, replay: false, mostThreads: HARDWARE.mostThreads };
