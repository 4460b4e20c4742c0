// How every command takes its arguments and ends. Node built-ins only: a wrong argument is refused at once, before
// Vite, a browser or a build.
import { constants } from 'node:os';
import { parseArgs } from 'node:util';

/** Exit statuses; docs/command-line.md says them to people. An interruption ends with 128 and the number of its signal. */
export const STATUS = {
  done: 0,
  failed: 1,
  /** Arguments, a link or files that cannot be used. */
  badInput: 2,
  /** A run's numbers were no longer finite; the result was written. */
  diverged: 3,
  /** Under --strict: there was something to notice; the result was written. */
  noticed: 4,
};

/** Arguments that a command does not take. The message is one sentence that says what to give instead. */
export class BadArguments extends Error {}

/** @throws {BadArguments} */
export function refuse(sentence) {
  throw new BadArguments(sentence);
}

/**
 * @param {readonly string[]} argv
 * @param {{ usage: string, options?: import('node:util').ParseArgsConfig['options'], positionals?: number }} takes
 *   `positionals`: how many there may be.
 * @throws {BadArguments} for an option that is unknown, twice or without its value, and for a word too many.
 */
export function parseArguments(argv, { usage, options = {}, positionals: most = 0 }) {
  let parsed;
  try {
    parsed = parseArgs({ args: [...argv], allowPositionals: most > 0, options });
  } catch (error) {
    // Node goes on with advice about dashes, which is not what went wrong here.
    return refuse(`${error.message.split('. ')[0]}. ${usage}`);
  }
  return parsed.positionals.length > most ? refuse(usage) : parsed;
}

/** True if somebody asks what a command takes. */
export const asksForHelp = (argv) => argv.includes('--help') || argv.includes('-h');

/** For scripts without arguments to refuse: prints the usage where somebody asks for it, and ends. */
export function endWithHelp(usage) {
  if (!asksForHelp(process.argv.slice(2))) return;
  console.log(usage);
  process.exit(STATUS.done);
}

/** Work before an interrupted command ends: close a browser. */
const cleanups = new Set();

/** Has `cleanup` called should the command be interrupted. Returns what takes it back. */
export function whenInterrupted(cleanup) {
  cleanups.add(cleanup);
  return () => cleanups.delete(cleanup);
}

/**
 * Runs a command's `main` on the process's arguments and ends with the status it returns, 0 where it returns none. Bad
 * arguments end it with 2, any other error with 1, an interruption with 128 and its signal's number, each with one sentence
 * on stderr; `--help` prints the usage and nothing else happens.
 *
 * @param {(argv: readonly string[], surroundings: { stopped: AbortSignal }) => Promise<number | void> | number | void} main one that
 *   takes `stopped` ends by itself where it is interrupted, and keeps what it has.
 */
export async function runCommand(usage, main) {
  process.stdout.on('error', endWithoutOutput);
  const argv = process.argv.slice(2);
  if (asksForHelp(argv)) {
    console.log(usage);
    return;
  }
  const stopped = new AbortController();
  const listen = (signal, otherwise) => process.on(signal, () => (main.length > 1 ? stopped.abort(signal) : otherwise(signal)));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) listen(signal, (name) => void interrupted(name));
  try {
    process.exitCode = (await main(argv, { stopped: stopped.signal })) ?? STATUS.done;
    if (stopped.signal.aborted) process.exitCode = 128 + constants.signals[stopped.signal.reason];
  } catch (error) {
    console.error(sentenceOf(error));
    process.exitCode = error instanceof BadArguments ? STATUS.badInput : STATUS.failed;
  }
}

/** A full disk, or a reader that has gone, such as `head`. Only the latter is no news. */
function endWithoutOutput(error) {
  if (error.code !== 'EPIPE') console.error(`Nothing more can be printed (${error.code}): what was to be printed is lost.`);
  process.exit(STATUS.failed);
}

async function interrupted(signal) {
  console.error(`Interrupted (${signal}): nothing was saved.`);
  // A browser that does not answer must not keep a command that was told to end.
  await Promise.race([Promise.allSettled([...cleanups].map((cleanup) => cleanup())), new Promise((done) => setTimeout(done, 3000))]);
  process.exit(128 + constants.signals[signal]);
}

/** Without the stack, and without what Playwright puts in front of an error of the page. */
function sentenceOf(error) {
  if (!(error instanceof Error)) return String(error);
  const [line] = error.message.replace(/^page\.evaluate: (Error: )?/, '').split('\n');
  if (/Target (page|closed)|browser has been closed|Target crashed|Page crashed/.test(line)) {
    return 'The browser that computed has ended, killed or for want of memory: nothing was saved. Start again, with a smaller network or fewer seeds.';
  }
  return line;
}
