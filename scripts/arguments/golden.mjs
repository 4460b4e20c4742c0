// What `npm run golden` takes, and what it refuses before anything is replayed.
import { readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArguments, refuse } from '../command.mjs';

const BACKENDS = ['float64', 'wasm', 'cpu', 'webgpu', 'webgl'];

export const usage = `usage: npm run golden -- <folder> [--backend ${BACKENDS.join('|')}] [--strict]`;

/** @returns the folder, the names of its trajectories in order, the backend, and whether what is not built is a failure. */
export function goldenArguments(argv) {
  const { values, positionals } = parseArguments(argv, {
    usage,
    options: { backend: { type: 'string' }, strict: { type: 'boolean' } },
    positionals: 1,
  });
  const { backend = 'float64', strict = false } = values;
  const [folder] = positionals;
  if (!folder || !BACKENDS.includes(backend)) return refuse(usage);
  if (!statSync(resolve(folder), { throwIfNoEntry: false })?.isDirectory()) refuse(`There is no folder ${folder}. ${usage}`);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  if (files.length === 0) refuse(`The folder ${folder} holds no .json file.`);
  return { folder, files: files.sort(), backend, strict };
}
