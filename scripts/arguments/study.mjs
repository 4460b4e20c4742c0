// What `basin study` takes, and what it refuses before anything is trained.
import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { parseArguments, refuse } from '../command.mjs';
import { engines } from '../study/engines/engine.mjs';
import { trainRequest } from './train.mjs';

const names = Object.keys(engines);

export const usage = `usage: basin study "<link with vary=…>" --out <folder> [--engine ${names.join('|')}] [--backend wasm|cpu|webgpu] [--seeds 1-5] [--data <file or folder>] [--read side=32] [--plan]
${names.map((name) => `  ${name}: ${engines[name].summary}`).join('\n')}`;

const own = {
  out: { type: 'string' },
  engine: { type: 'string' },
  backend: { type: 'string' },
  seeds: { type: 'string' },
  data: { type: 'string' },
  read: { type: 'string' },
  plan: { type: 'boolean' },
};
const BACKENDS = ['wasm', 'cpu', 'webgpu'];

export function studyArguments(argv) {
  const options = Object.assign({}, own, ...names.map((name) => engines[name].options));
  const { values, positionals } = parseArguments(argv, { usage, options, positionals: Infinity });
  if (positionals.length !== 1) refuse(`One link is expected, and ${positionals.length} were given. ${usage}`);
  const { out, engine = 'local', backend = 'wasm', plan = false, ...rest } = values;
  if (!Object.hasOwn(engines, engine)) refuse(`There is no engine “${engine}”: choose one of ${names.join(', ')}.`);
  if (!BACKENDS.includes(backend)) refuse(`--backend is one of ${BACKENDS.join(', ')}, not “${backend}”: jobs run without a browser.`);
  if (out === undefined && !plan) refuse(`--out <folder> is missing: results are written there. --plan says what would be trained.`);
  const strange = Object.keys(rest).find((option) => !(option in own) && !(option in engines[engine].options));
  if (strange) refuse(`--${strange} is not for --engine ${engine}.`);
  return { ...rest, link: positionals[0], out, engine, backend, plan };
}

/**
 * Reads the link as a study.
 *
 * @returns the study (`core/study/jobs.ts`), its files and how to read them
 * @throws {import('../command.mjs').BadArguments}
 */
export async function studyRequest({ link, seeds, data, read }, load, tell) {
  const { reading } = await trainRequest({ link, seeds, data, read }, load, tell);
  const { decode } = await load('src/core/settings/link.ts');
  const { trainingFields } = await load('src/core/settings/trainingFields.ts');
  const { readStudy } = await load('src/core/study/jobs.ts');
  const { experiment } = decode(link);
  const parsed = seeds === undefined ? undefined : trainingFields.seeds.parse(seeds);
  const asked = parsed && 'value' in parsed ? { ...experiment, training: { ...experiment.training, seeds: parsed.value } } : experiment;
  return {
    experiment: asked,
    reading,
    files: data === undefined ? undefined : isAbsolute(data) ? data : resolve(data),
    /** @param {string | undefined} set id of the data set that the files hold */
    read(set) {
      const named = set === undefined ? asked : { ...asked, data: { ...asked.data, values: { ...asked.data.values, set } } };
      const found = readStudy(named);
      return 'illegal' in found ? refuse(found.illegal) : found.study;
    },
    exists: data === undefined || existsSync(data),
  };
}
