// What `npm test`, `npm run test:full` and `npm run check` do, and how they count. Every check is one passed or failed
// test, so the last line of a test job says everything: `N passed, N failed, N skipped`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from './browser.mjs';
import { root } from './root.mjs';

const cache = join(root, 'node_modules', '.cache', 'basin');
const countsFile = join(cache, 'counts.json');

/** One per floor, each with the globals that exist there. */
const floors = ['src/core', 'src/engine', 'src/worker', 'src/offline', 'src/store', 'src/ui', 'src', 'scripts/bench', 'tests', '.'];

const types = floors.map((floor) => ({
  name: `types of ${floor === '.' ? 'the configuration' : floor}`,
  script: 'node_modules/typescript/bin/tsc',
  args: ['-p', floor],
}));
const lint = { name: 'lint', script: 'node_modules/oxlint/bin/oxlint', args: ['--type-aware', '--deny-warnings'] };
const format = { name: 'format', script: 'node_modules/@biomejs/biome/bin/biome', args: ['format', '--error-on-warnings', '.'] };
const build = { name: 'build', script: 'node_modules/vite/bin/vite.js', args: ['build', '--logLevel', 'warn'] };

const quickProjects = ['node', 'browser', 'journey'];
const slowProjects = ['slow', 'slow-browser'];

/** Types of every floor, lint and format. Returns the exit status. */
export function runChecks() {
  const counts = countChecks([...types, lint, format]);
  console.log(sentence(counts));
  return counts.failed === 0 ? 0 : 1;
}

/**
 * @param {'test' | 'test:rest' | 'test:full'} job `test:rest` does what `test:full` does beyond `test`, and adds what
 *   the `test` before it has counted: `.ci/run` does nothing twice.
 * @param {readonly string[]} filters passed to Vitest, as in `npm test -- tests/core`; then nothing but Vitest runs.
 * @returns {Promise<number>} exit status; a run without any test that passed is a failure.
 */
export async function runTests(job, filters) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  mkdirSync(cache, { recursive: true });
  if (job === 'test:rest') addTo(counts, takeCounts());
  else rmSync(countsFile, { force: true });

  let canBuild = true;
  if (job !== 'test:rest' && filters.length === 0) {
    addTo(counts, countChecks([...types, lint, format]));
    const built = countChecks([build]);
    addTo(counts, built);
    canBuild = built.failed === 0;
  }
  const projects = { test: quickProjects, 'test:rest': slowProjects, 'test:full': [...quickProjects, ...slowProjects] }[job];
  addTo(counts, await countTests(projects, filters, canBuild));

  writeFileSync(countsFile, JSON.stringify(counts));
  console.log(`\n${sentence(counts)}`);
  return counts.failed === 0 && counts.passed > 0 ? 0 : 1;
}

function countChecks(checks) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, script, args } of checks) {
    const start = performance.now();
    const passed = runNode([script, ...args]) === 0;
    counts[passed ? 'passed' : 'failed']++;
    console.log(`${passed ? '✓' : '✗'} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  }
  return counts;
}

async function countTests(projects, filters, canBuild) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  let running = projects;
  try {
    const { path, from } = await findBrowser();
    console.log(`Browser: ${path} (${from}).`);
  } catch (error) {
    console.error(error.message);
    counts.failed++;
    running = ['node'].filter((name) => projects.includes(name));
  }
  if (!canBuild) {
    console.error('The journeys through the built page were not run: there is no build.');
    running = running.filter((name) => name !== 'journey' && name !== 'slow');
  }
  if (running.length === 0) return counts;

  const report = join(cache, 'vitest.json');
  rmSync(report, { force: true });
  const status = runNode([
    'node_modules/vitest/vitest.mjs',
    'run',
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...running.map((name) => `--project=${name}`),
    ...filters,
  ]);
  addTo(counts, countReport(report));
  // An unhandled error fails the run without failing a test.
  if (status !== 0 && counts.failed === 0) counts.failed++;
  return counts;
}

function countReport(report) {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  // A file that cannot be loaded has no tests to fail.
  const brokenFiles = testResults.filter(({ status, assertionResults }) => {
    return status === 'failed' && !assertionResults.some((result) => result.status === 'failed');
  }).length;
  return { passed: numPassedTests, failed: numFailedTests + brokenFiles, skipped: numPendingTests + numTodoTests };
}

function takeCounts() {
  if (!existsSync(countsFile)) return { passed: 0, failed: 0, skipped: 0 };
  const counts = JSON.parse(readFileSync(countsFile, 'utf8'));
  rmSync(countsFile);
  return counts;
}

function addTo(counts, more) {
  for (const key of Object.keys(counts)) counts[key] += more[key];
}

function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** With no standard input nothing can ask a question, on a desk or in CI. */
function runNode(args) {
  return spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1;
}
