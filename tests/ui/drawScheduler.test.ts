import { describe, expect, it } from 'vitest';
import { createDrawScheduler } from '../../src/ui/drawScheduler';

function screen(count: number) {
  const frames: (() => void)[] = [];
  const clock = { now: 0 };
  const scheduler = createDrawScheduler({ nextFrame: (then) => frames.push(then), now: () => clock.now, interval: () => 100 });
  const draws = Array.from({ length: count }, () => 0);
  const drawings = draws.map((_, index) => scheduler.add(() => void (draws[index] = (draws[index] ?? 0) + 1)));
  const frame = () => {
    clock.now += 16;
    frames.shift()?.();
  };
  return { scheduler, draws, drawings, frames, frame };
}

describe('the scheduler', () => {
  it('draws at most one picture per frame, each in turn', () => {
    const { scheduler, draws, frame } = screen(3);
    scheduler.touch();
    const after = [0, 1, 2].map(() => {
      frame();
      return draws.reduce((sum, times) => sum + times, 0);
    });
    expect(after).toEqual([1, 2, 3]);
    expect(draws).toEqual([1, 1, 1]);
  });

  it('draws nothing between frames, however often training reports', () => {
    const { scheduler, draws, frames } = screen(2);
    for (let tick = 0; tick < 1000; tick++) scheduler.touch();
    expect(draws).toEqual([0, 0]);
    expect(frames).toHaveLength(1);
  });

  it('draws a picture no more than once per interval', () => {
    const { scheduler, draws, frame } = screen(1);
    for (let index = 0; index < 60; index++) {
      scheduler.touch();
      frame();
    }
    // 60 frames of 16 ms are 960 ms.
    expect(draws[0]).toBeGreaterThanOrEqual(8);
    expect(draws[0]).toBeLessThanOrEqual(10);
  });

  it('spares what is out of sight, and draws it when it comes back', () => {
    const { scheduler, draws, drawings, frame, frames } = screen(2);
    drawings[1]?.setVisible(false);
    scheduler.touch();
    for (let index = 0; index < 5; index++) frame();
    expect(draws).toEqual([1, 0]);
    expect(frames).toHaveLength(0);
    drawings[1]?.setVisible(true);
    frame();
    expect(draws).toEqual([1, 1]);
  });

  it('forgets what was removed', () => {
    const { scheduler, draws, drawings, frame } = screen(1);
    drawings[0]?.remove();
    scheduler.touch();
    frame();
    expect(draws).toEqual([0]);
  });
});
