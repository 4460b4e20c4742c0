import { describe, expect, it } from 'vitest';
import { openSafetensors } from '../../../src/core/checkpoints/safetensors';
import { backward, forward } from '../../../src/core/models/network';
import { readConfig } from '../../../src/core/pretrained/config';
import { loadPretrained, writtenPretrained } from '../../../src/core/pretrained/pretrained';
import { crossEntropyWith } from '../../../src/core/sam/ascent/crossEntropy';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import type { Backend } from '../../../src/core/tensor/tensor';
import { openWasm } from '../../../src/engine/wasm/open';
import { fileOf, hasReference, openedReference, referenceBytes, referenceJson, referenceText } from '../checkpoints/reference';
import { type Case, caseOf, type Golden, goldenOf, piecesOf } from './golden';

/** Logits, loss and gradient at given weights. */
async function passOf(backend: Backend, { network, inputs, samples, classes }: Case, at: ArrayLike<number>, labels: readonly number[]) {
  const { logits, perSample, gradient } = backend.scope(() => {
    const x = backend.tensor(inputs, [samples, ...network.inputShape]);
    const targets = backend.tensor(
      labels.flatMap((label) => Array.from({ length: classes }, (_, place) => (place === label ? 1 : 0))),
      [samples, classes],
    );
    const run = forward(network, backend.tensor(at, [at.length]), x, { mode: 'evaluate', state: {} });
    const { perSample, logitGradient } = crossEntropyWith(0, 'K')(run.logits, targets);
    return { logits: run.logits, perSample, gradient: backward(network, run, logitGradient.mul(1 / samples), backend) };
  });
  const [read, losses, slopes] = (await backend.readAll([logits, perSample, gradient])) as [Float64Array, Float64Array, Float64Array];
  backend.free([logits, perSample, gradient]);
  return { logits: [...read], loss: losses.reduce((sum, one) => sum + one, 0) / samples, gradient: slopes };
}

function expectNear(found: ArrayLike<number>, expected: readonly number[], relative: number, what: string): void {
  const scale = Math.max(...expected.map(Math.abs), 1e-12);
  expect(found.length, what).toBe(expected.length);
  const error = Math.max(...expected.map((value, index) => Math.abs(value - (found[index] ?? Number.NaN))));
  expect(error, what).toBeLessThan(relative * scale);
}

const norm = (values: ArrayLike<number>) => Math.hypot(...Array.from(values));

/** Gradients by the file's names, as rows of the file. */
function gradientsOf({ config, classes, network }: Case, gradient: Float64Array) {
  // What is written is rounded to float32; norms are taken of it, single entries compared with that in mind.
  return writtenPretrained(config, piecesOf(network, gradient), classes);
}

async function valuesAt(file: Awaited<ReturnType<typeof openedReference>>, name: string): Promise<Float32Array> {
  const entry = file.entries.find((one) => one.name === name);
  if (!entry) throw new Error(`no ${name}`);
  return file.values(entry);
}

const flat = (value: unknown): number[] => (Array.isArray(value) ? value.flatMap(flat) : [Number(value)]);

const folders = ['bert', 'bert-f16', 'bert-bf16', 'deberta', 'deberta-clamp', 'vit'];

describe.skipIf(!hasReference)('reference networks', () => {
  it.each(folders)('give the logits and the loss that Transformers computes in float64: %s', async (folder) => {
    const golden = goldenOf(folder);
    const given = await caseOf(folder, golden);
    expect(given.loaded.made).toEqual([]);
    const { logits, loss, gradient } = await passOf(float64, given, given.params, golden.labels);
    expectNear(logits, golden.logits.flat(), 1e-10, 'logits');
    expect(loss).toBeCloseTo(golden.loss, 10);
    expect(norm(gradient)).toBeCloseTo(golden.gradient_norm, 9);
  });

  it.each(folders)('have its gradients in every tensor, float32 of the file aside: %s', async (folder) => {
    const golden = goldenOf(folder);
    const given = await caseOf(folder, golden);
    const { gradient } = await passOf(float64, given, given.params, golden.labels);
    const found = gradientsOf(given, gradient);
    for (const { name, values } of found) {
      // Softmax does not feel the biases of keys: what is there is rounding.
      if (name.endsWith('key.bias')) continue;
      expect(Math.abs(norm(values) - (golden.gradient_norms[name] ?? Number.NaN)), name).toBeLessThan(1e-6 * norm(values) + 1e-12);
      const rows = golden.gradients[name];
      if (rows !== undefined) expectNear(values, flat(rows), 1e-6, name);
    }
    expect(new Set(found.map(({ name }) => name))).toEqual(new Set(Object.keys(golden.gradient_norms)));
  });

  it.each(['bert', 'deberta', 'deberta-clamp', 'vit'])('are the same on WebAssembly within float32: %s', async (folder) => {
    const golden = goldenOf(folder);
    const given = await caseOf(folder, golden);
    const { backend: wasm } = await openWasm();
    const { logits, loss, gradient } = await passOf(wasm, given, given.params, golden.labels);
    expectNear(logits, golden.logits.flat(), 1e-5, 'logits');
    expect(loss).toBeCloseTo(golden.loss, 5);
    const exact = await passOf(float64, given, given.params, golden.labels);
    expectNear(gradient, [...exact.gradient], 1e-5, 'gradient');
  });

  it.each([
    ['bert-pretraining', 'bert', ['classifier.weight', 'classifier.bias'], 'cls.seq_relationship.bias'],
    ['bert-backbone', 'bert', ['classifier.weight', 'classifier.bias'], undefined],
    [
      'deberta-pretraining',
      'deberta',
      ['pooler.dense.weight', 'pooler.dense.bias', 'classifier.weight', 'classifier.bias'],
      'lm_predictions.lm_head.bias',
    ],
    ['vit-backbone', 'vit', ['classifier.weight', 'classifier.bias'], 'pooler.dense.weight'],
  ] as const)('are the same below the head under other names: %s', async (folder, whole, made, unused) => {
    const golden = goldenOf(whole);
    const [given, known] = [await caseOf(folder, golden), await caseOf(whole, golden)];
    expect(given.loaded.made).toEqual(made);
    if (unused) expect(given.loaded.unused).toContain(unused);
    const heads = new Set(['classifier/kernel', 'classifier/bias', ...(whole === 'deberta' ? ['pooler/kernel', 'pooler/bias'] : [])]);
    for (const { name, values } of known.loaded.tensors) {
      const found = given.loaded.tensors.find((one) => one.name === name);
      if (!heads.has(name)) expect(found?.values, name).toEqual(values);
      else if (name.endsWith('kernel')) expect(norm(found?.values ?? [])).toBeGreaterThan(0);
    }
  });

  it('get a new classifier, and say so, where there are other classes', async () => {
    const { loaded } = await caseOf('vit', goldenOf('vit'), { classes: 3 });
    expect(loaded.made).toEqual(['classifier.weight', 'classifier.bias']);
    expect(loaded.tensors.find(({ name }) => name === 'classifier/kernel')?.shape).toEqual([32, 3]);
  });

  it('see images of another size through places that are resized bicubically', async () => {
    const golden = goldenOf('vit', 'larger.json') as Golden;
    const given = await caseOf('vit', golden);
    const { logits } = await passOf(float64, given, given.params, [0]);
    // Places are resized to float32.
    expectNear(logits, golden.logits.flat(), 1e-6, 'logits');
  });

  it('take the steps of SAM that PyTorch takes', async () => {
    const golden = goldenOf('bert');
    const given = await caseOf('bert', golden);
    const { sam_sgd: sam } = referenceJson('bert', 'finetune.json') as {
      readonly sam_sgd: {
        readonly rho: number;
        readonly lr: number;
        readonly steps: readonly Readonly<Record<'loss' | 'grad_norm' | 'perturbed_loss' | 'perturbed_grad_norm', number>>[];
        readonly final_loss: number;
      };
    };
    const { rho, lr, steps } = sam;
    let at: Float64Array = given.params;
    for (const step of steps) {
      const here = await passOf(float64, given, at, golden.labels);
      const length = norm(here.gradient);
      expect([here.loss / step.loss, length / step.grad_norm].map((ratio) => Math.abs(ratio - 1) < 1e-9)).toEqual([true, true]);
      const there = await passOf(
        float64,
        given,
        at.map((w, index) => w + (rho * (here.gradient[index] as number)) / length),
        golden.labels,
      );
      expect(Math.abs(there.loss / step.perturbed_loss - 1)).toBeLessThan(1e-9);
      expect(Math.abs(norm(there.gradient) / step.perturbed_grad_norm - 1)).toBeLessThan(1e-9);
      at = at.map((w, index) => w - lr * (there.gradient[index] as number));
    }
    expect((await passOf(float64, given, at, golden.labels)).loss).toBeCloseTo(sam.final_loss, 9);
  });

  it.each(['bert', 'deberta', 'vit'])('go out as they came in, name by name and bit by bit: %s', async (folder) => {
    const given = await caseOf(folder, goldenOf(folder));
    const written = writtenPretrained(given.config, given.loaded.tensors, given.classes);
    const file = await openedReference(folder);
    expect(new Map(written.map(({ name, shape }) => [name, shape]))).toEqual(new Map(file.entries.map(({ name, shape }) => [name, shape])));
    for (const { name, values } of written) expect(values, name).toEqual(await valuesAt(file, name));
  });

  it('are refused with the tensor, what was expected and what was found, where config and weights differ', async () => {
    const config = readConfig(referenceText('bert', 'config.json'), 'config.json');
    const bytes = referenceBytes('broken', 'wrong-shape-for-config.safetensors');
    const file = await openSafetensors(fileOf(bytes).read, bytes.length, 'model.safetensors');
    await expect(loadPretrained(config, file, { classes: 2, seed: 1, file: 'model.safetensors' })).rejects.toMatchObject({
      code: 'weights-differ',
      detail: expect.stringContaining('“bert.embeddings.word_embeddings.weight” is expected to be [500, 32], and [32, 500] was found'),
    });
  });
});
