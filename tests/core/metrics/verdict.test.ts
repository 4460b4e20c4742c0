import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/core/metrics/verdict';
import { historyOf, tickOf } from './histories';

/** Two runs that end at these accuracies, seed by seed. */
const pair = (base: readonly number[], other: readonly number[]) =>
  historyOf(
    ...base.map((value, index) => tickOf('r1', index + 1, [0, 100], () => value)),
    ...other.map((value, index) => tickOf('r2', index + 1, [0, 100], () => value)),
  );

describe('the verdict', () => {
  it('is clear when five paired differences agree', () => {
    const found = compare(pair([78, 80, 76, 79, 81], [90, 91, 89, 92, 92]), 'r2', 'r1');
    expect(found).toMatchObject({ verdict: 'clear', seeds: 5, step: 100 });
    expect(found?.points).toBeCloseTo(12, 12);
  });

  it('finds no clear difference when the interval holds zero', () => {
    expect(compare(pair([80, 80, 80, 80, 80], [90, 70, 91, 69, 82]), 'r2', 'r1')?.verdict).toBe('no clear difference');
  });

  it('finds no clear difference below half a point, however sure', () => {
    expect(compare(pair([80, 80, 80, 80, 80], [80.4, 80.4, 80.41, 80.4, 80.4]), 'r2', 'r1')?.verdict).toBe('no clear difference');
  });

  it('never calls four seeds clear', () => {
    expect(compare(pair([70, 70, 70, 70], [90, 90, 90.1, 90]), 'r2', 'r1')?.verdict).toBe('on these seeds');
  });

  it('uses the t distribution: five seeds whose mean is two standard errors away are not clear', () => {
    // Mean 2, sd √10·…: standard error 1, and t(4) = 2.776.
    const spread = [2 - 3.1623, 2, 2, 2, 2 + 3.1623];
    expect(
      compare(
        pair(
          [80, 80, 80, 80, 80],
          spread.map((value) => 80 + value),
        ),
        'r2',
        'r1',
      ),
    ).toMatchObject({ verdict: 'no clear difference' });
  });

  it('compares at the latest common measurement', () => {
    const history = historyOf(
      tickOf('r1', 1, [0, 100, 200], (step) => step / 10),
      tickOf('r2', 1, [0, 100], (step) => step / 5),
    );
    expect(compare(history, 'r2', 'r1')).toMatchObject({ step: 100, points: 10 });
  });

  it('says nothing without a common seed', () => {
    expect(
      compare(
        historyOf(
          tickOf('r1', 1, [0], () => 1),
          tickOf('r2', 2, [0], () => 1),
        ),
        'r2',
        'r1',
      ),
    ).toBeNull();
  });
});
