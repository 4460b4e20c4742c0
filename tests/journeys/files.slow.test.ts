import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, inject, it } from 'vitest';
import { encodeCifar, encodeIdx, someBytes } from '../core/datasets/encode';
import { dropFiles } from './dropFiles';
import { SMALL, type Visit, ownBrowser } from './visit';

const visit = ownBrowser();
let visitor: Visit;

const COUNT = 60;
const SIDE = 6;
const labels = encodeIdx(
  [COUNT],
  Uint8Array.from({ length: COUNT }, (_, index) => index % 3),
);
const images = encodeIdx([COUNT, SIDE, SIDE], someBytes(COUNT * SIDE * SIDE));
const file = (name: string, bytes: Uint8Array) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
const pair = [file('some-images-idx3-ubyte', images), file('some-labels-idx1-ubyte', labels)];
const packedPair = [file('some-images-idx3-ubyte.gz', gzipSync(images)), file('some-labels-idx1-ubyte.gz', gzipSync(labels))];

const choose = (files: readonly ReturnType<typeof file>[]) => visitor.page.getByLabel('Data files').setInputFiles([...files]);
const stored = () => visitor.page.getByRole('region', { name: 'Your data' }).getByRole('listitem');
const TINY_IMAGES = 'v=1&preset=mnist&width=8&batch=8&steps=12&every=4&backend=wasm';

describe('files of the MNIST family', () => {
  it('that are chosen, plain, train, outlast a reload, and can be removed', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(TINY_IMAGES);
    await choose(pair);
    await stored().getByText('60 × 6×6×1, 3 classes').waitFor();
    await visitor.page.waitForFunction(() => /set=[a-z0-9-]+/.test(location.hash));
    await visitor.page.keyboard.press('Space');
    await visitor.reach(12);
    await visitor.page
      .getByRole('region', { name: 'Verdict' })
      .getByText(/After 12 steps/)
      .waitFor();
    const first = await visitor.heard();
    await visitor.page.reload();
    await stored().getByText('60 × 6×6×1, 3 classes').waitFor();
    await visitor.page.keyboard.press('Space');
    await visitor.reach(12);
    expect((await visitor.heard()).rows).toEqual(first.rows);
    await visitor.button(/^Remove images-6x6/).click();
    await expect.poll(() => stored().count()).toBe(0);
    await visitor.page.reload();
    const missing = /is not stored in this browser\. Drop its files/;
    await visitor.page.getByRole('region', { name: 'Verdict' }).getByText(missing).waitFor();
    // The results are kept, and cannot be shown without their data.
    await visitor.page
      .getByText(/Finished results of an earlier visit/)
      .filter({ hasText: missing })
      .waitFor();
    expect(await visitor.page.getByText(missing).count()).toBe(2);
    expect(visitor.complaints).toEqual([]);
  });

  it('that are dropped, gzipped, are the same data set', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(SMALL);
    await dropFiles(
      visitor.page,
      packedPair.map(({ name, buffer }) => ({ name, bytes: buffer })),
    );
    await stored().getByText('60 × 6×6×1, 3 classes').waitFor();
    const { datasets } = await visitor.heard();
    await choose(pair);
    await visitor.page.waitForFunction((before) => globalThis.heard.datasets > before, datasets);
    // What was said is on screen with the next frame.
    await visitor.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    expect(await stored().count()).toBe(1);
    await visitor.page.waitForFunction(() => location.hash.includes('set=images-6x6-60-'));
    await stored().getByText('in use').waitFor();
  });
});

describe('a file that cannot be used', () => {
  const cifar = encodeCifar([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1], someBytes(12 * 3072));
  const bad: readonly (readonly [what: string, files: readonly ReturnType<typeof file>[], sentence: RegExp])[] = [
    [
      'cut short',
      [file('x-images-idx3-ubyte', images.slice(0, 900)), pair[1] as never],
      /has 900 of 2,176 bytes.*ends before its header says.*Download it again/,
    ],
    [
      'too long',
      [file('x-images-idx3-ubyte', Uint8Array.from([...images, 1])), pair[1] as never],
      /2,177 bytes instead of 2,176.*more bytes than its header declares/,
    ],
    ['images alone', [pair[0] as never], /has 60 images.*without their labels.*Drop both/],
    ['labels alone', [pair[1] as never], /without their samples.*Drop both/],
    [
      'of a wrong magic number',
      [file('x-images-idx3-ubyte', Uint8Array.from([0, 0, 7, ...images.subarray(3)])), pair[1] as never],
      /no IDX header.*Drop images and labels/,
    ],
    [
      'of other counts',
      [pair[0] as never, file('some-labels-idx1-ubyte', encodeIdx([50], new Uint8Array(50)))],
      /The numbers of samples and labels differ/,
    ],
    ['a picture', [file('cat.png', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]))], /“cat\.png” is a picture in no folder/],
    ['empty', [file('x-images-idx3-ubyte', new Uint8Array()), pair[1] as never], /has 0 bytes.*holds no data/],
    [
      'a gzip bomb',
      [file('x-images-idx3-ubyte.gz', gzipSync(Buffer.concat([images, Buffer.alloc(50_000_000)])))],
      /unpacks to more than 2,176 bytes/,
    ],
    ['a gzip bomb without a header', [file('bomb.gz', gzipSync(Buffer.alloc(50_000_000)))], /“bomb\.gz”/],
    ['a gzip file cut short', [file('x-images-idx3-ubyte.gz', gzipSync(images).subarray(0, 700))], /damaged or ends too early/],
    [
      'a CIFAR batch with a cut record',
      [file('data_batch_1.bin', cifar.slice(0, 12 * 3073 - 5))],
      /11 images of 3,073 bytes and 3,068 over.*last record is cut off/,
    ],
  ];

  it('is refused in one sentence each while training goes on, and nothing is lost', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(TINY_IMAGES.replace('steps=12', 'steps=1e6'));
    await choose(pair);
    await stored().getByText('60 × 6×6×1, 3 classes').waitFor();
    await visitor.page.keyboard.press('Space');
    await visitor.reach(10);
    const link = await visitor.hash();
    for (const [what, files, sentence] of bad) {
      const before = await visitor.step();
      await choose(files);
      const notice = visitor.page.getByRole('alert').filter({ hasText: sentence });
      await notice.waitFor().catch(async () => {
        const said = await visitor.page.getByRole('alert').allInnerTexts();
        expect.fail(`${what}: ${said.join(' | ')} instead of ${sentence}`);
      });
      await notice.getByRole('button', { name: 'Dismiss' }).click();
      await visitor.reach(before + 5);
      expect(await stored().count(), what).toBe(1);
    }
    const { rows, workers } = await visitor.heard();
    expect(workers).toBe(1);
    expect(await visitor.hash()).toBe(link);
    const made = Object.keys(rows['r1/1']?.lossClean ?? {}).map(Number);
    expect(made).toEqual(made.map((_, index) => index));
    expect(visitor.complaints).toEqual([]);
  });
});

describe('full storage', () => {
  const PLENTY = 3000;
  const SIDE_OF_LARGE = 28;
  /** Browsers compress what they store: these bytes cannot be. */
  const noise = (count: number, of: string) => createHash('shake256', { outputLength: count }).update(of).digest();
  /** Train and test files of one data set: what is set apart is written after the rest. */
  const large = ['train', 't10k'].flatMap((part) => [
    file(`${part}-images-idx3-ubyte`, encodeIdx([PLENTY, SIDE_OF_LARGE, SIDE_OF_LARGE], noise(PLENTY * SIDE_OF_LARGE ** 2, part))),
    file(
      `${part}-labels-idx1-ubyte`,
      encodeIdx(
        [PLENTY],
        Uint8Array.from({ length: PLENTY }, (_, place) => place % 10),
      ),
    ),
  ]);
  const keysKept = () =>
    visitor.page.evaluate(
      () =>
        new Promise<string[]>((resolve, reject) => {
          const opening = indexedDB.open('basin-datasets');
          opening.onerror = () => reject(opening.error ?? new Error('the database did not open'));
          opening.onsuccess = () => {
            const asking = opening.result.transaction('datasets').objectStore('datasets').getAllKeys();
            asking.onsuccess = () => resolve(asking.result.map(String));
          };
        }),
    );

  it('in the middle of a data set leaves what was kept before usable, and nothing in half', async () => {
    visitor = await visit(inject('pageUrl'));
    const debuggerOf = await visitor.context.newCDPSession(visitor.page);
    const { origin } = new URL(inject('pageUrl'));
    // Room for the training images, and not for the test images after them. Browsers ask for the room once in a while only.
    await debuggerOf.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: Math.round(1.5 * PLENTY * SIDE_OF_LARGE ** 2) });
    await visitor.open(TINY_IMAGES);
    await choose(pair);
    await stored().getByText('60 × 6×6×1, 3 classes').waitFor();
    const before = await keysKept();
    await choose(large);
    await visitor.notice(/storage is full, so the data set was not kept/);
    await stored()
      .getByText(/6,?\s?000 × 28×28×1.*until the page is closed/)
      .waitFor();
    expect(await keysKept()).toEqual(before);
    await visitor.page.reload();
    await stored().getByText('60 × 6×6×1, 3 classes').waitFor();
    expect(await stored().count()).toBe(1);
    expect(await keysKept()).toEqual(before);
    // The link still names the one that is gone.
    await visitor.page
      .getByText(/is not stored in this browser\. Drop its files/)
      .first()
      .waitFor();
    await stored().getByRole('button', { name: 'use', exact: true }).click();
    await visitor.button(/^Run/).first().click();
    await visitor.reach(12);
    expect(visitor.complaints).toEqual([]);
  });
});

describe('denied storage', () => {
  it('is said, and files are usable until the page is closed', async () => {
    visitor = await visit(inject('pageUrl'), (page) =>
      page.route(/worker\/(main|filesThread)-.*\.js$/, async (route) => {
        const answer = await route.fetch();
        const denied =
          "Object.defineProperty(globalThis,'indexedDB',{get(){throw new DOMException('The operation is insecure.','SecurityError')}});";
        await route.fulfill({ response: answer, body: denied + (await answer.text()) });
      }),
    );
    await visitor.page.addInitScript(() => {
      for (const name of ['indexedDB', 'localStorage', 'sessionStorage', 'caches'])
        Object.defineProperty(globalThis, name, {
          get() {
            throw new DOMException('The operation is insecure.', 'SecurityError');
          },
        });
    });
    await visitor.open(TINY_IMAGES);
    const off = /Storage is off in this browser, so neither dropped data sets nor runs will survive a reload\./;
    await visitor.notice(off);
    await visitor.button('Dismiss').first().click();
    await choose(pair);
    await stored().getByText('until the page is closed').waitFor();
    // Said once.
    expect(await visitor.page.getByText(off).count()).toBe(0);
    await visitor.button(/^(Run|Go on) Space/).click();
    await visitor.reach(12);
    expect((await visitor.heard()).workers).toBe(1);
    expect(visitor.complaints).toEqual([]);
  });
});
