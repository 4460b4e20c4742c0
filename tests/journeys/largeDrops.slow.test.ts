/** Drops that take long, or would never end: training goes on beside them, and what cannot be used is told by name. */
import { gzipSync } from 'node:zlib';
import { describe, expect, inject, it } from 'vitest';
import { ownBrowser, SMALL, type Visit } from './visit';

const visit = ownBrowser();
let visitor: Visit;

/** Nothing here is a matter of time: machines that are busy take long. */
const LONG = { timeout: 300_000 };

const choose = (name: string, buffer: Buffer) =>
  visitor.page.getByLabel('Data files').setInputFiles([{ name, mimeType: 'application/octet-stream', buffer }], LONG);

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
});
