/**
 * Tables, row by row as they stream in, so that a million rows are never in memory as text. Twice: first all rows are counted,
 * so that encoding, numbers and columns are decided by the whole file, then they become samples.
 */
import type { RawDataset } from '../../core/datasets/dataset';
import { digits, MOST_BYTES } from '../../core/datasets/fileFormat';
import type { Reading } from '../../core/datasets/reading';
import { isGzip } from '../../core/datasets/recognize';
import { type Encoding, encodingNames, encodingOf } from '../../core/datasets/tables/encoding';
import { tableFormatOf } from '../../core/datasets/tables/tableFormats';
import { recordReader } from '../../core/datasets/tables/records';
import { survey, tableSurvey, type TableSurvey } from '../../core/datasets/tables/survey';
import { tableReader } from '../../core/datasets/tables/table';
import { understand } from '../../core/datasets/tables/understand';
import { Failure } from '../../core/failures';
import { firstBytes } from './expand';
import { gunzipped } from './gunzip';
import type { NamedBlob } from './namedBlob';
import { nextChunk, stop } from './readWhole';

/** Characters of a table that its layout is judged by, more where they hold too few rows, and at most. */
const SAMPLE = 2 ** 16;
const MOST_SAMPLE = 2 ** 25;
const FEWEST_ROWS = 20;

/** @param onProgress hears how many rows there are so far. Throws a `Failure` that names file, row and column, or `OpenQuestions`. */
export async function readTables(files: readonly NamedBlob[], reading: Reading, onProgress: (rows: number) => void): Promise<RawDataset> {
  const tables: TableSurvey[] = [];
  let counted = 0;
  for (const file of files) {
    const table = await surveyTable(file, reading, (rows) => onProgress(counted + rows));
    counted += table.rows;
    tables.push(table);
  }
  const plan = understand(tables, reading);
  const reader = tableReader(plan);
  for (const planned of plan.files) {
    const { table } = planned;
    reader.begin(planned);
    const file = files[tables.indexOf(table)] as NamedBlob;
    const records = recordReader(file.name, table.layout.delimiter, reader.add);
    for await (const text of textOf(file, table.encoding)) records.write(text);
    records.end();
  }
  return reader.finish();
}

/** Counts what stands in a table. One that says it is UTF-8 and is not is counted anew as Windows-1252. */
async function surveyTable(file: NamedBlob, reading: Reading, onProgress: (rows: number) => void): Promise<TableSurvey> {
  if (file.size === 0) throw new Failure('file-empty', `“${file.name}” has 0 bytes.`);
  const packed = (await firstBytes(file)) ?? new Uint8Array();
  const head = isGzip(packed) ? ((await firstBytes(file, true)) ?? new Uint8Array()) : packed;
  const encoding = reading.encoding === 'auto' ? encodingOf(head) : reading.encoding;
  try {
    return await surveyAs(encoding, file, reading, onProgress);
  } catch (error) {
    if (!(error instanceof NotInThisEncoding)) throw error;
    if (reading.encoding !== 'auto')
      throw new Failure('table-unclear', `“${file.name}” holds bytes that are no ${encodingNames[reading.encoding]}.`);
    return surveyAs('windows-1252', file, reading, onProgress);
  }
}

async function surveyAs(encoding: Encoding, file: NamedBlob, reading: Reading, onProgress: (rows: number) => void): Promise<TableSurvey> {
  const texts = textOf(file, encoding)[Symbol.asyncIterator]();
  let sample = '';
  let next = await texts.next();
  for (; !next.done && isTooShort(sample); next = await texts.next()) sample += next.value;
  try {
    const layout = tableFormatOf(sample).layout(sample, file.name, reading, next.done === true);
    const table = tableSurvey(file.name, encoding, layout);
    const records = recordReader(file.name, layout.delimiter, (cells, row) => survey(table, cells, row));
    records.write(sample);
    for (; !next.done; next = await texts.next()) {
      records.write(next.value);
      onProgress(table.rows);
    }
    records.end();
    onProgress(table.rows);
    return table;
  } finally {
    await texts.return?.(undefined);
  }
}

function isTooShort(sample: string): boolean {
  if (sample.length < SAMPLE) return true;
  if (sample.length > MOST_SAMPLE) return false;
  let at = -1;
  for (let rows = 0; rows < FEWEST_ROWS; rows++) {
    at = nextLine(sample, at + 1);
    if (at < 0) return true;
  }
  return false;
}

function nextLine(sample: string, from: number): number {
  const [feed, back] = [sample.indexOf('\n', from), sample.indexOf('\r', from)];
  return feed < 0 ? back : back < 0 ? feed : Math.min(feed, back);
}

class NotInThisEncoding extends Error {}

/** The text of a file, unpacked, piece by piece. Throws `NotInThisEncoding`, or a `Failure`. */
async function* textOf(file: NamedBlob, encoding: Encoding): AsyncGenerator<string, undefined> {
  const isPacked = isGzip((await firstBytes(file)) ?? new Uint8Array());
  const stream: ReadableStream<Uint8Array> = isPacked ? gunzipped(file.stream()) : file.stream();
  const reader = stream.getReader();
  const decoder = new TextDecoder(encoding, { fatal: true });
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await nextChunk(reader, file.name);
      if (done) break;
      bytes += value.length;
      if (bytes > MOST_BYTES) throw new Failure('file-too-large', `“${file.name}” holds more than ${digits(MOST_BYTES)} bytes.`);
      yield decoded(decoder, value);
    }
    yield decoded(decoder);
    return undefined;
  } finally {
    await stop(reader);
  }
}

function decoded(decoder: TextDecoder, bytes?: Uint8Array): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
  } catch {
    throw new NotInThisEncoding();
  }
}
