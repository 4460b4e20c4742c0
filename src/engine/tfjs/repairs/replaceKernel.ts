import { getKernel, type KernelFunc, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';

/** Puts the kernel back as it was delivered. */
export type Undo = () => void;

const replaced = new Map<string, Undo>();

/**
 * Registers a repaired kernel in place of the delivered one, once; asking again changes nothing.
 *
 * @param repair gets the delivered kernel (`undefined` where the backend has none) and gives the one to use.
 */
export function replaceKernel(backendName: string, kernelName: string, repair: (delivered: KernelFunc | undefined) => KernelFunc): Undo {
  const key = `${backendName}/${kernelName}`;
  const known = replaced.get(key);
  if (known) return known;
  const delivered = getKernel(kernelName, backendName);
  if (delivered) unregisterKernel(kernelName, backendName);
  registerKernel({ ...delivered, kernelName, backendName, kernelFunc: repair(delivered?.kernelFunc) });
  const undo = () => {
    if (!replaced.delete(key)) return;
    unregisterKernel(kernelName, backendName);
    if (delivered) registerKernel(delivered);
  };
  replaced.set(key, undo);
  return undo;
}
