/** Parts of a row of the papers' tables, and statements that several rows share. */
import type { FieldValue } from './field';
import type { Training } from './trainingFields';
import type { Choice } from './preset';

export type Values = Readonly<Record<string, FieldValue>>;

export interface Data {
  readonly id: string;
  readonly name: string;
  /** Samples of the published training set. */
  readonly published: number;
  /** Augmentation of mini-batches. */
  readonly augmentation: Values;
}

export interface Net {
  readonly id: string;
  readonly name: string;
  readonly model: Choice;
  readonly filledIn?: readonly string[];
}

/** A run: an algorithm, with the id of the row of its constants or values of its own. */
export type Run = readonly [algorithm: string, constants?: string | undefined, values?: Values | undefined];

export interface Row {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  /** Stand-in for a task that cannot be had in a browser, and what data to bring. */
  readonly instead?: string;
  readonly data: Data;
  readonly variant?: Values;
  readonly net: Net;
  /** Key of `paperTraining`. */
  readonly training: string;
  /** Values of training that the paper does not state and that have no good default; `filledIn` names them. */
  readonly own?: Partial<Training>;
  readonly epochs: number;
  readonly seeds: readonly number[];
  /** Validation samples per training sample. */
  readonly val: number;
  readonly runs: readonly Run[];
  readonly filledIn: readonly string[];
}

export interface Paper {
  readonly authors: string;
  readonly source: string;
}

/** Basin always holds something out; where a paper does not say what, it is the least there is. */
export const LEAST_VALIDATION = 0.05;
export const TENTH_HELD_OUT = 1 / 9;
export const VALIDATION_UNSAID = 'a twentieth more held out for validation';
export const SEEDS_UNSAID = 'one seed';
export const RHO_OF_GRID = 'ρ 0.05 (searched in a grid)';
export const RHO_UNSAID = 'ρ, and constants of ESAM, GSAM, AE-SAM and AE-LookSAM (of their own papers)';

export const THREE_SEEDS = [1, 2, 3];
export const FIVE_SEEDS = [1, 2, 3, 4, 5];
export const TEN_SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** Too large for a browser: its rows are trained on part of it, or on what one brings. */
export const imagenet: Data = { id: 'imagenet', name: 'ImageNet', published: 1_281_167, augmentation: {} };
