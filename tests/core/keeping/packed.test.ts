import { describe, expect, it } from 'vitest';
import { pack, unpack } from '../../../src/core/keeping/packed';

const things = {
  text: 'ρ — “quoted”',
  nothing: null,
  numbers: [0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.1, undefined],
  short: Float64Array.of(0.5, -0, Number.NaN, 3),
  long: Float64Array.of(0.1, 1 / 3),
  float: Float32Array.of(0.1),
  bytes: Uint8Array.of(1, 2, 255),
  counts: Uint32Array.of(2 ** 32 - 1),
  part: new Float64Array([9, 8, 7, 6]).subarray(1, 3),
  empty: { array: new Float64Array(0), object: {}, list: [] },
};

describe('packed data', () => {
  it('comes back as it was, bit for bit, on memory of its own', () => {
    const bytes = pack(things, 1);
    const unpacked = unpack(bytes, 1);
    if (unpacked === null || unpacked === 'newer') throw new Error('nothing was unpacked');
    const value = unpacked.value as typeof things;
    expect(value).toEqual(things);
    expect(Object.is(value.numbers[1], -0)).toBe(true);
    expect(Object.is(value.short[1], -0)).toBe(true);
    expect(value.part.buffer.byteLength).toBe(16);
    // A view into a larger piece of memory is read as well as a whole one.
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(unpack(shifted.subarray(3), 1)).toEqual({ value: things });
  });

  it('takes half the room for numbers that have 32 bits', () => {
    const room = (values: Float64Array) => pack(values, 1).length;
    expect(room(new Float64Array(1000).fill(0.1)) - room(new Float64Array(1000).fill(0.5))).toBeGreaterThan(3900);
  });

  it('is nothing when any one bit of it was changed, when it was cut, and when it is something else', () => {
    const whole = pack(things, 1);
    for (let at = 0; at < whole.length; at++) {
      const damaged = whole.slice();
      damaged[at] = (damaged[at] as number) ^ (1 << (at % 8));
      expect(unpack(damaged, 1), `byte ${at}`).toBeNull();
    }
    for (const length of [0, 8, 16, whole.length - 8, whole.length - 1]) expect(unpack(whole.subarray(0, length), 1)).toBeNull();
    for (const other of [null, undefined, 'text', {}, new Uint8Array(64)]) expect(unpack(other, 1)).toBeNull();
  });

  it('says when a later version wrote it, and is nothing of an earlier one', () => {
    expect(unpack(pack(things, 2), 1)).toBe('newer');
    expect(unpack(pack(things, 1), 2)).toBeNull();
  });

  it('refuses what would not come back', () => {
    for (const value of [() => 1, new Map(), new (class Odd {})(), { $: 1 }]) expect(() => pack(value, 1)).toThrow(/pack/);
  });
});
