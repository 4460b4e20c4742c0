/** Drops that take long, or would never end: training goes on beside them, and what cannot be used is told by name. */
import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, inject, it } from 'vitest';
import { crc32 } from '../../src/core/checksum';
import { encodeZip } from '../core/datasets/encode';
import { encodePng } from '../core/datasets/encodePng';
import { ownBrowser, SMALL, type Visit } from './visit';

const visit = ownBrowser();
let visitor: Visit;

/** Nothing here is a matter of time: machines that are busy take long. */
const LONG = { timeout: 300_000 };

const choose = (name: string, buffer: Buffer) =>
  visitor.page.getByLabel('Data files').setInputFiles([{ name, mimeType: 'application/octet-stream', buffer }], LONG);
const stored = () => visitor.page.getByRole('region', { name: 'Your data' }).getByRole('listitem');

/** Four gibibytes of zeros after `start`, as 64 members of gzip data. */
function bomb(start: string): Buffer {
  const zeros = gzipSync(Buffer.alloc(2 ** 26));
  return Buffer.concat([gzipSync(start), ...Array.from({ length: 64 }, () => zeros)]);
}

async function said(sentence: RegExp) {
  const found = visitor.page.getByRole('alert').filter({ hasText: sentence });
  await found.waitFor(LONG);
  return found;
}

const COUNT = 20_000;
/** A ZIP of small pictures in two folders; `last` takes the place of the last one. */
function pictures(last?: Uint8Array): Buffer {
  const kinds = [40, 200].map((value) => encodePng([8, 8, 3], new Uint8Array(192).fill(value)));
  const entry = (name: string, content: Uint8Array) => ({
    name,
    content: Uint8Array.from(content),
    packed: Uint8Array.from(deflateRawSync(content)),
    method: 8 as const,
    crc: crc32(content),
  });
  return Buffer.from(
    encodeZip(
      Array.from({ length: COUNT }, (_, index) => {
        const content = index === COUNT - 1 && last ? last : (kinds[index % 2] as Buffer);
        return entry(`small/${index % 2 ? 'light' : 'dark'}/${index}.png`, content);
      }),
    ),
  );
}

/** Steps go on being made, and heard of, by the thread that made them before. */
async function trains(): Promise<void> {
  await visitor.reach((await visitor.step()) + 20, 60);
  expect((await visitor.heard()).workers).toBe(1);
}

describe('while a run goes on', () => {
  it('gzip data that unpack to four gibibytes are refused by name, and not a step is lost', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=1e6`);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(10);
    const cases: readonly (readonly [string, Buffer, RegExp])[] = [
      ['bomb.csv.gz', bomb(''), /“bomb\.csv\.gz” .*Save it as CSV/],
      ['data_batch_1.bin.gz', bomb(''), /“data_batch_1\.bin\.gz” holds more than the 184,380,000 bytes.*too large/],
      ['bomb.gz', bomb('\x93'), /“bomb\.gz”.*in no format that can be read here/],
    ];
    for (const [name, bytes, sentence] of cases) {
      await choose(name, bytes);
      const notice = await said(sentence);
      await trains();
      await notice.getByRole('button', { name: 'Dismiss' }).click();
    }
    const { rows, failures } = await visitor.heard();
    const made = Object.keys(rows['r1/1']?.lossClean ?? {}).map(Number);
    expect(made).toEqual(made.map((_, index) => index));
    expect(failures).toHaveLength(3);
    expect(visitor.complaints).toEqual([]);
  }, 600_000);

  it('twenty thousand small pictures are read, can be stopped, and a bad one among them is named and left out on request', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=1e6`);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(10);
    const reading = () => visitor.page.getByText(/^Reading/);
    await choose('small.zip', pictures(Buffer.from('no picture')));
    await reading().first().waitFor(LONG);
    await visitor.button('Stop reading').click(LONG);
    await reading().waitFor({ state: 'detached', ...LONG });
    await trains();
    expect(await stored().count()).toBe(0);

    await choose('small.zip', pictures(Buffer.from('no picture')));
    await reading().first().waitFor(LONG);
    await trains();
    const notice = await said(/“small\/light\/19999\.png” of 20,000 pictures: This cannot be decoded as a picture\./);
    await notice.getByRole('button', { name: 'Leave out and go on' }).click();
    await stored()
      .getByText(/19,?\s?999 × 8×8×1, 2 classes/)
      .waitFor();
    await trains();
    expect(visitor.complaints).toEqual([]);
  }, 600_000);
});
