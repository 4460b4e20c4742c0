/** Format of a file. Its first bytes are asked first, its name second. */
import { nth } from '../numbers';
import { Failure } from '../failures';
import { confidence, type FileFormat } from './fileFormat';
import { formats } from './formats';
import { encodingOf } from './tables/encoding';

/** Things people drop by mistake, to be named rather than called unknown. */
const FOREIGN: readonly { readonly what: string; readonly at: number; readonly starts: string }[] = [
  { what: 'a PNG picture', at: 0, starts: '\x89PNG' },
  { what: 'a JPEG picture', at: 0, starts: '\xff\xd8\xff' },
  { what: 'a GIF picture', at: 0, starts: 'GIF8' },
  { what: 'a ZIP archive within an archive (unpack it first)', at: 0, starts: 'PK\x03\x04' },
  { what: 'a tar archive within an archive (unpack it first)', at: 257, starts: 'ustar' },
  { what: 'gzip data packed twice (unpack it once)', at: 0, starts: '\x1f\x8b' },
  { what: 'a PDF document', at: 0, starts: '%PDF' },
  { what: 'a Parquet file; save the table as CSV', at: 0, starts: 'PAR1' },
  { what: 'an Arrow or Feather file; save the table as CSV', at: 0, starts: 'ARROW1' },
  { what: 'an HDF5 file; save its arrays with NumPy', at: 0, starts: '\x89HDF' },
  { what: 'a MATLAB file; save its arrays as CSV', at: 0, starts: 'MATLAB 5.0' },
  { what: 'an SQLite database; save the table as CSV', at: 0, starts: 'SQLite format' },
  { what: 'a pickled Python object (of CIFAR-10, take the binary version)', at: 0, starts: '\x80\x02}' },
  { what: 'a web page, not data', at: 0, starts: '<' },
];

/** The format of a file, by its first `HEAD_BYTES` bytes (unpacked), name and unpacked length where known. Throws a `Failure`. */
export function recognize(head: Uint8Array, file: string, length?: number): FileFormat {
  if (head.length === 0) throw new Failure('file-empty', `“${file}”:`);
  let best: FileFormat | undefined;
  let most: number = confidence.none;
  for (const format of Object.values(formats)) {
    const sure = format.recognize(head, file, length);
    if (sure > most) [best, most] = [format, sure];
  }
  if ([0xd0, 0xcf, 0x11, 0xe0].every((byte, at) => head[at] === byte))
    throw new Failure('file-workbook', `“${file}” is an old Excel workbook.`);
  // What is foreign is only what no format knows for its own.
  if (best && most === confidence.certain) return best;
  const foreign = FOREIGN.find(({ at, starts }) => [...starts].every((letter, index) => head[at + index] === letter.charCodeAt(0)));
  if (foreign) throw new Failure('file-not-recognized', `“${file}” is ${foreign.what}.`);
  if (!best) throw new Failure('file-not-recognized', `“${file}”:`);
  return best;
}

/** Throws where a file in an archive shows that the archive is a workbook: spreadsheets are ZIP archives of many files. */
export function refuseWorkbook(archive: string, path: string): void {
  if (path === '[Content_Types].xml' && !/\.(docx|pptx)$/i.test(archive))
    throw new Failure('file-workbook', `“${archive}” is an Excel workbook.`);
  if (/\.(ods|numbers)$/i.test(archive)) throw new Failure('file-workbook', `“${archive}” is a workbook.`);
}

/** True if bytes are gzip data. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** True if a file is one that systems write for themselves. */
export function isHidden(path: string): boolean {
  return /(^|\/)(__MACOSX\/|\.)/.test(path) || /(^|\/)(thumbs\.db|desktop\.ini)$/i.test(path);
}

/** True if a file only accompanies a data set (readme, licence, checksums) and may be left out when others are there. */
export function isCompanion(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return /^(readme|license|licence|index|batches\.meta)\b|\.(txt|md|html?|names|info|vocab)$/i.test(name);
}

/** True if bytes begin a file of readable text that is no program, page or document. */
export function isText(head: Uint8Array, file: string): boolean {
  if (/\.(md|html?|json|xml|ya?ml|py|js|pdf|rtf)$/i.test(file) || /(^|\/)(readme|license|licence)[^/]*$/i.test(file) || head.length === 0)
    return false;
  return head.every((byte) => byte >= 32 || (byte >= 9 && byte <= 13));
}

/** True if a file is called as tables are. */
export function isTableName(file: string): boolean {
  return /\.(csv|tsv|tab|data|arff)(\.gz)?$/i.test(file);
}

/** True if a file is a picture, by its first bytes or else its name. */
export function isPicture(head: Uint8Array, file: string): boolean {
  const starts = (at: number, text: string) => [...text].every((letter, index) => head[at + index] === letter.charCodeAt(0));
  if (starts(0, '\x89PNG') || starts(0, '\xff\xd8\xff') || starts(0, 'GIF8')) return true;
  if (starts(0, 'RIFF') && starts(8, 'WEBP')) return true;
  return /\.(png|jpe?g|webp|gif|bmp|avif)$/i.test(file);
}

/** True if a file is a table, by its name or because its beginning is rows of cells. */
export function isTable(head: Uint8Array, file: string): boolean {
  if (/\.(csv|tsv|tab|arff)(\.gz)?$/i.test(file)) return true;
  if (/\.(md|html?|json|xml|ya?ml|py|js)(\.gz)?$/i.test(file) || head.length === 0) return false;
  const isText = encodingOf(head) !== 'utf-8' || head.every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13);
  return isText && head.some((byte) => byte === 10 || byte === 13) && ![0x3c, 0x7b, 0x5b, 0x25].includes(nth(head, 0));
}
