import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/root.mjs';
import { ended, jobNumbers as numbers, jobResults as results } from './runCommand';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'basin-study-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const basin = (...args: readonly string[]) => ended(process.execPath, ['scripts/basin.mjs', ...args]);
const LINK = 'v=1&data=moons&n=60&test=100&width=8&rff=0&batch=20&steps=40&every=20&algos=sgd,sam&seeds=1-2&vary=rho(.1,.4)';

describe('basin study', () => {
  it('trains every job once, says what came of it, and finds everything there the second time', async () => {
    const out = join(folder, 'whole');
    const first = await basin('study', LINK, '--out', out, '--jobs', '2');
    expect(first.code).toBe(0);
    expect(first.said).toMatch(/^6 trainings \(8 points\) of SGD, SAM\.$/m);
    expect(first.out).toMatch(/^SGD {2,}\d+\.\d ± \d+\.\d % \(2 seeds\)$/m);
    expect(first.out).toMatch(/^SAM rho \.4 {2,}\d+\.\d ± \d+\.\d % \(2 seeds\)$/m);
    expect(first.out).toMatch(/^Best on validation: SAM rho/m);
    expect(first.out).toMatch(/^SAM − SGD, best against best: [+−]\d+\.\d ± \d+\.\d \(sd over 2 seeds/m);
    expect(results(out)).toHaveLength(6);
    expect(readdirSync(out).filter((name) => !/^[\da-f]{16}\.json$|^study\.json$/.test(name))).toEqual([]);

    const again = await basin('study', LINK, '--out', out);
    expect(again.said).toContain('6 results already there.');
    expect(again.out).toBe(first.out);

    // A job is what `train` trains.
    const job = results(out).find(({ link }) => link.includes('sam(rho=.4)'));
    const { out: document } = await basin('train', job?.link ?? '');
    const { runs } = JSON.parse(document) as { runs: [{ measured: Record<string, unknown> }] };
    expect({ ...runs[0].measured, seconds: 0 }).toEqual({ ...job?.measured, seconds: 0 });

    const merged = join(folder, 'whole.json');
    expect((await basin('merge', out, '--out', merged)).code).toBe(0);
    expect((await basin('show', merged)).out).toBe(first.out);
    expect((await basin('jobs', out)).out.trim()).toBe('6 done');
  });

  it('goes on from its checkpoint after it was told to end, to the same bits', { timeout: 300_000 }, async () => {
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
        if (breaks >= 2 || !hasCheckpoint(broken, breaks)) return;
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

  it('may be run twice at once: nothing is lost, nothing counted twice, and the numbers are those of one', {
    timeout: 300_000,
  }, async () => {
    const [alone, both] = [join(folder, 'alone'), join(folder, 'both')];
    const runs = await Promise.all([
      basin('study', LINK, '--out', alone, '--jobs', '1'),
      basin('study', LINK, '--out', both, '--jobs', '2'),
      basin('study', LINK, '--out', both, '--jobs', '2'),
    ]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(numbers(both)).toEqual(numbers(alone));
  });

  it('replaces a process that is killed, and its job is done all the same', { timeout: 300_000 }, async () => {
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

  it('refuses mixed versions in a merge, a result that was edited by hand, and a folder of something else', async () => {
    const out = join(folder, 'mixed');
    await basin('study', LINK, '--out', out, '--jobs', '2');
    const [one, other] = results(out);
    const file = (id = '') => join(out, `${id}.json`);
    writeFileSync(file(one?.id), JSON.stringify({ ...one, fingerprint: { ...one?.fingerprint, versions: { basin: '9.9.9' } } }));
    const mixed = await basin('merge', out, '--out', join(folder, 'mixed.json'));
    expect([mixed.code, mixed.said]).toEqual([2, expect.stringContaining('made by several versions of Basin')]);
    expect((await basin('merge', out, '--out', join(folder, 'mixed.json'), '--mixed')).code).toBe(0);

    writeFileSync(file(other?.id), '{"format":"basin-job"');
    const damaged = await basin('merge', out, '--out', join(folder, 'damaged.json'), '--mixed');
    expect([damaged.code, damaged.said]).toEqual([2, expect.stringMatching(/it is no JSON[\s\S]*1 of 6 results are missing/)]);

    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'thesis.tex'), '');
    expect((await basin('study', LINK, '--out', elsewhere)).said).toMatch(/is not empty and holds no study/);
    expect((await basin('study', `${LINK}&noise=.1`, '--out', out)).said).toMatch(/holds another study/);
  });

  it.each([
    [['study'], /One link is expected/],
    [['study', LINK], /--out <folder> is missing/],
    [['study', LINK, '--out', 'x', '--engine', 'pbs'], /There is no engine “pbs”/],
    [['study', LINK, '--out', 'x', '--backend', 'webgl'], /jobs run without a browser/],
    [['study', LINK.replace(/vary=.*/, 'vary=rho(.4,.1,-3)'), '--plan'], /limited to 0/],
    [['study', LINK.replace(/vary=.*/, 'vary=q(1,2)'), '--plan'], /“q” is a setting of none/],
    [['show', '/nowhere/at/all'], /There is no file or folder/],
    [['jobs', tmpdir()], /holds no study/],
    [['dance'], /There is no command “dance”/],
  ] as const)('refuses %j with a sentence and status 2', async (args, why) => {
    const { code, out, said } = await basin(...args);
    expect([code, out]).toEqual([2, '']);
    expect(said).toMatch(why);
  });

  it('says what it would train', async () => {
    const { code, out } = await basin('study', LINK, '--plan');
    expect(code).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(6);
    expect(out).toMatch(/^[\da-f]{16} v=\d&preset=pinwheel-noisy&data=moons.*algos=sam\(rho=\.1\)/m);
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
const hasCheckpoint = (path: string, _breaks: number) => namesIn(path).some((name) => name.endsWith('.checkpoint'));
const childrenOf = (pid: number): readonly string[] => {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  } catch {
    return [];
  }
};
