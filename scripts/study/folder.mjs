// A study's folder: what is asked (`study.json`), a result per job (`<id>.json`), and while they are at work claims (`<id>.claim`) and
// checkpoints (`<id>.checkpoint`). Everything is written beside its place and renamed, so a file is whole or not there.
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { refuse } from '../command.mjs';

/** A claim that nobody has renewed for so long is of a process that has died. */
const STALE_MS = 60_000;
const RENEW_MS = 10_000;

/**
 * Opens a study's folder, made if need be.
 *
 * @param {string} path
 * @throws {import('../command.mjs').BadArguments} where it holds another study, or what is no study at all.
 */
export function openFolder(path, study) {
  mkdirSync(path, { recursive: true });
  const file = join(path, 'study.json');
  // Another process may have begun the same study since: its draft is no stranger, nor is anything beside a study that is there by now.
  const isStranger = (name) => !name.startsWith('.') && !name.startsWith('study.json');
  if (!existsSync(file) && readdirSync(path).some(isStranger) && !existsSync(file))
    refuse(`${path} is not empty and holds no study. Choose another folder.`);
  if (!existsSync(file)) writeWhole(file, `${JSON.stringify(study, null, 1)}\n`);
  const there = readStudyFile(path);
  if (there.link !== study.link) refuse(`${path} holds another study: ${there.link}. Choose another folder.`);
  if (there.version !== study.version)
    refuse(
      `${path} was begun with version ${there.version} of Basin, and this is ${study.version}: their numbers may differ. Choose another folder.`,
    );
  if (there.data !== study.data)
    refuse(`${path} was begun with the data set ${there.data ?? 'none'}, and this is ${study.data ?? 'none'}. Choose another folder.`);
}

/** @throws {import('../command.mjs').BadArguments} */
export function readStudyFile(path) {
  const file = join(path, 'study.json');
  if (!existsSync(file)) return refuse(`${path} holds no study: there is no study.json in it.`);
  try {
    const study = JSON.parse(readFileSync(file, 'utf8'));
    if (study.format !== 'basin-study-folder') throw new Error('it does not say that it is “basin-study-folder”');
    return study;
  } catch (error) {
    return refuse(`${file} cannot be read: ${error.message}.`);
  }
}

const place = (folder, id, kind) => join(folder, `${id}.${kind}`);

export const hasResult = (folder, id) => existsSync(place(folder, id, 'json'));
export const resultFile = (folder, id) => place(folder, id, 'json');

/** Text of the result of a job; undefined where there is none. */
export function readResult(folder, id) {
  try {
    return readFileSync(place(folder, id, 'json'), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

export const writeResult = (folder, result) => writeWhole(place(folder, result.id, 'json'), `${JSON.stringify(result)}\n`);

export function readCheckpoint(folder, id) {
  try {
    return readFileSync(place(folder, id, 'checkpoint'));
  } catch {
    return undefined;
  }
}

export const writeCheckpoint = (folder, id, bytes) => writeWhole(place(folder, id, 'checkpoint'), bytes);
export const removeCheckpoint = (folder, id) => rmSync(place(folder, id, 'checkpoint'), { force: true });

/** Why a job failed, for whoever looks at the folder; removed when it is tried again. */
export const writeFailure = (folder, id, sentence) => writeWhole(place(folder, id, 'failed'), `${sentence}\n`);
export const removeFailure = (folder, id) => rmSync(place(folder, id, 'failed'), { force: true });

/**
 * Claims a job, so that others leave it alone while this process lives; a claim of a process that has died is taken over. Two that take
 * over at once both train, which costs time and changes no result.
 *
 * @returns what lets go of it; undefined where somebody else is at work on it.
 */
export function claim(folder, id) {
  const path = place(folder, id, 'claim');
  if (!create(path)) {
    if (!isOfTheDead(path) && ageOf(folder, path) < STALE_MS) return undefined;
    rmSync(path, { force: true });
    if (!create(path)) return undefined;
  }
  const timer = setInterval(() => {
    try {
      // Written, not dated: the time is then the folder's own machine's.
      writeFileSync(path, owner());
    } catch {
      // Somebody cleaned the folder: the result will still be written.
    }
  }, RENEW_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    rmSync(path, { force: true });
  };
}

/** Jobs that somebody is at work on now. */
export function claimed(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.claim'))
    .filter((name) => !isOfTheDead(join(folder, name)) && ageOf(folder, join(folder, name)) < STALE_MS)
    .map((name) => name.slice(0, -'.claim'.length));
}

/** A claim of this machine's whose process is gone: nobody need wait for it to grow stale. */
function isOfTheDead(path) {
  try {
    const [host, pid] = readFileSync(path, 'utf8').trim().split(' ');
    if (host !== hostname()) return false;
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/** Milliseconds since a claim was renewed, by the clock of the folder's own machine: those of others may differ. */
function ageOf(folder, path) {
  const probe = join(folder, `.clock-${process.pid}`);
  writeFileSync(probe, '');
  const now = statSync(probe).mtimeMs;
  rmSync(probe, { force: true });
  const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return mtimeMs === undefined ? Number.POSITIVE_INFINITY : now - mtimeMs;
}

const owner = () => `${hostname()} ${process.pid}\n`;

function create(path) {
  try {
    const file = openSync(path, 'wx');
    writeSync(file, owner());
    closeSync(file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function writeWhole(path, content) {
  const draft = `${path}.${hostname()}-${process.pid}.draft`;
  try {
    writeFileSync(draft, content, { flush: true });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
