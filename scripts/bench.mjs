// How long a step of SAM takes: Basin beside other libraries that compute the same on the same device.
//   npm run bench -- [--nets mlp-small,…] [--tables peers,algorithms,batches,runs,kernels] [--backends webgpu,wasm]
//                    [--libraries basin,basin-eager,tfjs,jax] [--seconds 0.3] [--repeats 9] [--gpu] [--node] [--pytorch] [--json] [--docs]
//
// Each library lives in a page of its own, with --node in a process. Repetitions take turns, so that a drift of the
// machine meets all alike; figures are medians with their quartiles, and ratios are taken repetition by repetition.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { table } from './bench/markdown.mjs';
import { libraries } from './bench/measurements.mjs';
import { openBrowserHouse, openNodeHouse } from './bench/rooms.mjs';
import { makeTable, tables } from './bench/tables.mjs';
import { writeSection } from './bench/performancePage.mjs';
import { loadSource } from './loadSource.mjs';

const usage =
  'usage: npm run bench -- [--nets …] [--tables …] [--backends …] [--libraries …] [--seconds n] [--repeats n] [--gpu] [--node] [--pytorch] [--json] [--docs]';
/** For a real measurement; the smaller they are, the wider the quartiles. */
const SECONDS = 0.3;
const REPEATS = 9;

const options = parsed();
const { nets: known } = await loadSource('scripts/bench/nets.ts');
const { cases } = await loadSource('scripts/bench/kernels/cases.ts');
const hardware = options.gpu ?? false;
const isTimed = ({ timed }) => timed === 'always' || timed === 'among peers' || (hardware && timed === 'on hardware');
/** Whether nobody has asked for it, and it takes long here. */
const isLong = ({ timed }) => timed === 'among peers' && !hardware && options.nets === undefined;
const names = chosen(
  'nets',
  Object.keys(known),
  Object.keys(known).filter((name) => isTimed(known[name])),
);
const wanted = chosen(
  'tables',
  Object.keys(tables).filter((name) => name !== 'pytorch'),
);
if (options.node && options.backends !== undefined && options.backends !== 'webgpu')
  fail('--node times webgpu only: leave --backends out.');
const backends = chosen('backends', options.node ? ['webgpu'] : ['webgpu', 'wasm']);
const setup = {
  libraries: chosen('libraries', libraries),
  nets: names.map((name) => ({
    name,
    label: known[name].label,
    batch: known[name].batch[hardware ? 'hardware' : 'software'],
    isLong: isLong(known[name]),
  })),
  kernels: Object.entries(cases).map(([name, { label }]) => ({ name, label })),
  images: hardware ? 128 : 8,
  seconds: positive('seconds', SECONDS),
  repeats: Math.ceil(positive('repeats', REPEATS)),
  say: (sentence) => console.error(sentence),
};

let house;
try {
  house = await (options.node ? openNodeHouse : openBrowserHouse)({ hardware });
  if (backends.includes('webgpu')) await expectAdapter();
  const made = [];
  for (const name of wanted) for (const backend of backends) made.push(await makeTable(name, { ...setup, house }, backend));
  if (options.pytorch) made.push(await makeTable('pytorch', setup, hardware ? 'cuda' : 'cpu'));
  const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} threads, ${house.place}, ${new Date().toISOString().slice(0, 10)}`;
  const command = ['npm run bench', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' ');
  const text = [
    `    ${command}`,
    '',
    `${machine}. Blocks of ${setup.seconds} s, ${setup.repeats} repetitions: median (quartiles).`,
    ...made.flatMap(({ title, header, rows }) => ['', `### ${title}`, '', table(header, rows)]),
  ].join('\n');
  console.log(options.json ? JSON.stringify({ format: 'basin-bench', command, machine, tables: made }) : text);
  if (options.docs) writeSection([options.node ? 'node' : 'browser', hardware ? 'graphics card' : 'software'].join(', '), text);
} catch (error) {
  console.error(error instanceof Error ? error.message.split('\n')[0] : String(error));
  process.exitCode = 1;
} finally {
  await house?.close();
}

/** Says what computes before anything else, and refuses to call a software adapter a graphics card. */
async function expectAdapter() {
  const room = await house.open();
  const adapter = await room.call('adapter');
  await room.close();
  if (adapter === null) throw new Error('There is no WebGPU adapter here: install a Vulkan driver, or use --backends wasm.');
  if (hardware && adapter.software) {
    throw new Error(`--gpu found a software adapter only (${adapter.name}): leave --gpu out, or install the driver of the graphics card.`);
  }
  setup.say(`WebGPU: ${adapter.name}${adapter.software ? ' (software)' : ''}`);
}

/** The names given for an option, checked against what there is. */
function chosen(option, all, byDefault = all) {
  if (options[option] === undefined) return byDefault;
  const given = options[option].split(',');
  const unknown = given.find((name) => !all.includes(name));
  if (unknown !== undefined) fail(`--${option}: there is no “${unknown}”; choose from ${all.join(', ')}.`);
  return given;
}

function positive(option, byDefault) {
  const value = options[option] === undefined ? byDefault : Number(options[option]);
  if (!(value > 0)) fail(`--${option} is "${options[option]}": give a number above 0.`);
  return value;
}

function parsed() {
  const text = { type: 'string' };
  const flag = { type: 'boolean' };
  try {
    return parseArgs({
      options: {
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
      },
    }).values;
  } catch (error) {
    return fail(`${error.message}. ${usage}`);
  }
}

function fail(sentence) {
  console.error(sentence);
  process.exit(2);
}
