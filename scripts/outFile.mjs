// Where a command's result goes: refused before anything runs, and there whole or not at all. Node built-ins only.
import { accessSync, constants, existsSync, linkSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { refuse } from './command.mjs';

/**
 * Refuses a file that could not be written at the end: in a folder that is not there or closed, or in place of another.
 *
 * @param {string} path
 * @param {{ force?: boolean, endings: readonly string[] }} options `force` lets it take the place of a file.
 * @throws {import('./command.mjs').BadArguments}
 */
export function checkOut(path, { force = false, endings }) {
  if (!endings.some((ending) => path.endsWith(ending))) refuse(`--out takes a file that ends in ${endings.join(' or ')}.`);
  const folder = dirname(resolve(path));
  if (!existsSync(folder)) refuse(`--out: there is no folder ${folder}. Make it first.`);
  if (!statSync(folder).isDirectory()) refuse(`--out: ${folder} is no folder.`);
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    refuse(`--out: nothing may be written into ${folder}. Choose another folder.`);
  }
  if (!existsSync(path)) return;
  if (statSync(path).isDirectory()) refuse(`--out: ${path} is a folder. Name a file in it.`);
  if (!force) refuse(`--out: ${path} is there already. Name another file, or give --force to replace it.`);
}

/**
 * Writes a file beside its place and moves it there. What cannot be moved or written there is left where the error says.
 *
 * @param {string} path
 * @param {string} text
 * @param {{ force?: boolean }} options `force` lets it take the place of a file.
 */
export function writeOut(path, text, { force = false } = {}) {
  const draft = join(dirname(resolve(path)), `.${basename(path)}.${process.pid}`);
  try {
    writeFileSync(draft, text, { flush: true });
    if (force) renameSync(draft, path);
    else moveWithoutReplacing(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    const saved = join(mkdtempSync(join(tmpdir(), 'basin-')), basename(path));
    writeFileSync(saved, text);
    throw new Error(`${path} could not be written (${error.code ?? error.message}); the result is in ${saved}.`);
  }
}

/** A rename replaces what came while the command ran; a second name does not. */
function moveWithoutReplacing(draft, path) {
  try {
    linkSync(draft, path);
  } catch (error) {
    // File systems without second names, such as exFAT.
    if (error.code === 'EEXIST' || existsSync(path)) throw error;
    renameSync(draft, path);
    return;
  }
  rmSync(draft);
}
