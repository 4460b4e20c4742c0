/**
 * A library to the benchmark: it trains a given network from given weights on given batches, one step at a time.
 *
 * A contender holds its batches on the device, so that nothing but the step is measured, and says when the device is done.
 */
import type { Network } from '../../src/core/models/network';
import type { FieldValue } from '../../src/core/settings/field';
import type { CaseName } from './kernels/cases';
import type { HostBatch } from './samples';

/** Under norms and variances, as Basin has them. */
export { NORM_FLOOR } from '../../src/core/sam/norm';
export const VARIANCE_FLOOR = 1e-5;

/** The same for every contender: what is compared is who computes it faster. A larger rate would blow rounding up, step by step. */
export const LEARNING_RATE = 0.01;
export const MOMENTUM = 0.9;
export const RHO = 0.05;

/** One training, before it meets a library. */
export interface Training {
  readonly network: Network;
  readonly classes: number;
  /** First weights in the network's flat order: kernels [in, out] or HWIO. */
  readonly first: Float64Array;
  /** Used in turn; all of one size. */
  readonly batches: readonly HostBatch[];
  /** `sgd` or `sam` for everybody; any recipe for Basin. */
  readonly algorithm: string;
  /** Over the recipe's own. */
  readonly values?: Readonly<Record<string, FieldValue>>;
  readonly seed: number;
}

/** Losses of one step in nats: at w, and at w + ε where the algorithm climbs (else NaN). */
export interface Losses {
  readonly clean: number;
  readonly perturbed: number;
}

export interface Contender {
  /** Goes back to the first weights. */
  start(): void;
  /** Hands the next step over to the device. Waits for nothing unless the algorithm itself has to read a number. */
  step(): Promise<void>;
  /** Waits until the device has made every step. Returns the losses of the last one. */
  finish(): Promise<Losses>;
  /** Share of the steps since `start` that climbed, as far as the library says so. */
  climbed?(): number;
  /** Of a single operation: all numbers of its last results, one after the other. */
  results?(): Promise<readonly number[]>;
  free(): void;
}

export interface Library {
  readonly name: string;
  readonly version: string;
  /** Device, for people. */
  readonly adapter: string;
  /** Throws a sentence when the library has no such layer or algorithm. */
  train(training: Training): Contender;
  /** A group of runs in lock-step, where the library has such a thing. */
  trainGroup?(runs: number): Contender;
  /** A single operation on a batch of that many images, where the library's are compared one by one. */
  operate?(name: CaseName, images: number): Contender;
}

/** Starts a library on `webgpu` or `wasm`. Throws a sentence when it cannot. */
export type OpenLibrary = (backend: string) => Promise<Library>;
