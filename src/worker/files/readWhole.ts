import { digits, expectLength, type FileFormat, HEAD_BYTES } from '../../core/datasets/fileFormat';
import { isGzip, recognize } from '../../core/datasets/recognize';
import { Failure } from '../../core/failures';
import { MOST_RATIO } from './expand';
import { gunzipped } from './gunzip';
import type { NamedBlob } from './namedBlob';

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** A file, unpacked, and the format it is in. */
export interface WholeFile {
  readonly bytes: Uint8Array;
  readonly format: FileFormat;
}

/**
 * All bytes of a file, unpacked where it is gzip data. Length and format are judged by the first bytes, before memory
 * is taken for the rest; unpacking stops with the chunk that goes beyond what the format allows, or beyond `most`
 * bytes. Throws a `Failure`.
 */
export async function readWhole(blob: NamedBlob, most: number): Promise<WholeFile> {
  if (blob.size === 0) throw new Failure('file-empty', `“${blob.name}” has 0 bytes.`);
  const head = await readBlob(blob.slice(0, HEAD_BYTES), blob.name);
  return isGzip(head) ? unpack(blob, most) : readPlain(blob, head, most);
}

async function readPlain(blob: NamedBlob, head: Uint8Array, most: number): Promise<WholeFile> {
  const format = recognize(head, blob.name, blob.size);
  const limits = format.limits(head, blob.name);
  if (limits.exactly !== undefined) expectLength(blob.name, blob.size, limits.exactly);
  refuseMore(blob.name, blob.size, Math.min(limits.most, most));
  return { bytes: blob.content ?? (await readBlob(blob, blob.name)), format };
}

async function unpack(blob: NamedBlob, most: number): Promise<WholeFile> {
  const reader: Reader = gunzipped(blob.stream()).getReader();
  let whole = false;
  try {
    const start = await collect(reader, blob.name, HEAD_BYTES);
    const head = start.bytes.subarray(0, HEAD_BYTES);
    const format = recognize(head, blob.name);
    const { exactly, most: allowed } = format.limits(head, blob.name);
    const limit = Math.min(allowed, most);
    if (exactly !== undefined) {
      refuseMore(blob.name, exactly, limit);
      if (exactly > MOST_RATIO * blob.size)
        throw new Failure('file-truncated', `“${blob.name}” unpacks to less than the ${digits(exactly)} bytes it declares.`);
    }
    const rest = start.ended ? start : await collect(reader, blob.name, limit, exactly, start.bytes);
    whole = rest.ended;
    if (exactly !== undefined && rest.ended) expectLength(blob.name, rest.bytes.length, exactly);
    if (exactly !== undefined && !rest.ended)
      throw new Failure('file-oversized', `“${blob.name}” unpacks to more than ${digits(exactly)} bytes.`);
    if (!rest.ended) refuseMore(blob.name, limit + 1, limit);
    return { bytes: rest.bytes, format };
  } finally {
    if (!whole) await stop(reader);
  }
}

/**
 * Reads on until the stream has ended, or until more than `limit` bytes have come (`ended` false).
 * Bytes are written straight into one buffer of `expected` bytes where that is known.
 */
async function collect(
  reader: Reader,
  file: string,
  limit: number,
  expected?: number,
  start: Uint8Array = new Uint8Array(),
): Promise<{ readonly bytes: Uint8Array; readonly ended: boolean }> {
  let buffer = allocate(file, Math.max(expected ?? 0, start.length));
  buffer.set(start);
  let length = start.length;
  while (length <= limit) {
    const { done, value } = await nextChunk(reader, file);
    if (done) return { bytes: buffer.subarray(0, length), ended: true };
    if (length + value.length > buffer.length) {
      const larger = allocate(file, Math.max(Math.min(2 * buffer.length, limit), length + value.length));
      larger.set(buffer.subarray(0, length));
      buffer = larger;
    }
    buffer.set(value, length);
    length += value.length;
  }
  return { bytes: buffer.subarray(0, length), ended: false };
}

/** The next chunk of a file's stream. Throws `file-unreadable`, or `file-not-gzip` where what unpacks it fails. */
export async function nextChunk(reader: Reader, file: string): Promise<ReadableStreamReadResult<Uint8Array>> {
  try {
    return await reader.read();
  } catch (error) {
    throw unreadable(error) ? new Failure('file-unreadable', `“${file}”:`) : new Failure('file-not-gzip', `“${file}”:`);
  }
}

async function readBlob(blob: Pick<Blob, 'arrayBuffer'>, file: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (error) {
    if (error instanceof RangeError) throw new Failure('file-too-large', `“${file}”:`);
    throw new Failure('file-unreadable', `“${file}”:`);
  }
}

/** Browsers report a file that is gone or forbidden as a DOMException, damaged gzip data as a TypeError. */
function unreadable(error: unknown): boolean {
  return typeof DOMException === 'function' && error instanceof DOMException;
}

/** Ends a stream that is not wanted any further. One that failed has ended already, and says so by rejecting: no news. */
export async function stop(reader: Reader): Promise<void> {
  await reader.cancel().then(
    () => undefined,
    () => undefined,
  );
}

function refuseMore(file: string, bytes: number, limit: number): void {
  if (bytes > limit) throw new Failure('file-too-large', `“${file}” holds more than the ${digits(limit)} bytes that can be used.`);
}

function allocate(file: string, bytes: number): Uint8Array {
  try {
    return new Uint8Array(bytes);
  } catch {
    throw new Failure('file-too-large', `“${file}” needs ${digits(bytes)} bytes, which this browser cannot give.`);
  }
}
