/**
 * Curves as tones: the higher the value, the higher the pitch, one voice per run. Every change of a gain is a ramp, as a jump is heard
 * as a click. Pitch for value: the mapping that sonified charts share (Walker and Nees 2011, “Theory of Sonification”, §2.4).
 */

/** Hertz at the lower and octaves to the upper end of a vertical axis: where small loudspeakers and old ears still hear well. */
const LOWEST = 220;
const OCTAVES = 2;
/** Of all voices together: soft beside speech. */
const LOUDNESS = 0.12;
/** Seconds of a ramp that is heard as smooth. */
const RAMP = 0.03;
/** Seconds in which a voice glides most of the way to its next pitch. */
const GLIDE = 0.06;

/** Hertz of a place on the vertical axis, 0 below … 1 above; places beyond sound like the ends. */
export function pitchOf(place: number): number {
  return LOWEST * 2 ** (OCTAVES * Math.min(1, Math.max(0, place)));
}

export interface Voices {
  /** Lets the voices of runs glide to their places on the vertical axis, 0 … 1. Runs that are left out fall silent. */
  sound(places: ReadonlyMap<string, number>): void;
  /** Ends all of them for good. */
  stop(): void;
}

/** @param runs  ids in the order of the table: the first is heard on the left, the last on the right. */
export function createVoices(context: BaseAudioContext, runs: readonly string[]): Voices {
  const voices = new Map(runs.map((run, index) => [run, voiceOf(context, index, runs.length)]));
  return {
    sound(places) {
      for (const [run, { oscillator, gain, level }] of voices) {
        const place = places.get(run);
        gain.gain.setTargetAtTime(place === undefined ? 0 : level, context.currentTime, RAMP);
        if (place !== undefined) oscillator.frequency.setTargetAtTime(pitchOf(place), context.currentTime, GLIDE);
      }
    },
    stop() {
      for (const { oscillator, gain } of voices.values()) {
        gain.gain.setTargetAtTime(0, context.currentTime, RAMP);
        oscillator.stop(context.currentTime + 10 * RAMP);
      }
      voices.clear();
    },
  };
}

/** A point of a curve: both 0 … 1, from left to right and from below to above. */
export type Point = readonly [across: number, place: number];

/**
 * Plays curves once, all together from left to right. A curve that begins late or ends early is silent there.
 *
 * @param curves   points by rising first number; empty curves are silent.
 * @param seconds  for the whole width.
 * @returns what ends it before its time.
 */
export function sweep(context: BaseAudioContext, curves: readonly (readonly Point[])[], seconds: number): () => void {
  const start = context.currentTime + RAMP;
  const playing = curves.flatMap((points, index) => {
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last) return [];
    const { oscillator, gain, level } = voiceOf(context, index, curves.length);
    const timeOf = ([across]: Point) => start + seconds * across;
    oscillator.frequency.setValueAtTime(pitchOf(first[1]), 0);
    for (const point of points) oscillator.frequency.linearRampToValueAtTime(pitchOf(point[1]), timeOf(point));
    gain.gain.setTargetAtTime(level, timeOf(first), RAMP / 3);
    gain.gain.setTargetAtTime(0, timeOf(last), RAMP);
    oscillator.stop(timeOf(last) + 10 * RAMP);
    return [{ oscillator, gain }];
  });
  return () => {
    for (const { oscillator, gain } of playing) {
      gain.gain.cancelScheduledValues(context.currentTime);
      gain.gain.setTargetAtTime(0, context.currentTime, RAMP);
      oscillator.stop(context.currentTime + 10 * RAMP);
    }
  };
}

/** Two soft tones, the second a fifth above the first: something is done. */
export function chime(context: BaseAudioContext): void {
  for (const [index, pitch] of [2 * LOWEST, 3 * LOWEST].entries()) {
    const { oscillator, gain, level } = voiceOf(context, 0, 1);
    const at = context.currentTime + 0.2 * index;
    oscillator.frequency.setValueAtTime(pitch, 0);
    gain.gain.setTargetAtTime(level, at, RAMP / 3);
    gain.gain.setTargetAtTime(0, at + RAMP, 0.25);
    oscillator.stop(at + 2.5);
  }
}

/** A silent voice: neighbours differ in timbre as well as in where they stand. */
function voiceOf(context: BaseAudioContext, index: number, count: number) {
  const oscillator = new OscillatorNode(context, { type: index % 2 === 0 ? 'sine' : 'triangle', frequency: LOWEST });
  const gain = new GainNode(context, { gain: 0 });
  const pan = new StereoPannerNode(context, { pan: count > 1 ? -0.8 + (1.6 * index) / (count - 1) : 0 });
  oscillator.connect(gain).connect(pan).connect(context.destination);
  oscillator.start();
  return { oscillator, gain, level: LOUDNESS / Math.sqrt(count) };
}
