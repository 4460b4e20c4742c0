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
  readonly [other: string]: unknown;
}
export interface TrajectoryStep {
  readonly t: number;
  readonly batch: { readonly source: string; readonly indices: readonly number[] };
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
