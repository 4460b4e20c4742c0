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

const published: Readonly<Record<string, readonly Published[]>> = {
  // Per depth as github.com/akamaster/pytorch_resnet_cifar10 prints them (option A), rounded in He et al. 2015, table 6.
  'ResNet for CIFAR, akamaster/pytorch_resnet_cifar10': (
    [
      ['20', 269_722],
      ['32', 464_154],
      ['44', 658_586],
      ['56', 853_018],
      ['110', 1_727_962],
    ] as const
  ).map(([depth, count]) => ({ model: 'resnet-cifar', values: { depth }, count })),
};

describe.each(Object.entries(published))('%s', (_, networks) => {
  it.each(networks.map((network) => [JSON.stringify(network.values), network] as const))(
    '%s has its number of parameters',
    (_values, { model, values, count, inputShape = [32, 32, 3], classes = 10 }) => {
      const layers = entryOf(models, model).layers(choose(models, model, values).values as never, { inputShape, classes });
      expect(createNetwork(layers, inputShape).layout.size).toBe(count);
    },
  );
});
