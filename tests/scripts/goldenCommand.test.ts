import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { goldenArguments } from '../../scripts/arguments/golden.mjs';
import { BadArguments } from '../../scripts/command.mjs';
import { replayFolder } from '../../scripts/golden/replayFolder.mjs';
import { type GoldenName, trajectories } from '../core/replay/golden';
import { loadHere } from './loadHere';

const made: string[] = [];

function folderWith(...names: readonly GoldenName[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'basin-golden-'));
  made.push(folder);
  for (const name of names)
    copyFileSync(fileURLToPath(new URL(`../fixtures/golden/${name}.json`, import.meta.url)), join(folder, `${name}.json`));
  return folder;
}

/** Runs the command in this process: its exit status, what it printed, and the sentence it ended with. */
async function run(...argv: readonly string[]) {
  const lines: string[] = [];
  const say = (line: string) => lines.push(line);
  try {
    const status = await replayFolder(goldenArguments(argv), { load: loadHere, say });
    return { status, stdout: lines.join('\n'), stderr: '' };
  } catch (error) {
    if (!(error instanceof BadArguments)) throw error;
    return { status: 2, stdout: lines.join('\n'), stderr: error.message };
  }
}
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true });
});

describe('npm run golden', () => {
  /** A folder with a file whose cases are of one algorithm that nobody has built. */
  function folderOfTomorrow(): string {
    const folder = folderWith('edge_cases');
    const file = trajectories('edge_cases');
    for (const one of file.cases) if (one.name === 'gsam') one.config.algorithm = 'gsam-of-tomorrow';
    writeFileSync(join(folder, 'edge_cases.json'), JSON.stringify(file));
    return folder;
  }

  it('prints the deviations of every case and ends with 0, also where something is not built', async () => {
    const { status, stdout } = await run(folderOfTomorrow());
    expect(stdout).toMatch(/edge_cases\.json bisam-log +ok +params \d\.\de[-+]\d+ +losses \d\.\de[-+]\d+ +norms \d\.\de[-+]\d+/);
    expect(stdout).toMatch(/edge_cases\.json gsam +not built yet: algorithm gsam-of-tomorrow/);
    expect(stdout).toContain('float64: 6 cases equal, 0 beyond tolerance, 1 of algorithms not built yet');
    expect(status).toBe(0);
  });

  it('says which numbers are compared loosely, how far they are off and how far they may be', async () => {
    const { stdout, status } = await run(folderWith('lets_variants', 'erm'));
    expect(stdout).toMatch(/lets_variants\.json gsam .* loose \d\.\de-\d+ of 1e-6 \(upperMetric, hyperGradRho, hyperGradNu\)/);
    expect(stdout).toMatch(/^erm\.json [^\n]*norms \S+$/m);
    expect(status).toBe(0);
  });

  it('ends with 1 when it is strict and something is not built', async () => {
    expect((await run(folderOfTomorrow(), '--strict')).status).toBe(1);
    expect((await run(folderWith('edge_cases'), '--strict')).status).toBe(0);
    expect((await run(folderWith('losses'), '--strict')).status).toBe(0);
  });

  it('ends with 1 and says where when a number differs', async () => {
    const folder = folderWith('losses');
    const file = trajectories('edge_cases');
    const step = file.cases.find(({ name }) => name === 'rho0-is-erm')?.steps[5];
    const params = step?.after.params as number[];
    params[3] = (params[3] as number) + 1e-6;
    writeFileSync(join(folder, 'changed.json'), JSON.stringify(file));
    const { status, stdout } = await run(folder);
    expect(stdout).toMatch(/changed\.json rho0-is-erm +FAIL/);
    expect(stdout).toContain('step 5: params deviates by 1.0e-6');
    expect(stdout).toContain('13 cases equal, 1 beyond tolerance');
    expect(status).toBe(1);
  });

  it('goes on after a file that it cannot read, and ends with 1', async () => {
    const folder = folderWith('losses');
    writeFileSync(join(folder, 'broken.json'), '{"models": ');
    const file = trajectories('edge_cases');
    for (const one of file.cases) one.init = 'nowhere';
    writeFileSync(join(folder, 'headless.json'), JSON.stringify(file));
    const { status, stdout, stderr } = await run(folder);
    expect(stdout).toMatch(/broken\.json +FAIL.*JSON/);
    expect(stdout).toMatch(/headless\.json sam +FAIL.*init “nowhere” has 0 values/s);
    expect(stdout).toContain('7 cases equal');
    expect(stderr).not.toContain('    at ');
    expect(status).toBe(1);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['no folder', [], /^usage: npm run golden/],
    ['a folder that is not there', ['nowhere'], /There is no folder nowhere/],
    ['an unknown backend', ['.', '--backend', 'abacus'], /usage: .*float64\|wasm/],
    ['an unknown option', ['.', '--stict'], /--stict/],
    ['two folders', ['.', '.'], /^usage/],
  ])('refuses %s with a sentence, and ends with 2', async (_, args, sentence) => {
    const { status, stderr } = await run(...args);
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(status).toBe(2);
  });

  it('refuses a folder in which nothing could be compared', async () => {
    expect(await run(folderWith())).toMatchObject({ status: 2, stderr: expect.stringContaining('holds no .json file') });
    const folder = folderWith();
    writeFileSync(join(folder, 'other.json'), '{"title": "something else"}');
    expect(await run(folder)).toMatchObject({
      status: 2,
      stdout: expect.stringContaining('other.json'),
      stderr: expect.stringContaining('No case was compared'),
    });
  });
});
