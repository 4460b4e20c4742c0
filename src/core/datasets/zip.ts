/**
 * The directory of a ZIP archive: at its end, one record per file with name, place, packing and checksum.
 * APPNOTE.TXT 6.3.10, without ZIP64, encryption and archives in several parts.
 */
import { Failure } from '../failures';
import { utf8 } from './tar';

const END_BYTES = 22;
/** The end record may be followed by a comment of up to 65,535 bytes. */
export const ZIP_TAIL_BYTES = END_BYTES + 65_535;
/** Before a file's content: 30 bytes, then name and extra field, whose lengths may differ from those in the directory. */
export const ZIP_LOCAL_BYTES = 30;

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const ENTRY_BYTES = 46;
const NEEDS_ZIP64 = 0xffffffff;

export interface ZipEntry {
  readonly name: string;
  /** 0 is stored, 8 is deflated. */
  readonly method: 0 | 8;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Where its local header begins. */
  readonly offset: number;
}

/** Where the directory lies, from the last bytes of the archive. Throws `archive-damaged`. */
export function zipDirectory(tail: Uint8Array, archive: string): { readonly offset: number; readonly bytes: number } {
  const view = viewOf(tail);
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (view.getUint32(at, true) !== END) continue;
    const [bytes, offset] = [view.getUint32(at + 12, true), view.getUint32(at + 16, true)];
    if (offset === NEEDS_ZIP64) throw new Failure('archive-unsupported', `“${archive}” is larger than 4 GiB.`);
    return { offset, bytes };
  }
  throw new Failure('archive-damaged', `“${archive}” has no directory at its end.`);
}

/** The files that a directory lists, without its folders. Throws `archive-damaged` or `archive-unsupported`. */
export function zipEntries(directory: Uint8Array, archive: string): readonly ZipEntry[] {
  const view = viewOf(directory);
  const entries: ZipEntry[] = [];
  for (let at = 0; at + ENTRY_BYTES <= directory.length; ) {
    if (view.getUint32(at, true) !== ENTRY) break;
    const [nameBytes, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true)) as [number, number, number];
    const name = utf8(directory.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes));
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const [crc, packed, size] = [16, 20, 24].map((place) => view.getUint32(at + place, true)) as [number, number, number];
    const offset = view.getUint32(at + 42, true);
    at += ENTRY_BYTES + nameBytes + extra + comment;
    if (name.endsWith('/')) continue;
    if (flags & 1) throw new Failure('archive-unsupported', `“${name}” in “${archive}” is encrypted.`);
    if (method !== 0 && method !== 8) throw new Failure('archive-unsupported', `“${name}” in “${archive}” is packed by method ${method}.`);
    if ([packed, size, offset].includes(NEEDS_ZIP64)) throw new Failure('archive-unsupported', `“${name}” in “${archive}” is too large.`);
    entries.push({ name, method, crc, packed, size, offset });
  }
  if (entries.length === 0) throw new Failure('archive-damaged', `“${archive}” lists no file.`);
  return entries;
}

/** Where the content begins, from the first `ZIP_LOCAL_BYTES` bytes of the local header. Throws `archive-damaged`. */
export function zipContentOffset(local: Uint8Array, { name, offset }: ZipEntry, archive: string): number {
  const view = viewOf(local);
  if (local.length < ZIP_LOCAL_BYTES || view.getUint32(0, true) !== LOCAL)
    throw new Failure('archive-damaged', `“${name}” is not where “${archive}” says.`);
  return offset + ZIP_LOCAL_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 of ISO 3309, as ZIP and gzip use it. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ (bytes[at] as number)) & 255] as number);
  return (crc ^ 0xffffffff) >>> 0;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
