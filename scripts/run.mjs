// One door for every npm script: checks Node, installs what is missing, then does the job. Until something is
// installed it may use Node's built-ins only, hence the imports at the place of use.
import { spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { asksForHelp } from './command.mjs';
import { installIfStale, nodeComplaint } from './install.mjs';
import { root } from './root.mjs';
import { portFrom, serveFolder } from './serve.mjs';

const [job, ...rest] = process.argv.slice(2);

const jobs = {
  start,
  dev: () => vite('dev', ...rest),
  build: async () => (await import('./lock.mjs')).alone('build', () => vite('build', ...rest)),
  check: async () => (await import('./testRun.mjs')).runChecks(),
  format: () => tool('node_modules/@biomejs/biome/bin/biome', 'format', '--write', '.'),
  test: async () => (await import('./testRun.mjs')).runTests('test', rest),
  'test:rest': async () => (await import('./testRun.mjs')).runTests('test:rest', rest),
  'test:full': async () => (await import('./testRun.mjs')).runTests('test:full', rest),
  'test:second-browser': async () => (await import('./testRun.mjs')).runTests('test:second-browser', rest),
  docs: () => tool('scripts/docs.mjs', ...rest),
  golden: () => tool('scripts/golden.mjs', ...rest),
  train: () => tool('scripts/train.mjs', ...rest),
  basin: () => tool('scripts/basin.mjs', ...rest),
  record: () => tool('scripts/record.mjs', ...rest),
  evidence: () => tool('scripts/evidence.mjs', ...rest),
  bench: () => tool('scripts/bench.mjs', ...rest),
};

/** Of jobs that have no script of their own, which would say it. */
const usages = {
  start: 'usage: npm start (installs what is missing, builds the page and serves it; PORT chooses the port)',
  dev: 'usage: npm run dev -- [options of vite dev]',
  build: 'usage: npm run build -- [options of vite build]',
  check: 'usage: npm run check (types, lint and format)',
  format: 'usage: npm run format (formats every file)',
  test: 'usage: npm test -- [files or folders of tests] (without any: checks, build and all quick tests)',
  'test:rest': 'usage: node scripts/run.mjs test:rest (what test:full has beyond test)',
  'test:second-browser': 'usage: node scripts/run.mjs test:second-browser (the journeys in this machine’s own browser)',
  'test:full': 'usage: npm run test:full -- [files or folders of tests]',
};

try {
  process.exitCode = await run();
} catch (error) {
  process.exitCode = fail(error instanceof Error ? error.message : String(error));
}

async function run() {
  const complaint = nodeComplaint();
  if (complaint !== undefined) return fail(complaint);
  if (!Object.hasOwn(jobs, job ?? '')) return fail(`There is no job "${job ?? ''}": choose one of ${Object.keys(jobs).join(', ')}.`);
  // Nothing is installed for a question.
  if (asksForHelp(rest)) return help();
  if (job === 'start') await portIsFree();
  const problem = installIfStale();
  if (problem !== undefined) return fail(problem);
  return jobs[job]();
}

function help() {
  if (!Object.hasOwn(usages, job)) return jobs[job]();
  console.log(usages[job]);
  return 0;
}

/** Builds and serves the page until it is interrupted. Opens nothing: the machine may have no desktop. */
async function start() {
  (await import('./buildIfStale.mjs')).buildIfStale();
  const { url } = await serveFolder(join(root, 'dist'), portFrom(process.env.PORT));
  console.log(`Basin runs at ${url} (Ctrl-C stops it).`);
  return 0;
}

/** Said before a minute of installing, not after it. */
async function portIsFree() {
  const { close } = await serveFolder(root, portFrom(process.env.PORT));
  await close();
}

function vite(...args) {
  return tool('node_modules/vite/bin/vite.js', ...args);
}

/** Runs a script of Node's with our terminal; the exit status. */
function tool(script, ...args) {
  const { status, signal, error } = spawnSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: 'inherit' });
  if (error !== undefined) throw error;
  return status ?? 128 + (constants.signals[signal] ?? 0);
}

/** A test job ends with its counts whatever happens before the first test. */
function fail(sentence) {
  console.error(sentence);
  if (job?.startsWith('test')) console.log('0 passed, 1 failed, 0 skipped');
  return 1;
}
