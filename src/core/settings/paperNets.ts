/** Data sets and networks of papers, as their rows name them. */
import type { Data, Net } from './paperRow';

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
