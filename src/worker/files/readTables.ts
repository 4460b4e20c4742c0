/** Tables, row by row as they stream in, so that a million rows are never in memory as text. */
import type { RawDataset } from '../../core/datasets/dataset';
import { digits, MOST_BYTES } from '../../core/datasets/fileFormat';
import type { Reading } from '../../core/datasets/reading';
import { isGzip } from '../../core/datasets/recognize';
import { csvParser } from '../../core/datasets/tables/csv';
import { tableLayout } from '../../core/datasets/tables/layout';
import { tableReader, type TableReader } from '../../core/datasets/tables/table';
import { Failure } from '../../core/failures';
import { firstBytes } from './expand';
import { gunzipped } from './gunzip';
import type { NamedBlob } from './namedBlob';
import { nextChunk, stop } from './readWhole';

/** Characters of a table that its columns are judged by. */
const SAMPLE = 2 ** 16;

/** @param onProgress hears how many rows there are so far. Throws a `Failure` that names file, row and column. */
export async function readTables(files: readonly NamedBlob[], reading: Reading, onProgress: (rows: number) => void): Promise<RawDataset> {
  const table = tableReader(reading);
  for (const file of files) await readTable(file, table, reading, onProgress);
  return table.finish();
}

async function readTable(file: NamedBlob, table: TableReader, reading: Reading, onProgress: (rows: number) => void): Promise<void> {
  if (file.size === 0) throw new Failure('file-empty', `“${file.name}” has 0 bytes.`);
  const head = (await firstBytes(file)) ?? new Uint8Array();
  const stream: ReadableStream<Uint8Array> = isGzip(head) ? gunzipped(file.stream()) : file.stream();
  const reader = stream.getReader();
  // What spreadsheets call Unicode text begins with these two bytes.
  const decoder = new TextDecoder(head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : 'utf-8');
  let bytes = 0;
  const next = async (): Promise<string | undefined> => {
    const { done, value } = await nextChunk(reader, file.name);
    if (done) return undefined;
    bytes += value.length;
    if (bytes > MOST_BYTES) throw new Failure('file-too-large', `“${file.name}” holds more than ${digits(MOST_BYTES)} bytes.`);
    return decoder.decode(value, { stream: true });
  };
  try {
    let sample = '';
    let text = await next();
    for (; text !== undefined && sample.length < SAMPLE; text = await next()) sample += text;
    const layout = tableLayout(sample, text === undefined, file.name, reading);
    table.begin(file.name, layout);
    const parser = csvParser(file.name, layout.delimiter, table.add);
    parser.write(sample);
    for (; text !== undefined; text = await next()) {
      parser.write(text);
      onProgress(table.count);
    }
    parser.write(decoder.decode());
    parser.end();
    onProgress(table.count);
  } finally {
    await stop(reader);
  }
}
