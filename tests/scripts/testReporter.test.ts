import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/root.mjs';
import { joinSummaries, type Summary } from '../../scripts/testSummary.mjs';

let folder: string;
beforeAll(() => {
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, 'reporter-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs these test files, by name, through the reporter, and again for a job that tells the end itself: what is printed, what is counted. */
function report(files: Readonly<Record<string, string>>) {
  const own = mkdtempSync(join(folder, 'run-'));
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(own, `${name}.test.js`), `import { expect, it } from 'vitest';\n${text}`);
  const config = { test: { name: 'some', reporters: [join(root, 'scripts/testReporter.mjs')], maxWorkers: 1, isolate: true } };
  writeFileSync(join(own, 'vitest.config.js'), `export default ${JSON.stringify(config)};`);
  const file = join(own, 'summary.json');
  const run = (env: Readonly<Record<string, string | undefined>>) =>
    spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', own], {
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1', ...env },
    });
  const { status, stdout } = run({ BASIN_TEST_SUMMARY: undefined });
  const quiet = run({ BASIN_TEST_SUMMARY: file });
  // Its end is told once, by who asked.
  expect(quiet.stdout).not.toContain('The slowest files');
  const summary = JSON.parse(readFileSync(file, 'utf8')) as Summary;
  return { status, lines: stdout.split('\n'), counts: summary.counts, summary };
}

describe('the report of a test run', () => {
  it('has a line per file, nothing of what libraries print, and a failure with its reason twice: as it comes and in a list at the end', () => {
    const { status, lines, counts } = report({
      right: `it('adds', () => { console.log('Hi, a banner'); expect(1 + 1).toBe(2); }); it.skip('later', () => {});`,
      wrong: `it('subtracts', () => { console.log('what was printed before'); expect(2 - 1).toBe(0); });`,
      broken: `throw new Error('does not load');`,
    });
    expect(counts).toEqual({ passed: 1, failed: 2, skipped: 1 });
    expect(status).toBe(1);
    expect(lines).toContainEqual(expect.stringMatching(/^✓ some {2}right\.test\.js \(1 passed, 1 skipped, [\d.]+ s\)$/));
    expect(lines).toContainEqual(expect.stringMatching(/^✗ some {2}wrong\.test\.js \(0 passed, 1 failed, [\d.]+ s\)$/));
    expect(lines.filter((line) => line.includes('banner'))).toEqual([]);
    expect(lines).toContain('what was printed before');
    const list = lines.slice(lines.indexOf('Failed:'));
    expect(list).toContainEqual(expect.stringMatching(/^ {2}✗ wrong\.test\.js > subtracts: expected 1 to be \+?0/));
    expect(list).toContain('  ✗ broken.test.js: does not load');
    expect(lines.indexOf('✗ wrong.test.js > subtracts')).toBeLessThan(lines.indexOf('Failed:'));
    expect(lines.join('\n')).not.toContain('\u001b');
  });

  it('calls a runner that dies a failure', () => {
    const { status, lines, counts } = report({ dying: `it('dies', () => process.kill(process.pid, 'SIGKILL'));` });
    expect(status).toBe(1);
    expect(counts).toMatchObject({ passed: 0 });
    expect(counts.failed).toBeGreaterThan(0);
    expect(lines.slice(lines.indexOf('Failed:')).join('\n')).toMatch(
      /✗ (dying\.test\.js: its runner died before it ended|outside of any test: .*[Ww]orker)/,
    );
  });

  it('of runners beside each other is one: counts are added, nothing is lost, and the longest is how long it took', () => {
    const one = {
      counts: { passed: 2, failed: 0, skipped: 1 },
      files: [{ project: 'node', path: 'a', ms: 10 }],
      retried: [],
      failures: [],
      ms: 30,
    };
    const other = {
      counts: { passed: 1, failed: 1, skipped: 0 },
      files: [{ project: 'journey', path: 'b', ms: 20 }],
      retried: ['b > late'],
      failures: ['b > no: 1'],
      ms: 20,
    };
    expect(joinSummaries([one, other])).toEqual({
      counts: { passed: 3, failed: 1, skipped: 1 },
      files: [...one.files, ...other.files],
      retried: ['b > late'],
      failures: ['b > no: 1'],
      ms: 30,
    });
  });
});
