/** Seeded test inputs: numbers that float32 holds exactly, so that every backend starts from the same values. */
import { randomStream } from '../../../src/core/random';
import type { Backend, Shape, Tensor } from '../../../src/core/tensor/tensor';

export function normals(name: string, count: number): number[] {
  const stream = randomStream(1, name);
  return Array.from({ length: count }, () => Math.fround(stream.normal()));
}

export function normalTensor(backend: Backend, name: string, shape: Shape): Tensor {
  return backend.tensor(
    normals(
      name,
      shape.reduce((size, length) => size * length, 1),
    ),
    shape,
  );
}
