/** The networks that are timed. Shapes are what the cost depends on; the data is random. */
import type { Layer } from '../../src/core/models/layers';
import { models } from '../../src/core/models/models';
import { choose, entryOf } from '../../src/core/settings/entry';
import type { FieldValue } from '../../src/core/settings/field';

export interface Net {
  readonly label: string;
  readonly inputShape: readonly number[];
  readonly classes: number;
  /** Samples per batch where WebGPU is computed in software, and on a graphics card. */
  readonly batch: { readonly software: number; readonly hardware: number };
  readonly layers: () => readonly Layer[];
}

const PIXELS = [32, 32, 3];

function net(
  label: string,
  model: readonly [kind: string, values?: Readonly<Record<string, FieldValue>>],
  shape: Omit<Net, 'label' | 'layers'>,
): Net {
  const { kind, values } = choose(models, ...model);
  const task = { inputShape: shape.inputShape, classes: shape.classes };
  return { label, ...shape, layers: () => entryOf(models, kind).layers(values as never, task) };
}

/** Networks by the name the command takes. */
export const nets: Readonly<Record<string, Net>> = {
  /** For tests: nothing smaller has two layers. */
  tiny: net('MLP 2-4-2', ['mlp', { depth: 1, width: 4 }], { inputShape: [2], classes: 2, batch: { software: 8, hardware: 8 } }),
  'mlp-small': net('MLP 2-64-64-2', ['mlp', { depth: 2, width: 64 }], {
    inputShape: [2],
    classes: 2,
    batch: { software: 128, hardware: 128 },
  }),
  'mlp-mnist': net('MLP 784-128×5-10', ['mlp', { depth: 5, width: 128 }], {
    inputShape: [784],
    classes: 10,
    batch: { software: 128, hardware: 128 },
  }),
  'cnn-small': net('CNN of 8, 16, 16 channels', ['cnn', { channels: 8 }], {
    inputShape: PIXELS,
    classes: 10,
    batch: { software: 8, hardware: 128 },
  }),
  ...Object.fromEntries(
    ['8', '20'].map((depth) => [
      `resnet-${depth}`,
      net(`ResNet-${depth}`, ['resnet-cifar', { depth, width: 16, shortcut: 'a' }], {
        inputShape: PIXELS,
        classes: 10,
        batch: { software: 8, hardware: 128 },
      }),
    ]),
  ),
};
