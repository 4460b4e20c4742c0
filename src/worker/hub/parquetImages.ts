import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import type { Samples } from '../../core/datasets/dataset';
import { digits } from '../../core/datasets/fileFormat';
import { decodePng } from '../../core/datasets/png';
import type { PublicFile, PublicSet } from '../../core/datasets/publicSets';
import { Failure } from '../../core/failures';

interface Options {
  readonly signal: AbortSignal;
  /** Images unpacked so far. */
  readonly onImages: (count: number) => void;
}

/** So many images at a time; then training and heartbeat have their turn. */
const TURN = 500;

/**
 * The samples in a Parquet file of PNG pictures: a column of structs with the picture’s `bytes`, as the hub’s own library
 * writes images, and one of whole numbers. Throws a `Failure` unless there are as many as there should be, of the right
 * shape, with labels of the set’s classes.
 */
export async function parquetImages(
  bytes: Uint8Array<ArrayBuffer>,
  file: PublicFile,
  { inputShape, classes, columns: [image, label] }: Pick<PublicSet, 'inputShape' | 'classes' | 'columns'>,
  { signal, onImages }: Options,
): Promise<Samples> {
  const width = inputShape.reduce((all, size) => all * size, 1);
  const buffer = bytes.buffer;
  const source = { byteLength: buffer.byteLength, slice: (start: number, end?: number) => buffer.slice(start, end) };
  let row = 0;
  try {
    const metadata = parquetMetadata(buffer);
    if (Number(metadata.num_rows) !== file.count)
      throw new Error(`it has ${digits(Number(metadata.num_rows))} rows instead of ${digits(file.count)}`);
    const inputs = new Uint8Array(file.count * width);
    const labels = new Uint8Array(file.count);
    for (const group of metadata.row_groups) {
      const rowEnd = row + Number(group.num_rows);
      // Pictures are bytes, not text.
      const rows = await parquetReadObjects({ file: source, metadata, columns: [image, label], rowStart: row, rowEnd, utf8: false });
      for (const { [image]: picture, [label]: number } of rows) {
        const { shape, pixels } = decodePng((picture as { readonly bytes: Uint8Array }).bytes);
        if (shape.join() !== inputShape.join()) throw new Error(`the image is ${shape.join(' × ')} instead of ${inputShape.join(' × ')}`);
        const of = Number(number);
        if (!(Number.isInteger(of) && of >= 0 && of < classes)) throw new Error(`the label is ${String(number)}`);
        inputs.set(pixels, row * width);
        labels[row++] = of;
        if (row % TURN !== 0) continue;
        onImages(row);
        await nextTurn();
        signal.throwIfAborted();
      }
    }
    return { count: row, inputs, labels };
  } catch (error) {
    signal.throwIfAborted();
    throw new Failure('hub-contents', `“${file.path}”, row ${digits(row + 1)}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function nextTurn(): Promise<void> {
  return new Promise((then) => setTimeout(then, 0));
}
