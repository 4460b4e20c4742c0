// How long until a visitor sees the default experiment, and until it trains?
//   node scripts/startUp.mjs [repeats]
//
// Opens the built page in a browser that knows nothing of it, once for each device and repetition, and prints medians in
// milliseconds: from asking for the address to curves on screen (of the recorded run, at the plain address); to the device being open (self-test passed);
// and from pressing Space to the first step of all its runs being counted. On a software adapter the last is mostly compiling.
import { join } from 'node:path';
import { launchBrowser } from './browser.mjs';
import { buildIfStale } from './buildIfStale.mjs';
import { endWithHelp } from './command.mjs';
import { root } from './root.mjs';
import { serveFolder } from './serve.mjs';

endWithHelp('usage: node scripts/startUp.mjs [repeats]');
const repeats = Number(process.argv[2] ?? 5);
/** Words of the footer, by the link that leads to it; the plain address chooses a device by itself. */
const LINKS = {
  '': /:/,
  '#v=1&preset=pinwheel-noisy&backend=wasm': 'WebAssembly',
  '#v=1&preset=pinwheel-noisy&backend=webgpu-software': 'WebGPU',
};

buildIfStale();
const server = await serveFolder(join(root, 'dist'));
try {
  for (const [hash, device] of Object.entries(LINKS)) {
    const visits = [];
    for (let repeat = 0; repeat < repeats; repeat++) visits.push(await visit(hash, device));
    const median = (key) => Math.round(visits.map((one) => one[key]).toSorted((left, right) => left - right)[Math.floor(repeats / 2)]);
    const curves = hash === '' ? `curves on screen ${median('curves')} ms   ` : '';
    console.log(
      `${(hash || 'the plain address').padEnd(50)} ${curves}device open ${median('open')} ms   Space to first step ${median('step')} ms`,
    );
  }
} finally {
  await server.close();
}

/** One first visit: a process of its own, so that neither code nor shaders are known. */
async function visit(hash, device) {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const asked = performance.now();
    await page.goto(`${server.url}/${hash}`, { waitUntil: 'commit' });
    const curves = page.locator('figure.chart svg.chart-lines path').first();
    const [curvesAt, openAt] = await Promise.all([
      hash === '' ? now(curves.waitFor()) : Number.NaN,
      now(page.getByRole('contentinfo').getByText(device).first().waitFor({ timeout: 60_000 })),
    ]);
    const pressed = performance.now();
    await page.keyboard.press('Space');
    // The recorded run is complete.
    const hasBegun = () => {
      const { value = 0, max = 0 } = document.querySelector('progress') ?? {};
      return value >= 1 && value < max;
    };
    await page.waitForFunction(hasBegun, undefined, { timeout: 120_000 });
    return { curves: curvesAt - asked, open: openAt - asked, step: performance.now() - pressed };
  } finally {
    await browser.close();
  }
}

async function now(event) {
  await event;
  return performance.now();
}
