/** The compiled backend with a tuning of the test's choice, on whatever adapter there is. */
import { requestAdapter } from '../../../src/engine/backends/webgpuAdapter';
import { CompiledBackend } from '../../../src/engine/compiled/compiledBackend';
import { SOFTWARE, type Tuning } from '../../../src/engine/compiled/tuning';

const MIB = 2 ** 20;

export async function openCompiled(tuning: Partial<Tuning> = {}, maxBufferBytes = 128 * MIB): Promise<CompiledBackend> {
  const { adapter } = await requestAdapter(true);
  return new CompiledBackend('webgpu', await adapter.requestDevice(), { maxBufferBytes }, { ...SOFTWARE, ...tuning });
}

/** Every operation a kernel of its own, recorded and compiled anew each time: nothing fused, nothing replayed. */
export const EAGER: Partial<Tuning> = { fuse: false, replay: false };
