/** Archives as the files in them: tar, gzipped or not, read once from front to back; ZIP, file by file. */
import { crc32 } from '../../core/checksum';
import { digits } from '../../core/datasets/fileFormat';
import { isGzip } from '../../core/datasets/recognize';
import { TAR_BLOCK, tarHeader, tarLongName } from '../../core/datasets/tar';
import { ZIP_LOCAL_BYTES, ZIP_TAIL_BYTES, zipContentOffset, zipDirectory, zipEntries, type ZipEntry } from '../../core/datasets/zip';
import { Failure } from '../../core/failures';
import { byteSource, type ByteSource } from './byteSource';
import { type NamedBlob, named } from './namedBlob';

/** Bytes that are read at a time of what follows the last file. */
const REST = 2 ** 16;

/**
 * The files in an archive, one after the other, so that no more than one of them need be in memory; any other file as it is.
 * Archives within archives are not opened. Throws `archive-damaged`, `archive-unsupported`, `file-too-large` beyond `most` bytes.
 */
export async function* expand(blob: NamedBlob, most: number): AsyncGenerator<NamedBlob> {
  const head = await firstBytes(blob);
  if (head && isZip(head)) yield* unzip(blob, most);
  else if (head && isTar(head)) yield* untar(byteSource(blob.stream()), blob.name, most);
  else if (head && isGzip(head) && isTar((await firstBytes(blob, true)) ?? head))
    yield* untar(byteSource(blob.stream().pipeThrough(new DecompressionStream('gzip'))), blob.name, most);
  else yield blob;
}

/** The first bytes, unpacked if asked; undefined where they cannot be read, which whoever reads the file will say. */
export async function firstBytes(blob: NamedBlob, isPacked = false): Promise<Uint8Array | undefined> {
  try {
    if (!isPacked) return new Uint8Array(await blob.slice(0, TAR_BLOCK).arrayBuffer());
    const source = byteSource(blob.stream().pipeThrough(new DecompressionStream('gzip')));
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
        if (header.kind === 'file') yield named(name, new Blob([bytes]));
      }
    }
  } catch (error) {
    throw error instanceof Failure ? error : damaged('is damaged or could not be read to its end');
  } finally {
    await source.close();
  }
}

async function* unzip(blob: NamedBlob, most: number): AsyncGenerator<NamedBlob> {
  const archive = blob.name;
  const bytesAt = async (from: number, to: number) => new Uint8Array(await blob.slice(from, to).arrayBuffer());
  const tail = Math.max(0, blob.size - ZIP_TAIL_BYTES);
  const { offset, bytes } = zipDirectory(await bytesAt(tail, blob.size), tail, archive);
  const entries = zipEntries(await bytesAt(offset, offset + bytes), archive);
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > most) throw new Failure('file-too-large', `“${archive}” unpacks to ${digits(total)} bytes.`);
  for (const entry of entries) {
    const local = await bytesAt(entry.offset, entry.offset + ZIP_LOCAL_BYTES);
    const begin = zipContentOffset(local, entry, archive);
    const content = await contentOf(blob.slice(begin, begin + entry.packed), entry, archive);
    yield named(entry.name, new Blob([content]));
  }
}

async function contentOf(packed: Blob, { name, method, size, crc }: ZipEntry, archive: string): Promise<Uint8Array<ArrayBuffer>> {
  const damaged = new Failure('archive-damaged', `“${name}” in “${archive}” is damaged.`);
  const source = byteSource(method === 0 ? packed.stream() : packed.stream().pipeThrough(new DecompressionStream('deflate-raw')));
  try {
    // One byte more than declared: what goes on beyond is no file of this archive.
    const bytes = await source.take(size + 1);
    if (bytes.length !== size || crc32(bytes) !== crc) throw damaged;
    return bytes;
  } catch {
    throw damaged;
  } finally {
    await source.close();
  }
}
