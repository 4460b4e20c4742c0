/**
 * Threads that train jobs in the background. Each takes the next job when it has done one; one that is lost is replaced and its job tried
 * again. Nothing here knows what a thread is: it is handed in.
 */
import type { JobResult } from '../../core/study/jobResult';
import type { StudyJob } from '../../core/study/jobs';

export type JobOutcome =
  | { readonly type: 'done'; readonly result: JobResult }
  /** By `stop`. */
  | { readonly type: 'stopped' }
  /** The thread is gone; another one may have more luck. */
  | { readonly type: 'lost'; readonly reason: string }
  /** It cannot be trained, here or anywhere. */
  | { readonly type: 'refused'; readonly reason: string };

/** @typeParam C where a job stood, to go on from bit for bit. */
export interface JobTrainer<C> {
  /** Never rejects. `onShare` is told how much is done, 0 … 1. */
  train(
    job: StudyJob,
    how: {
      readonly resume?: C;
      readonly onShare: (share: number) => void;
      readonly onCheckpoint: (checkpoint: C) => void;
    },
  ): Promise<JobOutcome>;
  /** Ends the job at hand after its block; its last checkpoint is told before. */
  stop(): void;
  close(): void;
}

export interface PoolOptions<C> {
  readonly openTrainer: () => JobTrainer<C>;
  /** A result that somebody else has made meanwhile. */
  readonly find: (job: StudyJob) => Promise<JobResult | undefined>;
  readonly onShare: (id: string, share: number) => void;
  /** `lost` only once the job was tried often enough; `stopped` never. `seconds` is what it took here, null where it was found or resumed. */
  readonly onOutcome: (job: StudyJob, outcome: Exclude<JobOutcome, { readonly type: 'stopped' }>, seconds: number | null) => void;
  /** Nothing is left to do. */
  readonly onIdle: () => void;
  /** Milliseconds. */
  readonly now: () => number;
}

export interface Pool {
  /** Trains these jobs in their order, on so many threads. What was under way of other jobs is left, to go on when they are asked for again. */
  start(jobs: readonly StudyJob[], threads: number): void;
  /** Ends all threads after the blocks at hand. */
  stop(): void;
}

/** Threads that may be lost by one job. */
const TRIES = 3;
/** Jobs that were left under way, and are remembered. */
const MOST_CHECKPOINTS = 32;

export function createPool<C>({ openTrainer, find, onShare, onOutcome, onIdle, now }: PoolOptions<C>): Pool {
  const checkpoints = new Map<string, C>();
  let current: { isStopped: boolean; readonly trainers: Set<JobTrainer<C>> } | null = null;

  function remember(id: string, checkpoint: C): void {
    checkpoints.delete(id);
    checkpoints.set(id, checkpoint);
    for (const oldest of [...checkpoints.keys()].slice(0, Math.max(0, checkpoints.size - MOST_CHECKPOINTS))) checkpoints.delete(oldest);
  }

  /** One thread's life: takes jobs until there are none. */
  async function work(take: () => StudyJob | undefined, shift: NonNullable<typeof current>): Promise<void> {
    let trainer: JobTrainer<C> | null = null;
    for (let job = take(); job && !shift.isStopped; job = take()) {
      const found = await find(job);
      if (shift.isStopped) break;
      if (found) {
        onOutcome(job, { type: 'done', result: found }, null);
        continue;
      }
      for (let tries = 1; !shift.isStopped; tries++) {
        trainer ??= openTrainer();
        shift.trainers.add(trainer);
        const { id } = job;
        const resume = checkpoints.get(id);
        const from = now();
        const outcome = await trainer.train(job, {
          ...(resume ? { resume } : {}),
          onShare: (share) => {
            if (!shift.isStopped) onShare(id, share);
          },
          onCheckpoint: (checkpoint) => remember(id, checkpoint),
        });
        if (outcome.type === 'stopped') break;
        if (outcome.type === 'lost') {
          trainer.close();
          shift.trainers.delete(trainer);
          trainer = null;
          if (tries < TRIES) continue;
        }
        checkpoints.delete(id);
        onOutcome(job, outcome, resume ? null : (now() - from) / 1000);
        break;
      }
    }
    trainer?.close();
  }

  const stop = () => {
    const shift = current;
    current = null;
    if (!shift) return;
    shift.isStopped = true;
    for (const trainer of shift.trainers) trainer.stop();
  };

  return {
    start(jobs, threads) {
      stop();
      const own: NonNullable<typeof current> = { isStopped: false, trainers: new Set() };
      current = own;
      const queue = [...jobs];
      const lives = Array.from({ length: Math.max(1, Math.min(threads, jobs.length)) }, () => work(() => queue.shift(), own));
      void Promise.all(lives).then(() => {
        if (current === own) {
          current = null;
          onIdle();
        }
      });
    },
    stop,
  };
}
