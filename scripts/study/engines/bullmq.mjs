// Jobs in a queue of BullMQ, on Redis or Valkey: workers join with its URL from any machine that shares the folder.
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { createHash } from 'node:crypto';
import { refuse } from '../../command.mjs';

/** Times that a job may fail, or its worker die, before it is given up. */
const TRIES = 3;
/** A worker that has not renewed its lock for so long has died. */
const LOCK_MS = Number(process.env.BASIN_QUEUE_LOCK_MS ?? 30_000);

const usualUrl = 'redis://127.0.0.1:6379';

/** @implements {import('./engine.mjs').StudyEngine} */
export const bullmq = {
  summary: `a queue of BullMQ on Redis or Valkey: --url ${usualUrl} (or BASIN_QUEUE_URL; rediss:// and redis://user:password@host work), then basin worker <folder> --url … on every machine`,
  options: { url: { type: 'string' } },

  async submit(folder, ids, { url, onEnd, signal }) {
    const { queue, events, close } = await open(folder, url);
    try {
      await events.waitUntilReady();
      const waiting = new Set(ids);
      const over = new Promise((done) => {
        const end = (job) => {
          if (!waiting.delete(job.id)) return;
          onEnd(job);
          if (waiting.size === 0) done();
        };
        events.on('completed', ({ jobId, returnvalue }) => end({ id: jobId, ...outcomeOf(returnvalue) }));
        // Told once it is tried no more.
        events.on(
          'failed',
          ({ jobId, failedReason }) =>
            void queue
              .getJob(jobId)
              .then((job) => (job?.finishedOn ? end({ id: jobId, outcome: 'failed', reason: failedReason }) : undefined)),
        );
        signal?.addEventListener('abort', () => done(), { once: true });
        if (ids.length === 0) done();
      });
      // What failed before is tried again.
      await Promise.all(ids.map(async (id) => (await queue.getJob(id))?.remove().catch(() => undefined)));
      await queue.addBulk(
        ids.map((id) => ({ name: 'train', data: {}, opts: { jobId: id, attempts: TRIES, backoff: { type: 'fixed', delay: 1000 } } })),
      );
      console.error(`${ids.length} jobs are queued as ${queue.name}. Workers: basin worker ${folder} --url ${hidden(url)}`);
      await over;
      if (signal?.aborted)
        return `Left: ${waiting.size} jobs stay in the queue, and workers go on. basin jobs ${folder} --engine bullmq --cancel takes them back.`;
    } finally {
      await close();
    }
  },

  async states(folder, { url } = {}) {
    const { queue, close } = await open(folder, url);
    try {
      const states = new Map();
      for (const [kind, state] of [
        ['active', 'running'],
        ['waiting', 'queued'],
        ['delayed', 'queued'],
        ['failed', 'failed'],
      ]) {
        for (const { id } of await queue.getJobs([kind])) states.set(id, state);
      }
      return states;
    } finally {
      await close();
    }
  },

  async cancel(folder, { url } = {}) {
    const { queue, close } = await open(folder, url);
    try {
      const count = await queue.getWaitingCount();
      await queue.drain(true);
      return `${count} jobs are taken back. Those at work end as they are.`;
    } finally {
      await close();
    }
  },
};

/**
 * Trains what the queue has until `signal` ends it: the job at hand then writes its checkpoint and goes back into the queue.
 *
 * @param {string} folder of the study, on a disk that is shared
 * @param {{ url?: string, signal: AbortSignal, say: (sentence: string) => void, training: { train: Function } }} options
 */
export async function work(folder, { url, signal, say, training }) {
  const { DelayedError, Worker } = await library();
  const { connection, close: disconnect } = await connect(url, { isWorker: true });
  const worker = new Worker(
    nameOf(folder),
    async (job, token) => {
      const { id } = job;
      const ended = await training.train(id, { signal }).catch(async (error) => {
        if (!signal.aborted) throw error;
        // Told to end, which is no failure of the job's: the next worker goes on from its checkpoint.
        await job.moveToDelayed(Date.now() + 500, token);
        throw new DelayedError();
      });
      say(`${id} ${ended.outcome}${ended.reason === undefined ? '' : `: ${ended.reason}`}`);
      if (ended.outcome === 'failed') throw new Error(ended.reason);
      // Of one that was thought dead: its own result counts, when it comes.
      if (ended.outcome === 'claimed') {
        await job.moveToDelayed(Date.now() + 1000, token);
        throw new DelayedError();
      }
      return ended;
    },
    // A stalled job is one whose worker died: it is tried again, as often as one that fails.
    {
      connection,
      concurrency: 1,
      lockDuration: LOCK_MS,
      stalledInterval: LOCK_MS / 2,
      maxStalledCount: TRIES,
      name: `${hostname()}-${process.pid}`,
    },
  );
  worker.on('error', (error) => say(`The queue does not answer (${error.message}): waiting for it.`));
  await new Promise((done) => signal.addEventListener('abort', done, { once: true }));
  await worker.close();
  await disconnect();
}

/** Own to the folder: strangers' jobs in the same Redis are never touched. */
const nameOf = (folder) => `basin-${createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 12)}`;

async function open(folder, url) {
  const { Queue, QueueEvents } = await library();
  const first = await connect(url);
  const second = await connect(url, { isWorker: true });
  const name = nameOf(folder);
  const queue = new Queue(name, { connection: first.connection });
  const events = new QueueEvents(name, { connection: second.connection });
  for (const one of [queue, events]) one.on('error', () => undefined);
  return {
    queue,
    events,
    async close() {
      await Promise.allSettled([queue.close(), events.close()]);
      await Promise.allSettled([first.close(), second.close()]);
    },
  };
}

/** @throws one sentence where nobody answers, or the password is refused. */
async function connect(url = process.env.BASIN_QUEUE_URL ?? usualUrl, { isWorker = false } = {}) {
  if (!/^rediss?:\/\//.test(url)) return refuse(`--url is an address like ${usualUrl}, not “${hidden(url)}”.`);
  const { Redis } = await import('ioredis').catch(missing);
  // A worker waits for a queue that comes back; who asks once is told at once.
  const connection = new Redis(url, {
    maxRetriesPerRequest: isWorker ? null : 3,
    lazyConnect: true,
    retryStrategy: (times) => Math.min(200 * times, 5000),
  });
  connection.on('error', () => undefined);
  const failed = new Promise((_, reject) => connection.once('error', reject));
  try {
    await Promise.race([connection.connect().then(() => connection.ping()), failed]);
  } catch (error) {
    connection.disconnect();
    throw new Error(`No Redis answers at ${hidden(url)} (${error.message}). Start one (redis-server), or give its address with --url.`);
  }
  return {
    connection,
    close: async () => {
      connection.disconnect();
    },
  };
}

const library = () => import('bullmq').catch(missing);
function missing() {
  throw new Error('BullMQ is not installed here: npm install bullmq ioredis brings it.');
}

/** Without the password. */
const hidden = (url = usualUrl) => url.replace(/\/\/[^@/]*@/, '//…@');

function outcomeOf(returned) {
  const { outcome = 'done', reason } = typeof returned === 'string' ? JSON.parse(returned) : (returned ?? {});
  return { outcome, ...(reason === undefined ? {} : { reason }) };
}
