/** Encoding of a text's bytes. */
import { increase } from '../../numbers';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export const encodingNames: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 (little-endian)',
  'utf-16be': 'UTF-16 (big-endian)',
  'windows-1252': 'Windows-1252 (Latin-1)',
};

/**
 * The encoding that the first bytes show: by their byte order mark, or by the zeros that UTF-16 puts between letters of
 * European languages and digits. Else UTF-8, which a file must keep to the end to be read so; one that does not is Windows-1252.
 */
export function encodingOf(head: Uint8Array): Encoding {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  for (let at = 0; at < head.length; at++) if (head[at] === 0) increase(zeros, at % 2, 1);
  const [even, odd] = zeros as [number, number];
  const half = Math.floor(head.length / 2);
  if (odd > 0.4 * half && even < 0.05 * half) return 'utf-16le';
  if (even > 0.4 * half && odd < 0.05 * half) return 'utf-16be';
  return 'utf-8';
}
