/**
 * The directory of a ZIP archive: at its end, one record per file with name, place, packing and checksum.
 * APPNOTE.TXT 6.3.10, ZIP64 included, without encryption and archives in several parts.
 */
import { Failure } from '../failures';
import { utf8 } from './tar';

const END_BYTES = 22;
/** Of ZIP64: what stands in front of the end record and says where its longer form is, and that form. */
const LOCATOR_BYTES = 20;
const LONG_END_BYTES = 56;
/** The end record may be followed by a comment of up to 65,535 bytes. */
export const ZIP_TAIL_BYTES = LONG_END_BYTES + LOCATOR_BYTES + END_BYTES + 65_535;
/** Before a file's content: 30 bytes, then name and extra field, whose lengths may differ from those in the directory. */
export const ZIP_LOCAL_BYTES = 30;

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const LOCATOR = 0x07064b50;
const LONG_END = 0x06064b50;
const ENTRY_BYTES = 46;
/** Stands where a number has more than 32 bits, or where a writer did not know yet; ZIP64 has it elsewhere. */
const ELSEWHERE = 0xffffffff;
/** The extra field of ZIP64. */
const LONG_NUMBERS = 1;

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

/**
 * Where the directory lies. Throws `archive-damaged`.
 *
 * @param tail   the last `ZIP_TAIL_BYTES` bytes of the archive, or all of it where it has fewer.
 * @param begin  where in the archive they begin.
 */
export function zipDirectory(tail: Uint8Array, begin: number, archive: string): { readonly offset: number; readonly bytes: number } {
  const view = viewOf(tail);
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (view.getUint32(at, true) !== END) continue;
    const [bytes, offset] = [view.getUint32(at + 12, true), view.getUint32(at + 16, true)];
    if (bytes !== ELSEWHERE && offset !== ELSEWHERE) return { offset, bytes };
    const locator = at - LOCATOR_BYTES;
    const end = locator >= 0 && view.getUint32(locator, true) === LOCATOR ? long(view, locator + 8) - begin : -1;
    if (end < 0 || end + LONG_END_BYTES > locator || view.getUint32(end, true) !== LONG_END) break;
    return { offset: long(view, end + 48), bytes: long(view, end + 40) };
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
    const crc = view.getUint32(at + 16, true);
    const begin = at + ENTRY_BYTES + nameBytes;
    const short = [24, 20, 42].map((place) => view.getUint32(at + place, true));
    const [size, packed, offset] = whole(short, directory.subarray(begin, begin + extra)) as [number, number, number];
    at = begin + extra + comment;
    if (name.endsWith('/')) continue;
    if (flags & 1) throw new Failure('archive-unsupported', `“${name}” in “${archive}” is encrypted.`);
    if (method !== 0 && method !== 8) throw new Failure('archive-unsupported', `“${name}” in “${archive}” is packed by method ${method}.`);
    entries.push({ name, method, crc, packed, size, offset });
  }
  if (entries.length === 0) throw new Failure('archive-damaged', `“${archive}” lists no file.`);
  return entries;
}

/** Numbers of an entry, those that stand elsewhere taken from ZIP64's extra field: it has them alone, in the same order. */
function whole(numbers: readonly number[], extra: Uint8Array): readonly number[] {
  const view = viewOf(extra);
  let at = 0;
  while (at + 4 <= extra.length && view.getUint16(at, true) !== LONG_NUMBERS) at += 4 + view.getUint16(at + 2, true);
  at += 4;
  return numbers.map((number) => {
    if (number !== ELSEWHERE || at + 8 > extra.length) return number;
    at += 8;
    return long(view, at - 8);
  });
}

/** Exact up to 2⁵³ − 1; no file is longer. */
function long(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

/** Where the content begins, from the first `ZIP_LOCAL_BYTES` bytes of the local header. Throws `archive-damaged`. */
export function zipContentOffset(local: Uint8Array, { name, offset }: ZipEntry, archive: string): number {
  const view = viewOf(local);
  if (local.length < ZIP_LOCAL_BYTES || view.getUint32(0, true) !== LOCAL)
    throw new Failure('archive-damaged', `“${name}” is not where “${archive}” says.`);
  return offset + ZIP_LOCAL_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
