/** Fixed random Fourier features (Rahimi and Recht 2007), computed once on the host: device cosines are too coarse. */
import { randomStream } from '../random';

/** A fixed, untrained map applied to every input before the network sees it: φ(x) = amplitude · cos(x·kernel + phases). */
export interface FeatureMap {
  readonly inputs: number;
  readonly outputs: number;
  /** Row-major [inputs, outputs]. */
  readonly kernel: Float64Array;
  /** [outputs] */
  readonly phases: Float64Array;
  readonly amplitude: number;
  /** Row-major [n, inputs] → [n, outputs]. */
  readonly apply: (inputs: ArrayLike<number>) => Float32Array;
}

/**
 * φ(x) = √(2/m) · cos(xW + b),  W ~ N(0, scale²), b ~ U[0, 2π)
 *
 * @param scale  standard deviation of W, per unit of input; larger lets the network wiggle faster.
 * The draws depend on `seed` only, so every run of a group sees the same features.
 */
export function fourierFeatures(inputs: number, count: number, scale: number, seed: number): FeatureMap {
  const stream = randomStream(seed, 'features');
  const kernel = Float64Array.from({ length: inputs * count }, () => scale * stream.normal());
  const phases = Float64Array.from({ length: count }, () => 2 * Math.PI * stream.uniform());
  const amplitude = Math.sqrt(2 / count);
  return {
    inputs,
    outputs: count,
    kernel,
    phases,
    amplitude,
    apply(points) {
      const samples = points.length / inputs;
      const features = new Float32Array(samples * count);
      for (let sample = 0; sample < samples; sample++) {
        for (let feature = 0; feature < count; feature++) {
          let angle = phases[feature] as number;
          for (let axis = 0; axis < inputs; axis++)
            angle += (points[sample * inputs + axis] as number) * (kernel[axis * count + feature] as number);
          features[sample * count + feature] = amplitude * Math.cos(angle);
        }
      }
      return features;
    },
  };
}
