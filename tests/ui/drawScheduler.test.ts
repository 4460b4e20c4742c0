import { describe, expect, it } from 'vitest';
import { REST_MS, createDrawScheduler } from '../../src/ui/drawing/drawScheduler';

function screen(count: number) {
  const frames: (() => void)[] = [];
  const clock = { now: 0 };
  const timers: (() => void)[] = [];
  const scheduler = createDrawScheduler({
    nextFrame: (then) => frames.push(then),
    now: () => clock.now,
    interval: () => 100,
    later: (then) => timers.push(then),
  });
  const draws = Array.from({ length: count }, () => 0);
  const drawings = draws.map((_, index) => scheduler.add(() => void (draws[index] = (draws[index] ?? 0) + 1)));
  const frame = () => {
    clock.now += 16;
    frames.shift()?.();
  };
  const rest = (ms: number) => {
    clock.now += ms;
    for (const due of timers.splice(0)) due();
  };
  return { scheduler, draws, drawings, frames, frame, rest, timers };
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

  it('draws what is out of sight once there is no more news, one per frame, and waits as long as there is', () => {
    const { scheduler, draws, drawings, frame, frames, rest, timers } = screen(3);
    for (const hidden of drawings.slice(1)) hidden.setVisible(false);
    for (let news = 0; news < 5; news++) {
      scheduler.touch();
      rest(REST_MS - 50);
    }
    frame();
    expect(draws).toEqual([1, 0, 0]);
    rest(REST_MS);
    frame();
    expect(draws).toEqual([1, 1, 0]);
    frame();
    expect(draws).toEqual([1, 1, 1]);
    expect(frames).toHaveLength(0);
    expect(timers).toHaveLength(0);
  });

  it('forgets what was removed', () => {
    const { scheduler, draws, drawings, frame } = screen(1);
    drawings[0]?.remove();
    scheduler.touch();
    frame();
    expect(draws).toEqual([0]);
  });
});
