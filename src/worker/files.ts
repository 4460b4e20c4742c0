/** From files dropped on the page to one raw data set: reads, unpacks, checks, one file after the other. */
import { assemble } from '../core/datasets/assemble';
import type { RawDataset } from '../core/datasets/dataset';
import { type DecodedFile, digits, MOST_BYTES } from '../core/datasets/fileFormat';
import { isCompanion } from '../core/datasets/recognize';
import { Failure } from '../core/failures';
import { readWhole } from './files/readWhole';

/** A blob with a name: a `File`, or what stands for one outside a browser. */
export type NamedBlob = Blob & { readonly name: string };

/**
 * Reads image and label files in any registered format, gzipped or not. Readmes and the like are left out where data
 * files are there. Throws a `Failure` that names the file; never reads further than it must to know. At most about
 * twice the unpacked size is held in memory.
 */
export async function readDroppedFiles(files: readonly NamedBlob[]): Promise<RawDataset> {
  const data = files.filter((file) => !isCompanion(file.name));
  const decoded: DecodedFile[] = [];
  let total = 0;
  for (const file of data.length > 0 ? data : files) {
    const { bytes, format } = await readWhole(file, MOST_BYTES - total);
    total += bytes.length;
    decoded.push(format.decode(bytes, file.name));
  }
  if (decoded.length === 0) throw new Failure('file-not-recognized', `There were ${digits(files.length)} files.`);
  return assemble(decoded);
}
