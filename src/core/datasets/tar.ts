/**
 * Headers of tar archives: blocks of 512 bytes with name, size in octal, a checksum and a kind; contents follow, filled up to
 * whole blocks. POSIX.1-1988 (ustar), with the long names of GNU tar and of POSIX.1-2001 (pax).
 */
import { byteAt } from '../numbers';

export const TAR_BLOCK = 512;

export interface TarHeader {
  readonly name: string;
  /** Bytes of the content, without what fills the last block. */
  readonly size: number;
  /** A file; the name of the next entry, in one of two ways; anything else (folders, links), whose content is of no use. */
  readonly kind: 'file' | 'longName' | 'attributes' | 'other';
}

const CHECKSUM = { from: 148, to: 156 };

/** The header in a block; null where the checksum does not match, so that this is no header; `end` where all bytes are zero. */
export function tarHeader(block: Uint8Array): TarHeader | 'end' | null {
  if (block.length < TAR_BLOCK) return null;
  let sum = 0;
  for (let at = 0; at < TAR_BLOCK; at++) sum += at >= CHECKSUM.from && at < CHECKSUM.to ? 32 : byteAt(block, at);
  if (sum === 8 * 32 && block.subarray(CHECKSUM.from, CHECKSUM.to).every((byte) => byte === 0)) return 'end';
  if (octal(block, CHECKSUM.from, CHECKSUM.to) !== sum) return null;
  const prefix = ascii(block, 257, 262) === 'ustar' ? string(block, 345, 500) : '';
  const name = string(block, 0, 100);
  const kind = String.fromCharCode(byteAt(block, 156));
  return {
    name: prefix ? `${prefix}/${name}` : name,
    size: octal(block, 124, 136),
    kind: ['0', '\x00', '7'].includes(kind) ? 'file' : kind === 'L' ? 'longName' : kind === 'x' ? 'attributes' : 'other',
  };
}

/** The name that an entry of kind `longName` or `attributes` gives to the next one; null where it gives none. */
export function tarLongName({ kind }: TarHeader, content: Uint8Array): string | null {
  if (kind === 'longName') return string(content, 0, content.length);
  // Records “length key=value\n”, where length counts the whole record.
  for (const record of utf8(content).split('\n')) {
    const found = /^\d+ path=(.+)$/.exec(record);
    if (found) return found[1] as string;
  }
  return null;
}

function octal(block: Uint8Array, from: number, to: number): number {
  return Number.parseInt(ascii(block, from, to).trim() || '0', 8);
}

/** Up to the first zero byte. */
function ascii(block: Uint8Array, from: number, to: number): string {
  const end = block.subarray(from, to).indexOf(0);
  return String.fromCharCode(...block.subarray(from, end < 0 ? to : from + end));
}

function string(block: Uint8Array, from: number, to: number): string {
  const end = block.subarray(from, to).indexOf(0);
  return utf8(block.subarray(from, end < 0 ? to : from + end));
}

/** Names are UTF-8 where anything is beyond ASCII; `TextDecoder` is no part of the language. */
export function utf8(bytes: Uint8Array): string {
  let escaped = '';
  for (const byte of bytes) escaped += `%${byte.toString(16).padStart(2, '0')}`;
  try {
    return decodeURIComponent(escaped);
  } catch {
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  }
}
