/** Writers of the file formats, for round trips: the readers' inverses, written from the formats' descriptions. */

/** An IDX file: type byte, sizes per axis, values. */
export function encodeIdx(sizes: readonly number[], values: ArrayLike<number>, type = 8): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 + 4 * sizes.length + values.length);
  bytes.set([0, 0, type, sizes.length]);
  const view = new DataView(bytes.buffer);
  sizes.forEach((size, axis) => view.setUint32(4 + 4 * axis, size));
  bytes.set(values, 4 + 4 * sizes.length);
  return bytes;
}

/** CIFAR-10 records from labels and pixels [count, 32, 32, 3]. */
export function encodeCifar(labels: readonly number[], pixels: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(labels.length * 3073);
  labels.forEach((label, record) => {
    bytes[record * 3073] = label;
    for (let index = 0; index < 3072; index++) {
      const [pixel, channel] = [Math.floor(index / 3), index % 3];
      bytes[record * 3073 + 1 + channel * 1024 + pixel] = pixels[record * 3072 + index] as number;
    }
  });
  return bytes;
}

/** Bytes that look random and are always the same. */
export function someBytes(count: number, salt = 1): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: count }, (_, index) => Math.imul(index + salt, 0x9e3779b1) >>> 24);
}
