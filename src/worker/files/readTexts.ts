/** Texts in folders named after their classes, a file each. */
import { FEWEST_SAMPLES } from '../../core/datasets/assemble';
import { sortByFolder, type SortedFiles, TEXTS, unsortedNote } from '../../core/datasets/classFolders';
import type { RawDataset, Samples } from '../../core/datasets/dataset';
import { digits } from '../../core/datasets/fileFormat';
import type { Reading } from '../../core/datasets/reading';
import { tokenizer } from '../../core/datasets/tables/tokens';
import { Failure } from '../../core/failures';
import type { NamedBlob } from './namedBlob';

/** Texts of a class, on average: a table in each of several folders is no data set of texts. */
const FEWEST_PER_CLASS = 2;

/** True if these files are texts in folders of classes. */
export function areTextsInFolders(paths: readonly string[]): boolean {
  try {
    const { files, classNames } = sortByFolder(paths, TEXTS);
    return files.length >= Math.max(FEWEST_SAMPLES, FEWEST_PER_CLASS * classNames.length);
  } catch {
    return false;
  }
}

/** Tokens [count, length]. Texts that are no UTF-8 are read as Windows-1252, which is said. */
export async function readTexts(texts: readonly NamedBlob[], reading: Reading, onProgress: (done: number) => void): Promise<RawDataset> {
  const paths = texts.map(({ name }) => name);
  const sorted = sortByFolder(paths, TEXTS);
  const { name, classNames, files } = sorted;
  const tokens = tokenizer(reading.tokens === 'bytes' ? 'bytes' : 'words', reading.length);
  const [utf8, latin] = [new TextDecoder('utf-8', { fatal: true }), new TextDecoder('windows-1252')];
  let [longer, other] = [0, 0];
  for (const [done, { index, forTest }] of files.entries()) {
    const bytes = await bytesOf(texts[index] as NamedBlob);
    let text: string;
    try {
      text = utf8.decode(bytes);
    } catch {
      text = latin.decode(bytes);
      other++;
    }
    if (tokens.add(text, !forTest) > reading.length) longer++;
    onProgress(done + 1);
  }
  const { tokens: inputs, length, vocabulary, words } = tokens.finish();
  const { pool, test } = splitsOf(sorted, inputs, length);
  return {
    name,
    inputShape: [length, vocabulary.length],
    classes: classNames.length,
    classNames,
    vocabulary,
    normalization: { scale: 1, mean: [0], std: [1] },
    pool,
    ...(test.count > 0 ? { test } : {}),
    notes: [
      `${digits(files.length)} texts have the classes of their folders.`,
      reading.tokens === 'bytes'
        ? `Tokens are the bytes of the texts, at most ${reading.length} of each.`
        : `Tokens are the ${digits(vocabulary.length - 2)} most frequent of ${digits(words)} words, and one for all others; at most ${reading.length} of each text.`,
      ...(longer > 0 ? [`${digits(longer)} of ${digits(files.length)} texts were longer and were cut.`] : []),
      ...(other > 0 ? [`${digits(other)} texts are no UTF-8 and were read as Windows-1252.`] : []),
      ...unsortedNote(sorted, paths, TEXTS),
    ],
  };
}

function splitsOf({ files }: SortedFiles, inputs: Uint8Array, length: number): { readonly pool: Samples; readonly test: Samples } {
  const labels = Uint8Array.from(files, ({ label }) => label);
  const trained = files.filter(({ forTest }) => !forTest).length;
  const part = (begin: number, end: number): Samples => ({
    count: end - begin,
    inputs: inputs.slice(begin * length, end * length),
    labels: labels.slice(begin, end),
  });
  return { pool: part(0, trained), test: part(trained, files.length) };
}

async function bytesOf(file: NamedBlob): Promise<Uint8Array> {
  if (file.content) return file.content;
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new Failure('file-unreadable', `“${file.name}”:`);
  }
}
