/** Networks as PyTorch computes them (`scripts/fixtures/networks.py`), and the same pass here on any backend. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../scripts/root.mjs';
import { models } from '../../../src/core/models/models';
import { backward, createNetwork, forward, initialStatistics } from '../../../src/core/models/network';
import { fromBase64 } from '../../../src/core/protocol/base64';
import { crossEntropyWith } from '../../../src/core/sam/ascent/crossEntropy';
import { choose, entryOf } from '../../../src/core/settings/entry';
import type { FieldValue } from '../../../src/core/settings/field';
import type { Backend } from '../../../src/core/tensor/tensor';

interface TorchNetwork {
  readonly model: string;
  readonly settings: Readonly<Record<string, FieldValue>>;
  readonly inputShape: readonly number[];
  readonly classes: number;
  /** Base64 of float32, [samples, …inputShape]. */
  readonly inputs: string;
  readonly labels: readonly number[];
  readonly loss: number;
  readonly tensors: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly values: string;
    readonly gradient: string;
  }[];
}

const folder = join(root, 'tests', 'fixtures', 'networks');

export const torchNetworks = readdirSync(folder).map((file) => file.replace('.json', ''));

const floats = (text: string) => new Float32Array(fromBase64(text).buffer);

/** Differences of loss and gradient from PyTorch's, relative to the loss and to the largest entry of the gradient. */
export async function torchError(name: string, backend: Backend): Promise<{ readonly loss: number; readonly gradient: number }> {
  const { model, settings, inputShape, classes, inputs, labels, loss, tensors } = JSON.parse(
    readFileSync(join(folder, `${name}.json`), 'utf8'),
  ) as TorchNetwork;
  const layers = entryOf(models, model).layers(choose(models, model, settings).values as never, { inputShape, classes });
  const network = createNetwork(layers, inputShape);
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  if (byName.size !== network.layout.tensors.length)
    throw new Error(`${name}: ${byName.size} tensors, and ${network.layout.tensors.length} here`);
  const flat = (of: 'values' | 'gradient') =>
    network.layout.tensors.flatMap((laid) => {
      const tensor = byName.get(laid.name);
      if (tensor?.shape.join() !== laid.shape.join()) throw new Error(`${name}: ${laid.name} is [${laid.shape.join()}] here`);
      return Array.from(floats(tensor[of]));
    });
  const [expected, values] = [flat('gradient'), flat('values')];
  const measured = await backend.scopeAsync(async () => {
    const batch = backend.tensor(floats(inputs), [labels.length, ...inputShape]);
    const targets = backend.tensor(
      labels.flatMap((label) => Array.from({ length: classes }, (_, index) => (index === label ? 1 : 0))),
      [labels.length, classes],
    );
    const state = initialStatistics(network, backend);
    const run = forward(network, backend.tensor(values, [values.length]), batch, { mode: 'train', state });
    const { perSample, logitGradient } = crossEntropyWith(0, 'K-1')(run.logits, targets);
    const gradient = backward(network, run, logitGradient.mul(1 / labels.length), backend);
    return backend.read(backend.concat([perSample.mean().reshape([1]), gradient]));
  });
  const [ownLoss, ...gradient] = measured;
  const largest = Math.max(...expected.map(Math.abs));
  const error = Math.max(...expected.map((value, index) => Math.abs(value - (gradient[index] as number))));
  return { loss: Math.abs((ownLoss as number) / loss - 1), gradient: error / largest };
}
