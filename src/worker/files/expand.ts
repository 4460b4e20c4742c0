/** Archives as the files in them: tar, gzipped or not, read once from front to back; ZIP, file by file. */
import { inflateSync } from 'fflate';
import { crc32 } from '../../core/checksum';
import { digits } from '../../core/datasets/fileFormat';
import { isGzip } from '../../core/datasets/recognize';
import { TAR_BLOCK, tarHeader, tarLongName } from '../../core/datasets/tar';
import { ZIP_LOCAL_BYTES, ZIP_TAIL_BYTES, zipContentOffset, zipDirectory, zipEntries, type ZipEntry } from '../../core/datasets/zip';
import { Failure } from '../../core/failures';
import { byteSource, type ByteSource } from './byteSource';
import { gunzipped } from './gunzip';
import { inMemory, type NamedBlob } from './namedBlob';

/** Bytes that are read at a time of what follows the last file. */
const REST = 2 ** 16;
/** Packed bytes that a first look unpacks: a bomb's are half a megabyte. */
const LOOK = 512;
/** Bytes of a ZIP archive that are read at a time. */
const READ_AHEAD = 2 ** 20;
/** Deflate packs no better: 258 bytes in 2 bits. */
export const MOST_RATIO = 1032;

/**
 * The files in an archive, one after the other, so that no more than one of them need be in memory; any other file as it is.
 * Archives within archives are not opened. Throws `archive-damaged`, `archive-unsupported`, `file-too-large` beyond `most` bytes.
 */
export async function* expand(blob: NamedBlob, most: number): AsyncGenerator<NamedBlob> {
  const head = await firstBytes(blob);
  if (head && isZip(head)) yield* unzip(blob, most);
  else if (head && isTar(head)) yield* untar(byteSource(blob.stream()), blob.name, most);
  else if (head && isGzip(head) && isTar((await firstBytes(blob, true)) ?? head))
    yield* untar(byteSource(gunzipped(blob.stream())), blob.name, most);
  else yield blob;
}

/** Names of the files in a ZIP archive, none of which is unpacked; none of anything else, or of what cannot be read. */
export async function namesIn(blob: NamedBlob): Promise<readonly string[]> {
  const head = await firstBytes(blob);
  if (!head || !isZip(head)) return [];
  // Whoever opens it will say what is wrong with it.
  return entriesOf(blob).then(
    (entries) => entries.map(({ name }) => name),
    () => [],
  );
}

/** The first bytes, unpacked if asked; undefined where they cannot be read, which whoever reads the file will say. */
export async function firstBytes(blob: NamedBlob, isPacked = false): Promise<Uint8Array | undefined> {
  try {
    if (!isPacked) return new Uint8Array(await blob.slice(0, TAR_BLOCK).arrayBuffer());
    const source = byteSource(gunzipped(blob.stream(), LOOK));
    const head = await source.take(TAR_BLOCK);
    await source.close();
    return head;
  } catch {
    return undefined;
  }
}

const isZip = (head: Uint8Array) => head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5);
const isTar = (head: Uint8Array) => {
  const header = tarHeader(head);
  return header !== null && header !== 'end';
};

async function* untar(source: ByteSource, archive: string, most: number): AsyncGenerator<NamedBlob> {
  const damaged = (what: string) => new Failure('archive-damaged', `“${archive}” ${what}.`);
  const content = async (size: number) => {
    const bytes = await source.take(size);
    const rest = (TAR_BLOCK - (size % TAR_BLOCK)) % TAR_BLOCK;
    // Some writers leave out what would fill the last block.
    if (bytes.length < size) throw damaged(`ends ${digits(size - bytes.length)} bytes before the end of a file in it`);
    await source.take(rest);
    return bytes;
  };
  let longName: string | null = null;
  let total = 0;
  try {
    for (;;) {
      const block = await source.take(TAR_BLOCK);
      if (block.length === 0) return;
      const header = tarHeader(block);
      if (header === 'end') {
        // Only at its end does gzip data tell whether it was whole.
        for (let rest = await source.take(REST); rest.length > 0 && total < most; rest = await source.take(REST)) total += rest.length;
        return;
      }
      if (!header) throw damaged(block.length < TAR_BLOCK ? 'ends within a header' : 'has a header whose checksum is wrong');
      total += header.size;
      if (total > most) throw new Failure('file-too-large', `“${archive}” holds more than ${digits(most)} bytes.`);
      const bytes = await content(header.size);
      if (header.kind === 'longName' || header.kind === 'attributes') longName = tarLongName(header, bytes) ?? longName;
      else {
        const name = longName ?? header.name;
        longName = null;
        if (header.kind === 'file') yield inMemory(name, bytes);
      }
    }
  } catch (error) {
    throw error instanceof Failure ? error : damaged('is damaged or could not be read to its end');
  } finally {
    await source.close();
  }
}

async function entriesOf(blob: NamedBlob, bytesAt = readerOf(blob)): Promise<readonly ZipEntry[]> {
  const tail = Math.max(0, blob.size - ZIP_TAIL_BYTES);
  const { offset, bytes } = zipDirectory(await bytesAt(tail, blob.size), tail, blob.name);
  return zipEntries(await bytesAt(offset, offset + bytes), blob.name);
}

async function* unzip(blob: NamedBlob, most: number): AsyncGenerator<NamedBlob> {
  const archive = blob.name;
  const bytesAt = readerOf(blob);
  const entries = await entriesOf(blob, bytesAt);
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > most) throw new Failure('file-too-large', `“${archive}” unpacks to ${digits(total)} bytes.`);
  for (const entry of entries) {
    const local = await bytesAt(entry.offset, entry.offset + ZIP_LOCAL_BYTES);
    const begin = zipContentOffset(local, entry, archive);
    yield inMemory(entry.name, contentOf(await bytesAt(begin, begin + entry.packed), entry, archive));
  }
}

/** Reads a file here and there, a mebibyte at least: thousands of small files lie one after the other. */
function readerOf(blob: NamedBlob): (from: number, to: number) => Promise<Uint8Array<ArrayBuffer>> {
  let begin = 0;
  let ahead = new Uint8Array();
  return async (from, to) => {
    if (from < begin || to > begin + ahead.length) {
      begin = from;
      ahead = new Uint8Array(await blob.slice(from, Math.max(to, from + READ_AHEAD)).arrayBuffer());
    }
    return ahead.subarray(from - begin, to - begin);
  };
}

function contentOf(packed: Uint8Array<ArrayBuffer>, { name, method, size, crc }: ZipEntry, archive: string): Uint8Array<ArrayBuffer> {
  const damaged = () => new Failure('archive-damaged', `“${name}” in “${archive}” is damaged.`);
  // Before memory is taken for what a damaged directory declares.
  if (size > MOST_RATIO * packed.length) throw damaged();
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    // One byte more than declared tells what goes on beyond, which is no file of this archive.
    bytes = method === 0 ? packed.slice() : (inflateSync(packed, { out: new Uint8Array(size + 1) }) as Uint8Array<ArrayBuffer>);
  } catch {
    throw damaged();
  }
  if (bytes.length !== size || crc32(bytes) !== crc) throw damaged();
  return bytes;
}
