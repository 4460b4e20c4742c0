// Trains an experiment without the page and prints one JSON document. `usage` in arguments/train.mjs says what it takes.
import { statSync, writeFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { trainArguments, trainRequest, usage } from './arguments/train.mjs';
import { runCommand } from './command.mjs';
import { openHeadless } from './headless.mjs';
import { openSource } from './loadSource.mjs';

await runCommand(usage, async (argv) => {
  const asked = trainArguments(argv);
  const source = await openSource();
  const { reading, ...request } = await trainRequest(asked, source.load, console.error);
  const { trainingCsv } = await source.load('src/core/exports/trainingDocument.ts');
  await source.close();

  const headless = await openHeadless({ hardware: asked.hardware ?? false });
  try {
    const set = asked.data === undefined ? {} : { set: await readData(headless, asked.data, reading) };
    const { document } = await headless.train({ ...request, ...set }, showProgress());
    for (const line of report(document)) console.error(line);
    const json = `${JSON.stringify(document)}\n`;
    if (asked.out) writeFileSync(asked.out, extname(asked.out) === '.csv' ? trainingCsv(document) : json);
    await new Promise((done) => process.stdout.write(json, done));
  } finally {
    await headless.close();
  }
});

/** Backend and versions, each run's end, what was noticed, means over seeds and comparisons: a line each. */
function report({ fingerprint, runs, noticed, accuracies, comparisons }) {
  return [
    `\n${fingerprint.sentence}`,
    ...runs.map(({ label, seed, divergedAt, summary }) => {
      const state = divergedAt === null ? '' : ` (diverged at step ${divergedAt})`;
      const accuracy = summary.testAccuracy?.toFixed(1) ?? '–';
      return `${label.padEnd(24)} seed ${String(seed).padEnd(4)} clean test accuracy ${accuracy} %${state}`;
    }),
    ...noticed.map(({ label, message, remedy }) => `${label}: ${message} ${remedy}`),
    ...accuracies
      .filter(({ seeds }) => seeds > 1)
      .map(({ label, seeds, mean, sd }) => `${label.padEnd(24)} ${seeds} seeds: ${mean.toFixed(1)} ± ${sd.toFixed(1)} %`),
    ...comparisons.map(({ label, against, points, sd, margin, verdict, seeds }) => {
      const spread = seeds > 1 ? ` ± ${sd.toFixed(1)} (sd over ${seeds} seeds; 95 % interval ± ${margin.toFixed(1)})` : '';
      return `${label} − ${against}: ${signed(points)}${spread} points: ${verdict}`;
    }),
  ];
}

function signed(points) {
  return `${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(1)}`;
}

/** The id of the data set in a file or folder. Everything is read by the page's own worker, in the browser that also decodes pictures. */
async function readData(headless, path, reading) {
  const isFolder = statSync(path).isDirectory();
  const { id, name, count, classes, notes = [] } = await headless.readFiles(resolve(path), { isFolder, reading });
  console.error([`${name}: ${count} samples in ${classes} classes.`, ...notes].join(' '));
  return id;
}

/** Writes one changing line on a terminal, and one line per tenth elsewhere. */
function showProgress() {
  let tenth = 0;
  return (step, steps) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${step} of ${steps} steps `);
    else if (Math.floor((10 * step) / steps) > tenth) {
      tenth = Math.floor((10 * step) / steps);
      console.error(`${step} of ${steps} steps`);
    }
  };
}
