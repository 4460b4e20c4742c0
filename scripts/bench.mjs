// How long a step of SAM takes: Basin beside other libraries that compute the same on the same device. `usage` in
// arguments/bench.mjs says what it takes.
//
// Each library lives in a page of its own, with --node in a process. Repetitions take turns, so that a drift of the
// machine meets all alike; figures are medians with their quartiles, and ratios are taken repetition by repetition.
import { cpus } from 'node:os';
import { benchArguments, benchSetup, usage } from './arguments/bench.mjs';
import { table } from './bench/markdown.mjs';
import { writeSection } from './bench/performancePage.mjs';
import { openBrowserHouse, openNodeHouse } from './bench/rooms.mjs';
import { makeTable } from './bench/tables.mjs';
import { runCommand } from './command.mjs';
import { openSource } from './loadSource.mjs';

await runCommand(usage, async (argv) => {
  const asked = benchArguments(argv);
  const source = await openSource();
  const setup = { ...(await benchSetup(asked, source.load)), say: (sentence) => console.error(sentence) };
  await source.close();
  const { hardware, backends, node, pytorch } = asked;
  const house = await (node ? openNodeHouse : openBrowserHouse)({ hardware });
  try {
    if (backends.includes('webgpu')) await expectAdapter(house, hardware);
    const made = [];
    for (const name of asked.tables) for (const backend of backends) made.push(await makeTable(name, { ...setup, house }, backend));
    if (pytorch) made.push(await makeTable('pytorch', setup, hardware ? 'cuda' : 'cpu'));
    const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} threads, ${house.place}, ${new Date().toISOString().slice(0, 10)}`;
    const command = ['npm run bench', ...(argv.length > 0 ? ['--', ...argv] : [])].join(' ');
    const text = [
      `    ${command}`,
      '',
      `${machine}. Blocks of ${setup.seconds} s, ${setup.repeats} repetitions: median (quartiles).`,
      ...made.flatMap(({ title, header, rows }) => ['', `### ${title}`, '', table(header, rows)]),
    ].join('\n');
    console.log(asked.json ? JSON.stringify({ format: 'basin-bench', command, machine, tables: made }) : text);
    if (asked.docs) writeSection([node ? 'node' : 'browser', hardware ? 'graphics card' : 'software'].join(', '), text);
  } finally {
    await house.close();
  }
});

/** Says what computes before anything else, and refuses to call a software adapter a graphics card. */
async function expectAdapter(house, hardware) {
  const room = await house.open();
  const adapter = await room.call('adapter');
  await room.close();
  if (adapter === null) throw new Error('There is no WebGPU adapter here: install a Vulkan driver, or use --backends wasm.');
  if (hardware && adapter.software) {
    throw new Error(`--gpu found a software adapter only (${adapter.name}): leave --gpu out, or install the driver of the graphics card.`);
  }
  console.error(`WebGPU: ${adapter.name}${adapter.software ? ' (software)' : ''}`);
}
