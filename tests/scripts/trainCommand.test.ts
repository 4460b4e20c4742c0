import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrainingDocument } from '../../src/core/exports/trainingDocument';
import { encodeIdx, someBytes } from '../core/datasets/encode';
import { ended, timeless, train } from './runCommand';
import { SMALL } from '../journeys/visit';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'basin-train-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LINK = `${SMALL}&steps=20`;

describe('npm run train', () => {
  it('prints one JSON document and nothing else, and the same numbers again', async () => {
    const first = await ended('npm', ['run', 'train', '--', LINK, '--seeds', '1-2']);
    const again = await train(`#${LINK}`, '--seeds', '1-2');
    expect([first.code, again.code]).toEqual([0, 0]);
    const document = JSON.parse(first.out) as { format: string; runs: { label: string; seed: number; steps: Record<string, number[]> }[] };
    expect(document.format).toBe('basin-training');
    expect(document.runs.map(({ label, seed }) => `${label} ${seed}`)).toEqual(
      ['SGD', 'SAM', 'BiSAM (−log)'].flatMap((label) => [`${label} 1`, `${label} 2`]),
    );
    for (const { steps } of document.runs) expect(steps.lossClean).toHaveLength(20);
    expect(first.said).toMatch(/20 of 20 steps[\s\S]*WebAssembly on[\s\S]*clean test accuracy \d+\.\d %/);
    expect(timeless(again.out)).toBe(timeless(first.out));
  });

  it('measures gradient norms at 30, 60 and 90 % of training where the link asks for them', async () => {
    const { code, out } = await train(`${SMALL}&steps=500&every=500&norms=20&normsof=all&algos=sgd,sam`, '--backend', 'wasm');
    expect(code).toBe(0);
    const { runs } = JSON.parse(out) as {
      runs: { label: string; gradientNorms: { step: number; squaredNorms: number[]; variance: number; correlation: number }[] }[];
    };
    for (const { gradientNorms } of runs) {
      expect(gradientNorms.map(({ step, squaredNorms }) => [step, squaredNorms.length])).toEqual([150, 300, 450].map((step) => [step, 20]));
      for (const { variance, correlation } of gradientNorms) {
        expect(variance).toBeGreaterThan(0);
        expect(correlation).toBeGreaterThan(0.5);
      }
    }
  });

  it('writes CSV, and reads a folder of files', async () => {
    const data = mkdtempSync(join(folder, 'data-'));
    writeFileSync(join(data, 'some-images-idx3-ubyte'), encodeIdx([60, 6, 6], someBytes(60 * 36)));
    writeFileSync(
      join(data, 'some-labels-idx1-ubyte'),
      encodeIdx(
        [60],
        Uint8Array.from({ length: 60 }, (_, index) => index % 3),
      ),
    );
    const csv = join(folder, 'out.csv');
    const { code, out, said } = await train(
      'v=1&preset=mnist&width=8&batch=8&steps=6&every=3&first=.5&algos=sgd,sam,esam(gamma=.1)',
      '--data',
      data,
      '--backend',
      'cpu',
      '--out',
      csv,
    );
    expect(said).toMatch(/plain JavaScript/);
    // The file is the result; nothing else is.
    expect(out).toBe('');
    // A tenth of eight samples is none.
    expect(said).toMatch(/^ESAM: At step 0 no sample was left to descend on/m);
    expect(code).toBe(0);
    const lines = readFileSync(csv, 'utf8').trim().split('\r\n');
    expect(lines[0]).toBe('run,label,algorithm,seed,table,metric,step,value,text');
    expect(lines.find((line) => line.startsWith('r2,SAM,sam,1,settings,set,'))).toMatch(/,images-6x6-60-[^,]*$/);
    expect(lines.filter((line) => /^r2,SAM,sam,1,steps,lossClean,\d,/.test(line))).toHaveLength(6);
  });

  it('reads a table as it is told, and a folder of whatever the page takes', async () => {
    const data = join(folder, 'wine.csv');
    writeFileSync(data, `grade,acid,sugar\n${Array.from({ length: 60 }, (_, row) => `${row % 3},${row / 10},${row % 7}`).join('\n')}`);
    const { code, out, said } = await train(
      'v=1&preset=table&width=4&batch=8&steps=4',
      '--data',
      data,
      '--read',
      'column=grade',
      '--backend',
      'cpu',
    );
    expect(said).toMatch(/^wine: 60 samples in 3 classes\. The labels are in the column “grade”\./m);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ trainCount: 40, settings: { data: { values: { set: expect.stringMatching(/^wine-60-/) } } } });
  });

  it('refuses what cannot run in one sentence, with status 2', async () => {
    const { code, out, said } = await train(SMALL.replace('batch=16', 'batch=4096'));
    expect([code, out]).toEqual([2, '']);
    expect(said.trim()).toMatch(/^A batch of 4096 is larger than the training set of 60.*Set the batch size to at most 60\.$/);
  });

  it('reads a folder of pictures without a browser, each scaled to one size', async () => {
    const pictures = join(folder, 'signs');
    for (const [name, grey] of Object.entries({ dark: 20, light: 230 })) {
      mkdirSync(join(pictures, name), { recursive: true });
      for (let index = 0; index < 20; index++) {
        const size = index % 2 ? 12 : 8;
        const raw = { width: size, height: size, channels: 3 as const };
        const file = await sharp(Buffer.alloc(3 * size * size, grey + index), { raw })
          .toFormat((['png', 'jpeg', 'webp'] as const)[index % 3] ?? 'png')
          .toBuffer();
        writeFileSync(join(pictures, name, `${index}.img`), file);
      }
    }
    const { code, out, said } = await train('v=1&preset=mnist&width=8&batch=8&steps=60&algos=sgd', '--data', pictures, '--read', 'side=8');
    expect(said).toMatch(/^signs: 40 samples in 2 classes\. 20 of 40 pictures were scaled and cut to 8 × 8 pixels\. All of them are grey/m);
    expect(code).toBe(0);
    const { accuracies } = JSON.parse(out) as TrainingDocument;
    expect(accuracies[0]?.mean).toBe(100);
  });

  it('ends with 3 where a run diverged, with its result written and no figure of it', async () => {
    const json = join(folder, 'diverged.json');
    const { code, out, said } = await train(
      'v=1&data=blobs&noise=0&steps=60&lr=5&wd=0&momentum=.9&algos=sgd,looksam',
      '--backend',
      'wasm',
      '--out',
      json,
    );
    expect([code, out]).toEqual([3, '']);
    expect(said).toMatch(/^LookSAM {18}seed 1 {4}diverged at step \d+$/m);
    expect(said).not.toContain('LookSAM − SGD');
    const document = JSON.parse(readFileSync(json, 'utf8')) as TrainingDocument;
    expect(document.accuracies).toMatchObject([
      { label: 'SGD', seeds: 1, diverged: 0 },
      { label: 'LookSAM', seeds: 0, diverged: 1, mean: null },
    ]);
    expect(document.comparisons).toEqual([]);
  });

  it('ends with 4 where it is strict and a run has something to say', async () => {
    const { code, said } = await train(
      'v=1&data=blobs&noise=0&steps=12&n=100&algos=esam(gamma=.05)&batch=10',
      '--backend',
      'wasm',
      '--strict',
    );
    expect(said).toMatch(/^ESAM: At step 0 no sample was left/m);
    expect(code).toBe(4);
  });

  it('ends with a sentence and 1 where no browser starts', async () => {
    const { code, out, said } = await ended(process.execPath, ['scripts/train.mjs', LINK, '--browser'], {
      CHROME_PATH: '/nowhere',
      // Where one pinned browser gives the verdict, a chosen one is not looked at.
      BASIN_NO_SYSTEM_BROWSER: '',
    });
    expect([code, out]).toEqual([1, '']);
    expect(said.trim()).toBe('CHROME_PATH is "/nowhere", which is not a Chromium 121 or newer that starts: correct it or unset it.');
  });

  it('ends with 143 when it is told to, and leaves no file', async () => {
    const json = join(folder, 'interrupted.json');
    const { code, out, said } = await ended(
      process.execPath,
      ['scripts/train.mjs', `${SMALL}&steps=20000`, '--backend', 'wasm', '--out', json],
      {},
      (child, words) => {
        if (/\d+ of 20000 steps/.test(words)) child.kill('SIGTERM');
      },
    );
    expect([code, out]).toEqual([143, '']);
    expect(said).toMatch(/Interrupted \(SIGTERM\): nothing was saved\.\n$/);
    expect(existsSync(json)).toBe(false);
  });

  it('says what is wrong with a file, with status 2', async () => {
    const data = mkdtempSync(join(folder, 'bad-'));
    writeFileSync(join(data, 'x-images-idx3-ubyte'), encodeIdx([60, 6, 6], someBytes(100)));
    const { code, out, said } = await train('v=1&preset=mnist', '--data', data);
    expect([code, out]).toEqual([2, '']);
    expect(said.trim()).toMatch(
      /^“x-images-idx3-ubyte” has 116 of 2,176 bytes\. The file ends before its header says\. Download it again\.$/,
    );
  });
});
