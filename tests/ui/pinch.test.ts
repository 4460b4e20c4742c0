import { describe, expect, it } from 'vitest';
import { Fingers, pinched, stretchOf } from '../../src/ui/charts/pinch';
import type { PlotFrame } from '../../src/ui/charts/frame';

/** Values 0 to 100 stand at pixels 40 to 240: two pixels each. */
const frame: PlotFrame = { width: 300, height: 200, top: 0, right: 60, bottom: 20, left: 40, x: [0, 100], y: [0, 1], scale: 'linear' };

/** Two fingers that came down at one place each and went to another. */
function moved(from: readonly [number, number], to: readonly [number, number], on = frame) {
  const fingers = new Fingers();
  from.forEach((x, id) => fingers.press(id, x, on));
  to.forEach((x, id) => fingers.move(id, x));
  const { pair } = fingers;
  return pair && pinched(on, pair, 100);
}

describe('two fingers', () => {
  it('take what is under them along: twice as far apart, half of it is shown', () => {
    expect(moved([120, 160], [100, 180])).toEqual([25, 75]);
    expect(moved([160, 120], [180, 100])).toEqual([25, 75]);
  });

  it('that go together show more again, and all of it in the end', () => {
    const near: PlotFrame = { ...frame, x: [40, 60] };
    expect(moved([90, 190], [115, 165], near)).toEqual([30, 70]);
    expect(moved([90, 190], [130, 150], near)).toBe('whole');
  });

  it('move a stretch, and not beyond the ends of the axis', () => {
    const near: PlotFrame = { ...frame, x: [20, 60] };
    expect(moved([100, 180], [80, 160], near)).toEqual([24, 64]);
    expect(moved([50, 90], [230, 270], near)).toEqual([0, 24]);
  });

  it('say nothing when they meet or cross', () => {
    expect(moved([120, 160], [140, 145])).toBeNull();
    expect(moved([120, 160], [180, 130])).toBeNull();
  });

  it('are two: neither one nor three say anything, and what is lifted does not count', () => {
    const fingers = new Fingers();
    fingers.press(1, 100, frame);
    expect(fingers.pair).toBeNull();
    fingers.press(2, 200, frame);
    expect(fingers.pair).not.toBeNull();
    fingers.press(3, 150, frame);
    expect(fingers.pair).toBeNull();
    fingers.lift(3);
    expect(fingers.pair).not.toBeNull();
    fingers.lift();
    expect(fingers.pair).toBeNull();
  });
});

describe('the stretch of a range', () => {
  it('is where the range stands, and nowhere where it is larger than the chart', () => {
    expect(stretchOf(frame, [25, 75])).toEqual({ left: 90, width: 100 });
    expect(stretchOf({ ...frame, x: [25, 75] }, [0, 100])).toBeNull();
  });
});
