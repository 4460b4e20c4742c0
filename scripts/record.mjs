// Makes public/recorded/default.json: a real run of the default experiment by the shipped engine, thinned for the page.
//   npm run record
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArguments, runCommand } from './command.mjs';
import { openNodeEngine } from './nodeEngine.mjs';
import { root } from './root.mjs';

const usage = 'usage: npm run record (writes public/recorded/default.json)';

await runCommand(usage, async (argv) => {
  parseArguments(argv, { usage });
  const headless = await openNodeEngine();
  try {
    const { recording } = await headless.train({ link: '', seeds: [1, 2, 3, 4, 5] }, (step, steps) =>
      console.error(`${step} of ${steps} steps`),
    );
    const folder = join(root, 'public', 'recorded');
    mkdirSync(folder, { recursive: true });
    const text = `${JSON.stringify(recording)}\n`;
    writeFileSync(join(folder, 'default.json'), text);
    console.log(`public/recorded/default.json: ${text.length} bytes, made by ${recording.madeBy.backend}`);
  } finally {
    await headless.close();
  }
});
