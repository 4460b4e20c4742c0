import { describe, expect, it } from 'vitest';
import { contoursOf } from '../../src/ui/slowMotion/contours';
import { drawnArrow, sceneOf } from '../../src/ui/slowMotion/drawing';
import { substituted } from '../../src/ui/slowMotion/FrameLine';

const axis = Array.from({ length: 17 }, (_, index) => -2 + index / 4);
const bowl = { x: axis, y: axis, losses: axis.map((y) => axis.map((x) => x * x + y * y)) };

describe('lines of equal loss', () => {
  it('of a bowl are circles whose radius is the root of their level', () => {
    const contours = contoursOf(bowl);
    expect(contours).toHaveLength(10);
    for (const { level, segments } of contours) {
      expect(segments.length).toBeGreaterThan(3);
      for (const [x1, y1, x2, y2] of segments) {
        expect(Math.hypot(x1, y1)).toBeCloseTo(Math.sqrt(level), 1);
        expect(Math.hypot(x2, y2)).toBeCloseTo(Math.sqrt(level), 1);
      }
    }
  });

  it('are none on flat ground, and keep clear of what is no number', () => {
    expect(contoursOf({ ...bowl, losses: bowl.losses.map((row) => row.map(() => 1)) })).toEqual([]);
    const broken = bowl.losses.map((row, index) => (index > 12 ? row.map(() => Number.NaN) : row));
    const segments = contoursOf({ ...bowl, losses: broken }).flatMap((contour) => contour.segments.flat());
    expect(segments.length).toBeGreaterThan(0);
    expect(segments.every(Number.isFinite)).toBe(true);
  });
});

describe('an arrow', () => {
  const scene = sceneOf(bowl);
  const arrow = { frame: 'climb', symbol: 'ε', from: [0, 0], by: [1, 0.5], is: 'way', length: Math.hypot(1, 0.5) } as const;

  it('that is a way goes where it goes, up for larger values', () => {
    expect(drawnArrow(arrow, scene)).toEqual({ from: [200, 200], to: [300, 150], factor: 1 });
  });

  it('that would be too short to see is drawn longer, by a factor that is given', () => {
    const drawn = drawnArrow({ ...arrow, by: [0.03, 0], length: 0.03 }, scene);
    expect(drawn?.factor).toBe(10);
    expect(drawn?.to[0]).toBeCloseTo(230, 9);
  });

  it('that is a gradient has one length, shorter where it leaves the plane', () => {
    const shown = (by: readonly [number, number], length: number) =>
      drawnArrow({ ...arrow, is: 'gradient', by, length }, scene)?.to[0] ?? 0;
    expect(shown([3, 0], 3)).toBe(shown([0.01, 0], 0.01));
    expect(shown([3, 0], 6) - 200).toBeCloseTo((shown([3, 0], 3) - 200) / 2, 9);
  });

  it('of no length is not drawn', () => {
    expect(drawnArrow({ ...arrow, by: [0, 0], length: 0 }, scene)).toBeNull();
  });
});

describe('a line with numbers', () => {
  it('counts what is whole and measures the rest', () => {
    expect(substituted('<mtext>@n@</mtext><mtext>@x@</mtext>', { n: 1603, x: 0.4 })).toBe('<mtext>1\u202f603</mtext><mtext>0.40</mtext>');
  });

  it('shows more digits where two numbers that differ would look equal', () => {
    expect(substituted('@a@ @b@', { a: 0.28001, b: 0.28049 })).toBe('0.28001 0.28049');
  });

  it('stays well-formed for tiny numbers, and says what is missing', () => {
    expect(substituted('<mtext>@x@ @y@</mtext>', { x: 1e-9 })).toBe('<mtext>&lt; 1e-6 —</mtext>');
  });
});
