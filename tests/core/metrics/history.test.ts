import { describe, expect, it } from 'vitest';
import { measuredAxis, positionOfStep, stepAt, stepAxis } from '../../../src/core/metrics/history';
import { NORM_BINS, normHistogram, normRange, spansOf } from '../../../src/core/metrics/histogram';
import { runSeries, valueNear } from '../../../src/core/metrics/series';
import { historyOf, tickOf, upTo } from './histories';

const accuracy = { table: 'measured', metric: 'testAccuracy' } as const;

describe('a history', () => {
  it('drops rows of steps it already has, within and across batches', () => {
    const history = historyOf(
      tickOf('r1', 1, [0, 0, 1], (step) => step),
      tickOf('r1', 1, [1, 2], (step) => step),
    );
    expect([...(history.member('r1/1')?.measured.column('step') ?? [])]).toEqual([0, 1, 2]);
  });

  it('is not changed by appending to it', () => {
    const before = historyOf(tickOf('r1', 1, [0, 1], () => 50));
    before.append([tickOf('r1', 1, [2], () => 60)]);
    expect(before.member('r1/1')?.measured.length).toBe(2);
  });

  it('forgets what came after a snapshot and goes on from there', () => {
    const rewound = historyOf(tickOf('r1', 1, upTo(10), (step) => step)).rewind(() => 4);
    const member = rewound.member('r1/1');
    expect(member?.steps.last('step')).toBe(3);
    expect(member?.measured.last('step')).toBe(4);
    expect(
      rewound
        .append([tickOf('r1', 1, [5, 6], () => 99)])
        .member('r1/1')
        ?.measured.last('testAccuracy'),
    ).toBe(99);
  });

  it('loses a removed run and keeps the others', () => {
    const history = historyOf(
      tickOf('r1', 1, [0], () => 1),
      tickOf('r2', 1, [0], () => 2),
    ).without('r1');
    expect(history.members.map(({ id }) => id)).toEqual(['r2/1']);
  });

  it('places single steps on every axis by the measurements around them', () => {
    const history = historyOf(tickOf('r1', 1, [0, 10, 20], () => 0));
    const member = history.member('r1/1');
    if (!member) throw new Error('r1/1 is missing');
    expect([...stepAxis(member, 'steps')]).toEqual([1, 11, 21]);
    expect([...stepAxis(member, 'evals')]).toEqual([2, 22, 42]);
    expect([...measuredAxis(member, 'epochs')]).toEqual([0, 1, 2]);
    expect(positionOfStep(member, 5, 'seconds')).toBeCloseTo(0.05, 12);
    for (const axis of ['steps', 'epochs', 'evals', 'seconds'] as const)
      expect(stepAt(member, positionOfStep(member, 7, axis), axis)).toBeCloseTo(7, 12);
  });
});

describe('seeds', () => {
  it('become a mean and a sample standard deviation, row by row', () => {
    const series = runSeries(
      historyOf(
        tickOf('r1', 1, [0, 1], () => 80),
        tickOf('r1', 2, [0, 1], () => 84),
        tickOf('r2', 1, [0], () => 0),
      ),
      'r1',
      accuracy,
      'steps',
    );
    expect(series.seeds).toBe(2);
    expect([...series.mean]).toEqual([82, 82]);
    expect(series.sd?.[0]).toBeCloseTo(Math.sqrt(8), 12);
  });

  it('go on without a seed that stopped', () => {
    const series = runSeries(
      historyOf(
        tickOf('r1', 1, [0, 1], () => 80),
        tickOf('r1', 2, [0], () => 84),
      ),
      'r1',
      accuracy,
      'steps',
    );
    expect([...series.mean]).toEqual([82, 80]);
    expect(series.sd?.[1]).toBeNaN();
  });

  it('have no spread when there is one', () => {
    expect(runSeries(historyOf(tickOf('r1', 1, [0], () => 80)), 'r1', accuracy, 'steps').sd).toBeNull();
  });
});

describe('the histogram of gradient norms', () => {
  const { members } = historyOf(tickOf('r1', 1, upTo(100), () => 0));
  const range = normRange(members);

  it('counts every step of a time bucket once', () => {
    if (!range) throw new Error('no range');
    const { shares, buckets } = normHistogram(members, range, 99, 10);
    for (let bucket = 0; bucket < buckets; bucket++) {
      const total = shares.subarray(bucket * NORM_BINS, (bucket + 1) * NORM_BINS).reduce((sum, share) => sum + share, 0);
      expect(total).toBeCloseTo(1, 6);
    }
  });

  it('spans all norms with round limits', () => {
    expect(range?.[0]).toBeLessThanOrEqual(1);
    expect(range?.[1]).toBeGreaterThanOrEqual(7);
  });

  it('is divided into spans of at least five rows, also where a recording kept one step in ten', () => {
    expect(spansOf(members, 1000)).toBe(60);
    expect(spansOf(members, 100)).toBe(20);
    const { members: thinned } = historyOf(
      tickOf(
        'r1',
        1,
        upTo(100).map((row) => 10 * row),
        () => 0,
      ),
    );
    expect(spansOf(thinned, 991)).toBe(20);
    expect(spansOf([], 100)).toBe(1);
  });

  it('has no range without a norm to show', () => {
    expect(normRange([])).toBeNull();
  });
});

describe('the value near a place', () => {
  const x = Float64Array.of(0, 10, 20, 30);
  const y = Float64Array.of(1, Number.NaN, 3, 4);

  it('is that of the nearest finite point, and none beyond the curve', () => {
    expect([0, 4, 9, 11, 26, 30].map((at) => valueNear({ x, y }, at))).toEqual([1, 1, 1, 3, 4, 4]);
    expect(valueNear({ x, y }, 31)).toBeNaN();
    expect(valueNear({ x, y }, -1)).toBeNaN();
    expect(valueNear({ x: x.subarray(0, 0), y: y.subarray(0, 0) }, 0)).toBeNaN();
  });
});
