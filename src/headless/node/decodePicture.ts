import type { DecodePicture } from '../../worker/files/readPictures';

/**
 * Decodes PNG, JPEG, WebP and GIF with sharp, scaled to cover and cut to the middle as in the page. Its decoder and its filter are
 * not the browser's, so bytes of one picture differ by a few levels, and with them the id of a data set.
 */
export const decodePicture: DecodePicture = async (blob) => {
  const { default: sharp } = await import('sharp');
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const { width, height } = await sharp(bytes).metadata();
  return {
    width,
    height,
    async pixels(wide, high) {
      const pixels = await sharp(bytes)
        .toColourspace('srgb')
        .flatten({ background: '#fff' })
        .resize(wide, high, { fit: 'cover', kernel: 'mitchell' })
        .ensureAlpha()
        .raw()
        .toBuffer();
      return new Uint8ClampedArray(pixels.buffer, pixels.byteOffset, pixels.byteLength);
    },
    close: () => undefined,
  };
};
