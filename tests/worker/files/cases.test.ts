/** Archives, folders and pictures as people have them, `tests/fixtures/cases/archives.md`. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { decodePng } from '../../../src/core/datasets/png';
import { defaultReading, type Reading } from '../../../src/core/datasets/reading';
import { type NamedBlob, readDroppedFiles } from '../../../src/worker/files';
import type { DecodePicture } from '../../../src/worker/files/readPictures';
import { failingAsync } from '../../core/datasets/failing';
import { file, zip } from './named';

const cases = fileURLToPath(new URL('../../fixtures/cases', import.meta.url));

/** The files in a folder, with the paths a browser gives them. */
function dropped(folder: string, only: (path: string) => boolean = () => true): NamedBlob[] {
  const inside = (path: string): string[] =>
    readdirSync(join(cases, folder, path)).flatMap((name) => {
      const own = path ? `${path}/${name}` : name;
      return statSync(join(cases, folder, own)).isDirectory() ? inside(own) : [own];
    });
  return inside('')
    .filter(only)
    .map((path) => file(path, Uint8Array.from(readFileSync(join(cases, folder, path)))));
}

/** Reads PNG as it is; nothing here is scaled. */
const decodePicture: DecodePicture = async (blob) => {
  const {
    shape: [height, width, channels],
    pixels,
  } = decodePng(new Uint8Array(await blob.arrayBuffer()));
  const at = (place: number) =>
    place % 4 === 3 ? 255 : (pixels[Math.floor(place / 4) * channels + Math.min(place % 4, channels - 1)] as number);
  return {
    width,
    height,
    pixels: (wide, high) => Uint8ClampedArray.from({ length: 4 * wide * high }, (_, place) => at(place)),
    close() {},
  };
};
const read = (files: readonly NamedBlob[], reading: Partial<Reading> = {}) =>
  readDroppedFiles(files, { decodePicture, reading: { ...defaultReading, ...reading } });

const countsOf = (labels: Uint8Array | undefined, classes: number) =>
  Array.from({ length: classes }, (_, label) => labels?.filter((one) => one === label).length ?? 0);

describe('two parts of EMNIST in one archive', () => {
  it('are refused as the two sets that they are, by name', async () => {
    const failure = await failingAsync(read(dropped('08-two-emnist-parts-in-one-drop')));
    expect(failure.code).toBe('files-differ');
    expect(failure.detail).toMatch(/“emnist-digits-.*” and “emnist-letters-.*” are parts of 2 sets: emnist digits, emnist letters\./);
  });
});

describe('the folders of Kaggle’s Intel image set', () => {
  it('give both splits of two classes, and say what has no class', async () => {
    const raw = await read(dropped('09-kaggle-folder-names'));
    expect([raw.name, raw.classNames]).toEqual(['scenes', ['hill', 'lake']]);
    expect([countsOf(raw.pool.labels, 2), countsOf(raw.test?.labels, 2)]).toEqual([
      [8, 8],
      [3, 3],
    ]);
    expect(raw.notes).toContain(
      '6 pictures are in no folder of a class and were left out: “scenes/seg_pred/seg_pred/hill0.png” and the like.',
    );
  });
});

describe('texts in folders', () => {
  it.each([
    ['as aclImdb has them', () => true],
    ['without the files beside', (path: string) => /\d\.txt$/.test(path)],
  ])('%s are classes by their folder, with the split of the folders', async (_, only) => {
    const raw = await read(dropped('19-texts-in-folders', only));
    expect([raw.name, raw.classNames, raw.vocabulary !== undefined]).toEqual(['reviews', ['neg', 'pos'], true]);
    expect([countsOf(raw.pool.labels, 2), countsOf(raw.test?.labels, 2)]).toEqual([
      [8, 8],
      [8, 8],
    ]);
    expect(raw.notes?.[0]).toBe('32 texts have the classes of their folders.');
  });

  it('in an archive, of names without endings and in Latin-1, are read too; tables in folders stay tables', async () => {
    const text = (words: string) => Uint8Array.from([...`${words}\n`], (letter) => letter.charCodeAt(0));
    const texts = ['alt.atheism', 'sci.space'].flatMap((group) =>
      Array.from({ length: 6 }, (_, index) => [`20news-bydate-train/${group}/${49_960 + index}`, text(`café ${group} ${index}`)] as const),
    );
    const raw = await read([file('20news.zip', zip(texts))]);
    expect([raw.classNames, raw.pool.count, raw.test]).toEqual([['alt.atheism', 'sci.space'], 12, undefined]);
    expect(raw.vocabulary).toContain('café');
    expect(raw.notes).toContain('12 texts are no UTF-8 and were read as Windows-1252.');
    const rows = `x,y,label\n${Array.from({ length: 12 }, (_, row) => `${row + 0.5},${row * row},${row % 2}`).join('\n')}\n`;
    const table = await read([
      file(
        'iris.zip',
        zip([
          ['iris/iris.data', text(rows)],
          ['iris/Index', text('Index of iris\n02 iris.data')],
        ]),
      ),
    ]);
    expect([table.inputShape, table.pool.count]).toEqual([[2], 12]);
  });
});

describe('one empty file among pictures', () => {
  it('is named and counted, and is left out where a person says so', async () => {
    const failure = await failingAsync(read(dropped('26-one-bad-picture')));
    expect([failure.code, failure.detail]).toEqual(['picture-unreadable', '“pets/cat/666.jpg” of 17 pictures:']);
    const raw = await read(dropped('26-one-bad-picture'), { unreadable: 'omit' });
    expect([raw.classNames, countsOf(raw.pool.labels, 2)]).toEqual([
      ['cat', 'dog'],
      [8, 8],
    ]);
    expect(raw.notes).toContain('“pets/cat/666.jpg” could not be decoded and was left out.');
  });
});

describe('the archive of a competition', () => {
  it('is trained on by its labelled table, and says that the others were left out and why', async () => {
    const raw = await read(dropped('21-competition-zip'));
    expect([raw.pool.count, raw.test, raw.classNames]).toEqual([60, undefined, ['aster', 'briar']]);
    expect(raw.notes).toContain('“test.csv” was left out: it has no labels.');
    expect(raw.notes).toContain('“sample_submission.csv” was left out: it has other columns.');
  });
});
