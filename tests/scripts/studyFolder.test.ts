import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFolder, readStudyFile } from '../../scripts/study/folder.mjs';

const study = { format: 'basin-study-folder', link: 'v=1&steps=40', version: '1.2.3' };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'basin-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("a study's folder", () => {
  it('is begun once and found again', () => {
    openFolder(folder, study);
    openFolder(folder, study);
    expect(readStudyFile(folder)).toMatchObject({ link: study.link });
  });

  it('is begun beside the draft of another process that begins the same, alive or dead', () => {
    writeFileSync(join(folder, 'study.json.elsewhere-1.draft'), '{');
    openFolder(folder, study);
    expect(readStudyFile(folder)).toMatchObject({ link: study.link });
  });

  it.each([
    ['another link', { link: 'v=1&steps=50' }, /holds another study/],
    ['another version', { version: '9.9.9' }, /begun with version 1\.2\.3/],
    ['other data', { data: 'iris.csv' }, /with the data set none, and this is iris\.csv/],
  ])('is refused to %s', (_, other, why) => {
    openFolder(folder, study);
    expect(() => openFolder(folder, { ...study, ...other })).toThrow(why);
  });

  it('is not begun among files of something else', () => {
    writeFileSync(join(folder, 'thesis.tex'), '');
    expect(() => openFolder(folder, study)).toThrow(/is not empty and holds no study/);
  });
});
