// Trains an experiment without the page and prints one JSON document.
//   npm run train -- "<link or hash>" [--backend auto|webgpu|webgpu-software|webgl|wasm|cpu] [--seeds 1-5]
//                    [--data <file or folder>] [--read side=32,column=species] [--out file.json|file.csv] [--hardware]
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openHeadless } from './headless.mjs';
import { openSource } from './loadSource.mjs';

const usage =
  'usage: npm run train -- "<link or hash>" [--backend auto|webgpu|webgpu-software|webgl|wasm|cpu] [--seeds 1-5] [--data <file or folder>] [--read side=32,column=species] [--out file.json|file.csv] [--hardware]';

const { values, positionals } = parsed();
if (positionals.length > 1) fail(`One link is expected, and ${positionals.length} were given. ${usage}`);
const link = positionals[0] ?? '';
if (values.out && !['.json', '.csv'].includes(extname(values.out))) fail('--out takes a file that ends in .json or .csv.');

const source = await openSource();
const { decode } = await source.load('src/core/settings/link.ts');
const { trainingFields, deviceFields } = await source.load('src/core/settings/experiment.ts');
const { needsFiles } = await source.load('src/core/datasets/index.ts');
const { publicSets } = await source.load('src/core/datasets/publicSets.ts');
const { isDataset } = await source.load('src/core/settings/paperMenu.ts');
const { refusals } = await source.load('src/core/settings/refusals.ts');
const { readingFields, defaultReading } = await source.load('src/core/datasets/reading.ts');
const { trainingCsv } = await source.load('src/core/exports/trainingDocument.ts');
await source.close();

const seeds = values.seeds === undefined ? undefined : read(trainingFields.seeds, values.seeds, '--seeds');
const backend = values.backend === undefined ? undefined : read(deviceFields.backend, values.backend, '--backend');
const { experiment, notices } = decode(link);
for (const { message } of notices) console.error(message);
if (values.data !== undefined && !needsFiles(experiment.data)) {
  fail('--data brings files, and this link makes its own data. Write data=files or preset=mnist in the link.');
}
for (const { field, message, remedy } of refusals(experiment)) {
  if (field !== 'data.set') fail(`${message} ${remedy}`);
  if (values.data === undefined) fail(`${message} Give it with --data <file or folder>.`);
}

if (values.data !== undefined && !existsSync(values.data)) fail(noSuchFile(values.data));
const reading = readAs(values.read ?? '');
let headless;
try {
  headless = await openHeadless({ hardware: values.hardware ?? false });
  const set = values.data === undefined ? undefined : await readData(values.data);
  const { document } = await headless.train(
    { link, ...(backend ? { backend } : {}), ...(seeds ? { seeds } : {}), ...(set ? { set } : {}) },
    showProgress(),
  );
  console.error(`\n${document.fingerprint.sentence}`);
  for (const { label, seed, parkedAt, summary } of document.runs) {
    const state = parkedAt === null ? '' : ` (diverged at step ${parkedAt})`;
    console.error(
      `${label.padEnd(24)} seed ${String(seed).padEnd(4)} clean test accuracy ${summary.testAccuracy?.toFixed(1) ?? '–'} %${state}`,
    );
  }
  for (const { label, message, remedy } of document.noticed) console.error(`${label}: ${message} ${remedy}`);
  for (const { label, seeds: count, mean, sd } of document.accuracies) {
    if (count > 1) console.error(`${label.padEnd(24)} ${count} seeds: ${mean.toFixed(1)} ± ${sd.toFixed(1)} %`);
  }
  for (const { label, against, points, sd, margin, verdict, seeds: count } of document.comparisons) {
    const spread = count > 1 ? ` ± ${sd.toFixed(1)} (sd over ${count} seeds; 95 % interval ± ${margin.toFixed(1)})` : '';
    console.error(`${label} − ${against}: ${signed(points)}${spread} points: ${verdict}`);
  }
  const json = `${JSON.stringify(document)}\n`;
  if (values.out) writeFileSync(values.out, extname(values.out) === '.csv' ? trainingCsv(document) : json);
  await new Promise((done) => process.stdout.write(json, done));
} catch (error) {
  console.error(error instanceof Error ? error.message.replace(/^page\.evaluate: (Error: )?/, '').split('\n')[0] : String(error));
  process.exitCode = 1;
} finally {
  await headless?.close();
}

function signed(points) {
  return `${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(1)}`;
}

/** The id of the data set in a file or folder. Everything is read by the page's own worker, in the browser that also decodes pictures. */
async function readData(path) {
  const isFolder = statSync(path).isDirectory();
  const { id, name, count, classes, notes = [] } = await headless.readFiles(resolve(path), { isFolder, reading });
  console.error([`${name}: ${count} samples in ${classes} classes.`, ...notes].join(' '));
  return id;
}

/** `side=32,labels=coarse` as values of `readingFields`. */
function readAs(text) {
  const chosen = { ...defaultReading };
  for (const part of text.split(',').filter(Boolean)) {
    const [key, ...rest] = part.split('=');
    if (!Object.hasOwn(readingFields, key)) fail(`--read knows ${Object.keys(readingFields).join(', ')}, not “${key}”.`);
    chosen[key] = read(readingFields[key], rest.join('='), `--read ${key}`);
  }
  return chosen;
}

function read(field, text, option) {
  const parsedValue = field.parse(text);
  if ('illegal' in parsedValue) fail(`${option}: ${parsedValue.illegal}.`);
  if (parsedValue.clamped) console.error(`${option}: ${parsedValue.clamped}.`);
  return parsedValue.value;
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

function parsed() {
  const options = {
    backend: { type: 'string' },
    seeds: { type: 'string' },
    data: { type: 'string' },
    read: { type: 'string' },
    out: { type: 'string' },
    hardware: { type: 'boolean' },
  };
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    return fail(`${error.message}. ${usage}`);
  }
}

/** The page fetches public sets by name; this command reads files alone, so that a training never waits for a network. */
function noSuchFile(path) {
  const set = Object.values(publicSets).find(({ label }) => isDataset(path, label));
  if (!set) return `There is no file or folder ${path}.`;
  return `There is no file or folder ${path}. ${set.label} is fetched by name on the page only: download its files and give --data their folder.`;
}

function fail(sentence) {
  console.error(sentence);
  process.exit(2);
}
