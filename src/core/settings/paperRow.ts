/** Parts of a row of the papers' tables, and statements that several rows share. */
import type { FieldValue } from './field';
import type { Training } from './trainingFields';
import type { Choice } from './preset';

export type Values = Readonly<Record<string, FieldValue>>;

export interface Data {
  readonly id: string;
  readonly name: string;
  /** Samples of the published training set. */
  readonly published: number;
  /** Augmentation of mini-batches. */
  readonly augmentation: Values;
}

export interface Net {
  readonly id: string;
  readonly name: string;
  readonly model: Choice;
  readonly filledIn?: readonly string[];
}

/** A run: an algorithm, with the id of the row of its constants or values of its own, and its length where that is not the row's. */
export type Run = readonly [algorithm: string, constants?: string | undefined, values?: Values | undefined, length?: number];

export interface Row {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  /** Stand-in for a task that cannot be had in a browser, and what data to bring. */
  readonly instead?: string;
  readonly data: Data;
  readonly variant?: Values;
  readonly net: Net;
  /** Key of `paperTraining`. */
  readonly training: string;
  /** Values of training that the paper does not state and that have no good default; `filledIn` names them. */
  readonly own?: Partial<Training>;
  readonly epochs: number;
  readonly seeds: readonly number[];
  /** Validation samples per training sample. */
  readonly val: number;
  readonly runs: readonly Run[];
  readonly filledIn: readonly string[];
}

export interface Paper {
  readonly authors: string;
  readonly source: string;
}

/** Basin always holds something out; where a paper does not say what, it is the least there is. */
export const LEAST_VALIDATION = 0.05;
export const TENTH_HELD_OUT = 1 / 9;
export const VALIDATION_UNSAID = 'a twentieth more held out for validation';
export const SEEDS_UNSAID = 'one seed';
export const RHO_OF_GRID = 'ρ 0.05 (searched in a grid)';
export const RHO_UNSAID = 'ρ, and constants of ESAM, GSAM, AE-SAM and AE-LookSAM (of their own papers)';

export const THREE_SEEDS = [1, 2, 3];
export const FIVE_SEEDS = [1, 2, 3, 4, 5];
export const TEN_SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** Too large for a browser: its rows are trained on part of it, or on what one brings. */
export const imagenet: Data = { id: 'imagenet', name: 'ImageNet', published: 1_281_167, augmentation: {} };

const CROP_AND_MIRROR = { crop: 4, mirror: true };
export const cifar10: Data = { id: 'cifar10', name: 'CIFAR-10', published: 50_000, augmentation: CROP_AND_MIRROR };
export const cifar100: Data = { id: 'cifar100', name: 'CIFAR-100', published: 50_000, augmentation: CROP_AND_MIRROR };
export const svhn: Data = { id: 'svhn', name: 'SVHN', published: 73_257, augmentation: {} };
export const mnist: Data = { id: 'mnist', name: 'MNIST', published: 60_000, augmentation: {} };

export const resnet18: Net = { id: 'resnet18', name: 'ResNet-18', model: ['resnet', { depth: '18' }] };
export const resnet32: Net = { id: 'resnet32', name: 'ResNet-32', model: ['resnet-cifar', { depth: '32' }] };
export const resnet56: Net = { id: 'resnet56', name: 'ResNet-56', model: ['resnet-cifar', { depth: '56' }] };
export const resnet50: Net = { id: 'resnet50', name: 'ResNet-50', model: ['resnet', { depth: '50', stem: 'imagenet' }] };
export const wrn = (k: number): Net => ({ id: `wrn28-${k}`, name: `WRN-28-${k}`, model: ['wide-resnet', { depth: '28', widen: k }] });
export const pyramidnet: Net = {
  id: 'pyramidnet110',
  name: 'PyramidNet-110',
  model: ['pyramidnet', { depth: '110', alpha: 270 }],
  filledIn: ['the widening α of PyramidNet'],
};
export const vit: Net = { id: 'vit-s', name: 'ViT-S', model: ['vit', { heads: '6', patch: 4 }], filledIn: ['patches of 4 × 4 pixels'] };
export const densenet: Net = { id: 'densenet121', name: 'DenseNet-121', model: ['densenet', { depth: '121' }] };
export const vgg: Net = { id: 'vgg19', name: 'VGG19-BN', model: ['vgg', { depth: '19' }] };
export const perceptron: Net = { id: 'mlp', name: 'MLP 784-128×5-10', model: ['mlp', { depth: 5, width: 128 }] };
