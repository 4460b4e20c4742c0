/**
 * A data set at rest: samples as packed numbers with their labels, cut into train, validation and test.
 * Plain data, structured-cloneable, the same on page, worker and command line. No tensors.
 */
import type { Entry } from '../settings/entry';

/** Samples of one split. `inputs` holds bytes as they were in the file (uint8) or plain numbers. */
export interface Samples {
  readonly count: number;
  /** Row-major [count, …inputShape]. */
  readonly inputs: Float32Array | Uint8Array;
  /** True labels, 0 … classes − 1. */
  readonly labels: Uint8Array;
}

export interface TrainingSamples extends Samples {
  /** Labels the networks are trained on: `labels` with the label noise applied. */
  readonly noisyLabels: Uint8Array;
}

export interface Dataset {
  readonly name: string;
  /** Shape of one sample: [features] or [height, width, channels]. */
  readonly inputShape: readonly number[];
  readonly classes: number;
  readonly classNames: readonly string[];
  /** Share of training labels that were changed to another class, 0 … 1 (exact count: round(rate · n)). */
  readonly labelNoise: number;
  /** value ↦ (value·scale − mean[channel])/std[channel] before the network sees it. */
  readonly normalization: { readonly scale: number; readonly mean: readonly number[]; readonly std: readonly number[] };
  readonly train: TrainingSamples;
  readonly validation: Samples;
  readonly test: Samples;
}

/** A data set that is computed from a seed. */
export interface Generator extends Entry {
  /** Draws `count` labelled points for `seed`. Deterministic. `inputs` row-major [count, 2]. */
  readonly generate: (values: Readonly<Record<string, number>>, count: number, seed: number) => { inputs: Float32Array; labels: Uint8Array; classes: number };
}
