import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alone } from '../../scripts/lock.mjs';
import { root } from '../../scripts/root.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'basin-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const said: string[] = [];
const options = () => ({ folder, say: (sentence: string) => void said.push(sentence) });

describe('a lock', () => {
  it('lets one process at a time do its work: none of their counts is lost', async () => {
    const counter = join(folder, 'counter');
    writeFileSync(counter, '0');
    const script = `
      import { readFileSync, writeFileSync } from 'node:fs';
      import { alone } from ${JSON.stringify(join(root, 'scripts/lock.mjs'))};
      for (let time = 0; time < 20; time++)
        alone('count', () => writeFileSync(${JSON.stringify(counter)}, String(Number(readFileSync(${JSON.stringify(counter)}, 'utf8')) + 1)), { folder: ${JSON.stringify(folder)} });
    `;
    const statuses = await Promise.all(
      [1, 2, 3].map(() => new Promise((ended) => spawn(process.execPath, ['--input-type=module', '-e', script]).on('close', ended))),
    );
    expect(statuses).toEqual([0, 0, 0]);
    expect(readFileSync(counter, 'utf8')).toBe('60');
    expect(readdirSync(folder)).toEqual(['counter']);
  });

  it('is taken over from a process that died with it', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const name = `basin-${createHash('sha256').update(root).digest('hex').slice(0, 12)}-build.lock`;
    writeFileSync(join(folder, name), String(pid));
    expect(alone('build', () => 'built', options())).toBe('built');
    expect(said.at(-1)).toBe('Another command is at work on this (build): waiting for it…');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is given back when the work throws', () => {
    const failing = () => {
      throw new Error('no disk');
    };
    expect(() => alone('build', failing, options())).toThrow('no disk');
    expect(alone('build', () => 'built', options())).toBe('built');
  });
});
