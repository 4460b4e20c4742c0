// A study's folder, or its merged document, as a table.
import { statSync } from 'node:fs';
import { parseArguments, refuse, runCommand } from './command.mjs';
import { loadEngine } from './nodeEngine.mjs';
import { readMerged } from './study/merged.mjs';
import { showStudy, tableLines } from './study/show.mjs';

const usage = 'usage: basin show <folder or merged document>';

await runCommand(usage, async (argv) => {
  const { positionals } = parseArguments(argv, { usage, positionals: 1 });
  const [path] = positionals;
  if (path === undefined) return refuse(usage);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return refuse(`There is no file or folder ${path}.`);
  const load = await loadEngine();
  if (stats.isDirectory()) {
    for (const line of await showStudy(path, load)) console.log(line);
    return;
  }
  const { study, results } = await readMerged(path, load);
  for (const line of tableLines(study, results, (await load('src/core/study/table.ts')).studyTable)) console.log(line);
});
