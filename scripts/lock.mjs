// One process at a time: commands that start together from a bare clone do not install or build into each other. Node
// built-ins only, and the lock lies outside of the repository, because `npm ci` empties node_modules.
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './root.mjs';

const POLL_MS = 200;
const LONGEST_MS = 15 * 60_000;

/**
 * Does `work` while no other process does what has this name. Waits for one that does, and takes over from one that died.
 *
 * @template T
 * @param {string} name what is done, as in `install`
 * @param {() => T} work synchronous
 * @param {{ folder?: string, say?: (sentence: string) => void }} options `folder` holds the lock
 * @returns {T}
 * @throws one sentence when another process holds it for a quarter of an hour.
 */
export function alone(name, work, { folder = tmpdir(), say = console.error } = {}) {
  const path = join(folder, `basin-${createHash('sha256').update(root).digest('hex').slice(0, 12)}-${name}.lock`);
  acquire(path, name, say);
  try {
    return work();
  } finally {
    rmSync(path, { force: true });
  }
}

function acquire(path, name, say) {
  const start = Date.now();
  for (let said = false; !create(path); said = true) {
    if (!said) say(`Another command is at work on this (${name}): waiting for it…`);
    if (Date.now() - start > LONGEST_MS)
      throw new Error(`Another command has been at work (${name}) for a quarter of an hour: end it, or delete ${path}.`);
    removeIfDead(path);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
  }
}

/** False when there is such a file already. */
function create(path) {
  try {
    const file = openSync(path, 'wx');
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Of several who find the same owner dead one may remove its lock, or the next one's would go with it. */
function removeIfDead(path) {
  const owner = ownerOf(path);
  if (owner === undefined || isAlive(owner)) return;
  const claim = `${path}.${owner}`;
  if (!create(claim)) return;
  if (ownerOf(path) === owner) rmSync(path, { force: true });
  rmSync(claim, { force: true });
}

/** Undefined when there is none, or none has been written yet. */
function ownerOf(path) {
  if (!existsSync(path)) return undefined;
  try {
    return Number(readFileSync(path, 'utf8')) || undefined;
  } catch {
    // Removed between the two lines: its owner is done.
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is somebody else's.
    return error.code !== 'ESRCH';
  }
}
