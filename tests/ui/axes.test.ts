import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spread } from '../../src/ui/charts/EndLabels';
import { domainOf, linearTicks, logTicks } from '../../src/ui/charts/ticks';
import { positionOf, valueAt } from '../../src/ui/controls/slider';
import { duration, quantity, signedPoints } from '../../src/ui/format';

describe('axes', () => {
  it('have limits around nearly all values and a handful of ticks inside them', () => {
    // Nothing that is measured is smaller than this without being zero.
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => (Math.abs(value) < 1e-9 ? 0 : value));
    fc.assert(
      fc.property(
        fc.array(number, { minLength: 1, maxLength: 30 }),
        fc.constantFrom('linear' as const, 'log' as const),
        (values, scale) => {
          const domain = domainOf(values, { scale });
          const shown = scale === 'log' ? values.filter((value) => value > 0) : values;
          expect(domain === null).toBe(shown.length === 0);
          if (!domain) return;
          const slack = scale === 'log' ? 0 : 0.03 * (Math.max(...shown) - Math.min(...shown));
          expect(domain[0]).toBeLessThanOrEqual(Math.min(...shown) * (1 + 1e-2 * Math.sign(Math.min(...shown))) + slack);
          expect(domain[1]).toBeGreaterThanOrEqual(Math.max(...shown) * (1 - 1e-2 * Math.sign(Math.max(...shown))) - slack);
          const ticks = scale === 'log' ? logTicks(domain) : linearTicks(domain, 4);
          expect(ticks.length).toBeGreaterThanOrEqual(1);
          expect(ticks.length).toBeLessThan(400);
        },
      ),
    );
  });

  it('end at round numbers even where only one lies within the values', () => {
    expect(domainOf([-3.3, 4.9], { scale: 'linear' })).toEqual([-5, 5]);
    expect(linearTicks([-5, 5], 4)).toEqual([-5, 0, 5]);
  });

  it('never shrink while a run goes on', () => {
    expect(domainOf([50], { scale: 'linear', held: [0, 100] })).toEqual([0, 100]);
  });

  it('end, even where limits are equal or not positive', () => {
    expect(linearTicks([1, 1], 4)).toEqual([1]);
    expect(logTicks([0, 1])).toEqual([0]);
  });

  it('name curves without one label on another', () => {
    const tops = spread([{ top: 50 }, { top: 51 }, { top: 52 }, { top: 140 }], 146).map(({ top }) => top);
    expect(tops.every((top, index) => index === 0 || top - (tops[index - 1] ?? 0) >= 15)).toBe(true);
  });
});

describe('sliders', () => {
  const log = { min: 1e-6, max: 100, scale: 'log', integer: false } as const;
  it('reach both limits and give back what they were given', () => {
    expect([valueAt(0, log), valueAt(1, log)]).toEqual([1e-6, 100]);
    for (const value of [1e-4, 0.05, 0.1, 3]) expect(valueAt(positionOf(value, log), log)).toBe(value);
  });

  it('reach 0 on a log scale whose limit it is', () => {
    const scale = { min: 0, max: 10, scale: 'log', integer: false } as const;
    expect(valueAt(0, scale)).toBe(0);
    expect(positionOf(0, scale)).toBe(0);
  });
});

describe('numbers', () => {
  it('are written as people read them', () => {
    expect([quantity(0.0000323), quantity(0), quantity(1e-9), quantity(1.031), quantity(12345), quantity(Number.NaN)]).toEqual([
      '3.2 × 10⁻⁵',
      '0',
      '< 1e-6',
      '1.03',
      '12,345',
      '—',
    ]);
    expect([signedPoints(10.44), signedPoints(-3), signedPoints(0.01)]).toEqual(['+10.4 points', '−3.0 points', '0.0 points']);
    expect([duration(0.4), duration(12.3), duration(125), duration(4200)]).toEqual(['< 1 s', '12 s', '2 min 05 s', '1 h 10 min']);
  });
});
