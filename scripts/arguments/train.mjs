// What `npm run train` takes, and what it refuses before anything is built or opened.
import { existsSync } from 'node:fs';
import { parseArguments, refuse } from '../command.mjs';
import { checkOut } from '../outFile.mjs';

export const usage =
  'usage: npm run train -- "<link or hash>" [--backend auto|webgpu|webgpu-software|webgl|wasm|cpu] [--seeds 1-5] [--data <file or folder>] [--read column=species,as=Id:out,gaps=fill] [--out file.json|file.csv [--force]] [--strict] [--browser] [--hardware]';

const options = {
  backend: { type: 'string' },
  seeds: { type: 'string' },
  data: { type: 'string' },
  read: { type: 'string' },
  out: { type: 'string' },
  force: { type: 'boolean' },
  strict: { type: 'boolean' },
  browser: { type: 'boolean' },
  hardware: { type: 'boolean' },
};

/** What computes without a browser. */
const IN_NODE = ['auto', 'wasm', 'cpu'];

/** Reads the arguments by themselves: needs no file of the project's. */
export function trainArguments(argv) {
  const { values, positionals } = parseArguments(argv, { usage, options, positionals: Infinity });
  if (positionals.length > 1) refuse(`One link is expected, and ${positionals.length} were given. ${usage}`);
  if (values.out !== undefined) checkOut(values.out, { force: values.force ?? false, endings: ['.json', '.csv'] });
  else if (values.force) refuse('--force is for --out, and there is none.');
  return { ...values, link: positionals[0] ?? '' };
}

/**
 * Reads link, seeds, backend and the way of reading as the page does.
 *
 * @param {ReturnType<typeof trainArguments>} asked
 * @param {(path: string) => Promise<any>} load imports a source file by its path from the repository's folder
 * @param {(sentence: string) => void} tell is told what was ignored or limited; under --strict that is refused
 * @returns what to ask for: `link`, `backend`, `seeds`, `reading`; and `inBrowser`, where only a browser has what is to compute
 * @throws {import('../command.mjs').BadArguments}
 */
export async function trainRequest({ link, backend, seeds, data, read, browser = false, hardware = false, strict = false }, load, tell) {
  const say = strict ? (sentence) => refuse(`${sentence} --strict takes nothing that is not followed to the letter.`) : tell;
  const { decode } = await load('src/core/settings/link.ts');
  const { trainingFields, deviceFields } = await load('src/core/settings/trainingFields.ts');
  const { needsFiles } = await load('src/core/datasets/index.ts');
  const { refusals } = await load('src/core/settings/refusals.ts');
  const { readingFields, defaultReading } = await load('src/core/datasets/reading.ts');

  const chosen = {
    link,
    ...(backend === undefined ? {} : { backend: valueOf(deviceFields.backend, backend, '--backend', say) }),
    ...(seeds === undefined ? {} : { seeds: valueOf(trainingFields.seeds, seeds, '--seeds', say) }),
  };
  const { experiment, notices } = decode(link);
  for (const { message } of notices) say(message);
  if (data !== undefined && !needsFiles(experiment.data)) {
    refuse('--data brings files, and this link makes its own data. Write data=files or preset=mnist in the link.');
  }
  for (const { about, message, remedy } of refusals(experiment)) {
    if (about !== 'data.set') refuse(`${message} ${remedy}`);
    if (data === undefined) refuse(`${message} Give it with --data <file or folder>.`);
  }
  if (data !== undefined && !existsSync(data)) refuse(await noSuchFile(data, load));
  // What the link says of the files of its data set, and over it what the command says.
  const linked = String(experiment.data.values.read ?? '');
  const computes = chosen.backend ?? experiment.device.backend;
  return {
    ...chosen,
    inBrowser: browser || !(IN_NODE.includes(computes) || (computes === 'webgpu' && hardware)),
    reading: { ...defaultReading, ...readingOf(linked, readingFields, say), ...readingOf(read ?? '', readingFields, say) },
  };
}

/** `side=32,as=Id:out;Age:number` as values of `readingFields`; a comma in a value is written `\\,`. */
function readingOf(text, readingFields, say) {
  const chosen = {};
  for (const part of text.split(/(?<!\\),/).filter(Boolean)) {
    const [key, ...rest] = part.split('=');
    if (!Object.hasOwn(readingFields, key)) refuse(`--read knows ${Object.keys(readingFields).join(', ')}, not “${key}”.`);
    chosen[key] = valueOf(readingFields[key], rest.join('=').replaceAll('\\,', ','), `--read ${key}`, say);
  }
  return chosen;
}

function valueOf(field, text, option, say) {
  const parsed = field.parse(text);
  if ('illegal' in parsed) refuse(`${option}: ${parsed.illegal}.`);
  if (parsed.clamped) say(`${option}: ${parsed.clamped}.`);
  return parsed.value;
}

/** The page fetches public sets by name; this command reads files alone, so that a training never waits for a network. */
async function noSuchFile(path, load) {
  const { publicSets } = await load('src/core/datasets/publicSets.ts');
  const { isDataset } = await load('src/core/settings/paperMenu.ts');
  const set = Object.values(publicSets).find(({ label }) => isDataset(path, label));
  if (!set) return `There is no file or folder ${path}.`;
  return `There is no file or folder ${path}. ${set.label} is fetched by name on the page only: download its files and give --data their folder.`;
}
