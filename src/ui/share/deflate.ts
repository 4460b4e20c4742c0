/** Compression that the browser brings along, for results inside a link. */

/** Most that a link may unpack to: a thousand times its own size would be an attack, not curves. */
const MOST_CHARACTERS = 2 ** 21;

/** UTF-8 text as deflate-raw (RFC 1951). */
export async function deflated(text: string): Promise<Uint8Array> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** Inverse of `deflated`. Rejects damaged bytes, and more than two million characters. */
export async function inflated(bytes: Uint8Array): Promise<string> {
  const plain = new Blob([Uint8Array.from(bytes)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = plain.pipeThrough(new TextDecoderStream('utf-8', { fatal: true })).getReader();
  let text = '';
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    text += piece.value;
    if (text.length > MOST_CHARACTERS) {
      await reader.cancel();
      throw new Error(`results of more than ${MOST_CHARACTERS} characters`);
    }
  }
  return text;
}
