/** Needs of a network, told before it runs. */
import { describe, expect, it } from 'vitest';
import type { Layer } from '../../../src/core/models/layers';
import { createNetwork } from '../../../src/core/models/network';

const dense = (name: string, inputs: number, units: number): Layer => ({ kind: 'dense', name, inputs, units });
const relu: Layer = { kind: 'activation', function: 'relu' };

describe('the size of a network', () => {
  it('counts the output of every layer, and names the largest', () => {
    const { activations, largestActivation } = createNetwork([dense('first', 3, 8), relu, dense('last', 8, 2)], [3]);
    expect(activations).toBe(8 + 8 + 2);
    expect(largestActivation).toBe(8);
  });

  it('counts the layers within a block, and the blocks within those, like any other', () => {
    const block: Layer = { kind: 'parallel', join: 'sum', branches: [[dense('up', 3, 12), relu, dense('down', 12, 3)], []] };
    const { activations, largestActivation, layout } = createNetwork([block], [3]);
    expect(activations).toBe(12 + 12 + 3 + 3);
    expect(largestActivation).toBe(12);
    expect(layout.size).toBe(3 * 12 + 12 + 12 * 3 + 3);
    const around = createNetwork([{ kind: 'parallel', join: 'concatenate', branches: [[], [block]] }], [3]);
    expect(around.activations).toBe(30 + 6);
    expect(around.largestActivation).toBe(12);
  });

  it('counts images with the margin they are padded by', () => {
    const conv: Layer = { kind: 'conv2d', name: 'conv', channels: 2, filters: 1, size: 3, stride: 1, padding: 1 };
    const { activations, largestActivation } = createNetwork([conv], [4, 4, 2]);
    expect(activations).toBe(6 * 6 * 2 + 4 * 4);
    expect(largestActivation).toBe(6 * 6 * 2);
  });

  it('counts what attention makes of a sequence: three projections, what each token sees of each other, and the heads', () => {
    const { activations, largestActivation } = createNetwork([{ kind: 'attention', name: 'heads', features: 4, heads: 2 }], [10, 4]);
    expect(activations).toBe(4 * 40 + 2 * 10 * 10 + 40);
    expect(largestActivation).toBe(200);
  });
});
