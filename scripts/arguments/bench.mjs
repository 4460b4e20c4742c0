// What `npm run bench` takes, and what it refuses before anything is built or opened.
import { libraries } from '../bench/measurements.mjs';
import { tables } from '../bench/tables.mjs';
import { parseArguments, refuse } from '../command.mjs';

export const usage =
  'usage: npm run bench -- [--nets mlp-small,…] [--tables peers,algorithms,batches,runs,kernels] [--backends webgpu,wasm] [--libraries basin,basin-eager,tfjs,jax] [--seconds 0.3] [--repeats 9] [--gpu] [--node] [--pytorch] [--json] [--docs]';

/** For a real measurement; the smaller they are, the wider the quartiles. */
const SECONDS = 0.3;
const REPEATS = 9;

const text = { type: 'string' };
const flag = { type: 'boolean' };
const options = {
  nets: text,
  tables: text,
  backends: text,
  libraries: text,
  seconds: text,
  repeats: text,
  gpu: flag,
  node: flag,
  pytorch: flag,
  json: flag,
  docs: flag,
};

/** Reads the arguments by themselves: needs no file of the project's. `nets` are names still to be checked, or undefined. */
export function benchArguments(argv) {
  const {
    nets,
    tables: wanted,
    backends,
    libraries: compared,
    seconds,
    repeats,
    gpu = false,
    ...flags
  } = parseArguments(argv, {
    usage,
    options,
  }).values;
  const { node = false } = flags;
  if (node && backends !== undefined && backends !== 'webgpu') refuse('--node times webgpu only: leave --backends out.');
  return {
    ...flags,
    node,
    hardware: gpu,
    nets,
    tables: chosen(
      '--tables',
      wanted,
      Object.keys(tables).filter((name) => name !== 'pytorch'),
    ),
    backends: chosen('--backends', backends, node ? ['webgpu'] : ['webgpu', 'wasm']),
    libraries: chosen('--libraries', compared, libraries),
    seconds: positive('--seconds', seconds, SECONDS),
    repeats: Math.ceil(positive('--repeats', repeats, REPEATS)),
  };
}

/**
 * Makings of the tables.
 *
 * @param {ReturnType<typeof benchArguments>} asked
 * @param {(path: string) => Promise<any>} load imports a source file by its path from the repository's folder
 * @throws {import('../command.mjs').BadArguments} for a network that there is not.
 */
export async function benchSetup({ nets, hardware, libraries: compared, seconds, repeats }, load) {
  const { nets: known } = await load('scripts/bench/nets.ts');
  const { cases } = await load('scripts/bench/kernels/cases.ts');
  const isTimed = ({ timed }) => timed === 'always' || timed === 'among peers' || (hardware && timed === 'on hardware');
  /** Nobody has asked for it, and it takes long here. */
  const isLong = ({ timed }) => timed === 'among peers' && !hardware && nets === undefined;
  const all = Object.keys(known);
  const names = chosen(
    '--nets',
    nets,
    all,
    all.filter((name) => isTimed(known[name])),
  );
  return {
    libraries: compared,
    nets: names.map((name) => ({
      name,
      label: known[name].label,
      batch: known[name].batch[hardware ? 'hardware' : 'software'],
      isLong: isLong(known[name]),
    })),
    kernels: Object.entries(cases).map(([name, { label }]) => ({ name, label })),
    images: hardware ? 128 : 8,
    seconds,
    repeats,
  };
}

/** The names given for an option, checked against what there is. */
function chosen(option, given, all, byDefault = all) {
  if (given === undefined) return byDefault;
  const names = given.split(',');
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined) refuse(`${option}: there is no “${unknown}”; choose from ${all.join(', ')}.`);
  return names;
}

function positive(option, given, byDefault) {
  const value = given === undefined ? byDefault : Number(given);
  if (!(value > 0)) refuse(`${option} is "${given}": give a number above 0.`);
  return value;
}
