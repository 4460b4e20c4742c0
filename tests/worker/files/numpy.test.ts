import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDroppedFiles } from '../../../src/worker/files';
import { failingAsync } from '../../core/datasets/failing';
import { bytesOf, encodeNpy, wide } from '../../core/datasets/encodeNpy';
import { someBytes } from '../../core/datasets/encode';
import { file, zip } from './named';

const COUNT = 12;
const pixels = someBytes(COUNT * 4 * 5);
const images = encodeNpy('|u1', [COUNT, 4, 5], pixels);
const label = (row: number) => row % 3;
const labels = encodeNpy('<i8', [COUNT], bytesOf(BigInt64Array.from({ length: COUNT }, (_, row) => BigInt(label(row)))));
const rows = Float64Array.from({ length: COUNT * 2 }, (_, at) => at / 8);

describe('NumPy arrays', () => {
  it('of images and labels are a data set, loose and in an archive', async () => {
    const loose = await readDroppedFiles([file('x_train.npy', images), file('y_train.npy', labels)]);
    expect(loose).toMatchObject({ inputShape: [4, 5, 1], classNames: ['0', '1', '2'] });
    expect(loose.pool.inputs).toEqual(pixels);
    expect([...loose.pool.labels]).toEqual(Array.from({ length: COUNT }, (_, row) => label(row)));
    const test = [encodeNpy('|u1', [3, 4, 5], pixels.slice(0, 60)), encodeNpy('|u1', [3], Uint8Array.of(2, 1, 0))] as const;
    const packed = zip([
      ['x_test.npy', test[0]],
      ['x_train.npy', images],
      ['y_train.npy', labels],
      ['y_test.npy', test[1]],
    ]);
    const raw = await readDroppedFiles([file('mnist.npz', packed)]);
    expect(raw.pool).toEqual(loose.pool);
    expect([raw.test?.count, [...(raw.test?.labels ?? [])]]).toEqual([3, [2, 1, 0]]);
  });

  it('each in an archive of its own are told apart by the archives’ names', async () => {
    const raw = await readDroppedFiles([
      file('kmnist-train-imgs.npz', zip([['arr_0.npy', images]])),
      file('kmnist-train-labels.npz', zip([['arr_0.npy', labels]])),
    ]);
    expect([raw.pool.count, raw.classes]).toEqual([COUNT, 3]);
  });

  it.each([
    ['64-bit floats', encodeNpy('<f8', [COUNT, 2], bytesOf(rows))],
    ['32-bit floats', encodeNpy('<f4', [COUNT, 2], bytesOf(Float32Array.from(rows)))],
    [
      'columns first',
      encodeNpy(
        '<f8',
        [COUNT, 2],
        bytesOf(Float64Array.from(rows, (_, at) => rows[2 * (at % COUNT) + Math.floor(at / COUNT)] as number)),
        true,
      ),
    ],
    [
      'big-endian floats',
      encodeNpy(
        '>f8',
        [COUNT, 2],
        bytesOf(rows)
          .slice()
          .map((_, at, all) => all[8 * Math.floor(at / 8) + 7 - (at % 8)] as number),
      ),
    ],
  ])('of rows of %s are features', async (_what, bytes) => {
    const raw = await readDroppedFiles([file('iris_X.npy', bytes), file('iris_y.npy', labels)]);
    expect(raw).toMatchObject({ name: 'iris', inputShape: [2], isStandardized: true, classNames: ['0', '1', '2'] });
    expect(raw.pool.inputs).toEqual(Float32Array.from(rows));
  });

  it('of half floats, and of images between 0 and 1, are the bytes they were made from', async () => {
    const bits = Uint16Array.from({ length: COUNT * 2 }, (_, at) => (at % 2 ? 0x3c00 : 0xc100));
    const raw = await readDroppedFiles([file('X.npy', encodeNpy('<f2', [COUNT, 2], bytesOf(bits))), file('y.npy', labels)]);
    expect([...raw.pool.inputs.subarray(0, 2)]).toEqual([-2.5, 1]);
    const scaled = encodeNpy('<f4', [COUNT, 4, 5], bytesOf(Float32Array.from(pixels, (byte) => byte / 255)));
    expect((await readDroppedFiles([file('x.npy', scaled), file('y.npy', labels)])).pool.inputs).toEqual(pixels);
    const other = encodeNpy('<f4', [COUNT, 4, 5], bytesOf(Float32Array.from(pixels, (byte) => byte / 100 - 1)));
    const rounded = await readDroppedFiles([file('x.npy', other), file('y.npy', labels)]);
    expect(rounded.notes?.join(' ')).toMatch(/values from -1 to 1\.5\d were rounded to 256 levels/);
  });

  it('of colours come channels first or last', async () => {
    const values = someBytes(COUNT * 3 * 20);
    const last = Uint8Array.from(values, (_, at) => {
      const [image, pixel, channel] = [Math.floor(at / 60), Math.floor((at % 60) / 3), at % 3];
      return values[60 * image + 20 * channel + pixel] as number;
    });
    const read = async (shape: readonly number[], bytes: Uint8Array) =>
      readDroppedFiles([file('x.npy', encodeNpy('|u1', shape, bytes)), file('y.npy', labels)]);
    const [one, other] = [await read([COUNT, 3, 4, 5], values), await read([COUNT, 4, 5, 3], last)];
    expect(one.inputShape).toEqual([4, 5, 3]);
    expect(one.pool.inputs).toEqual(other.pool.inputs);
  });

  it('of labels may be words, one-hot, one column, or numbers of any size', async () => {
    const ways = [
      [
        encodeNpy(
          '<U4',
          [COUNT],
          wide(
            Array.from({ length: COUNT }, (_, row) => ['ant', 'bee', 'wasp'][label(row)] as string),
            4,
          ),
        ),
        ['ant', 'bee', 'wasp'],
      ],
      [
        encodeNpy('|S3', [COUNT], Uint8Array.from(Array.from({ length: COUNT }, (_, row) => [65 + label(row), 0, 0]).flat())),
        ['A', 'B', 'C'],
      ],
      [
        encodeNpy(
          '<f4',
          [COUNT, 3],
          bytesOf(Float32Array.from({ length: 3 * COUNT }, (_, at) => (at % 3 === label(Math.floor(at / 3)) ? 1 : 0))),
        ),
        ['0', '1', '2'],
      ],
      [encodeNpy('<i4', [COUNT, 1], bytesOf(Int32Array.from({ length: COUNT }, (_, row) => label(row)))), ['0', '1', '2']],
      [encodeNpy('<i2', [COUNT], bytesOf(Int16Array.from({ length: COUNT }, (_, row) => 300 * label(row) - 1))), ['-1', '299', '599']],
    ] as const;
    for (const [bytes, classNames] of ways) {
      const raw = await readDroppedFiles([file('X.npy', encodeNpy('<f8', [COUNT, 2], bytesOf(rows))), file('y.npy', bytes)]);
      expect([raw.classNames, [...raw.pool.labels]]).toEqual([classNames, Array.from({ length: COUNT }, (_, row) => label(row))]);
    }
  });

  it.each([
    ['cut', images.slice(0, 200), 'file-truncated', /has 200 of 368 bytes/],
    ['pickled', encodeNpy('|O', [3], new Uint8Array(24)), 'array-unusable', /holds pickled Python objects/],
    ['of complex numbers', encodeNpy('<c16', [3], new Uint8Array(48)), 'array-unusable', /values of the type c16/],
    ['of no samples', encodeNpy('|u1', [0, 4, 4], new Uint8Array()), 'file-empty', /declares 0 samples/],
    [
      'of fractions on one axis',
      encodeNpy('<f8', [COUNT], bytesOf(rows.slice(0, COUNT))),
      'array-unusable',
      /holds 0.125, which is no whole number/,
    ],
    [
      'of rows with a gap',
      encodeNpy('<f8', [2, 2], bytesOf(Float64Array.of(1, 2, Number.NaN, 4))),
      'array-unusable',
      /row 2: column 1 is NaN/,
    ],
    [
      'alone',
      encodeNpy('<f8', [COUNT, 2], bytesOf(rows)),
      'images-without-labels',
      /has 12 rows of features\. Samples were dropped without their labels/,
    ],
    [
      'larger than memory',
      encodeNpy('|u1', [2 ** 22, 1024, 1024], new Uint8Array(9)),
      'file-too-large',
      /declares 4,194,304 × 1,024 × 1,024/,
    ],
  ])('that are %s are refused in a sentence', async (_what, bytes, code, message) => {
    const failure = await failingAsync(readDroppedFiles([file('a.npy', bytes)]));
    expect([failure.code, failure.message]).toEqual([code, expect.stringMatching(message)]);
  });

  const hasNumpy = (() => {
    try {
      execFileSync('python3', ['-c', 'import numpy'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  })();
  it.skipIf(!hasNumpy)('as NumPy itself writes them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'numpy-'));
    const code =
      "import numpy as n,sys; r=n.arange(24.).reshape(12,2)/8; y=n.arange(12)%3; n.savez_compressed(sys.argv[1], X=n.asfortranarray(r), y=n.array(['ant','bee','wasp'])[y])";
    execFileSync('python3', ['-c', code, join(folder, 'insects.npz')]);
    const raw = await readDroppedFiles([file('insects.npz', Uint8Array.from(readFileSync(join(folder, 'insects.npz'))))]);
    rmSync(folder, { recursive: true });
    expect([raw.name, raw.classNames, [...raw.pool.inputs]]).toEqual(['insects', ['ant', 'bee', 'wasp'], [...Float32Array.from(rows)]]);
  });
});
