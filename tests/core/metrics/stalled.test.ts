import { describe, expect, it } from 'vitest';
import { blockOf, NO_ROWS } from '../../../src/core/metrics/block';
import { runOf } from '../../../src/core/settings/runs';
import { STALLED_STEPS, stalledFor } from '../../../src/core/metrics/stalled';
import { causeOf } from '../../../src/ui/boundary/Stalled';
import { History } from '../../../src/core/metrics/history';

const CLASSES = 5;
const SAMPLES = 300;

/** Measured every 50 steps. */
function historyOf(seeds: Record<number, (step: number) => number>, until: number): History {
  const steps = Float64Array.from({ length: until / 50 + 1 }, (_, row) => 50 * row);
  const ticks = Object.entries(seeds).map(([seed, accuracy]) => ({
    id: `r2/${seed}`,
    run: 'r2',
    seed: Number(seed),
    steps: NO_ROWS,
    measured: blockOf({ step: steps, trainAccuracy: steps.map(accuracy) }),
  }));
  return new History().append(ticks);
}
const stalled = (history: History) => stalledFor(history, 'r2', CLASSES, SAMPLES);

describe('a run at chance', () => {
  it('is told after 300 steps, and how long it has been there', () => {
    expect(stalled(historyOf({ 1: () => 20 }, STALLED_STEPS - 50))).toBeNull();
    expect(stalled(historyOf({ 1: () => 20 }, 500))).toBe(500);
    expect(stalled(historyOf({ 1: (step) => (step < 150 ? 60 : 21) }, 500))).toBe(350);
  });

  it('may do as well as a guess does by luck, and no better', () => {
    // Three standard deviations of a guess among five classes on 300 samples are 6.9 points.
    expect(stalled(historyOf({ 1: () => 26.5 }, 500))).toBe(500);
    expect(stalled(historyOf({ 1: () => 27.5 }, 500))).toBeNull();
  });

  it('stays there through one lucky measurement, and not through two in succession', () => {
    const lucky = (...steps: number[]) => historyOf({ 1: (step) => (steps.includes(step) ? 40 : 20) }, 1000);
    expect(stalled(lucky(400))).toBe(1000);
    expect(stalled(lucky(400, 500, 1000))).toBe(1000);
    expect(stalled(lucky(0, 400, 450))).toBe(500);
    expect(stalled(lucky(950, 1000))).toBeNull();
  });

  it('that has begun to learn, or diverged, or learns on one of its seeds, is not', () => {
    expect(stalled(historyOf({ 1: (step) => (step < 450 ? 20 : 40) }, 500))).toBeNull();
    expect(stalled(historyOf({ 1: (step) => (step < 400 ? 20 : Number.NaN) }, 500))).toBeNull();
    expect(stalled(historyOf({ 1: () => 20, 2: () => 90 }, 500))).toBeNull();
    expect(stalledFor(new History(), 'r2', CLASSES, SAMPLES)).toBeNull();
  });

  it('has a radius beyond its band to blame, else its learning rate, and else no button', () => {
    const cause = (rho: number, rate: number) => causeOf(runOf('r2', 'sam', { rho }), rate);
    const tooFar = cause(2, 0.1);
    expect(tooFar.words).toContain('ρ\u00a0=\u00a02');
    expect(tooFar.remedy?.path).toBe('runs.r2.radius.rho');
    expect(tooFar.remedy?.value).toBeLessThan(2);
    expect(cause(0.1, 5).remedy).toEqual({ path: 'training.lr', value: 0.5 });
    expect(cause(0.1, 0.001).remedy).toEqual({ path: 'training.lr', value: 0.01 });
    expect(cause(0.1, 0.1).remedy).toBeNull();
    expect(causeOf({ ...runOf('r1', 'sgd'), learningRate: 9 }, 0.1).remedy).toEqual({ path: 'runs.r1.lr', value: 0.9 });
  });
});
