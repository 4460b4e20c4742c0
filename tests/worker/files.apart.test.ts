import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { makeDataset } from '../../src/core/datasets/split';
import { contentId } from '../../src/core/datasets/contentId';
import { failures } from '../../src/core/failures';
import { type NamedBlob, readDroppedFiles } from '../../src/worker/files';
import type * as Gunzip from '../../src/worker/files/gunzip';
import { encodeCifar, encodeIdx, someBytes } from '../core/datasets/encode';
import { failingAsync } from '../core/datasets/failing';

/** Counts what is really unpacked. */
const counted = { bytes: 0 };
vi.mock('../../src/worker/files/gunzip', async (original) => {
  const { gunzipped } = await original<typeof Gunzip>();
  return {
    gunzipped: (packed: ReadableStream<Uint8Array>, most?: number) => {
      const reader = gunzipped(packed, most).getReader();
      return new ReadableStream<Uint8Array>(
        {
          async pull(control) {
            const { done, value } = await reader.read();
            if (done) return control.close();
            counted.bytes += value.length;
            control.enqueue(value);
          },
          cancel: (reason) => reader.cancel(reason),
        },
        { highWaterMark: 0 },
      );
    },
  };
});

/** A file whose bytes never were in one place. */
const file = (name: string, ...parts: (Uint8Array<ArrayBuffer> | Blob)[]): NamedBlob => Object.assign(new Blob(parts), { name });
const gzip = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(gzipSync(bytes));

const pixels = someBytes(40 * 28 * 28);
const images = encodeIdx([40, 28, 28], pixels);
const labels = encodeIdx(
  [40],
  Array.from({ length: 40 }, (_, index) => index % 4),
);
const labelFile = file('x-labels-idx1-ubyte', labels);

describe('readDroppedFiles', () => {
  it('reads plain and gzipped files to the same data set', async () => {
    const plain = await readDroppedFiles([file('x-images-idx3-ubyte', images), labelFile]);
    const packed = await readDroppedFiles([file('x-labels-idx1-ubyte.gz', gzip(labels)), file('x-images-idx3-ubyte.gz', gzip(images))]);
    expect(plain.pool).toEqual({ count: 40, inputs: pixels, labels: labels.subarray(8) });
    expect(packed).toEqual(plain);
  });

  it('reads a gzipped CIFAR batch, whose length no header declares', async () => {
    const values = someBytes(12 * 3072);
    const batch = encodeCifar([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1], values);
    const raw = await readDroppedFiles([file('data_batch_1.bin.gz', gzip(batch))]);
    expect(raw.pool.inputs).toEqual(values);
  });

  it('reads a file in which values follow the header in the same small chunk', async () => {
    const raw = await readDroppedFiles([
      file('i', gzip(encodeIdx([10, 1, 1], someBytes(10)))),
      file('l', gzip(encodeIdx([10], [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]))),
    ]);
    expect(raw.pool.inputs).toEqual(someBytes(10));
  });

  it('leaves out readmes that lie beside the data, and says so when there is nothing else', async () => {
    const readme = file('README.md', Uint8Array.from([35, 32, 88]));
    expect((await readDroppedFiles([readme, file('x-images', images), labelFile])).pool.count).toBe(40);
    expect((await failingAsync(readDroppedFiles([readme]))).message).toBe(`“README.md”: ${failures['file-not-recognized']}`);
    expect((await failingAsync(readDroppedFiles([]))).code).toBe('file-not-recognized');
  });

  it.each([
    ['zero bytes', file('x-images-idx3-ubyte'), 'file-empty', /“x-images-idx3-ubyte” has 0 bytes/],
    ['gzip of nothing', file('x-images.gz', gzip(new Uint8Array())), 'file-empty', /“x-images.gz”/],
    ['a cut plain file', file('x-images', images.slice(0, 5000)), 'file-truncated', /has 5,000 of 31,376 bytes/],
    ['a cut header', file('x-images', images.slice(0, 9)), 'file-truncated', /has 9 bytes/],
    ['too long a plain file', file('x-images', images, new Uint8Array(1)), 'file-oversized', /31,377 bytes instead of 31,376/],
    ['too long a gzip file', file('x-images.gz', gzip(Uint8Array.from([...images, 1]))), 'file-oversized', /x-images.gz/],
    ['a gzip file that unpacks to less', file('x-images.gz', gzip(images.subarray(0, 20_000))), 'file-truncated', /20,000 of 31,376/],
    [
      'a picture',
      file('cat.png', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])),
      'pictures-unsorted',
      /“cat.png” is a picture in no folder/,
    ],
    ['a gzipped picture', file('cat.png.gz', gzip(Uint8Array.from([0x89, 0x50, 0x4e, 0x47]))), 'file-not-recognized', /is a PNG picture/],
    ['noise', file('noise', someBytes(5000, 99)), 'file-not-recognized', /“noise”/],
    [
      'wrong magic',
      file('x-images-idx3-ubyte', Uint8Array.from([0, 0, 7, ...images.subarray(3)])),
      'file-not-recognized',
      /00 00 07 03, which is no IDX header/,
    ],
    ['a cut CIFAR batch', file('data_batch_1.bin', new Uint8Array(4000)), 'records-cut', /1 images of 3,073 bytes and 927 over/],
    ['labels under the name of images', file('x-images-idx3-ubyte', labels), 'labels-without-images', /has 40 labels/],
  ])('says what is wrong with %s', async (_what, wrong, code, message) => {
    const failure = await failingAsync(readDroppedFiles([wrong]));
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(message);
  });

  it('meets gzip data cut anywhere with a failure that says so', async () => {
    const packed = gzip(images);
    for (let length = 1; length < packed.length; length += Math.ceil(packed.length / 60)) {
      const failure = await failingAsync(readDroppedFiles([file('cut-images.gz', packed.slice(0, length)), labelFile]));
      expect(failure.code).toBe(length === 1 ? 'file-not-recognized' : 'file-not-gzip');
    }
    expect((await failingAsync(readDroppedFiles([file('cut-images.gz', packed.slice(0, -1)), labelFile]))).code).toBe('file-not-gzip');
  });

  it('notices a flipped bit anywhere in the packed values and in the checksum', async () => {
    const packed = gzip(images);
    const codes = new Set<string>();
    for (let byte = 10; byte < packed.length; byte += Math.floor(packed.length / 40)) {
      const flipped = packed.slice();
      flipped[byte] = (flipped[byte] as number) ^ 4;
      codes.add((await failingAsync(readDroppedFiles([file('flipped-images.gz', flipped), labelFile]))).code);
    }
    expect([...codes].filter((code) => !['file-not-gzip', 'file-oversized', 'file-not-recognized'].includes(code))).toEqual([]);
    packed[packed.length - 6] = (packed[packed.length - 6] as number) ^ 1;
    expect((await failingAsync(readDroppedFiles([file('flipped-images.gz', packed), labelFile]))).code).toBe('file-not-gzip');
  });

  it('says so when a file cannot be read any more', async () => {
    const gone = file('gone', images);
    gone.slice = () => Object.assign(new Blob(), { arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotReadableError')) });
    expect((await failingAsync(readDroppedFiles([gone]))).code).toBe('file-unreadable');
  });
});

describe('gzip bombs', () => {
  async function unpacking(bomb: NamedBlob): Promise<{ code: string; unpacked: number }> {
    counted.bytes = 0;
    return { code: (await failingAsync(readDroppedFiles([bomb]))).code, unpacked: counted.bytes };
  }
  /** Room for 16 KiB of packed zeros, and two first looks at the file. */
  const LOOKS = 17e6 + 2 * 0.53e6;
  const header = encodeIdx([40, 28, 28], []);
  const zeros = (megabytes: number, start: Uint8Array) => {
    const bytes = new Uint8Array(megabytes * 1_000_000);
    bytes.set(start);
    return gzip(bytes);
  };

  it('are left soon after the declared size', async () => {
    const { code, unpacked } = await unpacking(file('x-images-idx3-ubyte.gz', zeros(60, header)));
    expect(code).toBe('file-oversized');
    expect(unpacked).toBeGreaterThan(31_376);
    expect(unpacked).toBeLessThan(LOOKS);
  });

  it('are left after the first bytes when these are no data set', async () => {
    const { code, unpacked } = await unpacking(file('x.gz', zeros(60, Uint8Array.from([77]))));
    expect(code).toBe('file-not-recognized');
    expect(unpacked).toBeLessThan(LOOKS);
  });

  it('are left at the most a CIFAR batch may have, where nothing declares a size', async () => {
    const { code, unpacked } = await unpacking(file('data_batch_1.bin.gz', zeros(250, new Uint8Array())));
    expect(code).toBe('file-too-large');
    expect(unpacked).toBeLessThan(60_000 * 3073 + LOOKS);
  });

  it('that declare what they cannot hold, or what nobody can, take no memory', async () => {
    const lying = file('x-images.gz', gzip(encodeIdx([1_000_000, 28, 28], someBytes(1000))));
    const failure = await failingAsync(readDroppedFiles([lying]));
    expect(failure.code).toBe('file-truncated');
    expect(failure.detail).toBe('“x-images.gz” unpacks to less than the 784,000,016 bytes it declares.'); // known before the rest is read
    const huge = file('x-images.gz', gzip(encodeIdx([60_000_000, 28, 28], [])));
    expect((await failingAsync(readDroppedFiles([huge]))).code).toBe('file-too-large');
  });
});

describe('real files', () => {
  const folder = (name: string) => resolve(import.meta.dirname, '../../../shared/datasets', name);
  const readFolder = (name: string) =>
    readDroppedFiles(readdirSync(folder(name)).map((entry) => file(entry, Uint8Array.from(readFileSync(join(folder(name), entry))))));
  const histogram = (values: Uint8Array, classes: number) =>
    Array.from({ length: classes }, (_, label) => values.reduce((sum, one) => sum + (one === label ? 1 : 0), 0));

  it.skipIf(!existsSync(folder('mnist')))('give the 10,000 MNIST test images, by name and label counts', async () => {
    const raw = await readFolder('mnist');
    expect([raw.name, raw.pool.count, raw.inputShape, raw.classes]).toEqual(['mnist', 10_000, [28, 28, 1], 10]);
    expect(histogram(raw.pool.labels, 10)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    // Those of the 60,000 training images, whichever part of the set is here.
    expect([raw.normalization.mean[0], raw.normalization.std[0]]).toEqual([0.1307, 0.3081]);
    expect(contentId(raw)).toMatch(/^mnist-10000-[0-9a-f]{6}$/);
    const data = makeDataset(raw, { validationShare: 0.2, testShare: 0.2, labelNoise: 0.2, noiseKind: 'other-class', seed: 1 });
    expect([data.train.count, data.validation.count, data.test.count]).toEqual([6667, 1333, 2000]);
  });

  it.skipIf(!existsSync(folder('cola')))('give GLUE’s sentences, without headings, with the development set as test', async () => {
    const cola = await readFolder('cola');
    expect([cola.pool.count, cola.test?.count, cola.classNames]).toEqual([8551, 516, ['0', '1']]);
    const sst2 = await readFolder('sst2');
    expect([sst2.pool.count, sst2.test?.count, sst2.classNames]).toEqual([6920, 1821, ['0', '1']]);
  });

  it.skipIf(!existsSync(folder('cifar10')))('give the CIFAR-10 batch and its test split, in colours that are plausible', async () => {
    const raw = await readFolder('cifar10');
    expect([raw.name, raw.pool.count, raw.test?.count, raw.inputShape]).toEqual(['cifar10', 5000, 1000, [32, 32, 3]]);
    expect(histogram(raw.pool.labels, 10)).toEqual(Array<number>(10).fill(500));
    expect(histogram(raw.test?.labels ?? new Uint8Array(), 10)).toEqual(Array<number>(10).fill(100));
    for (const [channel, mean] of raw.normalization.mean.entries()) {
      let sum = 0;
      for (let index = channel; index < raw.pool.inputs.length; index += 3) sum += raw.pool.inputs[index] as number;
      expect(Math.abs(sum / 255 / (raw.pool.inputs.length / 3) - mean)).toBeLessThan(0.02);
    }
  });
});
