/** Commands of this project, run as a person runs them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/root.mjs';
import type { JobResult } from '../../src/core/study/jobResult';

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly said: string;
}

/** Runs a command to its end; `onWords` hears what it says on the way. */
export function ended(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  onWords: (child: ChildProcess, words: string) => void = () => {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    let [out, said] = ['', ''];
    child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
    child.stderr.on('data', (piece: Buffer) => {
      said += piece.toString();
      onWords(child, said);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, said }));
  });
}

/** `npm run train` without npm. */
export const train = (...args: readonly string[]): Promise<Ended> => ended(process.execPath, ['scripts/train.mjs', ...args]);

/** The command `basin`, from the checkout. */
export const basin = (...args: readonly string[]): Promise<Ended> => ended(process.execPath, ['scripts/basin.mjs', ...args]);

/** A training document without what two trainings of one experiment may differ in. */
export function timeless(json: string): string {
  return JSON.stringify(JSON.parse(json), (key, value: unknown) =>
    ['seconds', 'date', 'selfTestMs', 'sentence', 'userAgent', 'candidates'].includes(key) ? undefined : value,
  );
}

/** A study of six small trainings. */
export const STUDY_LINK = 'v=1&data=moons&n=60&test=100&width=8&rff=0&batch=20&steps=40&every=20&algos=sgd,sam&seeds=1-2&vary=rho(.1,.4)';

/** Results of a study's folder, by job. */
export const jobResults = (path: string): readonly JobResult[] =>
  readdirSync(path)
    .filter((name) => /^[\da-f]{16}\.json$/.test(name))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(path, name), 'utf8')) as JobResult);

/** Numbers that two trainings of the same jobs have in common. */
export const jobNumbers = (path: string) =>
  jobResults(path).map(({ id, measured: { seconds: _, ...measured }, lastStep: { seconds: __, ...lastStep }, divergedAt }) => ({
    id,
    measured,
    lastStep,
    divergedAt,
  }));
