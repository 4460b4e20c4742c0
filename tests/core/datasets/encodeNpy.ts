/** NumPy’s arrays, byte for byte as `np.save` writes them. */
export function encodeNpy(type: string, shape: readonly number[], content: Uint8Array, isFortran = false): Uint8Array<ArrayBuffer> {
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const words = `{'descr': '${type}', 'fortran_order': ${isFortran ? 'True' : 'False'}, 'shape': (${axes}), }`;
  const length = Math.ceil((10 + words.length + 1) / 64) * 64 - 10;
  const header = `${words.padEnd(length - 1)}\n`;
  const bytes = new Uint8Array(10 + length + content.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 255, length >> 8]);
  bytes.set(
    Uint8Array.from(header, (letter) => letter.charCodeAt(0)),
    10,
  );
  bytes.set(content, 10 + length);
  return bytes;
}

export const bytesOf = (values: ArrayBufferView): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** Letters of 32 bits, each word filled up to `width`. */
export function wide(words: readonly string[], width: number): Uint8Array {
  return bytesOf(Uint32Array.from(words.flatMap((word) => Array.from({ length: width }, (_, at) => word.codePointAt(at) ?? 0))));
}
