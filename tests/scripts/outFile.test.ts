import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeOut } from '../../scripts/outFile.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'basin-out-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('writes the whole file and leaves nothing beside it', () => {
  const path = join(folder, 'a.json');
  writeOut(path, 'whole');
  expect([readdirSync(folder), readFileSync(path, 'utf8')]).toEqual([['a.json'], 'whole']);
  writeOut(path, 'again', { force: true });
  expect([readdirSync(folder), readFileSync(path, 'utf8')]).toEqual([['a.json'], 'again']);
});

it('keeps a file that came in the meantime, and keeps the result elsewhere', () => {
  const path = join(folder, 'a.json');
  writeFileSync(path, 'theirs');
  const error = (() => {
    try {
      return writeOut(path, 'ours');
    } catch (reason) {
      return reason as Error;
    }
  })();
  const [, saved] = /could not be written \(EEXIST\); the result is in (.*)\.$/.exec(String(error?.message)) ?? [];
  expect(readFileSync(path, 'utf8')).toBe('theirs');
  expect(readFileSync(saved as string, 'utf8')).toBe('ours');
  expect(readdirSync(folder)).toEqual(['a.json']);
  rmSync(saved as string);
});

it('keeps the result elsewhere where its folder has gone', () => {
  const gone = join(folder, 'gone', 'a.json');
  expect(() => writeOut(gone, 'ours')).toThrow(/could not be written \(ENOENT\); the result is in /);
  expect(existsSync(gone)).toBe(false);
});
