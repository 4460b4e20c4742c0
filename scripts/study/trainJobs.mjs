// Trains jobs of a study's folder, one after the other, in this process. Whoever runs it (a pool, an array of Slurm, a queue) says which.
import { deserialize, serialize } from 'node:v8';
import { resolve } from 'node:path';
import { statSync } from 'node:fs';
import { loadEngine, openNodeEngine } from '../nodeEngine.mjs';
import {
  claim,
  hasResult,
  readCheckpoint,
  readStudyFile,
  removeCheckpoint,
  removeFailure,
  writeCheckpoint,
  writeFailure,
  writeResult,
} from './folder.mjs';

/** Milliseconds of training that may be lost. */
const CHECKPOINT_MS = Number(process.env.BASIN_CHECKPOINT_MS ?? 60_000);

/**
 * Opens what trains jobs of this folder: the engine, and the data set where the study has one.
 *
 * @param {string} folder
 * @returns {Promise<{ train: (id: string, options?: { signal?: AbortSignal }) => Promise<{ id: string, outcome: string, reason?: string }> }>}
 *   `train` rejects only where `signal` ended it; its checkpoint is then in the folder.
 */
export async function openTraining(folder) {
  const study = readStudyFile(folder);
  const load = await loadEngine();
  const { jobResult } = await load('src/core/study/jobResult.ts');
  const engine = await openNodeEngine({ hardware: study.backend === 'webgpu' });
  const links = new Map(study.jobs);
  const set = study.files === undefined ? undefined : await readSet(engine, study);

  async function train(id, { signal } = {}) {
    if (hasResult(folder, id)) return { id, outcome: 'there' };
    const link = links.get(id);
    if (link === undefined) return { id, outcome: 'failed', reason: 'the study has no such job' };
    const release = claim(folder, id);
    if (!release) return { id, outcome: 'claimed' };
    try {
      return await trained(id, link, signal);
    } finally {
      release();
    }
  }

  async function trained(id, link, signal) {
    removeFailure(folder, id);
    let savedAt = performance.now();
    let latest;
    const save = () => {
      if (latest === undefined) return;
      writeCheckpoint(folder, id, serialize({ version: study.version, checkpoint: latest }));
      savedAt = performance.now();
    };
    const request = {
      link,
      backend: study.backend,
      ...(set === undefined ? {} : { set }),
      ...(signal ? { signal } : {}),
      onCheckpoint(checkpoint) {
        latest = checkpoint;
        if (performance.now() - savedAt > CHECKPOINT_MS) save();
      },
    };
    try {
      const resume = checkpointOf(id);
      const { document } = await engine.train({ ...request, ...(resume ? { resume } : {}) });
      const result = jobResult(id, link, document);
      writeResult(folder, result);
      removeCheckpoint(folder, id);
      return { id, outcome: result.divergedAt === null ? 'done' : 'diverged' };
    } catch (error) {
      if (signal?.aborted) {
        save();
        throw error;
      }
      const reason = error instanceof Error ? error.message : String(error);
      // A full disk has no room for the reason either.
      try {
        writeFailure(folder, id, reason);
      } catch {
        // It is returned.
      }
      return { id, outcome: 'failed', reason };
    }
  }

  /** One of another version, or that cannot be read, is none: the job starts over. */
  function checkpointOf(id) {
    const bytes = readCheckpoint(folder, id);
    if (!bytes) return undefined;
    try {
      const { version, checkpoint } = deserialize(bytes);
      return version === study.version ? checkpoint : undefined;
    } catch {
      return undefined;
    }
  }

  return { train };
}

/** The id of the study's data set in its files as they are now; other content is another study. */
async function readSet(engine, { files, reading, data }) {
  const isFolder = statSync(files).isDirectory();
  const { id } = await engine.readFiles(resolve(files), { isFolder, reading });
  if (id !== data) throw new Error(`${files} holds ${id}, and the study was begun with ${data}: bring the same files.`);
  return id;
}
