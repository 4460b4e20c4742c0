import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, inject, it } from 'vitest';
import { crc32 } from '../../src/core/checksum';
import { dropFiles } from './dropFiles';
import { PHONE, type Visit, ownBrowser } from './visit';

const visit = ownBrowser();
let visitor: Visit;

const stored = () => visitor.page.getByRole('region', { name: 'Your data' }).getByRole('listitem');
const lookAtData = async () => {
  await visitor.settings();
  await visitor.button('Look at samples and classes').click();
  return visitor.page.getByRole('dialog', { name: /^The data/ });
};
/** A table is shown as it was understood; this puts that aside. */
const goOn = () =>
  visitor.page
    .getByRole('dialog', { name: /^The data/ })
    .getByRole('button', { name: 'Close' })
    .click();
const text = (name: string, content: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });

const TABLE = `length,width,species\n${Array.from({ length: 60 }, (_, row) => `${row % 7},${(row % 2) + row / 100},${row % 2 ? 'virginica' : 'setosa'}`).join('\n')}`;
const TEXTS = `sentence\tlabel\n${Array.from({ length: 60 }, (_, row) => `film number ${row} is ${row % 2 ? 'good' : 'bad'}\t${row % 2 ? 'good' : 'bad'}`).join('\n')}`;
const SMALL_TABLE = 'v=1&preset=table&width=4&batch=8&steps=12&every=4&noise=.25&backend=wasm';

/** A PNG of one colour, 8-bit red, green and blue: signature, header, one deflated block of rows, end. */
function png(side: number, colour: readonly [number, number, number]): Buffer {
  const chunk = (kind: string, content: Buffer) => {
    const named = Buffer.concat([Buffer.from(kind, 'latin1'), content]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(content.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  const header = Buffer.from([0, 0, 0, side, 0, 0, 0, side, 8, 2, 0, 0, 0]);
  const row = Buffer.from([0, ...Array.from({ length: side }, () => colour).flat()]);
  const rows = deflateSync(Buffer.concat(Array.from({ length: side }, () => row)));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A folder `animals` with 24 pictures in two folders, of two sizes. */
function pictureFolder(): string {
  const root = join(mkdtempSync(join(tmpdir(), 'pictures-')), 'animals');
  for (const [label, name] of ['cat', 'dog'].entries()) {
    mkdirSync(join(root, name), { recursive: true });
    for (let index = 0; index < 12; index++)
      writeFileSync(join(root, name, `${index}.png`), png(index < 8 ? 6 : 9, label ? [0, 0, 200] : [200, 10 * index, 0]));
  }
  writeFileSync(join(root, '.DS_Store'), 'x');
  return root;
}

describe('a table', () => {
  it('that is dropped trains, and its classes and samples can be looked at, wrong labels by name', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(SMALL_TABLE);
    await dropFiles(visitor.page, [{ name: 'iris.csv', bytes: Buffer.from(TABLE) }]);
    await stored().getByText('60 × 2, 2 classes').waitFor();
    await visitor.page.waitForFunction(() => location.hash.includes('set=iris-60-'));
    await goOn();
    await visitor.page.keyboard.press('Space');
    await visitor.reach(12);
    const dialog = await lookAtData();
    await dialog.getByRole('heading', { name: 'The data: iris' }).waitFor();
    await dialog.getByText('The labels are in the column “species”.').waitFor();
    const counts = await dialog.getByRole('row', { name: /^all/ }).innerText();
    expect(counts.split(/\s+/)).toEqual(['all', '40', '40', '8', '12']);
    await dialog.getByLabel(/only the 10 with a wrong label/).check();
    await dialog.getByText('1 to 10 of 10').waitFor();
    const labels = await dialog.getByRole('region', { name: 'Training samples' }).getByRole('rowheader').allInnerTexts();
    expect(labels).toHaveLength(10);
    for (const label of labels) expect(label).toMatch(/^label flipped from (setosa to virginica|virginica to setosa)$/);
    await dialog.getByRole('button', { name: 'setosa' }).click();
    await dialog.getByText(/labelled setosa/).waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  it('of texts takes the experiment to the Transformer, and is shown as words', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(SMALL_TABLE);
    await visitor.page.getByLabel('Data files').setInputFiles([text('reviews.tsv', TEXTS)]);
    await visitor.page.waitForFunction(() => /preset=texts.*set=reviews-60-/.test(location.hash));
    await stored().getByText('60 × 5 tokens, 2 classes').waitFor();
    await goOn();
    const dialog = await lookAtData();
    await dialog
      .getByText(/film number \d+ is (good|bad)/)
      .first()
      .waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  it('that cannot be used is refused with row and column, and what was loaded stays', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(SMALL_TABLE);
    const choose = (name: string, content: string) => visitor.page.getByLabel('Data files').setInputFiles([text(name, content)]);
    await choose('iris.csv', TABLE);
    await stored().getByText('60 × 2, 2 classes').waitFor();
    await visitor.page.waitForFunction(() => location.hash.includes('set=iris-60-'));
    await goOn();
    const link = await visitor.hash();
    for (const [content, sentence] of [
      [TABLE.replace('virginica', '"virginica'), /“bad\.csv”, row 3: a quotation mark is opened and never closed/],
      [TABLE.split('\n').slice(0, 5).join('\n'), /There are 4 samples in all.*too small/],
      ['a\nb\nc\n', /“bad\.csv” has no rows of cells.*Save it as CSV or TSV/],
    ] as const) {
      await choose('bad.csv', content);
      const notice = visitor.page.getByRole('alert').filter({ hasText: sentence });
      await notice.getByRole('button', { name: 'Dismiss' }).click();
      expect(await stored().count()).toBe(1);
    }
    expect(await visitor.hash()).toBe(link);
    expect(visitor.complaints).toEqual([]);
  });
});

describe('a folder of pictures', () => {
  const summary = '24 × 6×6×3, 2 classes';

  it('that is chosen is scaled to one size, which is said, and its images are shown', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open('v=1&preset=mnist&width=4&batch=4&steps=4&backend=wasm');
    await visitor.page.getByLabel('A whole folder').setInputFiles(pictureFolder());
    await stored().getByText(summary).waitFor();
    await visitor.page.waitForFunction(() => location.hash.includes('set=animals-24-'));
    const dialog = await lookAtData();
    await dialog.getByText('8 of 24 pictures were scaled and cut to 6 × 6 pixels.').waitFor();
    const image = dialog.getByRole('img', { name: 'A training sample labelled dog' }).first();
    const pixel = await image.evaluate((canvas) => [
      ...((canvas as HTMLCanvasElement).getContext('2d')?.getImageData(3, 3, 1, 1).data ?? []),
    ]);
    expect(pixel).toEqual([0, 0, 200, 255]);
    expect(visitor.complaints).toEqual([]);
  });

  it('that is dropped is the same', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open('v=1&preset=mnist&width=4&batch=4&steps=4&backend=wasm');
    const session = await visitor.context.newCDPSession(visitor.page);
    const data = { items: [], files: [pictureFolder()], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
    await stored().getByText(summary).waitFor();
    await stored().getByText('animals').waitFor();
    expect(visitor.complaints).toEqual([]);
  });
});

describe('sequences of brackets', () => {
  it('train a Transformer without any file, and fit a phone', async () => {
    visitor = await visit(inject('pageUrl'), undefined, PHONE);
    await visitor.open('v=1&preset=brackets&n=40&test=100&heads=1&headwidth=4&batch=8&steps=6&every=3&backend=wasm');
    await visitor.button(/^Run/).first().click();
    await visitor.reach(6, 30);
    const dialog = await lookAtData();
    await dialog
      .getByText(/^[()]{8}$/)
      .first()
      .waitFor();
    const widths = await dialog.evaluate((element) => [
      element.scrollWidth,
      element.clientWidth,
      document.documentElement.scrollWidth,
      innerWidth,
    ]);
    expect(widths[0]).toBeLessThanOrEqual(widths[1] as number);
    expect(widths[2]).toBeLessThanOrEqual(widths[3] as number);
    expect(visitor.complaints).toEqual([]);
  });
});
