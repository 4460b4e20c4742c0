/** From files dropped on the page to one raw data set: opens archives, tells kinds apart, reads, checks. */
import { assemble } from '../core/datasets/assemble';
import { PICTURES, sortByFolder } from '../core/datasets/classFolders';
import type { RawDataset } from '../core/datasets/dataset';
import { type DecodedFile, digits, MOST_BYTES } from '../core/datasets/fileFormat';
import { defaultReading, type Reading } from '../core/datasets/reading';
import { isCompanion, isGzip, isHidden, isPicture, isTable, isText, isTableName, refuseWorkbook } from '../core/datasets/recognize';
import { Failure } from '../core/failures';
import type { FilesRead } from '../core/protocol/protocol';
import { expand, firstBytes } from './files/expand';
import { type NamedBlob, named } from './files/namedBlob';
import { type DecodePicture, readPictures } from './files/readPictures';
import { readTables } from './files/readTables';
import { areTextsInFolders, readTexts } from './files/readTexts';
import { readWhole } from './files/readWhole';

export type { NamedBlob };

export interface ReadingOptions {
  readonly reading?: Reading;
  /** Where there is no way to decode pictures, they are refused. */
  readonly decodePicture?: DecodePicture;
  /** @param file that is being read. */
  readonly onProgress?: (done: number, unit: FilesRead['unit'], file: string) => void;
}

/** Findings, by kind. */
interface Found {
  readonly records: DecodedFile[];
  readonly tables: NamedBlob[];
  readonly pictures: NamedBlob[];
  /** Readmes and the like. */
  readonly companions: NamedBlob[];
  /** Texts in folders: samples where the folders are classes, else whatever else they may be. */
  readonly texts: NamedBlob[];
  /** Names and lengths of record files in archives: some hold every file twice. */
  readonly seen: Set<string>;
  /** Strangers in a folder or archive, in no known format: left out where something else is there. */
  readonly unknown: { readonly name: string; readonly failure: Failure }[];
  /** Of records, and of what was unpacked. */
  bytes: number;
}

/**
 * Reads image and label files in any registered format, tables, or pictures or texts in folders named after their classes; loose,
 * in a tar or ZIP archive, gzipped or not. Names may be paths. Readmes and the like are left out where data files are there.
 * Throws a `Failure` that names the file; never reads further than it must to know. At most about twice the unpacked size
 * is held in memory, and no more than `MOST_BYTES` are unpacked.
 */
export async function readDroppedFiles(files: readonly NamedBlob[], options: ReadingOptions = {}): Promise<RawDataset> {
  const { reading = defaultReading, onProgress = () => {} } = options;
  const found: Found = { records: [], tables: [], pictures: [], companions: [], texts: [], seen: new Set(), unknown: [], bytes: 0 };
  let opened = 0;
  for (const file of files) {
    try {
      for await (const each of expand(file, MOST_BYTES - found.bytes)) {
        // The arrays in an archive of NumPy's are called alike in all of them.
        const one = each === file || !/\.npz$/i.test(file.name) ? each : named(`${file.name.replace(/\.npz$/i, '')}-${each.name}`, each);
        if (one !== file) refuseWorkbook(file.name, one.name);
        onProgress(++opened, 'files', one.name);
        await sort(one, found, reading, one !== file);
      }
    } catch (error) {
      throw asFailure(error, file);
    }
  }
  try {
    await sortTexts(found, reading);
    return await readSorted(found, files, options);
  } catch (error) {
    throw asFailure(error, found.tables[0] ?? files[0]);
  }
}

/** Files found to be one data set. */
async function readSorted(found: Found, files: readonly NamedBlob[], options: ReadingOptions): Promise<RawDataset> {
  const { reading = defaultReading, decodePicture, onProgress = () => {} } = options;
  const { records, tables, pictures, texts, unknown } = found;
  if (records.length > 0 && tables.length + pictures.length > 0) {
    const other = (tables[0] ?? pictures[0]) as NamedBlob;
    throw new Failure('files-differ', `“${records[0]?.file}” and “${other.name}” are of different kinds.`);
  }
  if (pictures.length > 0) {
    if (!decodePicture) {
      // What is wrong with the folders is said first.
      const paths = pictures.map(({ name }) => name);
      sortByFolder(paths, PICTURES);
      throw new Failure('pictures-need-browser', `“${paths[0]}”:`);
    }
    const raw = await readPictures(pictures.splice(0), reading, decodePicture, (done) => onProgress(done, 'pictures', ''));
    return withNotes(raw, leftOut([...tables, ...unknown]));
  }
  if (texts.length > 0) return withNotes(await readTexts(texts, reading, (done) => onProgress(done, 'texts', '')), leftOut(unknown));
  if (tables.length > 0) {
    const raw = await readTables(tables, reading, (done) => onProgress(done, 'rows', tables[0]?.name ?? ''));
    return withNotes(raw, leftOut(unknown));
  }
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

/** Errors of a browser, told with the file at hand. */
function asFailure(error: unknown, file: NamedBlob | undefined): Failure {
  const name = file?.name ?? '';
  if (error instanceof Failure) return error;
  if (error instanceof RangeError) return new Failure('file-too-large', `“${name}”:`);
  return new Failure('file-unreadable', `“${name}”${error instanceof Error ? ` (${error.message})` : ''}:`);
}

/** Puts a file where it belongs. */
async function sort(file: NamedBlob, found: Found, reading: Reading, isFromArchive: boolean): Promise<void> {
  if (isHidden(file.name)) return;
  const packed = await firstBytes(file);
  const isPacked = packed !== undefined && isGzip(packed);
  const head = (isPacked ? await firstBytes(file, true) : packed) ?? new Uint8Array();
  if (packed && !isPacked && isPicture(packed, file.name)) {
    keep(file, found.pictures, found);
    return;
  }
  if (file.name.includes('/') && !isPacked && !isTableName(file.name) && isText(head, file.name)) keep(file, found.texts, found);
  else if (isCompanion(file.name)) found.companions.push(file);
  else await take(file, head, found, reading, isFromArchive);
}

/** Of files in archives the bytes are in memory until they are read. */
function keep(file: NamedBlob, among: NamedBlob[], found: Found): void {
  found.bytes += file.content?.length ?? 0;
  among.push(file);
}

/** Texts are samples where nothing else is there and their folders are classes; else each is a companion, a table or a record. */
async function sortTexts(found: Found, reading: Reading): Promise<void> {
  const { records, tables, pictures, companions, texts } = found;
  const isAlone = () => records.length + tables.length + pictures.length === 0;
  if (!isAlone() || !areTextsInFolders(texts.map(({ name }) => name))) {
    for (const file of texts.splice(0)) {
      if (isCompanion(file.name)) companions.push(file);
      else await take(file, (await firstBytes(file)) ?? new Uint8Array(), found, reading, true);
    }
  }
  if (isAlone() && texts.length === 0) {
    for (const file of companions) await take(file, (await firstBytes(file)) ?? new Uint8Array(), found, reading, false);
  }
}

/** Takes a table or a record. */
async function take(file: NamedBlob, head: Uint8Array, found: Found, reading: Reading, isFromArchive: boolean): Promise<void> {
  if (isTable(head, file.name)) {
    keep(file, found.tables, found);
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
