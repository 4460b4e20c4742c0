import { describe, expect, it } from 'vitest';
import type { Chart } from '../../src/ui/charts/chart';
import { movedCursor } from '../../src/ui/charts/cursorKeys';
import type { Curves } from '../../src/ui/charts/curves';
import { HeldText, summaryOf } from '../../src/ui/charts/summary';
import { domainOf } from '../../src/ui/charts/ticks';

/** Where curves end, unless somebody points elsewhere. */
const at = (place: number | null, end: number, diverged: Readonly<Record<string, number>> = {}) => ({
  x: place,
  placeOf: () => place ?? end,
  divergedAt: (run: string) => diverged[run] ?? null,
});
const chart = { title: 'Clean test accuracy', unit: '%', scale: 'linear' } as Chart;

function curvesThrough(values: Readonly<Record<string, readonly number[]>>): Curves {
  const [first = []] = Object.values(values);
  const x = Float64Array.from(first, (_, row) => 100 * row);
  const curves = Object.entries(values).map(([run, y]) => {
    const last = y.at(-1) as number;
    const kind = { thin: 0, band: null, isRaw: false, isReference: false };
    return {
      run,
      key: run,
      ...kind,
      last,
      lastRaw: last,
      y: Float64Array.from(y),
      points: { x, y: Float64Array.from(y) },
      raw: { x, y: Float64Array.from(y) },
      each: [],
    };
  });
  return { x, kept: 0, drawn: 0, curves, seedLines: [], crosses: [], absent: [], seeds: 1 };
}

describe('the summary of a chart', () => {
  it('says how many runs there are, best first, and where a curve turned', () => {
    const curves = curvesThrough({ SGD: [20, 60, 90.5, 80, 78.3], SAM: [20, 50, 80, 92, 92.5] });
    expect(summaryOf(chart, curves, 'steps', (run) => run, at(null, 400))).toBe(
      '2 runs, step 0 to step 400. SAM 92.5 %, SGD 78.3 %. SGD peaks at 90.5 % near step 200 and then falls.',
    );
  });

  it('says where a curve turned up, in its own unit', () => {
    const curves = curvesThrough({ SGD: [1.4, 0.7, 0.5, 0.9] });
    expect(summaryOf({ ...chart, unit: 'nats' }, curves, 'steps', (run) => run, at(null, 300))).toContain(
      'SGD bottoms at 0.50 near step 200 and then rises.',
    );
  });

  it('says nothing of turns where a curve only rises, and that there is no data before the first number', () => {
    expect(summaryOf(chart, curvesThrough({ SAM: [1, 2, 3] }), 'steps', (run) => run, at(null, 200))).toBe(
      '1 run, step 0 to step 200. SAM 3.0 %.',
    );
    expect(summaryOf(chart, null, 'steps', (run) => run, at(null, 0))).toBe('No data yet.');
  });

  it('says the numbers of where somebody points, and of no run that diverged', () => {
    const curves = curvesThrough({ SGD: [20, 60, 90.5, 80, 78.3], SAM: [20, 50, 80, 92, 92.5] });
    expect(summaryOf(chart, curves, 'steps', (run) => run, at(200, 400))).toContain('At step 200: SGD 90.5 %, SAM 80.0 %.');
    expect(summaryOf(chart, curves, 'steps', (run) => run, at(null, 300))).toContain('step 0 to step 300. SAM 92.0 %, SGD 80.0 %.');
    const lost = summaryOf(chart, curves, 'steps', (run) => run, at(null, 400, { SGD: 7 }));
    expect(lost).toBe('2 runs, step 0 to step 400. SAM 92.5 %, SGD diverged at step 7.');
  });

  it('changes at most every ten seconds while training runs, and at once when it stands still or is about something else', () => {
    let clock = 0;
    const held = new HeldText(() => clock);
    const say = (text: string, now: number, isStill = false, of = 'g1') => {
      clock = now;
      return held.say(() => text, of, isStill);
    };
    expect(say('one', 0)).toBe('one');
    expect(say('two', 9_999)).toBe('one');
    expect(say('three', 10_000)).toBe('three');
    expect(say('four', 10_001)).toBe('three');
    expect(say('five', 10_002, true)).toBe('five');
    expect(say('six', 10_003, false, 'g2')).toBe('six');
  });
});

describe('keys at a chart', () => {
  const places = Array.from({ length: 30 }, (_, index) => 10 * index);

  it('move the cursor by one drawn point, with Shift by ten, and to the ends', () => {
    expect(movedCursor(places, 50, 'ArrowRight', false)).toBe(60);
    expect(movedCursor(places, 50, 'ArrowLeft', false)).toBe(40);
    expect(movedCursor(places, 50, 'ArrowRight', true)).toBe(150);
    expect(movedCursor(places, 50, 'ArrowLeft', true)).toBe(0);
    expect(movedCursor(places, 50, 'End', false)).toBe(290);
    expect(movedCursor(places, 50, 'Home', false)).toBe(0);
  });

  it('start from the side they point away from, and from between two points at the next', () => {
    expect(movedCursor(places, null, 'ArrowRight', false)).toBe(0);
    expect(movedCursor(places, null, 'ArrowLeft', false)).toBe(290);
    expect(movedCursor(places, 54, 'ArrowRight', false)).toBe(60);
    expect(movedCursor(places, 54, 'ArrowLeft', false)).toBe(50);
  });

  it('mean nothing where there is no point, and leave all others to the page', () => {
    expect(movedCursor([], null, 'ArrowRight', false)).toBeUndefined();
    for (const key of ['ArrowUp', 'ArrowDown', 'a', ' ']) expect(movedCursor(places, 0, key, false)).toBeUndefined();
  });
});

describe('a logarithmic axis', () => {
  it('starts at the smallest number it can show, whatever the chart shows at least', () => {
    expect(domainOf([0, -3, 0.2, 40], { scale: 'log', least: [0, 100] })).toEqual([0.2, 100]);
    expect(domainOf([0, -3], { scale: 'log' })).toBeNull();
  });
});
