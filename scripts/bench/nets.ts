/** The networks that are timed. Shapes are what the cost depends on; the data is random. */
import type { Layer } from '../../src/core/models/layers';
import { layersOf, models } from '../../src/core/models/models';
import { choose } from '../../src/core/settings/entry';
import type { FieldValue } from '../../src/core/settings/field';

export interface Net {
  readonly label: string;
  readonly inputShape: readonly number[];
  readonly classes: number;
  /** Samples per batch where WebGPU is computed in software, and on a graphics card. */
  readonly batch: { readonly software: number; readonly hardware: number };
  /**
   * Where it is timed without being asked for: everywhere, on graphics cards and elsewhere only beside other libraries, with few
   * repetitions, on graphics cards only, or nowhere.
   */
  readonly timed: 'always' | 'among peers' | 'on hardware' | 'on demand';
  readonly layers: () => readonly Layer[];
}

const POINTS = { inputShape: [2], classes: 2 };
const DIGITS = { inputShape: [784], classes: 10 };
const PICTURES = { inputShape: [32, 32, 3], classes: 10 };
const ALIKE = { software: 128, hardware: 128 };
/** Convolutions in software take seconds per step. */
const FEWER = { software: 8, hardware: 128 };
const FEWEST = { software: 2, hardware: 128 };

function net(
  label: string,
  model: readonly [kind: string, values?: Readonly<Record<string, FieldValue>>],
  shape: Omit<Net, 'label' | 'layers'>,
): Net {
  const chosen = choose(models, ...model);
  const task = { inputShape: shape.inputShape, classes: shape.classes };
  return { label, ...shape, layers: () => layersOf(chosen, task) };
}

/** Networks by the name the command takes. */
export const nets: Readonly<Record<string, Net>> = {
  /** For tests: nothing smaller has two layers. */
  tiny: net('MLP 2-4-2', ['mlp', { depth: 1, width: 4 }], { ...POINTS, batch: { software: 8, hardware: 8 }, timed: 'on demand' }),
  'mlp-small': net('MLP 2-64-64-2', ['mlp', { depth: 2, width: 64 }], { ...POINTS, batch: ALIKE, timed: 'always' }),
  'mlp-mnist': net('MLP 784-128×5-10', ['mlp', { depth: 5, width: 128 }], { ...DIGITS, batch: ALIKE, timed: 'always' }),
  'cnn-small': net('CNN of 8, 16, 16 channels', ['cnn', { channels: 8 }], { ...PICTURES, batch: FEWER, timed: 'on demand' }),
  'resnet-8': net('ResNet-8', ['resnet-cifar', { depth: '8' }], { ...PICTURES, batch: FEWER, timed: 'always' }),
  'resnet-20': net('ResNet-20', ['resnet-cifar', { depth: '20' }], { ...PICTURES, batch: FEWEST, timed: 'among peers' }),
  'resnet-18': net('ResNet-18', ['resnet', { depth: '18' }], { ...PICTURES, batch: FEWER, timed: 'on hardware' }),
};
