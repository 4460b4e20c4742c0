import { describe, expect, it } from 'vitest';
import type { JobResult } from '../../../src/core/study/jobResult';
import type { StudyJob } from '../../../src/core/study/jobs';
import { createPool } from '../../../src/store/study/pool';
import { fakeTrainers, resultOf, settled } from './fakeTrainers';

const jobs: readonly StudyJob[] = ['a', 'b', 'c', 'd'].map((id) => ({ id, link: `v=1&seeds=${id.charCodeAt(0)}` }));

function fakePool(known: ReadonlyMap<string, JobResult> = new Map()) {
  const trainers = fakeTrainers();
  const outcomes: string[] = [];
  const clock = { now: 0 };
  let idle = 0;
  const pool = createPool({
    openTrainer: trainers.openTrainer,
    find: async ({ id }) => known.get(id),
    onShare: (id, share) => outcomes.push(`${id} ${share}`),
    onOutcome: ({ id }, outcome, seconds) => outcomes.push(`${id} ${outcome.type} ${seconds}`),
    onIdle: () => idle++,
    now: () => clock.now,
  });
  const end = async (outcome: 'done' | 'lost' | 'refused', place = 0) => {
    const one = trainers.open[place];
    if (!one) throw new Error('nothing is trained');
    one.end(outcome === 'done' ? { type: 'done', result: resultOf(one.job) } : { type: outcome, reason: 'so' });
    await settled();
  };
  return { pool, ...trainers, outcomes, clock, end, idle: () => idle, names: () => trainers.open.map(({ job }) => job.id) };
}

describe('threads that train jobs', () => {
  it('take jobs in their order, so many at once, and end when none is left', async () => {
    const { pool, names, end, outcomes, clock, counts, idle } = fakePool();
    pool.start(jobs, 2);
    await settled();
    expect(names()).toEqual(['a', 'b']);
    clock.now = 3000;
    await end('done', 1);
    expect(names()).toEqual(['a', 'c']);
    await end('done');
    await end('done');
    expect(idle()).toBe(0);
    await end('done');
    expect(outcomes).toEqual(['b done 3', 'a done 3', 'c done 0', 'd done 0']);
    expect(counts).toEqual({ opened: 2, closed: 2 });
    expect(idle()).toBe(1);
  });

  it('train nothing that somebody else has trained meanwhile', async () => {
    const { pool, names, outcomes } = fakePool(new Map([['a', resultOf(jobs[0] as StudyJob)]]));
    pool.start(jobs, 1);
    await settled();
    expect(names()).toEqual(['b']);
    expect(outcomes).toEqual(['a done null']);
  });

  it('are replaced when they are lost, and the job is tried again, three times', async () => {
    const { pool, names, end, outcomes, counts } = fakePool();
    pool.start(jobs, 1);
    await settled();
    await end('lost');
    await end('lost');
    expect(names()).toEqual(['a']);
    expect(counts).toEqual({ opened: 3, closed: 2 });
    await end('lost');
    expect(outcomes).toEqual(['a lost 0']);
    expect(names()).toEqual(['b']);
    await end('refused');
    expect(outcomes.at(-1)).toBe('b refused 0');
    // One that cannot be trained takes no thread with it.
    expect(counts.opened).toBe(4);
    expect(names()).toEqual(['c']);
  });

  it('stop, say nothing more, and go on from where a job stood', async () => {
    const { pool, open, names, end, outcomes, counts, idle } = fakePool();
    pool.start(jobs, 2);
    await settled();
    const [before] = open;
    pool.stop();
    before?.onShare(0.5);
    await settled();
    expect([outcomes, names(), idle()]).toEqual([[], [], 0]);
    expect(counts.closed).toBe(2);
    pool.start(jobs.slice(1), 1);
    await settled();
    expect(open.map(({ resume }) => resume)).toEqual(['checkpoint of b']);
    await end('done');
    // Its time is not that of a whole training.
    expect(outcomes).toEqual(['b done null']);
    expect(open.map(({ resume }) => resume)).toEqual([undefined]);
  });
});
