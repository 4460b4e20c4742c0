/** Every network there is, by the word in links: settings in, a list of layers out. The smallest first, then by family. */
import { type Chosen, type ChosenFrom, entryOf, type Registry } from '../settings/entry';
import type { FeatureMap } from './featureMap';
import type { Layer } from './layers';
import type { ModelEntry, Task } from './model';
import { cnn } from './cnn';
import { densenet } from './densenet';
import { mlp } from './mlp';
import { pyramidnet } from './pyramidnet';
import { resnet } from './resnet';
import { resnetCifar } from './resnetCifar';
import { softmax } from './softmax';
import { transformer } from './transformer';
import { vgg } from './vgg';
import { vit } from './vit';
import { wideResnet } from './wideResnet';

export const models = {
  mlp,
  softmax,
  cnn,
  'resnet-cifar': resnetCifar,
  resnet,
  'wide-resnet': wideResnet,
  vgg,
  densenet,
  pyramidnet,
  vit,
  transformer,
} as const satisfies Registry<ModelEntry>;

export type ModelChoice = ChosenFrom<typeof models>;

/** The layers of a chosen network. `task.inputShape` is that of the features where it has any. Throws a sentence for people where they do not fit the task. */
export function layersOf({ kind, values }: Chosen, task: Task): readonly Layer[] {
  return entryOf<ModelEntry>(models, kind).layers(values, task);
}

/** The fixed map in front of a chosen network's layers; null where it has none. */
export function featureMapOf({ kind, values }: Chosen, task: Task, seed: number): FeatureMap | null {
  return entryOf<ModelEntry>(models, kind).features?.(values, task, seed) ?? null;
}
