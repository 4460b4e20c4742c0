import { strToU8 } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NamedTensor } from '../../../src/core/checkpoints/checkpoint';
import { readSafetensors, writeSafetensors } from '../../../src/core/checkpoints/safetensors';

const bitsOf = ({ name, shape, values }: NamedTensor) => ({
  name,
  shape,
  bits: [...new Uint32Array(values.buffer, values.byteOffset, values.length)],
});

/** A file with this header, however wrong, and as many bytes of numbers. */
function fileWith(header: unknown, bytes: number, length?: bigint): Uint8Array {
  const text = strToU8(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + bytes);
  new DataView(file.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  file.set(text, 8);
  return file;
}

const one = (entry: object) => ({ w: { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24], ...entry } });

describe('safetensors', () => {
  it('come back bit for bit, NaN, −0 and subnormal numbers included', () => {
    const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 });
    const tensor = shapes.chain((shape) => {
      const length = shape.reduce((product, axis) => product * axis, 1);
      return fc.record({ shape: fc.constant(shape), bits: fc.array(fc.nat(0xff_ff_ff_ff), { minLength: length, maxLength: length }) });
    });
    const named = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1, unit: 'grapheme' }), tensor), {
      selector: ([name]) => name,
      maxLength: 5,
    });
    fc.assert(
      fc.property(named, fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 }), (list, origin) => {
        const tensors = list
          .filter(([name]) => name !== '__metadata__' && name !== '__proto__')
          .map(([name, { shape, bits }]) => ({ name, shape, values: new Float32Array(Uint32Array.from(bits).buffer) }));
        const read = readSafetensors(writeSafetensors({ tensors, origin }), 'a file');
        const byName = (found: readonly NamedTensor[]) => new Map(found.map((tensor_) => [tensor_.name, bitsOf(tensor_)]));
        expect(byName(read.tensors)).toEqual(byName(tensors));
        expect(new Map(Object.entries(read.origin))).toEqual(new Map(Object.entries(origin)));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('are laid out as other programs read them: a padded header, then numbers in little-endian order', () => {
    const file = writeSafetensors({
      tensors: [
        { name: 'a', shape: [2], values: Float32Array.of(1, -2) },
        { name: 'b', shape: [], values: Float32Array.of(0.5) },
      ],
      origin: { run: 'SAM' },
    });
    const length = Number(new DataView(file.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect(JSON.parse(String.fromCharCode(...file.subarray(8, 8 + length)))).toEqual({
      __metadata__: { run: 'SAM' },
      a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
      b: { dtype: 'F32', shape: [], data_offsets: [8, 12] },
    });
    expect([...file.subarray(8 + length)]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 0, 0, 0, 0x3f]);
  });

  it.each([
    ['ends within the length of its header', new Uint8Array(5), 'expected in the first 8 bytes, and it has 5'],
    [
      'claims a header of sixteen exabytes',
      fileWith('{}', 0, 2n ** 64n - 1n),
      'claims 18446744073709551615 bytes, and at most 4194304 are read',
    ],
    ['claims a header of 100 MB', fileWith('{}', 0, 100_000_000n), 'claims 100000000 bytes, and at most 4194304 are read'],
    ['ends within its header', fileWith('{}', 0, 50n), 'claims 50 bytes, and 2 are there'],
    ['has a header that is no JSON', fileWith('{"w":', 0), 'expected to be a JSON object, and is none'],
    ['has a header that is a list', fileWith('[1]', 0), 'expected to be a JSON object, and is none'],
    ['has a tensor without a shape', fileWith({ w: { dtype: 'F32', data_offsets: [0, 4] } }, 4), '“w” is expected to have a shape'],
    ['has a shape below zero', fileWith(one({ shape: [-2, -3] }), 24), '“w” is expected to have a shape'],
    ['has half a row', fileWith(one({ shape: [2.5, 2] }), 20), '“w” is expected to have a shape'],
    ['has one data offset', fileWith(one({ data_offsets: [0] }), 24), '“w” is expected to have a shape and two data_offsets'],
    ['holds another type of number', fileWith(one({ dtype: 'F8_E4M3' }), 24), 'BOOL, and F8_E4M3 was found'],
    [
      'has a shape that its bytes do not fill',
      fileWith(one({ shape: [2, 4] }), 24),
      '[2, 4] is expected to take 32 bytes, and its data_offsets span 24',
    ],
    ['has a shape no memory holds', fileWith(one({ shape: [2 ** 40, 2 ** 40] }), 24), 'and its data_offsets span 24'],
    ['ends within a tensor', fileWith(one({}), 23), '“w” is expected to end at byte 24 of the numbers, and the file ends at 23'],
    ['holds more than it declares', fileWith(one({}), 25), '24 bytes of numbers are expected, and 25 were found'],
    ['has a hole', fileWith(one({ data_offsets: [8, 32] }), 32), '“w” is expected to begin at byte 0 of the numbers, and begins at 8'],
    [
      'has tensors that overlap',
      fileWith({ ...one({}), v: { dtype: 'F32', shape: [1], data_offsets: [4, 8] } }, 24),
      '“v” is expected to begin at byte 24 of the numbers, and begins at 4',
    ],
  ])('are refused in one sentence where a file %s', (_what, file, sentence) => {
    expect(() => readSafetensors(file, 'net.safetensors')).toThrow(
      expect.objectContaining({ code: 'weights-damaged', detail: expect.stringContaining(sentence) }),
    );
    expect(() => readSafetensors(file, 'net.safetensors')).toThrow('“net.safetensors”');
  });
});
