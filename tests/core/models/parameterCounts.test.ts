/** Every published network has as many trained numbers as its source says. */
import { describe, expect, it } from 'vitest';
import { models } from '../../../src/core/models/models';
import { createNetwork } from '../../../src/core/models/network';
import { choose, entryOf } from '../../../src/core/settings/entry';
import type { FieldValue } from '../../../src/core/settings/field';

interface Published {
  readonly model: string;
  readonly values: Readonly<Record<string, FieldValue>>;
  readonly count: number;
  readonly inputShape?: readonly number[];
  readonly classes?: number;
}

const one = (model: string, values: Published['values'], count: number, rest: Partial<Published> = {}): Published => ({
  model,
  values,
  count,
  ...rest,
});
const imagenet = { inputShape: [224, 224, 3], classes: 1000 };

const published: Readonly<Record<string, readonly Published[]>> = {
  // 784·128 + 128, four times 128·128 + 128, 128·10 + 10 (arXiv:2406.03682, the network of the MNIST experiment).
  'MLP 784-128×5-10, by hand': [one('mlp', { depth: 5, width: 128 }, 167_818, { inputShape: [28, 28, 1] })],
  // As the code of BiSAM and akamaster/pytorch_resnet_cifar10 count it (option A); rounded in He et al. 2015, table 6.
  'ResNet for CIFAR, akamaster/pytorch_resnet_cifar10': [
    one('resnet-cifar', { depth: '20' }, 269_722),
    one('resnet-cifar', { depth: '32' }, 464_154),
    one('resnet-cifar', { depth: '44' }, 658_586),
    one('resnet-cifar', { depth: '56' }, 853_018),
    one('resnet-cifar', { depth: '110' }, 1_727_962),
  ],
  'ResNet for CIFAR with option B, osmr/imgclsmob': [
    one('resnet-cifar', { depth: '20', shortcut: 'b' }, 272_474),
    one('resnet-cifar', { depth: '56', shortcut: 'b' }, 855_770),
    one('resnet-cifar', { depth: '110', shortcut: 'b' }, 1_730_714),
  ],
  'ResNet with a 3×3 first convolution, kuangliu/pytorch-cifar': [
    one('resnet', { depth: '18' }, 11_173_962),
    one('resnet', { depth: '34' }, 21_282_122),
    one('resnet', { depth: '50' }, 23_520_842),
  ],
  'ResNet for ImageNet, pytorch/vision (num_params)': [
    one('resnet', { depth: '18', stem: 'imagenet' }, 11_689_512, imagenet),
    one('resnet', { depth: '34', stem: 'imagenet' }, 21_797_672, imagenet),
    one('resnet', { depth: '50', stem: 'imagenet' }, 25_557_032, imagenet),
    one('resnet', { depth: '101', stem: 'imagenet' }, 44_549_160, imagenet),
  ],
  'WideResNet, osmr/imgclsmob and google-research/fixmatch (28-2)': [
    one('wide-resnet', { depth: '28', widen: 10 }, 36_479_194),
    one('wide-resnet', { depth: '28', widen: 10 }, 36_536_884, { classes: 100 }),
    one('wide-resnet', { depth: '16', widen: 10 }, 17_116_634),
    one('wide-resnet', { depth: '40', widen: 8 }, 35_748_314),
    one('wide-resnet', { depth: '28', widen: 2 }, 1_467_610),
  ],
  'VGG with batch norm and a linear classifier, kuangliu/pytorch-cifar': [
    one('vgg', { depth: '11', hidden: 0 }, 9_231_114),
    one('vgg', { depth: '13', hidden: 0 }, 9_416_010),
    one('vgg', { depth: '16', hidden: 0 }, 14_728_266),
    one('vgg', { depth: '19', hidden: 0 }, 20_040_522),
  ],
  // Its classifier has two hidden layers of 512 (as the code of BiSAM): 2·(512·512 + 512) more than above.
  'VGG19-BN with hidden layers, chengyangfu/pytorch-vgg-cifar10 and BiSAM': [one('vgg', { depth: '19' }, 20_565_834)],
  'DenseNet with a 3×3 first convolution, kuangliu/pytorch-cifar': [
    one('densenet', { depth: '121', growth: 32 }, 6_956_298),
    one('densenet', { depth: '121', growth: 12 }, 1_000_618),
    one('densenet', { depth: '169', growth: 32 }, 12_493_322),
  ],
  'DenseNet-BC, osmr/imgclsmob': [
    one('densenet', { depth: '40', growth: 12 }, 176_122),
    one('densenet', { depth: '100', growth: 12 }, 769_162),
    one('densenet', { depth: '100', growth: 12 }, 800_032, { classes: 100 }),
  ],
  'PyramidNet, osmr/imgclsmob': [
    one('pyramidnet', { depth: '110', alpha: 48 }, 1_772_706),
    one('pyramidnet', { depth: '110', alpha: 84 }, 3_904_446),
    one('pyramidnet', { depth: '110', alpha: 270 }, 28_485_477),
    one('pyramidnet', { depth: '110', alpha: 270 }, 28_511_307, { classes: 100 }),
  ],
  'Vision Transformer at 224 × 224, huggingface/pytorch-image-models': [
    one('vit', { heads: '3', patch: 16 }, 5_717_416, imagenet),
    one('vit', { heads: '6', patch: 16 }, 22_050_664, imagenet),
    one('vit', { heads: '12', patch: 16 }, 86_567_656, imagenet),
  ],
};

describe.each(Object.entries(published))('%s', (_, networks) => {
  it.each(networks.map((network) => [`${JSON.stringify(network.values)} for ${network.classes ?? 10} classes`, network] as const))(
    '%s has its number of parameters',
    (_values, { model, values, count, inputShape = [32, 32, 3], classes = 10 }) => {
      const layers = entryOf(models, model).layers(choose(models, model, values).values as never, { inputShape, classes });
      expect(createNetwork(layers, inputShape).layout.size).toBe(count);
    },
  );
});

it('an encoder block of Vaswani’s base Transformer has 3,152,384 parameters, as torch.nn.TransformerEncoderLayer(512, 8, 2048)', () => {
  const size = (blocks: number) => {
    const values = choose(models, 'transformer', { heads: 8, headwidth: 64, blocks }).values;
    return createNetwork(entryOf(models, 'transformer').layers(values as never, { inputShape: [10, 4], classes: 2 }), [10, 4]).layout.size;
  };
  expect(size(6) - size(5)).toBe(3_152_384);
});
