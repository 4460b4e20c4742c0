import { describe, expect, it } from 'vitest';
import { fourierFeatures } from '../../../src/core/models/featureMap';
import { randomStream } from '../../../src/core/random';

const points = [0, 0, 0.5, -1, 2, 1.5];

describe('random Fourier features', () => {
  it('are √(2/m)·cos(xW + b) with W normal of the given scale and b uniform on the circle', () => {
    const [count, scale, seed] = [5, 7, 11];
    const stream = randomStream(seed, 'features');
    const weights = Array.from({ length: 2 * count }, () => scale * stream.normal());
    const phases = Array.from({ length: count }, () => 2 * Math.PI * stream.uniform());
    const features = fourierFeatures(2, count, scale, seed).apply(points);
    for (let sample = 0; sample < 3; sample++) {
      for (let feature = 0; feature < count; feature++) {
        const [x, y] = [points[2 * sample] as number, points[2 * sample + 1] as number];
        const angle = x * (weights[feature] as number) + y * (weights[count + feature] as number) + (phases[feature] as number);
        expect(features[sample * count + feature]).toBeCloseTo(Math.sqrt(2 / count) * Math.cos(angle), 6);
      }
    }
  });

  it('depend on the seed and nothing else', () => {
    const apply = (seed: number) => fourierFeatures(2, 16, 3, seed).apply(points);
    expect(apply(1)).toEqual(apply(1));
    expect(apply(1)).not.toEqual(apply(2));
  });

  it('treat each sample alone', () => {
    const map = fourierFeatures(2, 16, 3, 1);
    expect([...map.apply(points).subarray(16, 32)]).toEqual([...map.apply(points.slice(2, 4))]);
    expect(map.outputs).toBe(16);
  });

  it('approximate a Gaussian kernel: near points agree, far ones do not', () => {
    // E[φ(x)·φ(y)] = exp(−scale²‖x − y‖²/2).
    const map = fourierFeatures(2, 20_000, 2, 1);
    const product = (dx: number) => {
      const features = map.apply([0.3, -0.2, 0.3 + dx, -0.2]);
      let sum = 0;
      for (let index = 0; index < map.outputs; index++) sum += (features[index] as number) * (features[map.outputs + index] as number);
      return sum;
    };
    // Standard error about 1/√20,000 = 0.007.
    for (const dx of [0, 0.3, 0.7, 3]) expect(Math.abs(product(dx) - Math.exp(-2 * dx ** 2))).toBeLessThan(0.035);
  });
});
