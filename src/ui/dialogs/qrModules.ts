import { encode } from 'uqr';

/** Bytes that the largest code holds at error correction M (ISO/IEC 18004:2015, table 7). */
export const MOST_BYTES = 2331;

/**
 * A QR code: UTF-8 in byte mode, error correction M (15 % of the code may be lost), the smallest version that holds the text.
 *
 * @returns [edge][edge] from the top left, true is dark, without the light border of 4 modules that belongs around it; null
 *   where the text has more than `MOST_BYTES` bytes.
 */
export function qrModules(text: string): readonly (readonly boolean[])[] | null {
  // As bytes: as text, digits and capitals would be written in modes of their own.
  const bytes = [...new TextEncoder().encode(text)];
  return bytes.length > MOST_BYTES ? null : encode(bytes, { ecc: 'M', boostEcc: false, border: 0 }).data;
}
