/** Networks that go out of a group as files, and groups that start from one. */
import { unzipSync } from 'fflate';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import type { GivenWeights } from '../../../src/core/checkpoints/checkpoint';
import { readSafetensors, writeSafetensors } from '../../../src/core/checkpoints/safetensors';
import type { MemberTick } from '../../../src/core/protocol/protocol';
import { openCpu } from '../../../src/engine/tfjs/cpu';
import { createGroup, type Group } from '../../../src/engine/group/group';
import { unpackWeights } from '../../../src/engine/tfjs/layersModel';
import { saveNetwork } from '../../../src/engine/training/saveNetwork';
import { readWeights, holdWeights } from '../../../src/worker/files/readWeights';
import { inMemory, named } from '../../../src/worker/files/namedBlob';
import { converse } from '../converse';
import { curves, finish, images, sam, sgd, tiny, tinyCnn } from '../groupExperiment';

tf.env().set('IS_TEST', true);
const { backend } = await openCpu();
const raw = images();

async function saved(group: Group, id: string, format: 'layers-model' | 'safetensors') {
  const file = await saveNetwork(group, { member: id, format, origin: { run: 'SAM' } });
  if (!file) throw new Error(`no member ${id}`);
  return file;
}

/** A group that has made so many steps, what it said, and its network. */
async function weightsAfter(
  steps: number,
): Promise<{ readonly group: Group; readonly ticks: readonly MemberTick[]; readonly weights: GivenWeights }> {
  const group = createGroup(backend, tinyCnn({ runs: [sam] }), { raw });
  const { ticks } = await finish(group, 7, steps);
  const { bytes } = await saved(group, 'r2/1', 'safetensors');
  return { group, ticks, weights: { source: 'net.safetensors', ...readSafetensors(bytes, 'net.safetensors') } };
}

describe('a network that is saved', () => {
  it('is the one that was trained, to the last bit, and says where it comes from', async () => {
    const { group, weights } = await weightsAfter(10);
    const { members } = await group.snapshot('g');
    const state = members[0]?.state as { readonly params: { readonly frozen: Float64Array } };
    const trained = weights.tensors.filter(({ name }) => !/\/(mean|variance)$/.test(name)).flatMap(({ values }) => [...values]);
    expect(trained).toEqual([...state.params.frozen]);
    expect(weights.origin).toMatchObject({ run: 'SAM', seed: '1', step: '10', normalization: JSON.stringify(raw.normalization) });
    group.free();
  });

  it('comes back the same from an archive, from loose files and from a folder', async () => {
    const { group, weights } = await weightsAfter(5);
    const archive = (await saved(group, 'r2/1', 'layers-model')).bytes as Uint8Array<ArrayBuffer>;
    const blob = (name: string, bytes: Uint8Array) => inMemory(name, bytes as Uint8Array<ArrayBuffer>);
    const parts = Object.entries(unzipSync(archive)).map(([name, bytes]) => blob(name, bytes));
    for (const files of [[blob('net.zip', archive)], parts, parts.map((part) => named(`saved/${part.name}`, part))]) {
      expect(await holdWeights(files)).toBe(true);
      const read = await readWeights(files);
      if ('tensors' in read) throw new Error('nothing was left for TensorFlow.js');
      const tensors = await unpackWeights(read.weights, read.packed);
      expect(new Map(tensors.map(({ name, values }) => [name, values]))).toEqual(
        new Map(weights.tensors.map(({ name, values }) => [name, values])),
      );
      expect(read.origin).toEqual(weights.origin);
    }
    group.free();
  });

  it('is refused in one sentence where its files are not whole', async () => {
    const { group } = await weightsAfter(5);
    const archive = unzipSync((await saved(group, 'r2/1', 'layers-model')).bytes);
    group.free();
    const blob = (name: string, bytes: Uint8Array) => inMemory(name, bytes as Uint8Array<ArrayBuffer>);
    const [json, bin] = [archive['model.json'] as Uint8Array, archive['weights.bin'] as Uint8Array];
    await expect(readWeights([blob('model.json', json)])).rejects.toMatchObject({
      code: 'weights-incomplete',
      detail: '“model.json” expects its weights in “weights.bin”, which was not found beside it.',
    });
    await expect(readWeights([blob('model.json', json), blob('weights.bin', bin.subarray(4))])).rejects.toMatchObject({
      code: 'weights-damaged',
      detail: expect.stringMatching(/expects .* bytes of weights, and .* were found/),
    });
    await expect(readWeights([blob('model.json', json.subarray(0, 100)), blob('weights.bin', bin)])).rejects.toMatchObject({
      code: 'weights-damaged',
    });
    await expect(readWeights([blob('a.safetensors', bin), blob('b.safetensors', bin)])).rejects.toMatchObject({ code: 'weights-several' });
    const tensors = [{ name: 'w', shape: [1], values: Float32Array.of(Number.NaN) }];
    await expect(readWeights([blob('net.safetensors', writeSafetensors({ tensors, origin: {} }))])).rejects.toMatchObject({
      code: 'weights-damaged',
      detail: expect.stringContaining('finite numbers are expected'),
    });
    expect(await holdWeights([blob('data_batch_1.bin', bin)])).toBe(false);
  });

  it('is none where the run has diverged, or is not there', async () => {
    const group = createGroup(backend, tiny({ runs: [{ ...sgd, learningRate: 1e30 }] }));
    await finish(group);
    await expect(group.weights('r1/1')).rejects.toMatchObject({ code: 'network-diverged' });
    expect(await group.weights('r9/1')).toBeNull();
    group.free();
  });

  it('is written between two blocks of steps, while training goes on', async () => {
    const talk = converse();
    talk.send({ type: 'start', group: 'g', experiment: tiny({ runs: [sgd], backend: 'cpu' }) });
    await talk.next('started');
    talk.send({ type: 'saveNetwork', group: 'g', member: 'r1/1', format: 'safetensors', origin: {} });
    const { step, member, bytes } = await talk.next('networkSaved');
    expect(member.id).toBe('r1/1');
    expect(readSafetensors(bytes, 'net').origin.step).toBe(String(step));
    await talk.next('ended');
  });
});

describe('a group that starts from given weights', () => {
  it('starts where they were saved: the same loss at its first step, with the same running statistics', async () => {
    const { group, ticks, weights } = await weightsAfter(8);
    const again = createGroup(backend, tinyCnn({ runs: [sam] }), { raw, weights });
    const { measured } = curves((await finish(again, 1, 1)).ticks, 'r2/1');
    const before = curves(ticks, 'r2/1').measured;
    expect(measured.step?.[0]).toBe(0);
    expect(before.step?.at(-1)).toBe(8);
    for (const metric of ['trainLoss', 'testLoss', 'testAccuracy']) {
      expect(measured[metric]?.[0]).toBe(before[metric]?.at(-1));
      expect(before[metric]?.at(-1)).not.toBe(before[metric]?.[0]);
    }
    again.free();
    group.free();
  });

  it('gives every run and seed the same, late joiners included', async () => {
    const { group, weights } = await weightsAfter(5);
    group.free();
    const started = createGroup(backend, tinyCnn({ runs: [sgd], training: { seeds: [1, 2] } }), { raw, weights });
    await started.change(tinyCnn({ runs: [sgd, sam], training: { seeds: [1, 2] } }));
    const files = await Promise.all(['r1/1', 'r1/2', 'r2/1', 'r2/2'].map((id) => saved(started, id, 'safetensors')));
    for (const { bytes } of files)
      expect(readSafetensors(bytes, 'net').tensors.map(({ values }) => values)).toEqual(weights.tensors.map(({ values }) => values));
    started.free();
  });

  it('is refused before anything is made of it where the weights are of another network', async () => {
    const { group, weights } = await weightsAfter(5);
    group.free();
    const before = backend.tensorCount();
    expect(() => createGroup(backend, tinyCnn({ runs: [sam], model: ['cnn', { channels: 7 }] }), { raw, weights })).toThrow(
      expect.objectContaining({ code: 'weights-differ', detail: expect.stringContaining('“conv0/kernel” is expected to be [3, 3, 1, 7]') }),
    );
    expect(backend.tensorCount()).toBe(before);
  });
});
