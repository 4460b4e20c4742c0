/**
 * The reference backend: plain doubles, no device, no dependency.
 *
 * It knows the meaning of every `Tensor` method and refuses to know speed beyond tight loops. All derivations and every
 * other backend are checked against it. Memory belongs to the garbage collector, so scopes only run their work.
 */
import { joined } from './float64/arrangement';
import { doubles, Float64Tensor } from './float64/float64Tensor';
import type { Backend } from './tensor';

export const float64Backend: Backend = {
  name: 'float64',
  tensor: (values, shape) => new Float64Tensor(shape, Float64Array.from(values)),
  scalar: (value) => new Float64Tensor([], Float64Array.of(value)),
  concat(parts) {
    const { shape, values } = joined(parts.map(doubles));
    return new Float64Tensor(shape, values);
  },
  read: async (tensor) => doubles(tensor).values.slice(),
  readAll: async (tensors) => tensors.map((tensor) => doubles(tensor).values.slice()),
  scope: (work) => work(),
  scopeAsync: (work) => work(),
  free() {
    // Nothing is held outside the garbage collector's reach.
  },
  tensorCount: () => 0,
};
