import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { History } from '../../../src/core/metrics/history';
import { moments, runSeries } from '../../../src/core/metrics/series';
import { tickOf, upTo } from './histories';

const accuracy = { table: 'measured', metric: 'testAccuracy' } as const;
const valueOf = (seed: number) => (step: number) => 50 + ((step * 37 + seed * 101) % 40);
const tick = (seed: number, from: number, to: number) => tickOf('r1', seed, upTo(to).slice(from), valueOf(seed));

describe('the mean of a run’s seeds', () => {
  it('is, while they grow by any pieces and any of them lags, what it is of all rows at once', () => {
    const pieces = fc.array(fc.record({ seed: fc.integer({ min: 0, max: 3 }), rows: fc.integer({ min: 1, max: 90 }) }), { maxLength: 25 });
    fc.assert(
      fc.property(pieces, (growth) => {
        const made = new Map([1, 2, 3].map((seed) => [seed, 1]));
        let history = new History().append([1, 2, 3].map((seed) => tick(seed, 0, 1)));
        for (const { seed, rows } of growth) {
          // 0 brings all of them to the same row, as training does.
          const to = seed === 0 ? rows + Math.max(...made.values()) : rows + (made.get(seed) as number);
          const growing = seed === 0 ? [1, 2, 3] : [seed];
          history = history.append(growing.map((one) => tick(one, made.get(one) as number, to)));
          for (const one of growing) made.set(one, to);
          const { x, mean, sd } = runSeries(history, 'r1', accuracy, 'steps');
          const at = [0, x.length - 1, Math.floor(x.length / 2)];
          for (const row of at) {
            const own = moments([1, 2, 3].map((one) => ((made.get(one) as number) > row ? valueOf(one)(row) : undefined)));
            expect(x[row]).toBe(row);
            expect(mean[row]).toBeCloseTo(own.mean, 9);
            if (own.count === 1) expect(sd?.[row]).toBeNaN();
            else expect(sd?.[row]).toBeCloseTo(own.sd, 9);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('comes with the curve of each of several, and with none of a single one', () => {
    const one = new History().append([tick(1, 0, 5)]);
    expect(runSeries(one, 'r1', accuracy, 'steps').each).toEqual([]);
    const { each } = runSeries(one.append([tick(2, 0, 5)]), 'r1', accuracy, 'steps');
    expect(each.map(({ y }) => y[3])).toEqual([valueOf(1)(3), valueOf(2)(3)]);
  });

  it('follows a history that went back to an earlier step and on from there otherwise', () => {
    const whole = new History().append([tick(1, 0, 30), tick(2, 0, 30)]);
    expect(runSeries(whole, 'r1', accuracy, 'steps').mean[20]).toBe((valueOf(1)(20) + valueOf(2)(20)) / 2);
    const other = [1, 2].map((seed) => tickOf('r1', seed, upTo(30).slice(11), () => 7));
    const back = whole.rewind(() => 10).append(other);
    expect(runSeries(back, 'r1', accuracy, 'steps').mean[20]).toBe(7);
    expect(runSeries(whole, 'r1', accuracy, 'steps').mean[20]).toBe((valueOf(1)(20) + valueOf(2)(20)) / 2);
  });
});
