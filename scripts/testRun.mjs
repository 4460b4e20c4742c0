// What `npm test`, `npm run test:full` and `npm run check` do, and how they count. Every check is one passed or failed
// test, so the last line of a test job says everything: `N passed, N failed, N skipped`.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser, secondBrowser, versionOf } from './browser.mjs';
import { root } from './root.mjs';

const cache = join(root, 'node_modules', '.cache', 'basin');
const countsFile = join(cache, 'counts.json');
const none = { passed: 0, failed: 0, skipped: 0 };

const types = { name: 'types', script: 'node_modules/typescript/bin/tsc', args: ['--build', '.', 'tests'] };
const lint = { name: 'lint', script: 'node_modules/oxlint/bin/oxlint', args: ['--type-aware', '--deny-warnings'] };
const format = { name: 'format', script: 'node_modules/@biomejs/biome/bin/biome', args: ['format', '--error-on-warnings', '.'] };
const build = { name: 'build', script: 'scripts/buildIfStale.mjs', args: [] };

const quickProjects = ['node', 'node-apart', 'browser', 'journey'];
const slowProjects = ['slow', 'slow-browser'];
/** Projects by job. What begins with `test:` and is not whole goes on after a `test` and adds what that has counted. */
const projectsOf = {
  test: quickProjects,
  'test:full': [...quickProjects, ...slowProjects],
  'test:rest': slowProjects,
  'test:second-browser': ['journey'],
};
const isWhole = (job) => job === 'test' || job === 'test:full';
const needsBuild = ['journey', 'slow'];

/** Types of every floor, lint and format, beside each other. Returns the exit status. */
export async function runChecks() {
  const counts = await countChecks([types, lint, format]);
  console.log(sentence(counts));
  return counts.failed === 0 ? 0 : 1;
}

/**
 * @param {'test' | 'test:full' | 'test:rest' | 'test:second-browser'} job `test:rest` does what `test:full` does beyond
 *   `test`; `test:second-browser` does the journeys in a browser of this machine's, where there is one.
 * @param {readonly string[]} filters passed to Vitest, as in `npm test -- tests/core`; then nothing but Vitest runs.
 * @returns {Promise<number>} exit status; a run without any test that passed is a failure.
 */
export async function runTests(job, filters) {
  mkdirSync(cache, { recursive: true });
  const counts = isWhole(job) ? { ...none } : takeCounts();
  rmSync(countsFile, { force: true });
  addTo(counts, await (job === 'test:second-browser' ? countSecondBrowser(filters) : countAll(job, filters)));
  writeFileSync(countsFile, JSON.stringify(counts));
  console.log(`\n${sentence(counts)}`);
  return counts.failed === 0 && counts.passed > 0 ? 0 : 1;
}

async function countAll(job, filters) {
  const counts = { ...none };
  let projects = projectsOf[job];
  try {
    tellBrowser(await findBrowser());
  } catch (error) {
    console.error(error.message);
    counts.failed++;
    projects = projects.filter((name) => name.startsWith('node'));
  }
  if (isWhole(job) && filters.length === 0) {
    const built = countChecks([build]);
    addTo(counts, await countChecks([types, lint, format]));
    addTo(counts, await built);
    if ((await built).failed > 0) {
      console.error('The journeys through the built page were not run: there is no build.');
      projects = projects.filter((name) => !needsBuild.includes(name));
    }
  }
  if (projects.length > 0) addTo(counts, await countTests(projects, filters));
  return counts;
}

/** A machine without one skips this, and says so. */
async function countSecondBrowser(filters) {
  const second = secondBrowser();
  if (second === undefined) {
    console.log('Skipped: journeys in a second browser, as this machine has no Chrome, Chromium or Edge of its own.');
    return { ...none, skipped: 1 };
  }
  tellBrowser(second);
  return countTests(projectsOf['test:second-browser'], filters, { CHROME_PATH: second.path, BASIN_NO_SYSTEM_BROWSER: '' });
}

function tellBrowser(browser) {
  console.log(`Browser: ${versionOf(browser)}, ${browser.path} (${browser.from}).`);
}

/** Runs checks beside each other; each tells its own when it ends. */
async function countChecks(checks) {
  const counts = { ...none };
  await Promise.all(
    checks.map(async ({ name, script, args }) => {
      const start = performance.now();
      const { passed, output } = await runNode([script, ...args]);
      counts[passed ? 'passed' : 'failed']++;
      if (!passed) process.stdout.write(output);
      console.log(`${passed ? '✓' : '✗'} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
    }),
  );
  return counts;
}

async function countTests(projects, filters, env = {}) {
  const report = join(cache, 'tests.json');
  rmSync(report, { force: true });
  const { passed, ending } = await runNode(
    ['node_modules/vitest/vitest.mjs', 'run', '--passWithNoTests', ...projects.map((name) => `--project=${name}`), ...filters],
    { env: { ...env, BASIN_TEST_COUNTS: report }, stdio: 'inherit' },
  );
  if (!existsSync(report)) {
    console.error(`The tests’ runner ended (${ending}) before it had counted.`);
    return { ...none, failed: 1 };
  }
  const counts = JSON.parse(readFileSync(report, 'utf8'));
  // What fails a run without failing a test.
  if (!passed && counts.failed === 0) counts.failed++;
  return counts;
}

function takeCounts() {
  return existsSync(countsFile) ? JSON.parse(readFileSync(countsFile, 'utf8')) : { ...none };
}

function addTo(counts, more) {
  for (const key of Object.keys(counts)) counts[key] += more[key];
}

function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/**
 * With no standard input nothing can ask a question, on a desk or in CI; a file gets no colours.
 *
 * @returns {Promise<{ passed: boolean, output: string, ending: string }>} `output` is what it printed, unless it inherits ours
 */
function runNode(args, { env = {}, stdio = 'pipe' } = {}) {
  const colours = process.stdout.isTTY ? {} : { NO_COLOR: '1', FORCE_COLOR: undefined };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', stdio, stdio],
      env: { ...process.env, ...colours, ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece) => (output += piece));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ passed: code === 0, output, ending: signal ?? `status ${code}` }));
  });
}
