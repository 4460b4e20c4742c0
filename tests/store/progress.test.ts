import { describe, expect, it } from 'vitest';
import { progressOf, timeLeft } from '../../src/store/progress';
import type { TimeLeft } from '../../src/store/group';
import { about } from '../../src/ui/format';
import { defaultExperiment } from '../../src/core/settings/presets';
import { fakePage } from './fakePage';

const plan = { step: 100, steps: 1000, rate: 90, secondsLeft: 10 };

describe('the time left', () => {
  it('is not said before a second, nor before 5 % of the steps or five seconds', () => {
    expect(timeLeft(null, plan, 0, 900)).toBeNull();
    expect(timeLeft(null, plan, 0, 1000)).toEqual({ seconds: 10, at: 1000 });
    expect(timeLeft(null, { ...plan, step: 40 }, 0, 1000)).toBeNull();
    expect(timeLeft(null, { ...plan, step: 40 }, 0, 5000)).toEqual({ seconds: 10, at: 5000 });
    expect(timeLeft(null, { ...plan, secondsLeft: null }, 0, 9000)).toBeNull();
  });

  it('moves by at most a fifth beside the clock, and gets to a new speed all the same', () => {
    let left: TimeLeft | null = { seconds: 100, at: 0 };
    const [first, ...later] = Array.from({ length: 12 }, (_, tick) => {
      left = timeLeft(left, { ...plan, secondsLeft: 20 }, 0, 100 * (tick + 1));
      return left?.seconds ?? 0;
    });
    expect(first).toBeCloseTo(79.92, 5);
    expect(later.at(-1)).toBe(20);
    expect(timeLeft({ seconds: 10, at: 0 }, { ...plan, secondsLeft: 100 }, 0, 100)?.seconds).toBeCloseTo(9.9 * 1.2 + 0.5, 5);
  });

  it('is taken from the clock between ticks, so that evaluation counts', () => {
    const tick = (at: number, step: number) => ({ at, step, spent: null });
    const group = { experiment: defaultExperiment, step: 200, pace: [tick(0, 0), tick(1000, 100), tick(4000, 200)] };
    expect(progressOf(group, defaultExperiment)).toMatchObject({ rate: 50, secondsLeft: (defaultExperiment.training.steps - 200) / 50 });
  });

  it('is kept by the group while it runs and forgotten at rest', () => {
    const { page, clock, begin, group } = fakePage('v=1&preset=moons-noisy&steps=1000');
    page.run();
    begin();
    const tick = (seq: number) => page.receive({ type: 'tick', group: group().id, seq, step: 100 * seq, members: [], boundaries: [] });
    for (const seq of [1, 2, 3]) {
      clock.now = 1000 * seq;
      tick(seq);
    }
    expect(group().left?.seconds).toBeCloseTo(7, 5);
    page.pause();
    expect([group().left, group().began, group().pace]).toEqual([null, null, []]);
  });

  it.each([
    [3.2, '3 s'],
    [12, '10 s'],
    [58, '1 min'],
    [125, '2 min'],
    [140, '2.5 min'],
    [1300, '20 min'],
    [3500, '1 h 0 min'],
  ])('of %d seconds is said as %s', (seconds, said) => {
    expect(about(seconds)).toBe(said);
  });
});
