// What `npm test`, `npm run test:full` and `npm run check` do, and how they count. Every check is one passed or failed
// test, so the last line of a test job says everything: `N passed, N failed, N skipped`.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser, secondBrowser, versionOf } from './browser.mjs';
import { root } from './root.mjs';
import { joinSummaries, tellSummary } from './testSummary.mjs';

const cache = join(root, 'node_modules', '.cache', 'basin');
const countsFile = join(cache, 'counts.json');
const none = { passed: 0, failed: 0, skipped: 0 };

const types = { name: 'types', script: 'node_modules/typescript/bin/tsc', args: ['--build', '.', 'tests'] };
const lint = { name: 'lint', script: 'node_modules/oxlint/bin/oxlint', args: ['--type-aware', '--deny-warnings'] };
const format = { name: 'format', script: 'node_modules/@biomejs/biome/bin/biome', args: ['format', '--error-on-warnings', '.'] };
const build = { name: 'build', script: 'scripts/buildIfStale.mjs', args: [] };

const quickProjects = ['node', 'node-apart', 'browser', 'journey'];
const slowProjects = ['slow', 'slow-journey', 'slow-browser'];
/** Projects by job. What begins with `test:` and is not whole goes on after a `test` and adds what that has counted. */
const projectsOf = {
  test: quickProjects,
  'test:full': [...quickProjects, ...slowProjects],
  'test:rest': slowProjects,
  'test:second-browser': ['journey', 'slow-journey'],
};
const isWhole = (job) => job === 'test' || job === 'test:full';
const needsBuild = ['journey', 'slow', 'slow-journey'];

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
  if (!isWhole(job) || filters.length > 0) {
    addTo(counts, await countTests([projects], filters));
    return counts;
  }
  // Beside each other, and so is what either waits for: checks and Node's tests, the build and what runs in browsers.
  const ready = {
    node: async () => addTo(counts, await countChecks([types, lint, format])),
    browser: async () => {
      const built = await countChecks([build]);
      addTo(counts, built);
      if (built.failed === 0) return;
      console.error('The journeys through the built page were not run: there is no build.');
      projects = projects.filter((name) => !needsBuild.includes(name));
    },
  };
  const lanes = [
    async () => (await ready.node(), projects.filter((name) => name.startsWith('node'))),
    async () => (await ready.browser(), projects.filter((name) => !name.startsWith('node'))),
  ];
  addTo(counts, await countTests(lanes, filters));
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
  return countTests([projectsOf['test:second-browser']], filters, { CHROME_PATH: second.path, BASIN_NO_SYSTEM_BROWSER: '' });
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

/**
 * @param {readonly (readonly string[] | (() => Promise<readonly string[]>))[]} lanes projects of each runner, once they are known;
 *   runners go on beside each other
 */
async function countTests(lanes, filters, env = {}) {
  const summaries = await Promise.all(
    lanes.map(async (lane, index) => {
      const projects = typeof lane === 'function' ? await lane() : lane;
      return projects.length === 0 ? joinSummaries([]) : runProjects(projects, filters, { ...env, BASIN_TEST_SUMMARY: summaryFile(index) });
    }),
  );
  const summary = joinSummaries(summaries);
  tellSummary(summary);
  return summary.counts;
}

const summaryFile = (index) => join(cache, `tests-${index}.json`);

async function runProjects(projects, filters, env) {
  rmSync(env.BASIN_TEST_SUMMARY, { force: true });
  const { passed, ending } = await runNode(
    ['node_modules/vitest/vitest.mjs', 'run', '--passWithNoTests', ...projects.map((name) => `--project=${name}`), ...filters],
    { env, stdio: 'inherit' },
  );
  if (!existsSync(env.BASIN_TEST_SUMMARY)) {
    const sentence = `The runner of ${projects.join(', ')} ended (${ending}) before it had counted.`;
    console.error(sentence);
    return { ...joinSummaries([]), counts: { ...none, failed: 1 }, failures: [sentence] };
  }
  const summary = JSON.parse(readFileSync(env.BASIN_TEST_SUMMARY, 'utf8'));
  // What fails a run without failing a test.
  if (!passed && summary.counts.failed === 0) summary.counts.failed++;
  return summary;
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
