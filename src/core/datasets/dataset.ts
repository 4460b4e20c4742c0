/**
 * A data set at rest: samples as packed numbers with their labels, cut into train, validation and test.
 * Plain data, structured-cloneable, the same on page, worker and command line. No tensors.
 */
import { lengthAt } from '../tensor/shape';
import type { Understanding } from './tables/understanding';

/** Samples of one split. `inputs` holds bytes as they were in the file (uint8) or plain numbers. */
export interface Samples {
  readonly count: number;
  /** Row-major [count, …inputShape]; of token sequences [count, tokens], the number of each token. */
  readonly inputs: Float32Array | Uint8Array;
  /** True labels, 0 … classes − 1. */
  readonly labels: Uint8Array;
}

export interface TrainingSamples extends Samples {
  /** Labels the networks are trained on: `labels` with the label noise applied. */
  readonly noisyLabels: Uint8Array;
}

/** value ↦ (value·scale − mean[channel])/std[channel], before the network sees it. One entry per channel (last axis). */
export interface Normalization {
  readonly scale: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** Facts about a data set before it is cut. */
export interface Described {
  /** Short, readable: `pinwheel`, `mnist`, `images-32x32`. */
  readonly name: string;
  /** Shape of one sample as a network sees it: [features], [height, width, channels], or [tokens, vocabulary]. */
  readonly inputShape: readonly number[];
  readonly classes: number;
  readonly classNames: readonly string[];
  /**
   * Of token sequences, what each token stands for. A token is seen as a row that is one at its number and zero elsewhere;
   * token 0 fills sequences up and is seen as zeros.
   */
  readonly vocabulary?: readonly string[];
  /** Headings of the features, where they have any. */
  readonly featureNames?: readonly string[];
  readonly normalization: Normalization;
}

/** Features that have gaps: one column of numbers, or the columns of 0 and 1 of one category. */
export interface GapGroup {
  readonly begin: number;
  /** 1 of numbers. */
  readonly size: number;
}

/** A data set as it came from files, not cut yet. What is kept in browser storage. */
export interface RawDataset extends Described {
  readonly pool: Samples;
  /** The files' own test split, where they brought one. Else a share of the pool is held out. */
  readonly test?: Samples;
  /** Features are normalized with mean and deviation of the training split, once that is cut; `normalization` is of the pool. */
  readonly isStandardized?: true;
  /** Features with gaps (NaN), which are filled from the training split once that is cut. */
  readonly gaps?: readonly GapGroup[];
  /** Of tables, what was understood of them. */
  readonly understanding?: Understanding;
  /** Changes to the samples while they were read, sentences for people. */
  readonly notes?: readonly string[];
}

export interface Dataset extends Described {
  /** Share of training labels that were redrawn, 0 … 1; exactly ⌈rate · n⌉ of them, before any samples were left out. */
  readonly labelNoise: number;
  readonly train: TrainingSamples;
  readonly validation: Samples;
  readonly test: Samples;
}

/** Numbers of one sample at rest. */
export function sampleWidth({ inputShape, vocabulary }: Pick<Described, 'inputShape' | 'vocabulary'>): number {
  return vocabulary ? lengthAt(inputShape, 0) : inputShape.reduce((product, axis) => product * axis, 1);
}
