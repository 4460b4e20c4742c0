// Jobs in processes of this machine, as many as it has processors.
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { root } from '../../root.mjs';

/** Times that a job's process may die before the job is given up. */
const TRIES = 3;
/** Milliseconds until a job that somebody else has is looked at again. */
const CLAIMED_MS = 500;

/** @implements {import('./engine.mjs').StudyEngine} */
export const local = {
  summary: 'processes of this machine, as many as it has processors, or --jobs',
  options: { jobs: { type: 'string' } },

  /** Resolves when every job has ended. A process that dies is replaced, and its job is tried again. */
  async submit(folder, ids, { jobs, onEnd, signal }) {
    const width = Math.max(1, Math.min(Number(jobs ?? availableParallelism()), ids.length));
    const waiting = ids.map((id) => ({ id, tries: 0 }));
    const children = new Set();
    let stillborn = 0;
    const stop = () => {
      waiting.length = 0;
      for (const child of children) child.kill('SIGTERM');
    };
    signal?.addEventListener('abort', stop, { once: true });

    const lane = () =>
      new Promise((done, reject) => {
        const child = fork(join(root, 'scripts/study/worker.mjs'), [folder], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
        children.add(child);
        let job;
        let isReady = false;
        const next = () => {
          job = waiting.shift();
          if (job) child.send({ train: job.id });
          else child.disconnect();
        };
        child.on('message', (message) => {
          if (message.ready) {
            isReady = true;
            return next();
          }
          const one = job;
          job = undefined;
          // Another command is at work on it: this one waits with it, and takes over from one that dies.
          if (message.ended.outcome === 'claimed') {
            waiting.push(one);
            setTimeout(next, CLAIMED_MS);
            return;
          }
          onEnd(message.ended);
          next();
        });
        child.on('exit', () => {
          children.delete(child);
          const lost = job;
          job = undefined;
          if (signal?.aborted) return done();
          // It has said why.
          if (!isReady && ++stillborn >= TRIES) return reject(new Error('Processes that train do not start: see the message above.'));
          if (lost && ++lost.tries < TRIES) waiting.unshift(lost);
          else if (lost) onEnd({ id: lost.id, outcome: 'failed', reason: `its process died ${TRIES} times` });
          // Only one that had a job, or never came so far, leaves work behind.
          done(waiting.length > 0 ? lane() : undefined);
        });
      });
    await Promise.all(Array.from({ length: width }, lane));
  },
};
