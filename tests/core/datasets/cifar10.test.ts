import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cifar10 } from '../../../src/core/datasets/cifar10';
import { recognize } from '../../../src/core/datasets/recognize';
import { encodeCifar, someBytes } from './encode';
import { failing } from './failing';

const batch = encodeCifar([3, 0, 9], someBytes(3 * 3072));

describe('cifar10', () => {
  it('reads back labels and pixels that were written, colours last', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 1000 }),
        (labels, salt) => {
          const pixels = someBytes(labels.length * 3072, salt);
          const decoded = cifar10.decode(encodeCifar(labels, pixels), 'b');
          expect([...(decoded.labels ?? [])]).toEqual(labels);
          expect(decoded.images).toEqual({ shape: [32, 32, 3], values: pixels });
        },
      ),
      { numRuns: 30 },
    );
  });

  it.each([1, 2, 3072, 3074, 6145, 9218])('refuses %i bytes, which are no whole records', (length) => {
    const failure = failing(() => cifar10.decode(batch.subarray(0, length), 'data_batch_1.bin'));
    expect(failure.code).toBe('records-cut');
  });

  it('says how many images fit and how many bytes are over', () => {
    const failure = failing(() => cifar10.decode(batch.subarray(0, 6150), 'data_batch_1.bin'));
    expect(failure.detail).toBe('“data_batch_1.bin” has 6,150 bytes: 2 images of 3,073 bytes and 4 over.');
  });

  it('refuses a label that is no class, and names the image', () => {
    const wrong = batch.slice();
    wrong[3073] = 10;
    const failure = failing(() => cifar10.decode(wrong, 'data_batch_1.bin'));
    expect(failure.code).toBe('labels-out-of-range');
    expect(failure.detail).toBe('“data_batch_1.bin”: image 2 has the label 10, CIFAR-10 has 0 to 9.');
  });

  it('is known by its name or by its length, and not when it starts with no label', () => {
    expect(recognize(batch, 'data_batch_1.bin', batch.length)).toBe(cifar10);
    expect(recognize(batch, 'test_batch.bin.gz')).toBe(cifar10);
    expect(recognize(batch, 'renamed', batch.length)).toBe(cifar10);
    expect(failing(() => recognize(batch, 'renamed', batch.length - 1)).code).toBe('file-not-recognized');
    expect(failing(() => recognize(batch.subarray(1), 'renamed', 2 * 3073)).code).toBe('file-not-recognized');
  });

  it('is known also where its first record looks like the head of an IDX file', () => {
    const odd = batch.slice();
    odd.set([0, 0, 8, 3]);
    expect(recognize(odd, 'data_batch_1.bin', odd.length)).toBe(cifar10);
  });
});

describe('recognize', () => {
  it.each([
    ['\x89PNG\r\n', 'a PNG picture'],
    ['\xff\xd8\xff\xe0', 'a JPEG picture'],
    ['PK\x03\x04', 'a ZIP archive'],
    ['\x1f\x8b\x08', 'packed twice'],
    ['<!doctype html>', 'a web page'],
    [`${'x'.repeat(257)}ustar`, 'a tar archive'],
  ])('calls foreign data by their name: %j', (start, what) => {
    const failure = failing(() =>
      recognize(
        Uint8Array.from(start, (letter) => letter.charCodeAt(0)),
        'data_batch_1.bin',
        3073,
      ),
    );
    expect(failure.code).toBe('file-not-recognized');
    expect(failure.message).toContain(what);
  });

  it('calls no bytes an empty file', () => {
    expect(failing(() => recognize(new Uint8Array(), 'train-images-idx3-ubyte', 0)).code).toBe('file-empty');
  });
});
