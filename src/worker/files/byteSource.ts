/** Exact numbers of bytes from a stream of chunks of any size. */

export interface ByteSource {
  /** The next `count` bytes, fewer only at the end of the stream. Rejects as the stream does. Allocates them. */
  take(count: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Ends the stream where it is; to be called in any case. */
  close(): Promise<void>;
}

/** Bytes that are allocated before any have come: what an archive declares may be a lie. */
const AT_ONCE = 64 * 2 ** 20;

export function byteSource(stream: ReadableStream<Uint8Array>): ByteSource {
  const reader = stream.getReader();
  let left: Uint8Array = new Uint8Array();
  return {
    async take(count) {
      let bytes = new Uint8Array(Math.min(count, AT_ONCE));
      let filled = 0;
      while (filled < count) {
        if (left.length === 0) {
          const { done, value } = await reader.read();
          if (done) return bytes.slice(0, filled);
          left = value;
        }
        const piece = left.subarray(0, count - filled);
        if (filled + piece.length > bytes.length) {
          const larger = new Uint8Array(Math.min(count, Math.max(2 * bytes.length, filled + piece.length)));
          larger.set(bytes.subarray(0, filled));
          bytes = larger;
        }
        bytes.set(piece, filled);
        filled += piece.length;
        left = left.subarray(piece.length);
      }
      return bytes;
    },
    // A stream that failed has ended already, and says so by rejecting: no news.
    close: () =>
      reader.cancel().then(
        () => undefined,
        () => undefined,
      ),
  };
}
