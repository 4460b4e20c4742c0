/** The format of reference trajectories: step-by-step numbers of an algorithm on a given net, data and batches. */

export interface TrajectoryFile {
  readonly title: string;
  readonly models: Readonly<Record<string, TrajectoryModel>>;
  readonly data: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly shape: readonly number[]; readonly x: readonly number[]; readonly y: readonly number[] }>>
    >
  >;
  readonly cases: readonly TrajectoryCase[];
}
export interface TrajectoryModel {
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[]; readonly kind: string }[];
  readonly size: number;
  readonly init: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
}
export interface TrajectoryCase {
  readonly name: string;
  readonly model: string;
  readonly data: string;
  readonly init: string;
  readonly config: TrajectoryConfig;
  readonly steps: readonly TrajectoryStep[];
  /** The average after the last step: its own statistics, from these batches of the training split, and its loss there. */
  readonly averaged?: {
    readonly batches?: readonly (readonly number[])[];
    readonly running?: unknown;
    readonly evalLoss?: number;
  };
}
export interface TrajectoryConfig {
  readonly algorithm: string;
  readonly rho?: number;
  readonly optimizer: {
    readonly kind: string;
    readonly momentum?: number;
    readonly weightDecay?: number;
    readonly nesterov?: boolean;
    readonly beta1?: number;
    readonly beta2?: number;
    readonly eps?: number;
  };
  readonly lrSchedule: {
    readonly kind: string;
    readonly lr0: number;
    readonly lrMin?: number;
    readonly gamma?: number;
    readonly milestones?: readonly number[];
  };
  readonly loss?: { readonly smoothing: number; readonly offTarget: 'K' | 'K-1' };
  readonly ascent?: { readonly kind: string; readonly mu?: number; readonly alpha?: number };
  readonly geometry?: { readonly kind: string; readonly eta?: number };
  readonly perturbEps?: number;
  readonly lets?: {
    readonly metric: string;
    readonly rho0: number;
    readonly lr: number;
    readonly beta1?: number;
    readonly beta2?: number;
    readonly eps?: number;
    readonly decay: number;
    readonly stepsPerEpoch: number;
  };
  readonly rhoSchedule?: {
    readonly lrMax: number;
    readonly lrMin: number;
    readonly rhoMax: number;
    readonly rhoMin: number;
    readonly proportionalBefore?: number;
  };
  /** Directions or Fisher samples per draw; read off the draws. */
  readonly drawn?: number | undefined;
  /** Directions of every set of samples, read off the draws. */
  readonly drawnSets?: readonly number[] | undefined;
  readonly k?: number;
  readonly p?: number;
  readonly alpha?: number;
  readonly beta?: number;
  readonly gamma?: number;
  readonly swp?: 'element' | 'tensor';
  readonly sds?: 'topk' | 'strict';
  readonly delta?: number;
  readonly lambda1?: number;
  readonly lambda2?: number;
  readonly sparsity?: number;
  readonly updateEvery?: number;
  readonly fisherBN?: 'eval' | 'train';
  readonly microBatches?: number;
  readonly sigma?: number;
  readonly mode?: string;
  readonly lambda?: number;
  readonly gradScale?: 'code' | 'exact';
  readonly phi?: string;
  readonly ascentSteps?: { readonly n: number; readonly size: number; readonly normalize: boolean; readonly project: boolean };
  readonly ball?: string;
  readonly wsam?: { readonly gamma: number; readonly decouple: boolean };
  readonly gnp?: { readonly alpha: number; readonly normalizeClean: boolean };
  readonly l2InLoss?: number;
  readonly fsam?: { readonly sigma: number; readonly lambda: number };
  readonly vasso?: { readonly theta: number };
  readonly only?: string;
  readonly window?: { readonly start: number; readonly end: number; readonly epochs: number; readonly stepsPerEpoch: number };
  readonly bsam?: {
    readonly precision0: number;
    readonly damping: number;
    readonly samples: number;
    readonly beta1: number;
    readonly beta2: number;
    readonly weightDecay: number;
    readonly microBatches: number;
  };
  readonly reuse?: { readonly scope: string; readonly eps?: number };
  readonly ssamd?: {
    readonly dropRate: number;
    readonly drop: string;
    readonly grow: string;
    readonly epochs: number;
    readonly stepsPerEpoch: number;
  };
  /** Tail classes are counted from 0. */
  readonly imbsam?: { readonly tail: readonly number[]; readonly tailWeight?: number };
  readonly ascentCentralize?: boolean;
  readonly noiseScale?: 'norm' | 'rms';
  readonly sigmaSchedule?: {
    readonly kind: string;
    readonly sigma0: number;
    readonly times: number;
    readonly steps: number;
    readonly firstStep?: number;
  };
  readonly minimize?: string;
  readonly average?: {
    readonly kind: string;
    readonly start?: number;
    readonly every?: number;
    readonly decay?: number;
    readonly from?: string;
    readonly buffers?: boolean;
  };
  readonly components?: readonly { readonly psi: string; readonly samples?: number; readonly measure?: string; readonly weight?: number }[];
}

/** Random draws of a step, by the reference's names. */
export interface TrajectoryDraws {
  readonly u?: number;
  readonly swpMask?: string;
  readonly z?: readonly number[];
  /** One for every micro-batch. */
  readonly zs?: readonly (readonly number[])[];
  readonly maskScores?: readonly number[];
  readonly dropScores?: readonly number[];
  readonly growScores?: readonly number[];
  readonly v?: readonly (readonly (readonly number[])[])[];
  readonly fisherIndices?: readonly number[];
}
export interface TrajectoryStep {
  readonly t: number;
  readonly batch: { readonly source: string; readonly indices: readonly number[] };
  readonly valBatch?: { readonly source: string; readonly indices: readonly number[] };
  readonly draws?: TrajectoryDraws;
  readonly f64: Readonly<Record<string, number | null>>;
  readonly after: {
    readonly paramNorm64?: number;
    readonly tensors?: Readonly<Record<string, { readonly norm: number; readonly head: readonly number[] }>>;
    readonly params?: readonly number[];
    readonly running?: unknown;
    readonly average?: readonly number[];
    readonly averageRunning?: unknown;
    readonly mask?: string | readonly number[];
    readonly precisionNorm?: number;
    readonly precision?: readonly number[];
  };
  readonly vectors?: Readonly<Record<string, readonly number[]>>;
}

/** A file is a trajectory file if it has models, data and cases; losses, schedules and diagnostics are other formats. */
export function isTrajectoryFile(file: unknown): file is TrajectoryFile {
  return (
    typeof file === 'object' && file !== null && 'models' in file && 'data' in file && Array.isArray((file as { cases?: unknown }).cases)
  );
}
