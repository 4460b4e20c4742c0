/** Kernels that compute each place for itself. */
import type { Kernel } from './fusion';
import { KernelWriter, nameOf, PASS_WORK, type Site, type Source, THREAD } from './source';

/** One thread per place, or as many threads as pay, each with every n-th place. */
export function mapKernel(kernel: Kernel, { homes, isOutside, tuning }: Site): Source[] {
  const { roots, size } = kernel;
  const writer = new KernelWriter(homes);
  const threads = Math.min(size, tuning.mostThreads);
  if (threads === size) writer.finish(roots, { linear: [THREAD] }, isOutside);
  else
    writer.emit.loop(writer.emit.whole(size), (place) => writer.finish(roots, { linear: [place] }, isOutside), {
      start: THREAD,
      step: threads,
    });
  return [writer.source(threads, { name: nameOf(kernel), work: PASS_WORK * (1 + roots.length) * size }, tuning)];
}
