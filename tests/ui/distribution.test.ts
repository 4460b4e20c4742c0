import { describe, expect, it } from 'vitest';
import { normalFit } from '../../src/core/diagnostics/normalFit';
import type { GradientNorms } from '../../src/core/protocol/views';
import { randomStream } from '../../src/core/random';
import { defaultExperiment } from '../../src/core/settings/presets';
import { distributionView, notesOn, quantilesOf } from '../../src/ui/gradientNorms/distribution';

const normsOf = (values: readonly number[], size = 32): GradientNorms => ({
  member: { id: 'r1/1', run: 'r1', seed: 1 },
  step: 10,
  size,
  squaredNorms: Float64Array.from(values),
  meanGradientSquaredNorm: 0.1,
  variance: 0.4,
  isAutomatic: false,
});
const groupOf = (trainCount: number, smooth = 0) => ({
  experiment: { ...defaultExperiment, training: { ...defaultExperiment.training, smooth } },
  facts: { parameters: 10, trainCount, stepsPerEpoch: Math.floor(trainCount / 32) },
});
const gate = { mu: 0.3, factor: 0.5, threshold: 0.4 };

describe('a distribution of squared gradient norms', () => {
  it('is drawn with as many expected mini-batches under the fit as were measured', () => {
    const stream = randomStream(2, 'distribution');
    const view = distributionView(normsOf(Array.from({ length: 400 }, () => 3 + stream.normal() / 4)));
    if (!view) throw new Error('finite norms have a view');
    const { bins, expected } = view;
    const total = Array.from({ length: 60 }, (_, bin) => expected(bins.from + (bin - 20) * bins.width)).reduce((sum, one) => sum + one);
    expect(total).toBeCloseTo(400, 6);
  });

  it('is none when a norm is no finite number', () => {
    expect(distributionView(normsOf([1, Number.NaN]))).toBeNull();
    expect(distributionView(normsOf([1, Number.POSITIVE_INFINITY]))).toBeNull();
  });

  it('comes with the share of mini-batches that reach the gate’s threshold', () => {
    expect(notesOn(normsOf([0.1, 0.4, 0.5, 0.2]), gate, groupOf(100))).toEqual([
      'The gate’s threshold μ + cσ was 0.40 (c 0.50): 50.0 % of the mini-batches reach it.',
    ]);
    expect(notesOn(normsOf([0.1]), gate, groupOf(32, 0.1)).join(' ')).toMatch(/smoothed loss.*whole training set/);
  });

  it('says when the mini-batches do not cover the training set, or are it', () => {
    expect(notesOn(normsOf([1, 2]), null, groupOf(64))).toEqual([]);
    expect(notesOn(normsOf([1, 2]), null, groupOf(640))).toEqual([
      'The mini-batches hold 10.0 % of the training set: ‖∇L(D)‖² is too large by about 1/2 of the variance.',
    ]);
    expect(notesOn(normsOf([1], 300), null, groupOf(300))).toEqual(['A mini-batch is the whole training set, so there is only one.']);
  });

  it('puts measured quantiles beside those of the normal', () => {
    const found = quantilesOf(normalFit([5, 4, 0]));
    expect(found.map(([share]) => share)).toEqual([0.05, 0.25, 0.5, 0.75, 0.95]);
    expect(found[2]).toEqual([0.5, 4, 3]);
    expect(found[4]?.[1]).toBe(5);
  });
});
