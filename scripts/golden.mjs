// Replays reference trajectories through the shipped code: in float64 here, on devices in the built page's worker.
//   npm run golden -- <folder> [--backend float64|wasm|cpu|webgpu|webgl] [--strict]
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openHeadless } from './headless.mjs';
import { loadSource } from './loadSource.mjs';

const BACKENDS = ['float64', 'wasm', 'cpu', 'webgpu', 'webgl'];
const usage = 'usage: npm run golden -- <folder> [--backend float64|wasm|cpu|webgpu|webgl] [--strict]';

const { values, positionals } = parsed();
const backend = values.backend ?? 'float64';
const folder = positionals[0];
if (!folder || positionals.length > 1 || !BACKENDS.includes(backend)) fail(usage);
if (!statSync(resolve(folder), { throwIfNoEntry: false })?.isDirectory()) fail(`There is no folder ${folder}. ${usage}`);

const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
if (files.length === 0) fail(`The folder ${folder} holds no .json file.`);

const { tolerances } = await loadSource('src/core/replay/compare.ts');
const replayer = await openReplayer();
const counts = { passed: 0, failed: 0, notBuilt: 0 };
try {
  for (const name of files.sort()) await replay(name);
} finally {
  await replayer.close();
}
console.log(
  `\n${backend}: ${counts.passed} cases equal, ${counts.failed} beyond tolerance, ${counts.notBuilt} of algorithms not built yet`,
);
if (counts.passed + counts.failed === 0) fail('No case was compared.');
process.exit(counts.failed > 0 || (values.strict && counts.notBuilt > 0) ? 1 : 0);

/** A file that cannot be read counts as failed, and the others go on. */
async function replay(name) {
  let file;
  try {
    file = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  } catch (error) {
    counts.failed++;
    console.log(`${name.padEnd(46)} FAIL ${error.message}`);
    return;
  }
  report(name, await replayer.replay(file));
}

function report(name, results) {
  if (results === null) {
    counts.notBuilt++;
    console.log(`${name.padEnd(20)} in a format this build does not read yet`);
    return;
  }
  for (const result of results) {
    const title = `${name} ${result.name}`.padEnd(46);
    if ('notBuilt' in result) {
      counts.notBuilt++;
      console.log(`${title} not built yet: ${result.notBuilt}`);
      continue;
    }
    const isEqual = result.failures.length === 0 && result.compared > 0;
    counts[isEqual ? 'passed' : 'failed']++;
    const figures = ['params', 'losses', 'norms'].map((key) => `${key} ${result[key].toExponential(1)}`).join('  ');
    console.log(`${title} ${isEqual ? 'ok  ' : 'FAIL'} ${figures}${looseFigures(result)}`);
    for (const failure of result.failures.slice(0, 3)) console.log(`    ${failure}`);
    if (result.failures.length > 3) console.log(`    and ${result.failures.length - 3} more`);
  }
}

/** Differences of near numbers, which are compared by a looser tolerance: how far off, how far they may be, and which. */
function looseFigures({ loose, looselyCompared }) {
  if (looselyCompared.length === 0) return '';
  return `  loose ${loose.toExponential(1)} of ${tolerances[backend].loose.toExponential(0)} (${looselyCompared.join(', ')})`;
}

async function openReplayer() {
  if (backend === 'float64') {
    const { replayFile } = await loadSource('src/core/replay/replayFile.ts');
    const { float64Backend } = await loadSource('src/core/tensor/float64.ts');
    return { replay: (file) => replayFile(file, float64Backend), close: async () => {} };
  }
  const headless = await openHeadless({ backend: backend === 'webgpu' ? 'webgpu-software' : backend });
  return { replay: (file) => headless.replay(file), close: () => headless.close() };
}

function parsed() {
  try {
    return parseArgs({ allowPositionals: true, options: { backend: { type: 'string' }, strict: { type: 'boolean' } } });
  } catch (error) {
    return fail(`${error.message}. ${usage}`);
  }
}

function fail(sentence) {
  console.error(sentence);
  process.exit(2);
}
