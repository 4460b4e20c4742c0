#!/usr/bin/env node
// One command for everything that trains without the page: `basin train|study|worker|jobs|merge|show|page`.
import { nodeComplaint } from './install.mjs';

const commands = {
  train: 'trains one link and prints its document',
  study: 'trains a link with varied settings into a folder',
  worker: 'trains what a queue has, until it is told to end',
  jobs: 'says how the jobs of a folder stand',
  merge: 'makes one document of a folder, which the page opens',
  show: 'prints a folder or document as a table',
  page: 'serves the page on this machine, without a network',
};

const [name, ...rest] = process.argv.slice(2);
const complaint = nodeComplaint();
if (complaint !== undefined) {
  console.error(complaint);
  process.exitCode = 1;
} else if (name !== undefined && Object.hasOwn(commands, name)) {
  process.argv.splice(2, process.argv.length, ...rest);
  await import(`./${name}.mjs`);
} else {
  const lines = Object.entries(commands).map(([command, what]) => `  ${command.padEnd(6)} ${what}`);
  const usage = `usage: basin <command> …\n${lines.join('\n')}\nbasin <command> --help says what it takes.`;
  const isAsked = name === undefined || name === '--help' || name === '-h';
  console[isAsked ? 'log' : 'error'](isAsked ? usage : `There is no command “${name}”. ${usage}`);
  process.exitCode = isAsked ? 0 : 2;
}
