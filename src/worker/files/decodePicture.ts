import type { DecodePicture } from './readPictures';

/** Decodes with the browser's own decoders, without colour management, so that the same file gives the same bytes on one browser. */
export const decodePicture: DecodePicture = async (blob) => {
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none', premultiplyAlpha: 'premultiply' });
  const { width, height } = bitmap;
  return {
    width,
    height,
    pixels(wide, high) {
      const canvas = new OffscreenCanvas(wide, high);
      const context = canvas.getContext('2d', { willReadFrequently: true });
      if (!context) throw new Error('no 2d context in this worker');
      context.fillStyle = '#fff';
      context.fillRect(0, 0, wide, high);
      context.imageSmoothingQuality = 'high';
      const scale = Math.max(wide / width, high / height);
      const [shown, tall] = [wide / scale, high / scale];
      context.drawImage(bitmap, (width - shown) / 2, (height - tall) / 2, shown, tall, 0, 0, wide, high);
      return context.getImageData(0, 0, wide, high).data;
    },
    close: () => bitmap.close(),
  };
};
