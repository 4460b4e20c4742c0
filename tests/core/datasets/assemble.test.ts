import { describe, expect, it } from 'vitest';
import { assemble } from '../../../src/core/datasets/assemble';
import { cifar10 } from '../../../src/core/datasets/cifar10';
import { contentId, contentIdBefore } from '../../../src/core/datasets/contentId';
import type { DecodedFile } from '../../../src/core/datasets/fileFormat';
import { encodeCifar, someBytes } from './encode';
import { failing } from './failing';

const images = (file: string, count: number, shape: readonly [number, number, number] = [2, 2, 1], salt = 1): DecodedFile => {
  return { file, count, images: { shape, values: someBytes(count * shape[0] * shape[1] * shape[2], salt) } };
};
const labels = (file: string, values: readonly number[]): DecodedFile => ({ file, count: values.length, labels: Uint8Array.from(values) });
const tens = (length: number, from = 0) => Array.from({ length }, (_, index) => from + (index % 2));
const batch = (file: string, count: number, salt: number) =>
  cifar10.decode(
    encodeCifar(
      Array.from({ length: count }, (_, index) => index % 10),
      someBytes(count * 3072, salt),
    ),
    file,
  );

describe('assemble', () => {
  it('pairs image and label files by name, and takes t10k as the test split', () => {
    const raw = assemble([
      labels('t10k-labels-idx1-ubyte.gz', tens(4)),
      images('t10k-images-idx3-ubyte.gz', 4, [2, 2, 1], 5),
      images('train-images-idx3-ubyte', 12),
      labels('train-labels-idx1-ubyte', tens(12)),
    ]);
    expect(raw.pool).toEqual({ count: 12, inputs: someBytes(48), labels: Uint8Array.from(tens(12)) });
    expect(raw.test).toEqual({ count: 4, inputs: someBytes(16, 5), labels: Uint8Array.from(tens(4)) });
    expect([raw.inputShape, raw.classes, raw.classNames]).toEqual([[2, 2, 1], 2, ['0', '1']]);
  });

  it('pairs a single image file with a single label file whatever their names', () => {
    const raw = assemble([images('some', 12), labels('other', tens(12))]);
    expect([raw.name, raw.pool.count, raw.test]).toEqual(['images-2x2', 12, undefined]);
  });

  it('takes a lone test split as the pool', () => {
    const raw = assemble([images('t10k-images.gz', 12), labels('t10k-labels.gz', tens(12))]);
    expect([raw.pool.count, raw.test]).toEqual([12, undefined]);
  });

  it('joins CIFAR batches in the order of their names and keeps test_batch apart', () => {
    const [first, second, test] = [batch('data_batch_1.bin', 10, 1), batch('data_batch_2.bin', 20, 2), batch('test_batch.bin', 10, 3)];
    const raw = assemble([test, second, first]);
    expect([raw.name, raw.pool.count, raw.test?.count, raw.classes, raw.classNames[9]]).toEqual(['cifar10', 30, 10, 10, 'truck']);
    expect(raw.pool.inputs.subarray(0, 10 * 3072)).toEqual(first.images?.values);
    expect(raw.pool.inputs.subarray(10 * 3072)).toEqual(second.images?.values);
    expect(raw.test?.inputs).toEqual(test.images?.values);
  });

  it('numbers the labels in use from 0 and keeps their names', () => {
    const raw = assemble([images('a-images', 12), labels('a-labels', [7, 3, 3, 7, 9, 9, 3, 3, 3, 3, 3, 3])]);
    expect([raw.classes, raw.classNames]).toEqual([3, ['3', '7', '9']]);
    expect([...raw.pool.labels.subarray(0, 6)]).toEqual([1, 0, 0, 1, 2, 2]);
  });

  it('measures mean and deviation of each channel', () => {
    const values = Uint8Array.from({ length: 24 }, (_, index) => (index % 2 === 0 ? 255 : index % 4 === 1 ? 0 : 102));
    const raw = assemble([{ file: 'i', count: 12, images: { shape: [1, 1, 2], values } }, labels('l', tens(12))]);
    expect(raw.normalization.scale).toBe(1 / 255);
    expect(raw.normalization.mean.map((value) => Number(value.toFixed(9)))).toEqual([1, 0.2]);
    expect(raw.normalization.std.map((value) => Number(value.toFixed(9)))).toEqual([1, 0.2]); // no contrast counts as 1
  });

  it.each([
    ['images without labels', [images('t10k-images', 12)], 'images-without-labels', /“t10k-images” has 12 images/],
    ['labels without images', [labels('t10k-labels', tens(12))], 'labels-without-images', /“t10k-labels” has 12 labels/],
    [
      'one pair and a stray label file',
      [images('a-images', 12), labels('a-labels', tens(12)), labels('b-labels', tens(9))],
      'labels-without-images',
      /“b-labels” has 9/,
    ],
    [
      'one pair and stray images',
      [images('a-images', 12), labels('a-labels', tens(12)), images('b-images', 9)],
      'images-without-labels',
      /“b-images” has 9/,
    ],
    ['counts that differ', [images('i', 12), labels('l', tens(11))], 'counts-differ', /“i” has 12 images, “l” 11 labels/],
    [
      'images of two sizes',
      [images('a-images', 12), labels('a-labels', tens(12)), images('b-images', 12, [3, 2, 1]), labels('b-labels', tens(12))],
      'files-differ',
      /2 × 2 × 1, “b-images” of 3 × 2 × 1/,
    ],
    [
      'two families',
      [batch('data_batch_1.bin', 10, 1), images('images', 12, [32, 32, 3]), labels('labels', tens(12))],
      'files-differ',
      /cifar10 32 × 32 × 3/,
    ],
    ['the same file twice', [batch('data_batch_1.bin', 10, 1), batch('data_batch_1.bin.gz', 10, 1)], 'file-twice', /data_batch_1.bin/],
    ['one class', [images('i', 12), labels('l', Array<number>(12).fill(4))], 'too-few-classes', /All 12 labels are 4/],
    ['nine samples', [images('i', 9), labels('l', tens(9))], 'too-few-samples', /There are 9 samples/],
    [
      'a test split of other classes',
      [images('train-images', 12), labels('train-labels', tens(12)), images('test-images', 12), labels('test-labels', tens(12, 1))],
      'labels-out-of-range',
      /the label 2/,
    ],
    ['nothing', [], 'file-not-recognized', /no file with samples/],
  ] as const)('says what is wrong with %s', (_what, files, code, message) => {
    const failure = failing(() => assemble(files));
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(message);
  });
});

describe('contentId', () => {
  const pair = (salt: number, last = 0) => [images('i', 12, [2, 2, 1], salt), labels('l', [...tens(11), last])];

  it('is short, readable and the same for the same content', () => {
    const id = contentId(assemble(pair(1)));
    expect(id).toMatch(/^images-2x2-12-[0-9a-f]{6}$/);
    expect(contentId(assemble(pair(1).reverse()))).toBe(id);
  });

  it('tells sets of the same pictures with other names for their classes apart, and keeps ids of sets that this page names', () => {
    const raw = assemble(pair(1));
    const named = (...classNames: string[]) => contentId({ ...raw, classNames });
    expect(new Set([named('good', 'bad'), named('bad', 'good'), named('g', 'oodbad'), contentId(raw)]).size).toBe(4);
    expect([raw.classNames, contentId(raw)]).toEqual([['0', '1'], contentIdBefore(raw)]);
    const cifar = assemble([batch('data_batch_1.bin', 20, 1)]);
    expect(contentId(cifar)).toBe(contentIdBefore(cifar));
  });

  it('changes with the values, the labels, the shape and the split', () => {
    const raw = assemble(pair(1));
    const ids = [raw, assemble(pair(2)), assemble(pair(1, 1)), { ...raw, inputShape: [4, 1, 1] }, { ...raw, test: raw.pool }].map(
      contentId,
    );
    expect(new Set(ids).size).toBe(5);
  });
});
