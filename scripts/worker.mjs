// Joins a queue: trains the jobs of a study's folder that others have queued, until it is told to end.
import { parseArguments, refuse, runCommand } from './command.mjs';
import { work } from './study/engines/bullmq.mjs';
import { readStudyFile } from './study/folder.mjs';
import { openTraining } from './study/trainJobs.mjs';

const usage = 'usage: basin worker <folder> [--url redis://127.0.0.1:6379]';

await runCommand(usage, async (argv, { stopped }) => {
  const { values, positionals } = parseArguments(argv, { usage, options: { url: { type: 'string' } }, positionals: 1 });
  const [folder] = positionals;
  if (folder === undefined) return refuse(usage);
  readStudyFile(folder);
  await work(folder, { url: values.url, signal: stopped, say: console.error, training: await openTraining(folder) });
});
