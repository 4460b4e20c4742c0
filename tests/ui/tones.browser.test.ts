/** Samples of what is heard: rendered faster than sound, and the same every time. */
import { describe, expect, it } from 'vitest';
import { pitchOf, chime, createVoices, type Point, sweep } from '../../src/ui/sound/tones';
import { listen } from '../../src/ui/sound/Sounds';
import type { DrawScheduler } from '../../src/ui/drawing/drawScheduler';
import { tickOf, upTo } from '../core/metrics/histories';
import { fakePage } from '../store/fakePage';

const RATE = 44_100;
const offline = (seconds: number) => new OfflineAudioContext(2, seconds * RATE, RATE);

/** Both sides of what was rendered between two moments, in seconds. */
async function rendered(context: OfflineAudioContext): Promise<(from: number, to: number) => readonly [Float32Array, Float32Array]> {
  const buffer = await context.startRendering();
  return (from, to) => [0, 1].map((side) => buffer.getChannelData(side).slice(from * RATE, to * RATE)) as never;
}
const loudness = (samples: Float32Array) => Math.sqrt(samples.reduce((sum, one) => sum + one ** 2, 0) / samples.length);
/** Hertz of a single tone, by how often it rises through zero. */
function pitchIn(samples: Float32Array): number {
  let rises = 0;
  for (let at = 1; at < samples.length; at++) if ((samples[at - 1] as number) < 0 && (samples[at] as number) >= 0) rises++;
  return (rises * RATE) / samples.length;
}
const steepest = (samples: Float32Array) =>
  samples.reduce((most, one, at) => Math.max(most, at > 0 ? Math.abs(one - (samples[at - 1] as number)) : 0), 0);
/** No tone of this page is steeper than the loudest, at the highest pitch; a click would be. */
const NO_CLICK = (1.1 * 2 * Math.PI * pitchOf(1) * 0.12) / RATE;

describe('a sweep', () => {
  it('has the pitch of each place, an octave per half of the axis, and is silent before and after the curve', async () => {
    const context = offline(3);
    const flat: readonly Point[] = [
      [0.2, 0.5],
      [0.6, 0.5],
    ];
    sweep(context, [flat], 2);
    const between = await rendered(context);
    expect([pitchOf(0), pitchOf(0.5), pitchOf(1), pitchOf(7)]).toEqual([220, 440, 880, 880]);
    expect(pitchIn(between(0.6, 1.1)[0])).toBeCloseTo(440, -0.5);
    expect(loudness(between(0, 0.4)[0])).toBe(0);
    expect(loudness(between(1.8, 3)[0])).toBeLessThan(1e-4);
    expect(loudness(between(0.6, 1.1)[0])).toBeGreaterThan(0.02);
  });

  it('rises with its curve, clicks nowhere, and ends softly when it is ended', async () => {
    const context = offline(2);
    const stop = sweep(
      context,
      [
        [
          [0, 0],
          [1, 1],
        ],
      ],
      2,
    );
    void context.suspend(1).then(() => {
      stop();
      return context.resume();
    });
    const between = await rendered(context);
    expect(pitchIn(between(0.7, 0.9)[0])).toBeGreaterThan(1.3 * pitchIn(between(0.2, 0.4)[0]));
    expect(steepest(between(0, 2)[0])).toBeLessThan(NO_CLICK);
    expect(loudness(between(1.4, 2)[0])).toBe(0);
  });
});

describe('voices', () => {
  it('stand from left to right, glide to where they are sent, and fall silent where they are left out', async () => {
    const context = offline(3);
    const voices = createVoices(context, ['r1', 'r2']);
    voices.sound(new Map([['r1', 0]]));
    void context.suspend(1).then(() => {
      voices.sound(new Map([['r1', 1]]));
      return context.resume();
    });
    void context.suspend(2).then(() => {
      voices.sound(new Map([['r2', 0.5]]));
      return context.resume();
    });
    const between = await rendered(context);
    const [left, right] = between(0.5, 1);
    expect(loudness(left)).toBeGreaterThan(3 * loudness(right));
    expect(pitchIn(left)).toBeCloseTo(220, -0.5);
    expect(pitchIn(between(1.6, 2)[0])).toBeCloseTo(880, -1);
    const [after, afterRight] = between(2.5, 3);
    expect(loudness(afterRight)).toBeGreaterThan(3 * loudness(after));
    expect(pitchIn(afterRight)).toBeCloseTo(440, -0.5);
    expect(steepest(between(0, 3)[0])).toBeLessThan(NO_CLICK);
  });
});

describe('the sound at the end', () => {
  it('is soft, two tones, and over soon', async () => {
    const context = offline(3);
    chime(context);
    const between = await rendered(context);
    const [samples] = between(0, 3);
    expect(samples.reduce((most, one) => Math.max(most, Math.abs(one)), 0)).toBeLessThan(0.3);
    expect(loudness(between(0.05, 0.5)[0])).toBeGreaterThan(0.02);
    expect(loudness(between(2.8, 3)[0])).toBe(0);
    expect(steepest(samples)).toBeLessThan(2 * NO_CLICK);
  });
});

describe('the chart in front', () => {
  /** A page where SGD stands at 60 % and SAM at 90 %. */
  function training() {
    const fake = fakePage('v=1&preset=moons-noisy&algos=sgd,sam&steps=100');
    fake.page.run();
    fake.begin();
    const drawings: (() => void)[] = [];
    const scheduler: DrawScheduler = {
      add(redraw) {
        drawings.push(redraw);
        return { setVisible() {}, touch() {}, remove: () => void drawings.splice(0) };
      },
      touch: () => drawings.forEach((draw) => draw()),
    };
    const members = ['r1', 'r2'].map((run, index) => tickOf(run, 1, upTo(50), () => 60 + 30 * index));
    fake.page.receive({ type: 'tick', group: fake.group().id, seq: 1, step: 50, members, boundaries: [] });
    return { ...fake, scheduler, drawings };
  }

  it('is heard while training runs, without the runs that are muted, and not after a pause', async () => {
    const { page, scheduler } = training();
    const context = offline(3);
    listen({ page, scheduler }, context);
    void context.suspend(1).then(() => {
      page.mute('r1');
      scheduler.touch();
      return context.resume();
    });
    void context.suspend(2).then(() => {
      page.pause();
      return context.resume();
    });
    const between = await rendered(context);
    const [left, right] = between(0.5, 1);
    expect(loudness(left)).toBeGreaterThan(0.02);
    expect(loudness(right)).toBeGreaterThan(0.02);
    const [muted, heard] = between(1.5, 2);
    expect(loudness(heard)).toBeGreaterThan(3 * loudness(muted));
    expect(loudness(between(2.5, 3)[0]) + loudness(between(2.5, 3)[1])).toBeLessThan(1e-3);
  });

  it('is played once, whole, where training stands still, and ends when it is switched off', async () => {
    const { page, scheduler, drawings } = training();
    page.pause();
    const context = offline(4);
    const stop = listen({ page, scheduler }, context);
    void context.suspend(2).then(() => {
      stop();
      return context.resume();
    });
    const between = await rendered(context);
    expect(loudness(between(1, 1.9)[0])).toBeGreaterThan(0.02);
    expect(loudness(between(2.6, 4)[0])).toBe(0);
    expect(drawings).toEqual([]);
  });
});
