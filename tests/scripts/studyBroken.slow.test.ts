/** A study whose processes are ended, doubled and killed: every job ends, once, with the numbers of one that was left alone. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/root.mjs';
import { basin, jobNumbers as numbers, jobResults as results, STUDY_LINK as LINK } from './runCommand';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'basin-study-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('basin study', () => {
  it('goes on from its checkpoint after it was told to end, to the same bits', async () => {
    const long = LINK.replace('steps=40&every=20', 'steps=6000&every=200')
      .replace('seeds=1-2', 'seeds=1')
      .replace('algos=sgd,sam', 'algos=lets-sam')
      .replace('&vary=rho(.1,.4)', '');
    const [whole, broken] = [join(folder, 'long'), join(folder, 'broken')];
    expect((await basin('study', long, '--out', whole)).code).toBe(0);
    // Ended as soon as it has something to go on from.
    let breaks = 0;
    for (let code: number | null = -1; code !== 0; ) {
      const { child, closed } = begun(long, broken, { BASIN_CHECKPOINT_MS: '0' });
      const watch = setInterval(() => {
        if (breaks >= 2 || !hasCheckpoint(broken)) return;
        breaks++;
        child.kill('SIGTERM');
      }, 20);
      code = await closed;
      clearInterval(watch);
      expect([0, 143]).toContain(code);
    }
    expect(breaks).toBeGreaterThan(0);
    expect(numbers(broken)).toEqual(numbers(whole));
    expect(readdirSync(broken).some((name) => name.endsWith('.checkpoint'))).toBe(false);
  });

  it('may be run twice at once: nothing is lost, nothing counted twice, and the numbers are those of one', async () => {
    const [alone, both] = [join(folder, 'alone'), join(folder, 'both')];
    const runs = await Promise.all([
      basin('study', LINK, '--out', alone, '--jobs', '1'),
      basin('study', LINK, '--out', both, '--jobs', '2'),
      basin('study', LINK, '--out', both, '--jobs', '2'),
    ]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(numbers(both)).toEqual(numbers(alone));
  });

  it('replaces a process that is killed, and its job is done all the same', async () => {
    const out = join(folder, 'killed');
    const { child, closed } = begun(LINK.replace('steps=40', 'steps=2000'), out, {}, '--jobs', '1');
    const killed = new Set<string>();
    const watch = setInterval(() => {
      for (const pid of childrenOf(child.pid ?? 0)) {
        if (killed.size >= 2 || killed.has(pid) || !claims(out)) continue;
        killed.add(pid);
        process.kill(Number(pid), 'SIGKILL');
      }
    }, 30);
    expect(await closed).toBe(0);
    clearInterval(watch);
    expect(killed.size).toBe(2);
    expect(results(out)).toHaveLength(6);
  });
});

function begun(link: string, out: string, env: Readonly<Record<string, string>>, ...more: readonly string[]) {
  const child: ChildProcess = spawn(process.execPath, ['scripts/basin.mjs', 'study', link, '--out', out, ...more], {
    cwd: root,
    stdio: 'ignore',
    env: { ...process.env, ...env },
  });
  return { child, closed: new Promise<number | null>((resolve) => child.on('close', resolve)) };
}

const namesIn = (path: string) => {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
};
const claims = (path: string) => namesIn(path).some((name) => name.endsWith('.claim'));
const hasCheckpoint = (path: string) => namesIn(path).some((name) => name.endsWith('.checkpoint'));
const childrenOf = (pid: number): readonly string[] => {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  } catch {
    return [];
  }
};
