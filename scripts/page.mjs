// Serves the built page until it is interrupted; builds it first where the sources are there and newer.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArguments, runCommand } from './command.mjs';
import { root } from './root.mjs';
import { portFrom, serveFolder } from './serve.mjs';

const usage = 'usage: basin page [--port 4173]';

await runCommand(usage, async (argv, { stopped }) => {
  const { values } = parseArguments(argv, { usage, options: { port: { type: 'string' } } });
  const port = portFrom(values.port ?? process.env.PORT);
  if (existsSync(join(root, 'src'))) (await import('./buildIfStale.mjs')).buildIfStale();
  const { url, close } = await serveFolder(join(root, 'dist'), port);
  console.log(`Basin runs at ${url} (Ctrl-C stops it).`);
  await new Promise((done) => stopped.addEventListener('abort', done, { once: true }));
  await close();
});
