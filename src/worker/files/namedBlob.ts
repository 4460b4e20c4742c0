/** A file with a name, which may be a path: a browser's `File`, a file in an archive, or what stands for one outside a browser. */
export interface NamedBlob extends Pick<Blob, 'size' | 'arrayBuffer'> {
  readonly name: string;
  /** Of a file that is in memory already: not to be written to. */
  readonly content?: Uint8Array<ArrayBuffer>;
  /** As the browser's own kind, for decoders of its own that take no other. */
  blob?(): Blob;
  stream(): ReadableStream<Uint8Array>;
  slice(begin?: number, end?: number): Pick<Blob, 'arrayBuffer'> & { stream(): ReadableStream<Uint8Array> };
}

/** The same bytes under another name. Copies nothing. */
export function named(name: string, file: NamedBlob | Blob): NamedBlob {
  const { content } = file as NamedBlob;
  return {
    name,
    ...(content ? { content } : {}),
    blob: () => (file instanceof Blob ? file : (file.blob?.() ?? new Blob(content ? [content] : []))),
    size: file.size,
    arrayBuffer: () => file.arrayBuffer(),
    stream: () => file.stream(),
    slice: (begin, end) => file.slice(begin, end),
  };
}

/**
 * Bytes as a file, without a `Blob` of their own: browsers register each of those in another process, which takes longer than
 * to read a small picture.
 */
export function inMemory(name: string, bytes: Uint8Array<ArrayBuffer>): NamedBlob {
  return {
    name,
    content: bytes,
    blob: () => new Blob([bytes]),
    size: bytes.length,
    ...piece(bytes),
    slice: (begin, end) => piece(bytes.subarray(begin, end)),
  };
}

function piece(bytes: Uint8Array<ArrayBuffer>): ReturnType<NamedBlob['slice']> {
  return {
    arrayBuffer: async () => bytes.slice().buffer,
    stream: () =>
      new ReadableStream<Uint8Array>({
        start(control) {
          if (bytes.length > 0) control.enqueue(bytes);
          control.close();
        },
      }),
  };
}
