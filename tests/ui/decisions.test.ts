import { describe, expect, it } from 'vitest';
import { decisionsOf } from '../../src/ui/boundary/decisions';

const everywhere = (size: number) => new Float32Array(size * size).fill(1);
/** Lengths of all pieces together, in widths of the picture. */
const lengthOf = (segments: ReturnType<typeof decisionsOf>) =>
  segments.reduce((sum, [fromX, fromY, toX, toY]) => sum + Math.hypot(toX - fromX, toY - fromY), 0);

describe('decision boundaries', () => {
  it('of one class are none', () => {
    expect(decisionsOf({ size: 4, winners: new Uint8Array(16).fill(2) }, everywhere(4))).toEqual([]);
  });

  it('run between the halves of a picture, whatever the confidence', () => {
    const size = 10;
    const winners = Uint8Array.from({ length: size * size }, (_, cell) => (cell % size < 5 ? 0 : 1));
    const segments = decisionsOf({ size, winners }, everywhere(size));
    expect(segments.every(([fromX, , toX]) => Math.abs(fromX - 0.5) < 1e-12 && Math.abs(toX - 0.5) < 1e-12)).toBe(true);
    // From the middle of the first row of cells to that of the last.
    expect(lengthOf(segments)).toBeCloseTo(0.9, 12);
  });

  it('meet in a point where three classes do', () => {
    const segments = decisionsOf({ size: 2, winners: Uint8Array.of(0, 1, 2, 2) }, everywhere(2));
    expect(segments).toHaveLength(3);
    for (const [, , toX, toY] of segments) expect([toX, toY]).toEqual([0.5, 0.5]);
  });

  it('are not drawn where there is no data', () => {
    expect(decisionsOf({ size: 2, winners: Uint8Array.of(0, 1, 0, 1) }, new Float32Array(4))).toEqual([]);
  });
});
