import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spread } from '../../src/ui/charts/EndLabels';
import { domainOf, linearTicks, logTicks } from '../../src/ui/charts/ticks';
import { slotNames } from '../../src/core/sam/slotNames';
import { slotRegistry } from '../../src/core/sam/partChoices';
import { sections } from '../../src/core/settings/sections';
import { placeOf, stopsOf } from '../../src/ui/controls/slider';
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
    const tops = spread([{ top: 50 }, { top: 51 }, { top: 52 }, { top: 140 }], 146, 15).map(({ top }) => top);
    expect(tops.every((top, index) => index === 0 || top - (tops[index - 1] ?? 0) >= 15)).toBe(true);
  });

  it('are fewer where the plot is too low, the highest and the lowest always among them', () => {
    const eight = [10, 20, 30, 40, 50, 60, 70, 80].map((top) => ({ top, was: top }));
    const shown = spread(eight, 90, 24);
    expect(shown.map(({ was }) => was)).toEqual([10, 40, 60, 80]);
    const tops = shown.map(({ top }) => top);
    expect(Math.min(...tops)).toBeGreaterThanOrEqual(0);
    for (const [index, top] of tops.slice(1).entries()) expect(top - (tops[index] as number)).toBeGreaterThanOrEqual(24);
    expect(spread(eight, 10, 24)).toHaveLength(1);
  });
});

const numberFields = [
  ...sections.flatMap((section) =>
    section.shape === 'plain'
      ? [section.fields]
      : section.shape === 'chosen'
        ? Object.values(section.registry).map(({ fields }) => fields)
        : [],
  ),
  ...slotNames.flatMap((slot) => Object.values(slotRegistry(slot)).map(({ fields }) => fields)),
].flatMap((fields) => Object.entries(fields).flatMap(([key, { control }]) => (control.kind === 'number' ? [[key, control] as const] : [])));

describe('sliders', () => {
  it.each(numberFields)('of %s reach both limits, and no step of theirs stays where it was', (_, control) => {
    const stops = stopsOf(control);
    expect([stops[0], stops.at(-1)]).toEqual([control.min, control.max]);
    stops.slice(1).forEach((stop, index) => expect(stop).toBeGreaterThan(stops[index] as number));
    if (control.integer) for (const stop of stops) expect(Number.isInteger(stop)).toBe(true);
    stops.forEach((stop, place) => expect(placeOf(stop, stops)).toBe(place));
  });

  it('of whole numbers go through the small ones one by one, also where the large ones are far away', () => {
    expect(stopsOf({ min: 1, max: 1e6, scale: 'log', integer: true }).slice(0, 10)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('stand between two places for a value that was written', () => {
    const stops = stopsOf({ min: 0, max: 1, scale: 'linear', integer: false });
    expect(placeOf(0.405, stops)).toBeCloseTo(40.5, 6);
    expect([placeOf(-1, stops), placeOf(2, stops)]).toEqual([0, stops.length - 1]);
  });
});

describe('numbers', () => {
  it('are written as people read them', () => {
    expect([quantity(0.0000323), quantity(0), quantity(1e-9), quantity(1.031), quantity(12345), quantity(Number.NaN)]).toEqual([
      '3.2 × 10⁻⁵',
      '0',
      '< 1e-6',
      '1.03',
      '12\u202f345',
      '—',
    ]);
    expect([signedPoints(10.44), signedPoints(-3), signedPoints(0.01)]).toEqual(['+10.4 points', '−3.0 points', '0.0 points']);
    expect([duration(0.4), duration(12.3), duration(125), duration(4200)]).toEqual(['< 1 s', '12 s', '2 min 05 s', '1 h 10 min']);
  });
});
