import { nth } from '../numbers';
import type { Normalization } from './dataset';

/** Mean and standard deviation of each channel, of values scaled to 0 … 1. Exact: counts bytes. */
export function byteNormalization(inputs: Uint8Array, channels: number): Normalization {
  const histograms = Array.from({ length: channels }, () => new Float64Array(256));
  for (let channel = 0; channel < channels; channel++) {
    const histogram = histograms[channel] as Float64Array;
    for (let index = channel; index < inputs.length; index += channels) {
      const byte = inputs[index] as number;
      histogram[byte] = (histogram[byte] as number) + 1;
    }
  }
  const total = inputs.length / channels;
  const scale = 1 / 255;
  const means = histograms.map((histogram) => histogram.reduce((sum, times, byte) => sum + times * byte * scale, 0) / total);
  const stds = histograms.map((histogram, channel) => {
    const mean = nth(means, channel);
    const variance = histogram.reduce((sum, times, byte) => sum + times * (byte * scale - mean) ** 2, 0) / total;
    return Math.sqrt(variance) || 1; // an image without contrast stays as it is
  });
  return { scale, mean: means, std: stds };
}

/** Mean and standard deviation of each feature of [count, features]; a constant feature is only centred. Two passes in float64. */
export function featureNormalization(inputs: ArrayLike<number>, features: number): Normalization {
  const count = inputs.length / features;
  const mean = new Array<number>(features).fill(0);
  const variance = new Array<number>(features).fill(0);
  for (let at = 0; at < inputs.length; at++) mean[at % features] = (mean[at % features] as number) + (inputs[at] as number) / count;
  for (let at = 0; at < inputs.length; at++) {
    const feature = at % features;
    variance[feature] = (variance[feature] as number) + ((inputs[at] as number) - (mean[feature] as number)) ** 2 / count;
  }
  return { scale: 1, mean, std: variance.map((value, feature) => deviation(value, nth(mean, feature))) };
}

/** Rounding of a constant's variance is no spread. */
function deviation(variance: number, mean: number): number {
  return variance > 1e-12 * Math.max(mean * mean, 1e-30) ? Math.sqrt(variance) : 1;
}
