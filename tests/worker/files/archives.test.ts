import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultReading } from '../../../src/core/datasets/reading';
import { crc32 } from '../../../src/core/checksum';
import { readDroppedFiles } from '../../../src/worker/files';
import { encodeCifar, encodeCifar100, encodeIdx, encodeTar, encodeZip, someBytes } from '../../core/datasets/encode';
import { failingAsync } from '../../core/datasets/failing';
import { file, gzip, zip } from './named';

const pixels = someBytes(12 * 3072);
const labels = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1];
const batch = encodeCifar(labels, pixels);
const readme = new TextEncoder().encode('<html>read me</html>');
const cifar10: [string, Uint8Array][] = [
  ['cifar-10-batches-bin/', new Uint8Array()],
  ['cifar-10-batches-bin/readme.html', readme],
  ['cifar-10-batches-bin/batches.meta.txt', readme],
  ['cifar-10-batches-bin/data_batch_1.bin', batch],
  ['cifar-10-batches-bin/data_batch_2.bin', batch],
  ['cifar-10-batches-bin/test_batch.bin', batch],
];
const fine = [0, 99, 4, 4, 30, 55, 72, 95, 1, 32];
const coarse = fine.map((_, row) => (2 * row) % 20);
const hundred = encodeCifar100(coarse, fine, pixels);
const cifar100: [string, Uint8Array][] = [
  ['cifar-100-binary/fine_label_names.txt', readme],
  ['cifar-100-binary/train.bin', hundred],
  ['cifar-100-binary/test.bin', hundred],
];

describe('archives of CIFAR', () => {
  it.each([
    ['a tar', 'cifar-10-binary.tar', encodeTar(cifar10)],
    ['a gzipped tar', 'cifar-10-binary.tar.gz', gzip(encodeTar(cifar10))],
    ['a gzipped tar under another name', 'download', gzip(encodeTar(cifar10))],
    ['a ZIP', 'cifar.zip', zip(cifar10)],
    ['a ZIP64', 'cifar.zip', zip(cifar10, { isZip64: true })],
    ['a ZIP64 with a comment', 'cifar.zip', zip(cifar10, { isZip64: true, comment: 'CIFAR-10' })],
  ])('of CIFAR-10 as %s are both splits of it', async (_what, name, bytes) => {
    const raw = await readDroppedFiles([file(name, bytes)]);
    expect([raw.name, raw.pool.count, raw.test?.count, raw.classNames[9]]).toEqual(['cifar10', 24, 12, 'truck']);
    expect(raw.pool.inputs).toBeInstanceOf(Uint8Array);
    expect(raw.test?.inputs).toEqual(pixels);
    expect([...(raw.test?.labels ?? [])]).toEqual(labels);
  });

  it('of CIFAR-100 have fine labels, or coarse ones if asked', async () => {
    const archive = file('cifar-100-binary.tar.gz', gzip(encodeTar(cifar100)));
    const raw = await readDroppedFiles([archive]);
    expect([raw.name, raw.classes, raw.pool.count, raw.test?.count]).toEqual(['cifar100', 100, 10, 10]);
    expect([...raw.pool.labels]).toEqual(fine);
    expect(fine.map((label) => raw.classNames[label])).toEqual([
      'apple',
      'worm',
      'beaver',
      'beaver',
      'dolphin',
      'otter',
      'seal',
      'whale',
      'aquarium fish',
      'flatfish',
    ]);
    const superclasses = await readDroppedFiles([archive], { reading: { ...defaultReading, labels: 'coarse' } });
    expect([superclasses.name, superclasses.classes, superclasses.classNames[0]]).toEqual(['cifar100-coarse', 20, 'aquatic mammals']);
    expect([...superclasses.pool.labels]).toEqual(coarse);
    expect(superclasses.pool.inputs).toEqual(raw.pool.inputs);
  });

  it('loose CIFAR-100 files are recognized by name', async () => {
    const raw = await readDroppedFiles([file('test.bin', hundred), file('train.bin', hundred)]);
    expect([raw.name, raw.pool.count, raw.test?.count]).toEqual(['cifar100', 10, 10]);
  });
});

describe('other archives', () => {
  const images = encodeIdx([40, 4, 4], someBytes(640));
  const idxLabels = encodeIdx(
    [40],
    Array.from({ length: 40 }, (_, index) => index % 4),
  );

  it('may hold gzipped files, hidden ones of macOS, strays, and every file twice', async () => {
    const raw = await readDroppedFiles([
      file(
        'archive.zip',
        zip([
          ['__MACOSX/._train-images-idx3-ubyte', someBytes(9)],
          ['train-images-idx3-ubyte/train-images-idx3-ubyte', images],
          ['train-images.idx3-ubyte', images],
          ['train-labels-idx1-ubyte.gz', gzip(idxLabels)],
          ['loader.py', new TextEncoder().encode('import os\n')],
        ]),
      ),
    ]);
    expect([raw.pool.count, raw.classes]).toEqual([40, 4]);
    expect(raw.notes).toEqual(['“loader.py” was left out.']);
  });

  it('are read as real tar programs write them, long names and attributes included', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tar-'));
    const deep = join('a'.repeat(60), 'b'.repeat(60));
    mkdirSync(join(folder, deep), { recursive: true });
    writeFileSync(join(folder, deep, 'x-images-idx3-ubyte'), images);
    writeFileSync(join(folder, deep, 'x-labels-idx1-ubyte'), idxLabels);
    for (const format of ['ustar', 'gnu', 'pax', 'v7'].slice(0, 3)) {
      const archive = join(folder, `${format}.tar`);
      execFileSync('tar', ['-C', folder, `--format=${format}`, '-cf', archive, 'a'.repeat(60)]);
      const raw = await readDroppedFiles([file('data.tar', Uint8Array.from(readFileSync(archive)))]);
      expect([raw.pool.count, raw.classes], format).toEqual([40, 4]);
    }
  });

  const tar = encodeTar(cifar10);
  const packed = zip(cifar10.slice(1));
  const long = zip(cifar10.slice(1), { isZip64: true });
  const flipped = (bytes: Uint8Array, at: number) =>
    bytes.map((byte, index) => (index === at ? byte ^ 1 : byte)) as Uint8Array<ArrayBuffer>;
  const oneFile = (change: object) =>
    encodeZip([{ name: 'x.bin', content: batch, packed: batch, crc: crc32(batch), method: 0, ...change }]);

  it.each([
    [
      'a tar cut within a file',
      file('c.tar', tar.slice(0, 30_000)),
      'archive-damaged',
      /“c\.tar” ends [\d,]+ bytes before the end of a file/,
    ],
    ['a tar cut within a header', file('c.tar', tar.slice(0, 512 + 1024 + 100)), 'archive-damaged', /ends within a header/],
    ['a tar with a wrong checksum', file('c.tar', flipped(tar, 3 * 512 + 4)), 'archive-damaged', /checksum is wrong/],
    ['a gzipped tar cut short', file('c.tar.gz', gzip(tar).slice(0, -9)), 'archive-damaged', /“c\.tar\.gz” is damaged/],
    ['a tar without data', file('c.tar', encodeTar([['a/x.py', readme]])), 'file-not-recognized', /“x\.py”/],
    ['a ZIP cut short', file('c.zip', packed.slice(0, -400)), 'archive-damaged', /has no directory at its end/],
    // Before the end record's 22 bytes stand the 20 that say where its longer form is.
    ['a ZIP64 with a wrong place', file('c.zip', flipped(long, long.length - 33)), 'archive-damaged', /has no directory at its end/],
    ['a ZIP with a changed byte', file('c.zip', flipped(packed, 20_000)), 'archive-damaged', /“.*\.bin” in “c\.zip” is damaged/],
    ['a ZIP that declares too little', file('c.zip', oneFile({ content: batch.slice(0, 100) })), 'archive-damaged', /is damaged/],
    ['a ZIP packed in another way', file('c.zip', oneFile({ method: 12 })), 'archive-unsupported', /is packed by method 12/],
    ['a ZIP of no file', file('c.zip', encodeZip([])), 'archive-damaged', /“c\.zip” lists no file/],
    ['an archive in an archive', file('c.zip', zip([['d.tar', tar]])), 'file-not-recognized', /a tar archive within an archive/],
    ['records that are cut', file('c.tar', encodeTar([['data_batch_1.bin', batch.slice(0, 5000)]])), 'records-cut', /1 images of 3,073/],
    [
      'a label beyond CIFAR-100',
      file('train.bin', encodeCifar100(coarse, [...fine.slice(1), 100], pixels)),
      'labels-out-of-range',
      /image 10 has the label 100, CIFAR-100 has 0 to 99/,
    ],
  ])('say what is wrong with %s', async (_what, wrong, code, message) => {
    const failure = await failingAsync(readDroppedFiles([wrong]));
    expect([failure.code, failure.message]).toEqual([code, expect.stringMatching(message)]);
  });
});
