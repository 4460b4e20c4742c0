import { describe, expect, it } from 'vitest';
import { blockOf, NO_ROWS } from '../../../src/core/metrics/block';
import { coincidentSince } from '../../../src/core/metrics/coincidence';
import type { MemberTick } from '../../../src/core/protocol/protocol';
import { historyOf } from './histories';

/** Measurements every ten steps up to `last`; losses by step. */
function run(id: string, last: number, trainLoss: (step: number) => number, seed = 1, testLoss = trainLoss): MemberTick {
  const step = Float64Array.from({ length: last / 10 + 1 }, (_, row) => 10 * row);
  return {
    id: `${id}/${seed}`,
    run: id,
    seed,
    steps: NO_ROWS,
    measured: blockOf({ step, trainLoss: step.map(trainLoss), testLoss: step.map(testLoss) }),
  };
}
const one = (step: number) => 1 / (1 + step / 100);

describe('two runs coincide', () => {
  it('since the first of a hundred steps that agree within one per cent until now', () => {
    const apartUntil = (end: number) => (step: number) => one(step) * (step < end ? 1.1 : 1.009);
    expect(coincidentSince(historyOf(run('a', 300, one), run('b', 300, apartUntil(150))), 'a', 'b')).toBe(150);
    expect(coincidentSince(historyOf(run('a', 300, one), run('b', 300, apartUntil(200))), 'a', 'b')).toBe(200);
    expect(coincidentSince(historyOf(run('a', 300, one), run('b', 300, apartUntil(210))), 'a', 'b')).toBeNull();
  });

  it('not any more once they part', () => {
    const parting = (step: number) => one(step) * (step === 300 ? 1.02 : 1);
    expect(coincidentSince(historyOf(run('a', 300, one), run('b', 300, parting)), 'a', 'b')).toBeNull();
  });

  it('only where both losses agree', () => {
    const history = historyOf(
      run('a', 300, one),
      run('b', 300, one, 1, (step) => 2 * one(step)),
    );
    expect(coincidentSince(history, 'a', 'b')).toBeNull();
  });

  it('only if every seed agrees', () => {
    const history = historyOf(
      run('a', 300, one, 1),
      run('b', 300, one, 1),
      run('a', 300, one, 2),
      run('b', 300, (step) => 2 * one(step), 2),
    );
    expect(coincidentSince(history, 'a', 'b')).toBeNull();
  });

  it('judged at the measurements both have', () => {
    expect(coincidentSince(historyOf(run('a', 300, one), run('b', 120, one)), 'a', 'b')).toBe(0);
    expect(coincidentSince(historyOf(run('a', 300, one), run('b', 90, one)), 'a', 'b')).toBeNull();
    expect(coincidentSince(historyOf(run('a', 300, one)), 'a', 'b')).toBeNull();
  });

  it('not where a loss is no number', () => {
    expect(
      coincidentSince(
        historyOf(
          run('a', 300, () => Number.NaN),
          run('b', 300, () => Number.NaN),
        ),
        'a',
        'b',
      ),
    ).toBeNull();
  });
});
