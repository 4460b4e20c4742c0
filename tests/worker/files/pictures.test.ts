import { describe, expect, it } from 'vitest';
import { defaultReading } from '../../../src/core/datasets/reading';
import { type NamedBlob, readDroppedFiles } from '../../../src/worker/files';
import type { DecodePicture } from '../../../src/worker/files/readPictures';
import { failingAsync } from '../../core/datasets/failing';
import { file, zip } from './named';

/** Pictures that say themselves how large and what they are: signature, width, height, colour. */
const picture = (width: number, height: number, [red, green, blue]: readonly [number, number, number] = [width, height, 7]) =>
  Uint8Array.from([0x89, 0x50, 0x4e, 0x47, width, height, red, green, blue]);

const decodePicture: DecodePicture = async (blob) => {
  const [, , , , width, height, ...colour] = new Uint8Array(await blob.arrayBuffer());
  if (width === undefined || height === undefined || colour.length !== 3) throw new Error('no picture');
  return {
    width,
    height,
    pixels: (wide, high) =>
      Uint8ClampedArray.from({ length: 4 * wide * high }, (_, at) => (at % 4 === 3 ? 255 : (colour[at % 4] as number))),
    close() {},
  };
};

const folder = (
  root: string,
  names: readonly string[],
  each = 5,
  make: (index: number) => Uint8Array<ArrayBuffer> = () => picture(6, 4),
): NamedBlob[] => names.flatMap((name) => Array.from({ length: each }, (_, index) => file(`${root}/${name}/${index}.png`, make(index))));
const read = (files: readonly NamedBlob[], side = 0) => readDroppedFiles(files, { decodePicture, reading: { ...defaultReading, side } });

describe('pictures in folders', () => {
  it('are classes by the name of their folder, in the order of the alphabet', async () => {
    const raw = await read(folder('animals', ['dog', 'cat']));
    expect(raw).toMatchObject({ name: 'animals', inputShape: [4, 6, 3], classNames: ['cat', 'dog'], classes: 2 });
    expect([...raw.pool.labels]).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
    expect([...raw.pool.inputs.subarray(0, 6)]).toEqual([6, 4, 7, 6, 4, 7]);
    expect(raw.notes).toEqual(['All 10 pictures have 6 × 4 pixels and were left as they are.']);
  });

  it('of mixed sizes are scaled to the median one, which is said', async () => {
    const sizes = [10, 12, 12, 14, 16];
    const raw = await read(folder('a', ['x', 'y'], 5, (index) => picture(sizes[index] as number, 8)));
    expect(raw.inputShape).toEqual([8, 12, 3]);
    expect(raw.notes).toEqual(['6 of 10 pictures were scaled and cut to 12 × 8 pixels.']);
  });

  it('are scaled to the side that is asked for, and to no more than 64 pixels otherwise', async () => {
    const large = folder('a', ['x', 'y'], 5, () => picture(200, 100));
    expect((await read(large)).inputShape).toEqual([32, 64, 3]);
    expect((await read(large, 16)).inputShape).toEqual([16, 16, 3]);
  });

  it('that are all grey keep one channel', async () => {
    const raw = await read(folder('a', ['x', 'y'], 5, (index) => picture(2, 2, [index, index, index])));
    expect(raw.inputShape).toEqual([2, 2, 1]);
    expect([...raw.pool.inputs.subarray(0, 8)]).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
    expect(raw.notes).toContain('All of them are grey, so one channel is kept.');
  });

  it.each([
    ['test', 10, 4],
    ['val', 10, 4],
  ])('in a folder called %s are the test split', async (split, pool, test) => {
    const raw = await read([...folder('set/train', ['x', 'y']), ...folder(`set/${split}`, ['x', 'y'], 2)]);
    expect([raw.name, raw.pool.count, raw.test?.count]).toEqual(['set', pool, test]);
  });

  it('in a folder called val are trained on where there is a test split besides', async () => {
    const raw = await read(['train', 'val', 'test'].flatMap((split) => folder(`set/${split}`, ['x', 'y'], 3)));
    expect([raw.pool.count, raw.test?.count]).toEqual([12, 6]);
  });

  it('may come in a ZIP, one folder deeper, with files that are no pictures', async () => {
    const paths = ['x', 'y'].flatMap((name) =>
      Array.from({ length: 5 }, (_, index) => [`tiny/train/${name}/images/${index}.png`, picture(3, 3)] as const),
    );
    const raw = await read([file('tiny.zip', zip([...paths, ['tiny/names.csv', new TextEncoder().encode('a,b\n1,2\n')]]))]);
    expect([raw.name, raw.classNames, raw.pool.count]).toEqual(['tiny', ['x', 'y'], 10]);
    expect(raw.notes).toContain('“tiny/names.csv” was left out.');
  });

  it.each([
    [
      'outside of folders',
      folder('a', ['x', 'y']).map(({ name }, index) => file(`${index}.png`, picture(2, 2), name)),
      'pictures-unsorted',
      /“0\.png” is a picture in no folder/,
    ],
    ['in a folder of a split only', folder('set', ['test', 'train']), 'pictures-unsorted', /“set\/test\/0\.png”/],
    ['of one class', folder('a', ['x'], 12), 'too-few-classes', /All 12 pictures are in the folder “x”/],
    ['in too small a number', folder('a', ['x', 'y'], 2), 'too-few-samples', /There are 4 pictures/],
    [
      'of more classes than a byte counts',
      folder(
        'a',
        Array.from({ length: 257 }, (_, index) => `c${index}`),
        1,
      ),
      'too-many-classes',
      /257 folders/,
    ],
    [
      'that cannot be decoded',
      [...folder('a', ['x', 'y']), file('a/x/bad.jpg', 'oops')],
      'picture-unreadable',
      /“a\/x\/bad\.jpg” of 11 pictures: .*Leave it out/,
    ],
    [
      'whose test split has a class of its own',
      [...folder('s/train', ['x', 'y']), ...folder('s/test', ['z'])],
      'labels-out-of-range',
      /the folder “z”, which the training split has not/,
    ],
    ['beside records', [...folder('a', ['x', 'y']), file('data_batch_1.bin', new Uint8Array(3073))], 'files-differ', /of different kinds/],
  ])('%s are refused in one sentence', async (_what, files, code, message) => {
    const failure = await failingAsync(read(files));
    expect([failure.code, failure.message]).toEqual([code, expect.stringMatching(message)]);
  });

  it('that cannot be decoded are counted, and left out where that is said', async () => {
    const bad = [file('a/x/b.jpg', 'oops'), file('a/y/c.jpg', ''), file('a/z/d.jpg', '')];
    const files = () => [bad[2] as NamedBlob, ...folder('a', ['x', 'y']), ...bad.slice(0, 2)];
    expect((await failingAsync(read(files()))).message).toMatch(/“a\/z\/d\.jpg” and 2 others of 13 pictures: /);
    const raw = await readDroppedFiles(files(), { decodePicture, reading: { ...defaultReading, unreadable: 'omit' } });
    const clean = await read(folder('a', ['x', 'y']));
    expect(raw.pool).toEqual(clean.pool);
    expect(raw.classNames).toEqual(['x', 'y']);
    expect(raw.notes).toContain('“a/z/d.jpg” and 2 others could not be decoded and were left out.');
    expect(
      (
        await failingAsync(
          readDroppedFiles(bad.concat(folder('a', ['x', 'y'], 1)), { decodePicture, reading: { ...defaultReading, unreadable: 'omit' } }),
        )
      ).code,
    ).toBe('too-few-samples');
  });

  it('beside the folders of classes are left out, which is said', async () => {
    const raw = await read([file('a/cover.png', picture(2, 2)), ...folder('a', ['x', 'y'])]);
    expect([raw.pool.count, raw.classNames]).toEqual([10, ['x', 'y']]);
    expect(raw.notes).toContain('“a/cover.png” is in no folder of a class and was left out.');
  });

  it('need a browser', async () => {
    expect((await failingAsync(readDroppedFiles(folder('a', ['x', 'y'])))).code).toBe('pictures-need-browser');
  });
});
