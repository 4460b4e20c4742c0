/** Kernels that compute each place for itself. */
import type { Kernel } from './fusion';
import type { Node } from './node';
import { type Homes, KernelWriter, type Source, THREAD } from './source';

/** One thread per place. */
export function mapKernel({ roots, size }: Kernel, homes: Homes, isOutside: (node: Node) => boolean): Source {
  const writer = new KernelWriter(homes);
  writer.finish(roots, { linear: [THREAD] }, isOutside);
  return writer.source(size);
}
