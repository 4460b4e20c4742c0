import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemble } from '../../../src/core/datasets/assemble';
import { idx } from '../../../src/core/datasets/idx';
import { recognize } from '../../../src/core/datasets/recognize';
import { Failure } from '../../../src/core/failures';
import { encodeIdx, someBytes } from './encode';
import { failing } from './failing';

const images = encodeIdx([6, 3, 4], someBytes(72));
const labels = encodeIdx([6], [0, 1, 2, 0, 1, 2]);

describe('idx', () => {
  it('reads back any images that were written, grey or in colours', () => {
    const size = fc.integer({ min: 1, max: 6 });
    fc.assert(
      fc.property(size, size, size, fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }), (count, height, width, channels) => {
        const sizes = channels === undefined ? [count, height, width] : [count, height, width, channels];
        const values = someBytes(sizes.reduce((all, one) => all * one));
        const decoded = idx.decode(encodeIdx(sizes, values), 'a');
        expect(decoded).toEqual({ file: 'a', count, images: { shape: [height, width, channels ?? 1], values } });
      }),
    );
  });

  it('reads back any labels that were written', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (values) => {
        expect(idx.decode(encodeIdx([values.length], values), 'a')).toEqual({ file: 'a', count: values.length, labels: values });
      }),
    );
  });

  it.each([images, labels])('names the bytes that are there and that are declared, for a cut anywhere', (whole) => {
    for (let length = 1; length < whole.length; length++) {
      const failure = failing(() => idx.decode(whole.subarray(0, length), 'cut.idx'));
      expect(failure.code).toBe('file-truncated');
      expect(failure.detail).toMatch(new RegExp(`^“cut.idx” has ${length} (of|bytes)`));
    }
  });

  it('refuses more bytes than declared', () => {
    const failure = failing(() => idx.decode(Uint8Array.from([...labels, 0]), 'long.idx'));
    expect(failure.code).toBe('file-oversized');
    expect(failure.message).toBe(
      '“long.idx” has 15 bytes instead of 14. The file holds more bytes than its header declares. Download it again.',
    );
  });

  it('meets any single flipped bit of a header with a failure; flipped values it cannot know', () => {
    for (const whole of [images, labels]) {
      const headerBytes = 4 + 4 * (whole[3] as number);
      for (let bit = 0; bit < 8 * whole.length; bit++) {
        const flipped = whole.slice();
        flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
        if (bit < 8 * headerBytes) failing(() => idx.decode(flipped, 'flipped.idx'));
        else expect(idx.decode(flipped, 'flipped.idx').count).toBe(6);
      }
    }
  });

  it.each([
    ['wrong magic', Uint8Array.from([0, 1, 8, 3, 0, 0, 0, 1]), 'file-not-recognized', /starts with the bytes 00 01 08 03/],
    ['floats', encodeIdx([2, 2, 2], someBytes(32), 13), 'values-not-bytes', /holds 32-bit floats/],
    ['two axes', encodeIdx([4, 5], someBytes(20)), 'file-not-images', /has 2 axes/],
    ['five axes', encodeIdx([1, 1, 1, 1, 1], [1]), 'file-not-images', /has 5 axes/],
    ['no samples', encodeIdx([0, 28, 28], []), 'file-empty', /declares 0 samples/],
    ['images without height', encodeIdx([5, 0, 28], []), 'file-not-images', /samples of 0 × 28/],
    ['images as wide as a wall', encodeIdx([1, 1, 70_000], []), 'file-not-images', /samples of 1 × 70,000/],
    ['five channels', encodeIdx([1, 1, 1, 5], someBytes(5)), 'file-not-images', /1 × 1 × 5/],
  ])('says what is wrong with %s', (_what, bytes, code, message) => {
    const failure = failing(() => idx.decode(bytes, 'x.idx'));
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(message);
  });

  it('refuses a declared size beyond all limits from the header alone', () => {
    const header = encodeIdx([4_294_967_295, 1000, 1000], []);
    expect(failing(() => idx.limits(header, 'huge.idx')).message).toMatch(/“huge.idx” declares 4,294,967,295 × 1,000 × 1,000 values/);
  });

  it('is known by its first bytes, whatever the name', () => {
    for (const name of ['train-images-idx3-ubyte', 'data.bin', 'data_batch_1.bin'])
      expect(recognize(images, name, images.length)).toBe(idx);
  });

  it('answers any bytes under any name with values or a failure, never with another error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.integer({ min: 0, max: 4 }), fc.string(), (noise, kept, name) => {
        const bytes = Uint8Array.from([...images.subarray(0, kept), ...noise]);
        try {
          const format = recognize(bytes, name, bytes.length);
          format.limits(bytes, name);
          expect(format.decode(bytes, name).count).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('EMNIST', () => {
  const square = encodeIdx([1, 2, 2], [1, 2, 3, 4]);

  it('lies on its side in its files and is turned upright, which is said', () => {
    const decoded = idx.decode(square, 'emnist-letters-train-images-idx3-ubyte');
    expect([...(decoded.images?.values ?? [])]).toEqual([1, 3, 2, 4]);
    expect(decoded.note).toMatch(/turned upright/);
    expect([...(idx.decode(square, 'train-images-idx3-ubyte').images?.values ?? [])]).toEqual([1, 2, 3, 4]);
  });

  it.each([
    ['emnist-letters-train', [1, 2, 26], 'emnist-letters', ['A', 'B', 'Z']],
    ['emnist-balanced-train', [0, 10, 36, 46], 'emnist-balanced', ['0', 'A', 'a', 't']],
    ['emnist-byclass-test', [35, 36, 61], 'emnist-byclass', ['Z', 'a', 'z']],
    ['emnist-mnist-test', [0, 9], 'emnist-mnist', ['0', '9']],
  ])('%s has names for its labels', (part, labels, name, classNames) => {
    const count = 12;
    const files = [
      idx.decode(encodeIdx([count, 2, 2], someBytes(4 * count)), `${part}-images-idx3-ubyte.gz`),
      idx.decode(
        encodeIdx(
          [count],
          Array.from({ length: count }, (_, row) => labels[row % labels.length] as number),
        ),
        `${part}-labels-idx1-ubyte.gz`,
      ),
    ];
    expect(assemble(files)).toMatchObject({ name, classNames, notes: [expect.stringMatching(/upright/)] });
  });
});
