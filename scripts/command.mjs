// How every command takes its arguments and ends. Node built-ins only: a wrong argument is refused at once, before
// Vite, a browser or a build.
import { parseArgs } from 'node:util';

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

/**
 * Runs a command's `main` on the process's arguments. Bad arguments end it with status 2, any other error with 1, each
 * with its sentence alone on stderr; `--help` prints the usage and nothing else happens.
 *
 * @param {(argv: readonly string[]) => Promise<void> | void} main
 */
export async function runCommand(usage, main) {
  const argv = process.argv.slice(2);
  if (argv.includes('--help') || argv.includes('-h')) {
    console.log(usage);
    return;
  }
  try {
    await main(argv);
  } catch (error) {
    console.error(sentenceOf(error));
    process.exitCode = error instanceof BadArguments ? 2 : 1;
  }
}

/** Without the stack, and without what Playwright puts in front of an error of the page. */
function sentenceOf(error) {
  if (!(error instanceof Error)) return String(error);
  return error.message.replace(/^page\.evaluate: (Error: )?/, '').split('\n')[0];
}
