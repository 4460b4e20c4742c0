/** From files dropped on the page to one raw data set: opens archives, tells kinds apart, reads, checks. */
import { assemble } from '../core/datasets/assemble';
import type { RawDataset } from '../core/datasets/dataset';
import { type DecodedFile, digits, MOST_BYTES } from '../core/datasets/fileFormat';
import { defaultReading, type Reading } from '../core/datasets/reading';
import { sortPictures } from '../core/datasets/pictureFolders';
import { isCompanion, isGzip, isPicture, isTable } from '../core/datasets/recognize';
import { Failure } from '../core/failures';
import { expand, firstBytes } from './files/expand';
import { type NamedBlob, named } from './files/namedBlob';
import { type DecodePicture, readPictures } from './files/readPictures';
import { readTables } from './files/readTables';
import { readWhole } from './files/readWhole';

export type { NamedBlob };

export interface ReadingOptions {
  readonly reading?: Reading;
  /** Where there is no way to decode pictures, they are refused. */
  readonly decodePicture?: DecodePicture;
  readonly onProgress?: (done: number, unit: 'files' | 'rows' | 'pictures') => void;
}

/** What was found, by kind. */
interface Found {
  readonly records: DecodedFile[];
  readonly tables: NamedBlob[];
  readonly pictures: NamedBlob[];
  /** Names and lengths of record files in archives: some hold every file twice. */
  readonly seen: Set<string>;
  /** What lay in a folder or archive and is in no known format: left out where something else is there. */
  readonly unknown: { readonly name: string; readonly failure: Failure }[];
  bytes: number;
}

/**
 * Reads image and label files in any registered format, tables, or pictures in folders named after their classes; loose, in a
 * tar or ZIP archive, gzipped or not. Names may be paths. Readmes and the like are left out where data files are there.
 * Throws a `Failure` that names the file; never reads further than it must to know. At most about twice the unpacked size
 * is held in memory.
 */
export async function readDroppedFiles(files: readonly NamedBlob[], options: ReadingOptions = {}): Promise<RawDataset> {
  const { reading = defaultReading, decodePicture, onProgress = () => {} } = options;
  const found: Found = { records: [], tables: [], pictures: [], seen: new Set(), unknown: [], bytes: 0 };
  const companions: NamedBlob[] = [];
  let opened = 0;
  for (const file of files) {
    for await (const one of expand(file, MOST_BYTES)) {
      if (isCompanion(one.name)) companions.push(one);
      else await take(one, found, reading, one !== file);
      onProgress(++opened, 'files');
    }
  }
  const { records, tables, pictures, unknown } = found;
  if (records.length + tables.length + pictures.length === 0) {
    for (const file of companions) if (!/(^|\/)(\.|__MACOSX\/)/.test(file.name)) await take(file, found, reading, false);
  }
  if (records.length > 0 && tables.length + pictures.length > 0) {
    const other = (tables[0] ?? pictures[0]) as NamedBlob;
    throw new Failure('files-differ', `“${records[0]?.file}” and “${other.name}” are of different kinds.`);
  }
  if (pictures.length > 0) {
    if (!decodePicture) sortPictures(pictures.map(({ name }) => name)); // what is wrong with the folders is said first
    if (!decodePicture) throw new Failure('pictures-need-browser', `“${pictures[0]?.name}”:`);
    const raw = await readPictures(pictures, reading, decodePicture, (done) => onProgress(done, 'pictures'));
    return withNotes(raw, leftOut([...tables, ...unknown]));
  }
  if (tables.length > 0) return withNotes(await readTables(tables, reading, (done) => onProgress(done, 'rows')), leftOut(unknown));
  if (records.length === 0) throw unknown[0]?.failure ?? new Failure('file-not-recognized', `There were ${digits(files.length)} files.`);
  return withNotes(assemble(records), leftOut(unknown));
}

function withNotes(raw: RawDataset, notes: readonly string[]): RawDataset {
  return notes.length > 0 ? { ...raw, notes: [...(raw.notes ?? []), ...notes] } : raw;
}

function leftOut(files: readonly { readonly name: string }[]): readonly string[] {
  const [first] = files;
  if (!first) return [];
  return [
    files.length === 1 ? `“${first.name}” was left out.` : `“${first.name}” and ${digits(files.length - 1)} more files were left out.`,
  ];
}

async function take(file: NamedBlob, found: Found, reading: Reading, isFromArchive: boolean): Promise<void> {
  const packed = await firstBytes(file);
  const head = (packed && isGzip(packed) ? await firstBytes(file, true) : packed) ?? new Uint8Array();
  if (packed && !isGzip(packed) && isPicture(packed, file.name)) {
    found.pictures.push(file);
    return;
  }
  if (isTable(head, file.name)) {
    found.tables.push(file);
    return;
  }
  const name = file.name.slice(file.name.lastIndexOf('/') + 1);
  const mark = `${name.toLowerCase().replace(/[^a-z0-9]/g, '')} ${file.size}`;
  if (isFromArchive && found.seen.has(mark)) return;
  found.seen.add(mark);
  const known = await readWhole(name === file.name ? file : named(name, file), MOST_BYTES - found.bytes).catch((error: unknown) => {
    const isStray = (isFromArchive || file.name.includes('/')) && error instanceof Failure && error.code === 'file-not-recognized';
    if (!isStray) throw error;
    found.unknown.push({ name: file.name, failure: error });
  });
  if (!known) return;
  found.bytes += known.bytes.length;
  found.records.push(known.format.decode(known.bytes, name, reading));
}
