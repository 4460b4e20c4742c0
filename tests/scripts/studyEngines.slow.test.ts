/** Schedulers that exist, broken on purpose: every job ends, none is lost or counted twice, and the numbers are those of one process. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/root.mjs';
import { ended, type Ended, jobNumbers } from './runCommand';

const LINK = 'v=1&data=moons&n=60&test=100&width=8&rff=0&batch=20&steps=3000&every=100&algos=sgd,sam,asam&seeds=1-3&vary=rho(.1,.2,.4)';
const JOBS = 21;

let folder: string;
let alone: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'basin-engines-'));
  alone = join(folder, 'alone');
  expect((await basin({}, 'study', LINK, '--out', alone, '--jobs', '1')).code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const basin = (env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ended> =>
  ended(process.execPath, ['scripts/basin.mjs', ...args], env);
const isHere = (command: string) => spawnSync('which', [command]).status === 0;
const countIn = (path: string) => readdirSync(path).filter((name) => /^[\da-f]{16}\.json$/.test(name)).length;
const until = async (isSo: () => boolean | Promise<boolean>, seconds: number) => {
  for (const end = Date.now() + 1000 * seconds; Date.now() < end; await new Promise((then) => setTimeout(then, 200)))
    if (await isSo()) return true;
  return false;
};
/** Processes whose command line has this text. */
const processes = (text: string): readonly number[] =>
  execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(text) && !line.includes('ps -eo'))
    .map((line) => Number.parseInt(line, 10));

const hasSlurm = isHere('sbatch') && isHere('munged') && process.getuid?.() === 0;
describe.skipIf(!hasSlurm)('Slurm', () => {
  const env = () => ({ SLURM_CONF: join(folder, 'slurm', 'slurm.conf') });
  const here = (what: string) =>
    execFileSync('bash', [join(root, 'tests/scripts/slurmHere.sh'), what, join(folder, 'slurm')], { stdio: 'ignore' });
  beforeAll(() => here('up'));
  afterAll(() => here('down'));

  it('trains an array through a killed job, a killed node and a second submission', async () => {
    const out = join(folder, 'by-slurm');
    const { code, said } = await basin(env(), 'study', LINK, '--out', out, '--engine', 'slurm', '--limit', '2', '--chunk', '2');
    expect([code, said]).toEqual([0, expect.stringMatching(/Array job \d+: 11 tasks for 21 jobs/)]);
    expect(readFileSync(join(out, 'slurm', 'study.sh'), 'utf8')).toMatch(/#SBATCH --array=0-10%2/);
    expect(await until(() => countIn(out) >= 2, 60)).toBe(true);
    expect((await basin(env(), 'jobs', out, '--engine', 'slurm')).out).toMatch(/\d+ queued/);
    for (const pid of processes(`worker.mjs ${out}`).slice(0, 1)) process.kill(pid, 'SIGKILL');
    process.kill(Number(readFileSync(join(folder, 'slurm', 'slurmd-n2.pid'), 'utf8')), 'SIGKILL');
    const isIdle = () => execFileSync('squeue', ['-h'], { env: { ...process.env, ...env() } }).length === 0;
    expect(await until(isIdle, 240)).toBe(true);
    // The task whose process was killed has failed: what it left is submitted again, and nothing else.
    const left = JOBS - countIn(out);
    if (left > 0) {
      const again = await basin(env(), 'study', LINK, '--out', out, '--engine', 'slurm');
      expect(again.said).toContain(`${JOBS - left} results already there.`);
      expect(await until(() => countIn(out) === JOBS && isIdle(), 240)).toBe(true);
    }
    expect(jobNumbers(out)).toEqual(jobNumbers(alone));
  });
});

describe.skipIf(!isHere('redis-server'))('BullMQ on Redis', () => {
  const PORT = 6411;
  const url = `redis://:secret@127.0.0.1:${PORT}`;
  let redis: ChildProcess;
  const workers: ChildProcess[] = [];
  const startRedis = () =>
    (redis = spawn(
      'redis-server',
      ['--port', String(PORT), '--requirepass', 'secret', '--dir', folder, '--appendonly', 'yes', '--appendfsync', 'always', '--save', ''],
      { stdio: 'ignore' },
    ));
  const startWorker = (out: string) =>
    workers.push(
      spawn(process.execPath, ['scripts/basin.mjs', 'worker', out, '--url', url], {
        cwd: root,
        stdio: 'ignore',
        env: { ...process.env, BASIN_QUEUE_LOCK_MS: '3000' },
      }),
    );
  afterAll(() => {
    for (const one of [...workers, redis]) one?.kill('SIGKILL');
  });

  it('trains a queue through killed workers and a killed Redis, and leaves strangers’ jobs alone', async () => {
    startRedis();
    const cli = (...args: readonly string[]) =>
      execFileSync('redis-cli', ['-p', String(PORT), '-a', 'secret', '--no-auth-warning', ...args], { encoding: 'utf8' });
    expect(
      await until(
        () =>
          spawnSync('redis-cli', ['-p', String(PORT), '-a', 'secret', 'ping'])
            .stdout.toString()
            .includes('PONG'),
        20,
      ),
    ).toBe(true);
    cli('LPUSH', 'bull:somebody:wait', 'their job');
    const out = join(folder, 'by-queue');
    const study = basin({}, 'study', LINK, '--out', out, '--engine', 'bullmq', '--url', url);
    expect(await until(() => spawnSync('test', ['-e', join(out, 'study.json')]).status === 0, 30)).toBe(true);
    startWorker(out);
    startWorker(out);
    expect(await until(() => countIn(out) >= 3, 90)).toBe(true);
    workers[0]?.kill('SIGKILL');
    startWorker(out);
    expect(await until(() => countIn(out) >= 7, 90)).toBe(true);
    redis.kill('SIGKILL');
    await new Promise((then) => redis.once('exit', then));
    startRedis();
    expect(await until(() => countIn(out) === JOBS, 240)).toBe(true);
    const { code, said } = await study;
    expect(code).toBe(0);
    expect(new Set(said.match(/^\d+ of 21 [\da-f]{16}/gm)).size).toBe(JOBS);
    expect(jobNumbers(out)).toEqual(jobNumbers(alone));
    expect(cli('LRANGE', 'bull:somebody:wait', '0', '-1').trim()).toBe('their job');
  });

  it('says in a sentence that nobody answers, without the password', async () => {
    const { code, said } = await basin(
      {},
      'study',
      LINK,
      '--out',
      join(folder, 'nowhere'),
      '--engine',
      'bullmq',
      '--url',
      'redis://:secret@127.0.0.1:1',
    );
    expect(code).toBe(1);
    expect(said).toMatch(/No Redis answers at redis:\/\/…@127\.0\.0\.1:1 \(.*\)\. Start one/);
    expect(said).not.toContain('secret');
  });
});
