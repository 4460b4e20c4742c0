import { describe, expect, it } from 'vitest';
import { cnn } from '../../../src/core/models/cnn';
import { models } from '../../../src/core/models/models';
import { createNetwork, initialParams } from '../../../src/core/models/network';
import { choose, entryOf } from '../../../src/core/settings/entry';

const network = createNetwork(
  [
    { kind: 'dense', name: 'first', inputs: 50, units: 200 },
    { kind: 'batchNorm', name: 'bn', channels: 200 },
    { kind: 'dense', name: 'last', inputs: 200, units: 60 },
  ],
  [50],
);

describe('the first weights', () => {
  const params = initialParams(network, 3);

  it('let whoever watches breathe while millions are drawn, and are the same', () => {
    const wide = createNetwork([{ kind: 'dense', name: 'wide', inputs: 1100, units: 1000 }], [1100]);
    let breaths = 0;
    const watched = initialParams(wide, 3, () => breaths++);
    const alone = initialParams(wide, 3);
    expect(watched.every((value, index) => value === alone[index])).toBe(true);
    expect(breaths).toBe(2);
  });
  const of = (name: string) => {
    const laid = network.layout.tensors.find((tensor) => tensor.name === name);
    if (!laid) throw new Error(`no tensor ${name}`);
    return params.subarray(laid.offset, laid.offset + laid.size);
  };

  it.each([
    ['first/kernel', 50],
    ['last/kernel', 200],
  ])('of %s are He normal: mean 0, variance 2/%i', (name, fanIn) => {
    const values = of(name);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(2 / fanIn / values.length));
    expect(Math.abs(variance / (2 / fanIn) - 1)).toBeLessThan(5 * Math.sqrt(2 / values.length));
  });

  it('count the whole receptive field as fan-in of a convolution', () => {
    const layers = cnn.layers({ channels: 64 } as never, { inputShape: [8, 8, 3], classes: 10 });
    const net = createNetwork(layers, [8, 8, 3]);
    const all = initialParams(net, 1);
    for (const { kind, shape, offset, size } of net.layout.tensors) {
      if (kind !== 'kernel') continue;
      const fanIn = shape.slice(0, -1).reduce((product, axis) => product * axis, 1);
      const variance = all.subarray(offset, offset + size).reduce((sum, value) => sum + value ** 2, 0) / size;
      expect(Math.abs((variance * fanIn) / 2 - 1)).toBeLessThan(5 * Math.sqrt(2 / size));
    }
  });

  it('of biases and β are zero, of γ one', () => {
    expect([...of('first/bias'), ...of('bn/beta'), ...of('last/bias')].every((value) => value === 0)).toBe(true);
    expect(of('bn/gamma').every((value) => value === 1)).toBe(true);
  });

  it('are a function of the seed, and unrelated between tensors and seeds', () => {
    expect(initialParams(network, 3)).toEqual(params);
    expect(initialParams(network, 4)).not.toEqual(params);
    expect([...of('first/kernel').subarray(0, 3)]).not.toEqual([...of('last/kernel').subarray(0, 3)].map((value) => value * 2));
  });
});

describe('the first weights of Transformers', () => {
  const [inputShape, classes] = [[8, 8, 3], 5] as const;
  const values = choose(models, 'vit', { heads: '3', headwidth: 16, blocks: 2 }).values;
  const net = createNetwork(entryOf(models, 'vit').layers(values as never, { inputShape, classes }), inputShape);
  const params = initialParams(net, 2);

  it('are normal with deviation 0.02, truncated at two deviations', () => {
    const drawn = net.layout.tensors.filter(({ kind }) => kind === 'kernel' || kind === 'embedding');
    expect(drawn.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['patch/kernel', 'class/embedding', 'position/embedding', 'dense/kernel']),
    );
    const all = drawn.flatMap(({ offset, size }) => [...params.subarray(offset, offset + size)]);
    expect(Math.max(...all.map(Math.abs))).toBeLessThanOrEqual(0.04);
    expect(Math.max(...all.map(Math.abs))).toBeGreaterThan(0.039);
    // Variance of a normal truncated at 2: 1 − 4φ(2)/(2Φ(2) − 1) = 0.7737.
    const variance = all.reduce((sum, value) => sum + value ** 2, 0) / all.length;
    expect(Math.abs(variance / (0.7737 * 0.02 ** 2) - 1)).toBeLessThan(5 * Math.sqrt(2 / all.length));
  });

  it('of biases and β are zero, of γ one', () => {
    for (const { kind, offset, size } of net.layout.tensors) {
      if (kind === 'kernel' || kind === 'embedding') continue;
      expect([...params.subarray(offset, offset + size)].every((value) => value === (kind === 'gamma' ? 1 : 0))).toBe(true);
    }
  });
});
