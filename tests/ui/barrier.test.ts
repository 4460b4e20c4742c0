import { describe, expect, it } from 'vitest';
import type { Between } from '../../src/core/protocol/findings';
import { barrierOf, barrierSentence } from '../../src/ui/stage/barrier';

const places = Float64Array.of(0, 0.25, 0.5, 0.75, 1);
const flat = [50, 50, 50, 50, 50];

function between(losses: readonly (readonly number[])[], accuracy: readonly number[] = flat): Between {
  const lines = losses.map((trainLoss, seed) => ({
    seed,
    steps: [9, 9] as const,
    distance: 1,
    trainLoss: Float64Array.from(trainLoss),
    testLoss: Float64Array.from(trainLoss),
    trainAccuracy: Float64Array.from(flat),
    testAccuracy: Float64Array.from(accuracy),
  }));
  return { asked: { what: 'between', from: 'sgd', to: 'sam' }, places, lines };
}
const said = (found: Between) =>
  barrierSentence(found, (run) => run.toUpperCase())
    .map((phrase) => (typeof phrase === 'string' ? phrase : 'strong' in phrase ? phrase.strong : phrase.label))
    .join('')
    .replaceAll('\u00a0', ' ');

describe('a barrier', () => {
  it('is measured from the line that joins the ends, and is the same from either end', () => {
    const losses = [0, 1, 2, 2.5, 2];
    // Above the chord at ¾: 2.5 − 1.5.
    expect(barrierOf(places, losses)).toEqual({ height: 1, at: 0.5 });
    expect(barrierOf(places, [...losses].reverse()).height).toBe(1);
    expect(barrierOf(places, [2, 1, 0, 1, 2])).toEqual({ height: 0, at: 0 });
  });

  it('is named with its height and place, and denied where there is none', () => {
    expect(said(between([[0, 0, 0.5, 0, 0]]))).toBe('A barrier of 0.50 nats stands between SGD and SAM, highest at 50 % of the way.');
    expect(said(between([[1, 0.9, 0.8, 0.9, 1]]))).toMatch(
      /^No barrier between SGD and SAM: the training loss rises no more than 0\.00 nats/,
    );
  });

  it('is doubted where seeds disagree', () => {
    expect(said(between([flat.map(() => 1), [0, 0, 0.5, 0, 0]]))).toMatch(/^Seeds disagree .*: 0\.00, 0\.50 nats\.$/);
  });

  it('leaves no word of a place that is better than both ends unsaid', () => {
    expect(said(between([flat], [80, 82, 84.2, 84, 83]))).toMatch(/The best clean accuracy, 84\.2 %, lies at 50 % of the way\.$/);
    expect(said(between([flat], [80, 81, 82, 83, 84]))).not.toMatch(/best/);
  });
});
