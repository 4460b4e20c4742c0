/** The compiled backend with a tuning of the test's choice, on whatever adapter there is. */
import { requestAdapter } from '../../../src/engine/webgpu/adapter';
import { CompiledBackend, type Options } from '../../../src/engine/graph/compiledBackend';
import { Gpu } from '../../../src/engine/webgpu/gpu';
import { HARDWARE, SOFTWARE, type KernelTuning } from '../../../src/engine/webgpu/tuning';

const MIB = 2 ** 20;

type Wanted = Partial<KernelTuning> & Pick<Options, 'replay'>;

export async function openCompiled({ replay = true, ...tuning }: Wanted = {}, maxBufferBytes = 128 * MIB): Promise<CompiledBackend> {
  const { adapter } = await requestAdapter(true);
  const gpu = new Gpu(await adapter.requestDevice(), maxBufferBytes, { ...SOFTWARE, ...tuning });
  return new CompiledBackend('webgpu', gpu, { maxBufferBytes }, { residentBytes: maxBufferBytes / 4, replay });
}

/** Every operation a kernel of its own with a thread for each place, recorded and compiled anew each time: nothing fused, nothing replayed. */
export const EAGER: Wanted = { fuse: false, replay: false, mostThreads: HARDWARE.mostThreads };
