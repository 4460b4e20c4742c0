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
  readonly rhoSchedule?: { readonly lrMax: number; readonly lrMin: number; readonly rhoMax: number; readonly rhoMin: number };
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
  readonly components?: readonly { readonly psi: string; readonly samples?: number; readonly measure?: string; readonly weight?: number }[];
}

/** Random draws of a step, by the reference's names. */
export interface TrajectoryDraws {
  readonly u?: number;
  readonly swpMask?: string;
  readonly z?: readonly number[];
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
  };
  readonly vectors?: Readonly<Record<string, readonly number[]>>;
}

/** A file is a trajectory file if it has models, data and cases; losses, schedules and diagnostics are other formats. */
export function isTrajectoryFile(file: unknown): file is TrajectoryFile {
  return (
    typeof file === 'object' && file !== null && 'models' in file && 'data' in file && Array.isArray((file as { cases?: unknown }).cases)
  );
}
