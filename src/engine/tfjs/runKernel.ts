import { engine, getKernel, type NamedAttrMap, type NamedTensorInfoMap, type TensorInfo } from '@tensorflow/tfjs-core';

/**
 * Runs a registered kernel of the current backend on `inputs`, past TensorFlow.js's own way to it: no tape, no profiler, no
 * closures, which cost more than the arithmetic of a small net. Nobody owns the result yet.
 *
 * Throws when the backend has no such kernel.
 */
export function runKernel(
  name: string,
  inputs: Readonly<Record<string, TensorInfo>> | readonly TensorInfo[],
  attributes: object = {},
): TensorInfo {
  const { backend, backendName } = engine();
  const kernel = getKernel(name, backendName);
  // The type says that it is always there.
  if ((kernel as unknown) === undefined) throw new Error(`The backend ${backendName} has no kernel ${name}.`);
  return kernel.kernelFunc({ inputs: inputs as NamedTensorInfoMap, attrs: attributes as NamedAttrMap, backend }) as TensorInfo;
}
