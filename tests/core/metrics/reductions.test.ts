import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockOf, NO_ROWS } from '../../../src/core/metrics/block';
import { exponentialMean, movingMean, reducing, WINDOW } from '../../../src/core/metrics/reductions';
import { runSeries } from '../../../src/core/metrics/series';
import { historyOf } from './histories';

/** The definition, written out. */
function slowly(values: readonly number[], window: number): number[] {
  return values.map((_, row) => {
    const seen = values.slice(Math.max(0, row - window + 1), row + 1).filter(Number.isFinite);
    return seen.length > 0 ? seen.reduce((sum, value) => sum + value, 0) / seen.length : Number.NaN;
  });
}

describe('means over steps', () => {
  const value = fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY));

  it('are the mean of the finite numbers of the last rows, whatever is missing', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (values, window) => {
        const mean = movingMean((row) => values[row] as number, window);
        const found = values.map((_, row) => mean(row));
        slowly(values, window).forEach((mean, row) => {
          if (Number.isNaN(mean)) expect(found[row]).toBeNaN();
          else expect(found[row]).toBeCloseTo(mean, 9);
        });
        expect(found).toHaveLength(values.length);
      }),
    );
  });

  it('count the share of steps that climbed, from the start and lately', () => {
    const climbed = Float64Array.from({ length: 200 }, (_, step) => (step < 100 ? 1 : 0));
    const [lately, all] = (['recent', 'cumulative'] as const).map((reduction) => {
      const mean = reducing((row) => climbed[row] as number, reduction);
      return climbed.map((_, row) => mean(row));
    });
    expect([all?.[99], all?.[199]]).toEqual([1, 0.5]);
    expect([lately?.[100 + WINDOW / 2 - 1], lately?.[199]]).toEqual([0.5, 0]);
  });
});

describe('a curve', () => {
  const history = historyOf({
    id: 'r1/1',
    run: 'r1',
    seed: 1,
    measured: NO_ROWS,
    steps: blockOf({ step: [0, 1, 2], lossPerturbed: [3, 5, 10], lossClean: [1, 2, 3] }),
  });

  it('is a difference, then a mean, then a multiple, in that order', () => {
    const name = { table: 'steps', metric: 'lossPerturbed', less: 'lossClean', reduce: 'cumulative', times: 100 } as const;
    expect([...runSeries(history, 'r1', name, 'steps').mean]).toEqual([200, 250, 400]);
  });

  it('has nothing where what is subtracted was never reported', () => {
    const name = { table: 'steps', metric: 'lossPerturbed', less: 'upperTrainLoss' } as const;
    expect([...runSeries(history, 'r1', name, 'steps').mean].every(Number.isNaN)).toBe(true);
  });
});

describe('an exponential mean', () => {
  const irregular = fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.double({ min: -5, max: 5, noNaN: true })), {
    minLength: 1,
    maxLength: 40,
  });

  it('is the weighted mean of all rows so far, each weighed by its age in steps', () => {
    fc.assert(
      fc.property(irregular, fc.constantFrom(5, 20, 100), (rows, tau) => {
        let step = 0;
        const at = Float64Array.from(rows, ([after]) => (step += after));
        const values = Float64Array.from(rows, ([, value]) => value);
        const found = exponentialMean(values, at, tau);
        rows.forEach((_, row) => {
          const weights = rows.slice(0, row + 1).map((__, other) => Math.exp(((at[other] as number) - (at[row] as number)) / tau));
          const sum = weights.reduce((all, weight, other) => all + weight * (values[other] as number), 0);
          expect(found[row]).toBeCloseTo(sum / weights.reduce((all, weight) => all + weight, 0), 9);
        });
      }),
    );
  });

  it('starts at the first number, not at zero, and passes over what is none', () => {
    const found = exponentialMean(Float64Array.of(Number.NaN, 4, Number.NaN, 4), Float64Array.of(0, 1, 2, 3), 20);
    expect([...found]).toEqual([Number.NaN, 4, Number.NaN, 4]);
  });

  it('of seeds is taken of each before they are put together', () => {
    const at = (seed: number, accuracy: readonly number[]) => ({
      id: `r1/${seed}`,
      run: 'r1',
      seed,
      steps: NO_ROWS,
      measured: blockOf({ step: [0, 10], testAccuracy: accuracy }),
    });
    const { mean, sd, raw } = runSeries(
      historyOf(at(1, [0, 10]), at(2, [2, 4])),
      'r1',
      { table: 'measured', metric: 'testAccuracy' },
      'steps',
      20,
    );
    const [one, other] = [10 / (1 + Math.exp(-0.5)), (4 + 2 * Math.exp(-0.5)) / (1 + Math.exp(-0.5))];
    expect([...raw]).toEqual([1, 7]);
    expect(mean[1]).toBeCloseTo((one + other) / 2, 12);
    expect(sd?.[1]).toBeCloseTo(Math.abs(one - other) / Math.SQRT2, 12);
  });
});
