// Where the time of the page's thread goes while it hands steps of SAM over to WebGPU.
//   node scripts/scriptProfile.mjs [net] [batch]
//
// Chromium's sampling profiler, every 50 µs, on the software adapter: the functions of a block of many steps less those of a
// block of one, per step, so that starting and waiting for the end cancel out. Time in which the thread had no processor is in
// none of them.
import { launchBrowser } from './browser.mjs';
import { buildSession } from './bench/build.mjs';
import { endWithHelp } from './command.mjs';
import { serveFolder } from './serve.mjs';

endWithHelp('usage: node scripts/scriptProfile.mjs [net] [batch]');
const [net = 'resnet-20', batch = '2'] = process.argv.slice(2);
const STEPS = 48;
const BLOCKS = 6;
const SHOWN = 14;
const NOT_SCRIPT = new Set(['(idle)', '(program)', '(root)']);
/** Methods of WebGPU that a step calls. */
const CALLS = new Set(
  'setPipeline setBindGroup dispatchWorkgroups beginComputePass end finish submit writeBuffer createCommandEncoder copyBufferToBuffer'.split(
    ' ',
  ),
);

const server = await serveFolder(await buildSession('page', { isReadable: true }));
const browser = await launchBrowser({ software: true });
try {
  const page = await browser.newPage();
  await page.goto(`${server.url}/index.html`);
  await page.waitForFunction(() => 'bench' in globalThis);
  const call = (name, ...args) => page.evaluate(([method, given]) => globalThis.bench[method](...given), [name, args]);
  await call('open', 'basin', 'webgpu');
  const { id } = await call('load', { net, batch: Number(batch), algorithm: 'sam' });
  await call('script', id, STEPS);
  const session = await page.context().newCDPSession(page);
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: 50 });

  const times = new Map();
  const add = async (steps, sign) => {
    await session.send('Profiler.start');
    await call('script', id, steps);
    for (const [name, ms] of selfTimes((await session.send('Profiler.stop')).profile)) times.set(name, (times.get(name) ?? 0) + sign * ms);
  };
  for (let block = 0; block < BLOCKS; block++) {
    await add(STEPS + 1, 1);
    await add(1, -1);
  }

  const perStep = [...times].map(([name, ms]) => ({ name, ms: ms / (BLOCKS * STEPS) })).filter(({ name }) => !NOT_SCRIPT.has(name));
  const total = (own) => perStep.filter(own).reduce((sum, { ms }) => sum + ms, 0);
  const isGarbage = ({ name }) => name === '(garbage collector)';
  const isCall = ({ name }) => CALLS.has(name);
  console.log(`${net}, batch ${batch}, milliseconds per step of SAM, ${BLOCKS} blocks of ${STEPS} steps`);
  console.log(`script ${total((one) => !isGarbage(one)).toFixed(2)}, of which calls of WebGPU ${total(isCall).toFixed(2)}`);
  console.log(`garbage ${total(isGarbage).toFixed(2)}`);
  for (const { name, ms } of perStep.toSorted((one, other) => other.ms - one.ms).slice(0, SHOWN))
    console.log(`  ${ms.toFixed(3)}  ${name}`);
} finally {
  await browser.close();
  await server.close();
}

/** Milliseconds by function, callees not included. */
function selfTimes({ nodes, samples, timeDeltas }) {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, callFrame.functionName || '(anonymous)']));
  const sums = new Map();
  samples.forEach((id, index) => sums.set(names.get(id), (sums.get(names.get(id)) ?? 0) + timeDeltas[index] / 1000));
  return sums;
}
