/** Every network there is, by the word in links: settings in, a list of layers out. The smallest first, then by family. */
import type { Registry } from '../settings/entry';
import type { ModelEntry } from './model';
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

export const models: Registry<ModelEntry> = {
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
};
