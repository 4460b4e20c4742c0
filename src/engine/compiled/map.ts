/** Kernels that compute each place for itself. */
import type { Kernel } from './fusion';
import { KernelWriter, type Site, type Source, THREAD } from './source';

/** One thread per place. */
export function mapKernel({ roots, size }: Kernel, { homes, isOutside }: Site): Source[] {
  const writer = new KernelWriter(homes);
  writer.finish(roots, { linear: [THREAD] }, isOutside);
  return [writer.source(size)];
}
