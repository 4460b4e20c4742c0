// Who trains a study's jobs. An engine is one file and one line here.
import { bullmq } from './bullmq.mjs';
import { local } from './local.mjs';
import { slurm } from './slurm.mjs';

/**
 * @typedef {{ id: string, outcome: 'done' | 'diverged' | 'failed' | 'there' | 'claimed', reason?: string }} EndedJob
 *
 * @typedef {object} StudyEngine
 * @property {string} summary for people
 * @property {import('node:util').ParseArgsConfig['options']} options of the command that are its own
 * @property {(folder: string, ids: readonly string[], asked: { onEnd: (job: EndedJob) => void, signal?: AbortSignal } & Record<string, unknown>) => Promise<string | void>} submit
 *   hands jobs over; resolves when all have ended, or with a sentence where somebody else trains them from now on
 * @property {(folder: string, asked: Record<string, unknown>) => Promise<ReadonlyMap<string, string>>} [states] of jobs whose folder does not say it, in the engine's words
 * @property {(folder: string, asked: Record<string, unknown>) => Promise<string>} [cancel] takes back what has not begun and ends what has; a sentence that says so
 */

/** @type {Readonly<Record<string, StudyEngine>>} */
export const engines = { local, slurm, bullmq };
