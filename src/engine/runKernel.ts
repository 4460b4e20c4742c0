import { engine, getKernel, type KernelConfig, type NamedAttrMap, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';

/**
 * Runs a registered kernel of the current backend on `inputs`, past TensorFlow.js's own way to it: no tape, no profiler, no
 * closures, which cost more than the arithmetic of a small net. The open scope owns the result.
 *
 * Throws when the backend has no such kernel.
 */
export function runKernel(name: string, inputs: Readonly<Record<string, Tensor>> | readonly Tensor[], attributes: object = {}): Tensor {
  const { backend, backendName } = engine();
  const kernel: KernelConfig | undefined = getKernel(name, backendName);
  if (!kernel) throw new Error(`The backend ${backendName} has no kernel ${name}.`);
  const made = kernel.kernelFunc({ inputs: inputs as Readonly<Record<string, Tensor>>, attrs: attributes as NamedAttrMap, backend });
  // Kernels that are made of others give a tensor that is known already.
  return 'rank' in (made as object) ? (made as Tensor) : engine().makeTensorFromTensorInfo(made as TensorInfo);
}
