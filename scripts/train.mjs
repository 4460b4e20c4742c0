// Trains an experiment without the page, in this process or in a browser, and gives one JSON document. `usage` in arguments/train.mjs says what it takes.
import { statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { trainArguments, trainRequest, usage } from './arguments/train.mjs';
import { BadArguments, runCommand } from './command.mjs';
import { openHeadless } from './headless.mjs';
import { loadEngine, openNodeEngine } from './nodeEngine.mjs';
import { writeOut } from './outFile.mjs';
import { statusOf, trainReport } from './train/report.mjs';

await runCommand(usage, async (argv) => {
  const asked = trainArguments(argv);
  const { out, force = false, strict = false, hardware = false } = asked;
  const load = await loadEngine();
  const ignored = [];
  const { reading, inBrowser, ...request } = await trainRequest(asked, load, (sentence) => {
    ignored.push(sentence);
    console.error(sentence);
  });
  const { trainingCsv } = await load('src/core/exports/trainingCsv.ts');

  const headless = await (inBrowser ? openHeadless : openNodeEngine)({ hardware });
  try {
    const set = asked.data === undefined ? {} : { set: await readData(headless, asked.data, reading) };
    const { document } = await headless.train({ ...request, ...set }, showProgress());
    const json = `${JSON.stringify(document)}\n`;
    if (out !== undefined) writeOut(out, extname(out) === '.csv' ? trainingCsv(document) : json, { force });
    for (const line of trainReport(document, ignored)) console.error(line);
    if (out === undefined) await new Promise((done) => process.stdout.write(json, done));
    return statusOf(document, strict);
  } finally {
    await headless.close();
  }
});

/** The id of the data set in a file or folder, read as the page reads it. */
async function readData(headless, path, reading) {
  const isFolder = statSync(path).isDirectory();
  let summary;
  try {
    summary = await headless.readFiles(resolve(path), { isFolder, reading });
  } catch (error) {
    // The page's own sentence about a file; anything else is no fault of the file's.
    throw new BadArguments(error.message.replace(/^page\.evaluate: (Error: )?/, '').split('\n')[0]);
  }
  const { id, name, count, classes, notes = [] } = summary;
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
