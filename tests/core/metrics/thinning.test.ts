import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockOf, NO_ROWS } from '../../../src/core/metrics/block';
import { Table } from '../../../src/core/metrics/columns';
import { History } from '../../../src/core/metrics/history';
import { normHistogram, normRange } from '../../../src/core/metrics/histogram';
import { runSeries } from '../../../src/core/metrics/series';
import type { MemberTick } from '../../../src/core/protocol/protocol';

const MOST = 1024;
type Names = 'step' | 'loss' | 'rare';
/** Noisy without chance: a walk through the residues of a prime. */
const lossAt = (step: number) => ((step * 7919) % 10007) / 10007;
const rareAt = (step: number) => (step % 5 === 0 ? step : Number.NaN);

/** `count` rows, appended in batches of these sizes in turn. */
function grown(count: number, sizes: readonly number[], most = MOST): Table<Names> {
  let table = new Table<Names>();
  for (let from = 0, turn = 0; from < count; turn++) {
    const to = Math.min(count, from + (sizes[turn % sizes.length] as number));
    const step = Float64Array.from({ length: to - from }, (_, row) => from + row);
    table = table.append(blockOf({ step, loss: step.map(lossAt), rare: step.map(rareAt) })).thinned(most);
    from = to;
  }
  return table;
}

describe('a table that is thinned', () => {
  it('has no more rows than it may, its first and last ones as they were, and steps in order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30_000 }), fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 }), (count, sizes) => {
        const table = grown(count, sizes);
        const steps = table.column('step');
        expect(table.length).toBeLessThanOrEqual(Math.max(MOST, 1.25 * MOST));
        for (let row = 1; row < steps.length; row++) expect(steps[row]).toBeGreaterThan(steps[row - 1] as number);
        for (let row = 0; row < Math.min(64, count); row++) expect(steps[row]).toBe(row);
        for (let back = 1; back <= Math.min(200, count); back++) {
          expect(steps.at(-back)).toBe(count - back);
          expect(table.column('loss').at(-back)).toBe(lossAt(count - back));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('keeps the smallest and the largest number of every stretch, as often as it is thinned', () => {
    const count = 40_000;
    const table = grown(count, [97]);
    expect(table.thinning).toBeGreaterThanOrEqual(64);
    const [steps, losses] = [table.column('step'), table.column('loss')];
    let from = 64;
    for (let row = 64; row < steps.length && table.standsFor(row) > 1; row += 2) {
      const until = (steps[row + 1] as number) + 1;
      const stretch = Array.from({ length: until - from }, (_, index) => lossAt(from + index));
      expect(stretch).toHaveLength(table.thinning);
      const pair = [losses[row], losses[row + 1]] as [number, number];
      expect([Math.min(...pair), Math.max(...pair)]).toEqual([Math.min(...stretch), Math.max(...stretch)]);
      expect(table.averages('loss')[row]).toBeCloseTo(stretch.reduce((sum, value) => sum + value, 0) / stretch.length, 12);
      from = until;
    }
    expect(from).toBeGreaterThan(count / 2);
    expect(table.countAt('rare', 70)).toBeCloseTo(table.thinning / 10, 0);
  });

  it('goes back to a row of its thinned part, and on from there', () => {
    const table = grown(20_000, [100]);
    for (const length of [300, 301, 40]) {
      const back = table.first(length);
      expect([...back.column('step')]).toEqual([...table.column('step').subarray(0, back.length)]);
      expect(back.length).toBeGreaterThanOrEqual(length - 1);
      const on = back.append(blockOf({ step: [50_000], loss: [3] }));
      expect([on.last('loss'), on.averages('loss').at(-1), on.standsFor(on.length - 1)]).toEqual([3, 3, 1]);
    }
  });
});

describe('a long history', () => {
  const tick = (seed: number, from: number, to: number): MemberTick => {
    const step = Float64Array.from({ length: to - from }, (_, row) => from + row);
    return {
      id: `r1/${seed}`,
      run: 'r1',
      seed,
      steps: blockOf({ step, gradNorm: step.map((at) => 1 + lossAt(at)), samApplied: step.map((at) => Number(at % 4 === 0)) }),
      measured: NO_ROWS,
    };
  };
  const trained = (steps: number, most?: number, divergedAt = steps) => {
    let history = new History(undefined, most);
    for (let from = 0; from < steps; from += 500) {
      const own = [1, 2].filter((seed) => seed === 1 || from < divergedAt);
      history = history.append(own.map((seed) => tick(seed, from, Math.min(from + 500, seed === 1 ? steps : divergedAt))));
    }
    return history;
  };
  const BOUND = 6 * 4096;

  it('holds no more than it may, says so, and short ones are whole', () => {
    const long = trained(60_000, BOUND);
    expect(long.points).toBeLessThanOrEqual(2 * 4096);
    expect(long.thinning('steps')).toBeGreaterThan(1);
    expect(long.thinning('measured')).toBe(1);
    const short = trained(2000, BOUND);
    expect([short.points, short.thinning('steps')]).toEqual([4000, 1]);
  });

  it('draws the averages of all steps, not of those that were kept', () => {
    const [whole, thin] = [trained(60_000, Number.POSITIVE_INFINITY), trained(60_000, BOUND)];
    for (const reduce of ['recent', 'cumulative'] as const) {
      const name = { table: 'steps', metric: 'samApplied', reduce, times: 100 } as const;
      const [expected, found] = [runSeries(whole, 'r1', name, 'steps'), runSeries(thin, 'r1', name, 'steps')];
      // A quarter of the steps climbs, whatever was kept of them; the first of all is one of them.
      for (const value of found.mean.subarray(64)) expect(Math.abs(value - 25)).toBeLessThan(2);
      expect(found.mean.at(-1)).toBeCloseTo(expected.mean.at(-1) as number, 9);
    }
    const norms = { table: 'steps', metric: 'gradNorm' } as const;
    const [expected, found] = [runSeries(whole, 'r1', norms, 'steps', 500), runSeries(thin, 'r1', norms, 'steps', 500)];
    expect(found.mean.at(-1)).toBeCloseTo(expected.mean.at(-1) as number, 2);
    const plain = runSeries(thin, 'r1', norms, 'steps').mean;
    expect([Math.min(...plain), Math.max(...plain)]).toEqual([1, 1 + 10006 / 10007]);
  });

  it('pairs the seeds by step where one diverged before the others were thinned', () => {
    const thin = trained(60_000, BOUND, 10_250);
    const { x, mean, sd } = runSeries(thin, 'r1', { table: 'steps', metric: 'samApplied', reduce: 'cumulative' }, 'steps');
    for (let row = 1; row < x.length; row++) expect(x[row]).toBeGreaterThan(x[row - 1] as number);
    for (let row = 200; row < mean.length; row++) expect(mean[row]).toBeCloseTo(0.25, 1);
    // Only what both have is spread.
    const both = x.filter((_, row) => Number.isFinite(sd?.[row]));
    expect(both.at(-1)).toBeLessThanOrEqual(10_250);
    expect(both.length).toBeGreaterThan(100);
  });

  it('counts thinned steps in the histogram of their norms as so many', () => {
    const members = trained(60_000, BOUND).members;
    const range = normRange(members) ?? [1, 10];
    const { shares } = normHistogram(members, range, 59_999, 10);
    for (let bucket = 0; bucket < 10; bucket++) {
      const own = shares.subarray(32 * bucket, 32 * (bucket + 1));
      expect(own.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
    }
  });
});
