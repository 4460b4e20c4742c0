import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { basin, jobResults as results, STUDY_LINK as LINK } from './runCommand';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'basin-study-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
