/**
 * Seeded, named, positioned randomness: a draw is a function of (seed, name, position) and of nothing else.
 *
 * Streams are made anew for each purpose and position ("shuffle" of epoch 7, "gate" of step 412), so drawing from
 * one moves no other, two runs of a group see the same batches, and a snapshot need not store any generator.
 */
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface RandomStream {
  /** Uniform in [0, 1), 32 random bits. */
  uniform(): number;
  /** Uniform integer in [0, bound), without modulo bias. */
  integer(bound: number): number;
  /** Standard normal, by Box–Muller in float64 (device sin/cos are too coarse, and differ). */
  normal(): number;
}

/** The stream `name` of `seed` at `position` (an epoch, a step, a sample…). */
export function randomStream(seed: number, name: string, position = 0): RandomStream {
  const generator = xoroshiro128plus(mix(seed, name, position));
  let spare: number | undefined;
  const bits = () => generator.next() >>> 0;
  const uniform = () => bits() / 2 ** 32;
  return {
    uniform,
    integer(bound) {
      const limit = Math.floor(2 ** 32 / bound) * bound;
      let value = bits();
      while (value >= limit) value = bits();
      return value % bound;
    },
    normal() {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
  };
}

/** Fisher–Yates: a uniformly random order of 0 … count − 1. */
export function permutation(count: number, stream: RandomStream): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = stream.integer(last + 1);
    const kept = order[last] as number;
    order[last] = order[other] as number;
    order[other] = kept;
  }
  return order;
}

/** 32-bit FNV-1a over the name, then murmur3's finalizer over seed and position: near inputs give unrelated generators. */
function mix(seed: number, name: string, position: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  for (const word of [seed, Math.floor(seed / 2 ** 32), position, Math.floor(position / 2 ** 32)]) {
    hash = finalize(hash ^ (word | 0)) + 0x9e3779b9;
  }
  return finalize(hash) | 0;
}

function finalize(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
