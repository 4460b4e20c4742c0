/**
 * Mini-batches out of images that lie on the device as bytes: gathered, cropped, mirrored, normalized and cut in one operation.
 *
 * Three bytes are packed into one number, as a whole number below 2²⁴, which a float holds exactly. Four would be a bit
 * pattern, and drivers may flush those that read as subnormal (dark pixels) to zero. What a byte means is looked up in a table
 * that the host has rounded, so a kernel (`webgpu/images.ts`) does no arithmetic on values and gives the bits of `gatherImages` on any device.
 */
import { DRAWN, type PackedImages, type Placements } from '../../core/datasets/augmentation';
import type { KeptImages, Shape, Tensor } from '../../core/tensor/tensor';
import { type CompiledTensor, compiled, type Recorder } from './compiledTensor';

/** Bytes of an image that one number on the device holds. */
export const BYTES_PER_NUMBER = 3;

interface Uploader extends Recorder {
  tensor(values: ArrayLike<number>, shape: Shape): Tensor;
}

/** Images as numbers on the device; 4/3 bytes there for each byte. The caller frees `tensors`. */
export function keepImages(backend: Uploader, { bytes, shape, values }: PackedImages): KeptImages {
  const numbers = packed(bytes);
  const kept = backend.tensor(numbers, [numbers.length]);
  const table = backend.tensor(values, [values.length]);
  const batch = (rows: ArrayLike<number>, { padding, cutout, draws }: Placements): CompiledTensor =>
    backend.within(() =>
      backend.apply(
        'images',
        [compiled(kept), compiled(table), backend.upload(rows, [rows.length]), backend.upload(draws, [rows.length, DRAWN])],
        [padding, cutout],
        () => [rows.length, ...shape],
      ),
    );
  return { tensors: [kept, table], batch };
}

/** Three bytes to a number, the first in its lowest bits. */
export function packed(bytes: Uint8Array): Float32Array {
  const numbers = new Float32Array(Math.ceil(bytes.length / BYTES_PER_NUMBER));
  for (let at = 0; at < numbers.length; at++) {
    const byte = BYTES_PER_NUMBER * at;
    numbers[at] = (bytes[byte] as number) | ((bytes[byte + 1] ?? 0) << 8) | ((bytes[byte + 2] ?? 0) << 16);
  }
  return numbers;
}
