import type { LaidTensor, Layout } from '../models/layout';
import type { Backend, Tensor, Vector } from '../tensor/tensor';

/** Applies `map` to every tensor of a flat vector in its own shape, and lays the results flat again. */
export function byTensor(vector: Vector, layout: Layout, backend: Backend, map: (piece: Tensor, tensor: LaidTensor) => Tensor): Vector {
  return backend.concat(
    layout.tensors.map((tensor) => map(vector.slice([tensor.offset], [tensor.size]).reshape(tensor.shape), tensor).reshape([tensor.size])),
  );
}
