// Replays every trajectory of a folder and says how far each is off.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from '../command.mjs';

/** What computes without a browser. */
const IN_NODE = ['wasm', 'cpu'];

/**
 * @param {ReturnType<typeof import('../arguments/golden.mjs').goldenArguments>} asked
 * @param {{ load: (path: string) => Promise<any>, openHeadless?: Function, openNodeEngine?: Function, say: (line: string) => void }} surroundings
 *   `load` imports a source file by its path from the repository's folder; the openers are needed for every backend
 *   but float64: devices of a browser are opened by `openHeadless`.
 * @returns {Promise<0 | 1>} exit status: 1 when a case is beyond its tolerance, or, if strict, of an algorithm not built
 * @throws {import('../command.mjs').BadArguments} when no case could be compared.
 */
export async function replayFolder({ folder, files, backend, strict }, { load, openHeadless, openNodeEngine, say }) {
  const { tolerances } = await load('src/core/replay/compare.ts');
  const replayer = await openReplayer(backend, load, { openHeadless, openNodeEngine });
  const counts = { passed: 0, failed: 0, notBuilt: 0 };
  try {
    for (const name of files) await replay(name);
  } finally {
    await replayer.close();
  }
  say(`\n${backend}: ${counts.passed} cases equal, ${counts.failed} beyond tolerance, ${counts.notBuilt} of algorithms not built yet`);
  if (counts.passed + counts.failed === 0) refuse('No case was compared.');
  return counts.failed > 0 || (strict && counts.notBuilt > 0) ? 1 : 0;

  /** A file that cannot be read counts as failed, and the others go on. */
  async function replay(name) {
    let file;
    try {
      file = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    } catch (error) {
      counts.failed++;
      say(`${name.padEnd(46)} FAIL ${error.message}`);
      return;
    }
    report(name, await replayer.replay(file));
  }

  function report(name, results) {
    if (results === null) {
      counts.notBuilt++;
      say(`${name.padEnd(20)} in a format this build does not read yet`);
      return;
    }
    for (const result of results) {
      const title = `${name} ${result.name}`.padEnd(46);
      if ('notBuilt' in result) {
        counts.notBuilt++;
        say(`${title} not built yet: ${result.notBuilt}`);
        continue;
      }
      const isEqual = result.failures.length === 0 && result.compared > 0;
      counts[isEqual ? 'passed' : 'failed']++;
      const figures = ['params', 'losses', 'norms'].map((key) => `${key} ${result[key].toExponential(1)}`).join('  ');
      say(`${title} ${isEqual ? 'ok  ' : 'FAIL'} ${figures}${looseFigures(result, tolerances[backend].loose)}`);
      for (const failure of result.failures.slice(0, 3)) say(`    ${failure}`);
      if (result.failures.length > 3) say(`    and ${result.failures.length - 3} more`);
    }
  }
}

/** Differences of near numbers, which are compared by a looser tolerance: how far off, how far they may be, and which. */
function looseFigures({ loose, looselyCompared }, tolerance) {
  if (looselyCompared.length === 0) return '';
  return `  loose ${loose.toExponential(1)} of ${tolerance.toExponential(0)} (${looselyCompared.join(', ')})`;
}

async function openReplayer(backend, load, { openHeadless, openNodeEngine }) {
  if (backend === 'float64') {
    const { replayFile } = await load('src/core/replay/replayFile.ts');
    const { float64Backend } = await load('src/core/tensor/float64.ts');
    return { replay: (file) => replayFile(file, float64Backend), close: async () => {} };
  }
  const headless = await (IN_NODE.includes(backend)
    ? openNodeEngine({ backend })
    : openHeadless({ backend: backend === 'webgpu' ? 'webgpu-software' : backend }));
  return { replay: (file) => headless.replay(file), close: () => headless.close() };
}
