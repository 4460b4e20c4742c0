import { readdirSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { decoded } from '../../../src/core/checkpoints/numberTypes';
import { openSafetensors, readSafetensors, writeSafetensors } from '../../../src/core/checkpoints/safetensors';
import { joinedShards } from '../../../src/core/checkpoints/shards';
import type { TensorFile } from '../../../src/core/checkpoints/tensorFile';
import { openTorchFile } from '../../../src/core/checkpoints/torchFile';
import { fileOf, hasReference, openedReference, referenceBytes, referencePath, referenceText } from './reference';

async function valuesIn(file: TensorFile): Promise<ReadonlyMap<string, readonly number[]>> {
  const pairs = await Promise.all(file.entries.map(async (entry) => [entry.name, [...(await file.values(entry))]] as const));
  return new Map(pairs);
}

const torchFile = (bytes: Uint8Array, name = 'pytorch_model.bin') => openTorchFile(fileOf(bytes).read, bytes.length, name);
const ofByte = (...bytes: readonly (number | string)[]) =>
  Uint8Array.from(bytes.flatMap((one) => (typeof one === 'string' ? [...strToU8(one)] : [one])));
const word = (text: string) => ofByte(0x58, text.length, 0, 0, 0, text);

/** {"w": a view of [2, 2] of storage “0”, transposed}, as torch writes it. */
const pickled = (callee = 'ctorch._utils\n_rebuild_tensor_v2\n', count = 6) =>
  ofByte(
    0x80,
    2,
    '}',
    '(',
    ...word('w'),
    callee,
    '((',
    ...word('storage'),
    'ctorch\nFloatStorage\n',
    ...word('0'),
    ...word('cpu'),
    'K',
    count,
    't',
    'Q',
    'K',
    2,
    'K',
    2,
    'K',
    2,
    0x86,
    'K',
    1,
    'K',
    2,
    0x86,
    0x89,
    ')',
    't',
    'R',
    'u',
    '.',
  );
const archive = (pickle: Uint8Array, numbers = Float32Array.of(0, 1, 2, 3, 4, 5)) =>
  zipSync({ 'archive/data.pkl': pickle, 'archive/data/0': new Uint8Array(numbers.buffer) }, { level: 0 });

describe('a file of weights that is elsewhere', () => {
  it('is opened by its header and read tensor by tensor', async () => {
    const tensors = [
      { name: 'a', shape: [500], values: Float32Array.from({ length: 500 }, (_, index) => index) },
      { name: 'b', shape: [2], values: Float32Array.of(-1, 0.5) },
    ];
    const bytes = writeSafetensors({ tensors, origin: { run: 'SAM' } });
    const { read, largest } = fileOf(bytes);
    const file = await openSafetensors(read, bytes.length, 'net.safetensors');
    expect(file.entries.map(({ name, shape }) => [name, shape])).toEqual([
      ['a', [500]],
      ['b', [2]],
    ]);
    expect([...(await file.values(file.entries[1] as (typeof file.entries)[number]))]).toEqual([-1, 0.5]);
    expect(largest()).toBeLessThan(500);
  });

  it('gives half precision, bfloat16 and integers as the numbers that they are', () => {
    const of16 = (...bits: readonly number[]) => new Uint8Array(Uint16Array.from(bits).buffer);
    expect([...decoded('F16', of16(0x3c00, 0xc000, 0x0001, 0x7c00, 0x3555))]).toEqual([1, -2, 2 ** -24, Infinity, 0.333251953125]);
    expect(decoded('F16', of16(0x7e00))[0]).toBeNaN();
    expect([...decoded('BF16', of16(0x3f80, 0xc000, 0x7f80))]).toEqual([1, -2, Infinity]);
    expect([...decoded('I64', new Uint8Array(BigInt64Array.of(3n, -4n).buffer))]).toEqual([3, -4]);
    expect([...decoded('BOOL', Uint8Array.of(0, 7))]).toEqual([0, 1]);
  });

  it('may be of another, whose name is said, where it was renamed', () => {
    const renamed = archive(pickled());
    expect(() => readSafetensors(renamed, 'model.safetensors')).toThrow('what PyTorch saves was found under that name');
  });
});

describe('a pickle', () => {
  it('gives tensors alone, with strides and offsets followed', async () => {
    const file = await torchFile(archive(pickled()));
    expect(file.entries).toMatchObject([{ name: 'w', shape: [2, 2] }]);
    expect(await valuesIn(file)).toEqual(new Map([['w', [2, 4, 3, 5]]]));
  });

  it.each([
    ['asks for a program', archive(pickled('cposix\nsystem\n')), 'asks for “posix.system”, and only tensors are taken from one'],
    ['asks for what is built in', archive(pickled('c__builtin__\neval\n')), 'asks for “__builtin__.eval”'],
    ['asks for more of torch than tensors', archive(pickled('ctorch\nload\n')), 'asks for “torch.load”'],
    ['calls what is no function', archive(pickled('ctorch\nFloatStorage\n')), 'its pickle is damaged'],
    ['has a tensor beyond its storage', archive(pickled(undefined, 5)), '“w” [2, 2] needs 6 numbers, and its storage has 5'],
    ['ends within a word', archive(pickled().slice(0, 20)), 'its pickle is damaged, or ends too early'],
    ['makes an object', archive(ofByte(0x80, 2, 'cA\nB\n)', 0x81, '.')), 'asks for “A.B”'],
    ['has an opcode that weights do not need', archive(ofByte(0x80, 2, ')', 0x81, '.')), 'has the opcode 0x81'],
    ['is of another protocol', archive(ofByte(0x80, 4, '}.')), 'is of protocol 4'],
    ['holds no dictionary', archive(ofByte(0x80, 2, 'K', 3, '.')), 'a dictionary of tensors by name is expected'],
    ['has no pickle in its archive', zipSync({ a: Uint8Array.of(1) }), 'a pickle called data.pkl is expected'],
    ['lacks a storage', zipSync({ 'archive/data.pkl': pickled() }, { level: 0 }), 'in the storage “0”, which was not found'],
    ['is another pickle', ofByte(0x80, 2, 'K', 3, '.'), 'expected to begin with the number that torch.save writes'],
  ])('is refused in one sentence where it %s', async (_what, bytes, sentence) => {
    await expect(torchFile(bytes)).rejects.toMatchObject({ code: 'weights-damaged', detail: expect.stringContaining(sentence) });
  });

  it('that is cut off anywhere is refused, and never hangs', async () => {
    const whole = pickled();
    for (let length = 0; length < whole.length; length++)
      await expect(torchFile(archive(whole.slice(0, length)))).rejects.toMatchObject({ code: 'weights-damaged' });
  });
});

describe('a network in several files', () => {
  const shard = async (name: string, tensor: string) => {
    const bytes = writeSafetensors({ tensors: [{ name: tensor, shape: [1], values: Float32Array.of(1) }], origin: {} });
    return { name, tensors: await openSafetensors(fileOf(bytes).read, bytes.length, name) };
  };
  const [one, two] = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'] as const;
  const index = JSON.stringify({ weight_map: { a: one, b: two } });

  it('is whole with or without its index', async () => {
    const shards = [await shard(one, 'a'), await shard(two, 'b')];
    for (const file of [joinedShards(shards), joinedShards(shards, index)]) expect([...(await valuesIn(file)).keys()]).toEqual(['a', 'b']);
  });

  it.each([
    ['a file is missing', [one], undefined, `“${two}” was not found beside it`],
    ['a file of the index is missing', [one], index, `“${two}” was not found beside it`],
    ['its index is no JSON', [one], '{', 'expected to be JSON with a weight_map'],
  ])('is refused where %s', async (_what, names, text, sentence) => {
    const shards = await Promise.all(names.map((name) => shard(name, 'a')));
    expect(() => joinedShards(shards, text)).toThrow(sentence);
  });

  it('is refused where a tensor is twice, or not where the index says', async () => {
    const shards = [await shard(one, 'a'), await shard(two, 'a')];
    expect(() => joinedShards(shards)).toThrow(`“a” is in “${one}” and in “${two}”`);
    const others = [await shard(one, 'a'), await shard(two, 'c')];
    expect(() => joinedShards(others, index)).toThrow(`“b” is expected in “${two}”`);
  });
});

describe.skipIf(!hasReference)('reference checkpoints', () => {
  const sameAsBert = async (file: TensorFile) => {
    const whole = await valuesIn(await openedReference('bert'));
    const found = await valuesIn(file);
    for (const [name, values] of whole) expect(found.get(name), name).toEqual(values);
  };

  it.each(['pytorch_model.bin', 'pytorch_model.before-1.6.bin'])('are the same network in %s', async (name) => {
    const file = await torchFile(referenceBytes('bert-bin', name), name);
    await sameAsBert(file);
    expect(file.entries.map((entry) => entry.name)).toContain('bert.embeddings.position_ids');
  });

  it('are the same network in three files', async () => {
    const names = readdirSync(referencePath('bert-sharded')).filter((name) => name.endsWith('.safetensors'));
    const shards = await Promise.all(names.map(async (name) => ({ name, tensors: await openedReference('bert-sharded', name) })));
    await sameAsBert(joinedShards(shards, referenceText('bert-sharded', 'model.safetensors.index.json')));
  });

  it.each([
    ['bert-f16', 2 ** -11],
    ['bert-bf16', 2 ** -8],
  ])('are the same network but for rounding in %s', async (folder, relative) => {
    const whole = await valuesIn(await openedReference('bert'));
    for (const [name, values] of await valuesIn(await openedReference(folder)))
      values.forEach((value, index) => {
        const exact = whole.get(name)?.[index] ?? Number.NaN;
        expect(Math.abs(value - exact), name).toBeLessThanOrEqual(relative * Math.abs(exact) + 2 ** -25);
      });
  });

  it.each(hasReference ? readdirSync(referencePath('broken')).filter((name) => name.endsWith('.safetensors')) : [])(
    'are read or refused as they should be: %s',
    async (name) => {
      const bytes = referenceBytes('broken', name);
      const isLegal = name.startsWith('good-') || name.startsWith('wrong-shape');
      const opened = openSafetensors(fileOf(bytes).read, bytes.length, name).then(valuesIn);
      if (isLegal) expect((await opened).size).toBeGreaterThan(0);
      else await expect(opened).rejects.toMatchObject({ code: 'weights-damaged', detail: expect.stringContaining(`“${name}”: `) });
    },
  );
});
