import { describe, expect, it } from 'vitest';
import { openSafetensors, writeSafetensors } from '../../../src/core/checkpoints/safetensors';
import { readConfig } from '../../../src/core/pretrained/config';
import { loadPretrained, pretrainedPlaces, writtenPretrained } from '../../../src/core/pretrained/pretrained';
import { resized } from '../../../src/core/pretrained/vit';
import { sizeOf } from '../../../src/core/tensor/shape';
import { fileOf } from '../checkpoints/reference';
import { configOf, tiny, tinyPublished } from './tinyPublished';

describe('a published network', () => {
  it.each(['bert', 'deberta', 'vit'] as const)('has a place in files for each of its tensors, and only those: %s', (kind) => {
    const shapes = pretrainedPlaces(configOf(kind), 3).flatMap(({ shape, read }) => read(new Float32Array(sizeOf(shape))));
    const { layout } = tinyPublished(kind);
    expect(new Map(shapes.map(({ name, shape }) => [name, shape]))).toEqual(
      new Map(layout.tensors.map(({ name, shape }) => [name, shape])),
    );
  });

  it.each(['bert', 'deberta', 'vit'] as const)(
    'comes back from its own file, with or without the prefix of its names: %s',
    async (kind) => {
      const { layout } = tinyPublished(kind);
      const own = layout.tensors.map(({ name, shape, offset, size: length }) => ({
        name,
        shape,
        values: Float32Array.from({ length }, (_, index) => Math.fround(Math.sin(offset + index))),
      }));
      const written = writtenPretrained(configOf(kind), own, 3);
      for (const prefix of [`${kind}.`, '']) {
        const tensors = written.map((tensor) => ({ ...tensor, name: tensor.name.replace(`${kind}.`, prefix) }));
        const bytes = writeSafetensors({ tensors, origin: {} });
        const file = await openSafetensors(fileOf(bytes).read, bytes.length, 'own.safetensors');
        const {
          tensors: read,
          made,
          unused,
        } = await loadPretrained(configOf(kind), file, { classes: 3, seed: 1, file: 'own.safetensors' });
        expect([made, unused]).toEqual([[], []]);
        expect(new Map(read.map(({ name, values }) => [name, [...values]]))).toEqual(
          new Map(own.map(({ name, values }) => [name, [...values]])),
        );
      }
    },
  );

  it('says which tensor is missing', async () => {
    const bytes = writeSafetensors({ tensors: [], origin: {} });
    const file = await openSafetensors(fileOf(bytes).read, bytes.length, 'empty.safetensors');
    await expect(loadPretrained(configOf('bert'), file, { classes: 2, seed: 1, file: 'empty.safetensors' })).rejects.toThrow(
      '“bert.embeddings.word_embeddings.weight” is expected to be [7, 4], and was not found',
    );
  });

  it.each([
    ['is no JSON', '{"model_type":', 'it is expected to be a JSON object'],
    ['is of another network', JSON.stringify({ model_type: 'gpt2' }), 'is of a network called "gpt2"'],
    [
      'has another activation',
      JSON.stringify({ ...tiny.bert, hidden_act: 'gelu_new' }),
      '"gelu_new" for hidden_act, and gelu, relu are known',
    ],
    [
      'has heads that do not share evenly',
      JSON.stringify({ ...tiny.bert, hidden_size: 10, num_attention_heads: 4 }),
      '4 heads cannot share evenly',
    ],
    ['has a width of words', JSON.stringify({ ...tiny.bert, hidden_size: 'wide' }), '"wide" for hidden_size, and a number is expected'],
    ['has a billion blocks', JSON.stringify({ ...tiny.bert, num_hidden_layers: 1e9 }), '1000000000 for num_hidden_layers'],
    [
      'has relative places',
      JSON.stringify({ ...tiny.bert, position_embedding_type: 'relative_key' }),
      '"relative_key" for position_embedding_type',
    ],
    ['has one term of attention', JSON.stringify({ ...tiny.deberta, pos_att_type: 'c2p' }), 'asks for the terms c2p of attention'],
    ['has patches that do not fill images', JSON.stringify({ ...tiny.vit, patch_size: 3 }), 'which patches of 3 do not fill'],
  ])('is refused in one sentence where its config %s', (_what, text, sentence) => {
    expect(() => readConfig(text, 'config.json')).toThrow(sentence);
  });

  it('has the sizes of BERT-base where its config says nothing', () => {
    expect(readConfig('{"model_type":"bert"}', 'config.json')).toMatchObject({
      features: 768,
      blocks: 12,
      heads: 12,
      vocabulary: 30_522,
      floor: 1e-12,
    });
  });

  it('keeps places that do not vary when they are resized', () => {
    const even = resized(new Float32Array(1 + 9).fill(0.5), 3, 5, 1);
    expect(even.length).toBe(26);
    for (const value of even) expect(value).toBeCloseTo(0.5, 6);
  });
});
