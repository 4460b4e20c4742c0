// How the jobs of a study's folder stand. `--cancel` takes back what a scheduler or a queue has.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArguments, refuse, runCommand } from './command.mjs';
import { loadEngine } from './nodeEngine.mjs';
import { engines } from './study/engines/engine.mjs';
import { readStudyFile } from './study/folder.mjs';
import { statesIn } from './study/show.mjs';

const usage = 'usage: basin jobs <folder> [--all] [--engine <name>] [--url <queue>] [--cancel]';

await runCommand(usage, async (argv) => {
  const { values, positionals } = parseArguments(argv, {
    usage,
    options: { all: { type: 'boolean' }, engine: { type: 'string' }, cancel: { type: 'boolean' }, url: { type: 'string' } },
    positionals: 1,
  });
  const [folder] = positionals;
  if (folder === undefined) return refuse(usage);
  readStudyFile(folder);
  const engine = values.engine === undefined ? undefined : engines[values.engine];
  if (values.engine !== undefined && !engine)
    return refuse(`There is no engine “${values.engine}”: choose one of ${Object.keys(engines).join(', ')}.`);
  if (values.cancel) {
    if (!engine?.cancel) return refuse('--cancel needs --engine, and one that others train for: a local study ends with Ctrl-C.');
    console.log(await engine.cancel(folder, values));
    return;
  }
  const { states, illegal } = await statesIn(folder, await loadEngine());
  const elsewhere = (await engine?.states?.(folder, values)) ?? new Map();
  const said = new Map([...states].map(([id, state]) => [id, state === 'waiting' ? (elsewhere.get(id) ?? state) : state]));
  const counts = new Map();
  for (const state of said.values()) counts.set(state, (counts.get(state) ?? 0) + 1);
  console.log([...counts].map(([state, count]) => `${count} ${state}`).join(', '));
  for (const [id, state] of said) {
    if (!values.all && !['failed'].includes(state)) continue;
    const reason = state === 'failed' ? `: ${readFileSync(join(folder, `${id}.failed`), 'utf8').trim()}` : '';
    console.log(`${id} ${state}${reason}`);
  }
  for (const line of illegal) console.log(`Left out: ${line}`);
});
