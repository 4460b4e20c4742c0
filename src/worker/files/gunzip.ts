import { Gunzip } from 'fflate';
import { crc32 } from '../../core/checksum';
import { joinBytes } from '../../core/datasets/joinBytes';

/** Packed bytes that are unpacked at a time. Deflate packs no better than 1032 : 1, so no more than 16 MiB come at once. */
const SLICE = 2 ** 14;
/** At the end of a member: CRC-32 and length of what was packed, modulo 2³², both little end first. */
const TRAILER = 8;

/**
 * Contents of gzip data (RFC 1952), slice by slice as they are asked for. Data may have several members one after the other, as
 * `cat a.gz b.gz` and bgzip write them; browsers' own `DecompressionStream` takes the first one only.
 *
 * @param most  packed bytes that are unpacked at a time.
 * Fails with a `TypeError` on data that are damaged, end too early or go on as something else.
 */
export function gunzipped(packed: ReadableStream<Uint8Array>, most = SLICE): ReadableStream<Uint8Array> {
  const reader = packed.getReader();
  let left: Uint8Array = new Uint8Array();
  let slice: Uint8Array = left;
  /** Bytes before the slice: the trailer of a member is looked at when the next one's header has come, names and all. */
  let before: Uint8Array = left;
  let [taken, sum, length, given] = [0, 0, 0, 0];
  let give: (bytes: Uint8Array) => void = () => undefined;
  const gunzip = new Gunzip((bytes) => {
    if (bytes.length === 0) return;
    sum = crc32(bytes, sum);
    length += bytes.length;
    given++;
    give(bytes);
  });
  /** @param end where the trailer of a member ends in the packed data. */
  const check = (end: number) => {
    const recent = joinBytes([before, slice]);
    const at = recent.length - (taken - end) - TRAILER;
    if (at < 0) throw new TypeError('gzip data end too early');
    const view = new DataView(recent.buffer, at);
    if (view.getUint32(0, true) !== sum || view.getUint32(4, true) !== length % 2 ** 32) throw new TypeError('gzip data are damaged');
    sum = length = 0;
  };
  gunzip.onmember = check;

  async function next(): Promise<boolean> {
    while (left.length === 0) {
      const { done, value } = await reader.read();
      if (done) return false;
      left = value;
    }
    before = slice.length === SLICE ? slice : joinBytes([before, slice]).slice(-SLICE);
    slice = left.subarray(0, most);
    left = left.subarray(slice.length);
    taken += slice.length;
    return true;
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(control) {
        give = (bytes) => control.enqueue(bytes);
        const asked = given;
        while (given === asked) {
          const more = await next();
          try {
            gunzip.push(more ? slice : new Uint8Array(), !more);
            if (!more) check(taken);
          } catch (error) {
            void reader.cancel().catch(() => undefined);
            throw error instanceof TypeError ? error : new TypeError('gzip data are damaged', { cause: error });
          }
          if (!more) return control.close();
        }
      },
      // Not waited for: who wants no more of it has no use for the end of its source.
      cancel: (reason) => void reader.cancel(reason).catch(() => undefined),
    },
    { highWaterMark: 0 },
  );
}
