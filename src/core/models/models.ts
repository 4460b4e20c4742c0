/** Every network there is, by the word in links: settings in, a list of layers out. */
import type { Registry } from '../settings/entry';
import type { ModelEntry } from './model';
import { cnn } from './cnn';
import { mlp } from './mlp';
import { resnetCifar } from './resnetCifar';
import { softmax } from './softmax';

export const models: Registry<ModelEntry> = { mlp, softmax, cnn, 'resnet-cifar': resnetCifar };
