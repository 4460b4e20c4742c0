/** Bytes as base64 text and back, in plain TypeScript: the language has no such thing without a browser or Node. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [one = 0, two = 0, three = 0] = bytes.subarray(at, at + 3);
    const word = (one << 16) | (two << 8) | three;
    const letters = [18, 12, 6, 0].map((shift) => ALPHABET[(word >> shift) & 63] as string);
    const used = Math.min(4, bytes.length - at + 1);
    text += letters.slice(0, used).join('') + '='.repeat(4 - used);
  }
  return text;
}

/** Inverse of `toBase64`. Throws on a letter that is not base64. */
export function fromBase64(text: string): Uint8Array {
  const letters = text.replace(/=+$/, '');
  const bytes = new Uint8Array(Math.floor((letters.length * 3) / 4));
  let word = 0;
  let bits = 0;
  let at = 0;
  for (const letter of letters) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) throw new Error(`base64: “${letter}” is no letter of it`);
    word = ((word << 6) | value) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (word >> bits) & 255;
  }
  return bytes;
}
