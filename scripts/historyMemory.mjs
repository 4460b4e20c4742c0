// How much memory do the numbers of a long training take on the page?
//   node scripts/historyMemory.mjs [--steps 1000000] [--runs 8] [--seeds 10]
//
// Appends made-up rows of that many members to a history as the page does, with a spike in each column every so often, and prints
// the memory after a collection ten times on the way. The last line is JSON. Ends with 1 where memory has not stayed flat, or where
// the largest or smallest number of a column is not there any more.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { endWithHelp } from './command.mjs';
import { openSource } from './loadSource.mjs';

endWithHelp('usage: node scripts/historyMemory.mjs [--steps 1000000] [--runs 8] [--seeds 10]');
const given = (name, usual) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? usual : Number(process.argv[at + 1]);
};
const [steps, runs, seeds] = [given('steps', 1e6), given('runs', 8), given('seeds', 10)];
/** Rows of single steps per tick, and steps between two measurements. */
const [TICK, EVERY] = [500, 100];
const STEP_METRICS = ['step', 'lossClean', 'lossPerturbed', 'gradNorm', 'updateNorm', 'rho', 'gradEvals', 'climbAngle', 'a', 'b', 'c', 'd'];
const SPLIT_METRICS = ['step', 'epochs', 'evals', 'seconds', 'trainLoss', 'testLoss', 'trainAccuracy', 'testAccuracy', 'e', 'f', 'g', 'h'];
const MEBI = 2 ** 20;
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

const source = await openSource();
try {
  const { History } = await source.load('src/core/metrics/history.ts');
  let history = new History();
  const rows = [];
  const spikes = [Math.floor(steps / 7) + 3, Math.floor(steps / 3) + 1];
  const value = (step, column) => (step === spikes[0] ? 1e6 : step === spikes[1] ? -1e6 : Math.sin(step / (50 + column)));
  const block = (metrics, from, until, every) => {
    const first = Math.ceil(from / every) * every;
    const count = Math.max(0, Math.ceil((until - first) / every));
    const values = new Float64Array(metrics.length * count);
    for (let column = 0; column < metrics.length; column++)
      for (let row = 0; row < count; row++) {
        const step = first + row * every;
        values[column * count + row] = column === 0 ? step : value(step, column);
      }
    return { metrics, rows: count, values };
  };
  const began = performance.now();
  for (let from = 0; from < steps; from += TICK) {
    const until = Math.min(steps, from + TICK);
    // All members get the same numbers, on memory of their own as in a tick.
    const made = [block(STEP_METRICS, from, until, 1), block(SPLIT_METRICS, from, until, EVERY)];
    const own = (one) => ({ ...one, values: one.values.slice() });
    const ticks = [];
    for (let run = 1; run <= runs; run++)
      for (let seed = 1; seed <= seeds; seed++)
        ticks.push({ id: `r${run}/${seed}`, run: `r${run}`, seed, steps: own(made[0]), measured: own(made[1]) });
    history = history.append(ticks);
    if (Math.floor((10 * until) / steps) > rows.length) {
      collect();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      rows.push({
        steps: until,
        heapMiB: heapUsed / MEBI,
        buffersMiB: arrayBuffers / MEBI,
        points: history.points,
        thinning: history.thinning('steps'),
      });
      const { heapMiB, buffersMiB, points, thinning } = rows.at(-1);
      console.error(
        `${until} steps   heap ${heapMiB.toFixed(0)} MiB   buffers ${buffersMiB.toFixed(0)} MiB   ${points} rows, two for ${thinning} steps`,
      );
    }
  }
  const lost = history.members.filter(({ steps: table }) => {
    const column = [...table.column('lossClean')];
    return Math.max(...column) !== 1e6 || Math.min(...column) !== -1e6;
  });
  // What had come by a tenth of the way fills the room; from there on it is flat.
  const settled = rows.slice(1).map(({ buffersMiB }) => buffersMiB);
  const most = Math.max(...settled);
  const isFlat = rows.at(-1).buffersMiB < 1.5 * Math.min(...settled);
  console.log(
    JSON.stringify({
      steps,
      runs,
      seeds,
      mostBuffersMiB: most,
      isFlat,
      membersWithoutExtremes: lost.length,
      seconds: (performance.now() - began) / 1000,
    }),
  );
  if (!isFlat || lost.length > 0) process.exitCode = 1;
} finally {
  await source.close();
}
