/** The format of reference measurements: one trained net with everything that is measured of it. */

interface ReferenceTensors {
  readonly model: string;
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[]; readonly kind: string }[];
  readonly params: readonly number[];
}
export interface ReferenceSplit {
  readonly shape: readonly number[];
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** A net without batch norm whose whole Hessian is known. */
export interface ReferencePoint extends ReferenceTensors {
  readonly data: { readonly train: ReferenceSplit; readonly val: ReferenceSplit };
  readonly trainLoss: number;
  readonly valLoss: number;
  readonly generalizationGap: number;
  readonly trainAccuracy: number;
  readonly valAccuracy: number;
  readonly perSampleLoss: readonly number[];
  readonly perSampleCorrect: readonly boolean[];
  readonly grad: readonly number[];
  readonly gradNorm: number;
  readonly hessian: {
    readonly asymmetry: number;
    readonly trace: number;
    readonly frobeniusSquared: number;
    readonly largestEigenvalues: readonly number[];
    readonly smallestEigenvalues: readonly number[];
    readonly spectralNorm: number;
    readonly countNegative: number;
    readonly logAbsDetNonzero: number;
    readonly rankThreshold: string;
    readonly numericalRank: number;
    readonly traceSquared: number;
    readonly traceCubed: number;
  };
  readonly probes: {
    /** One '+' or '−' per parameter. */
    readonly rademacher: readonly string[];
    readonly gaussian: readonly (readonly number[])[];
    readonly start: readonly number[];
  };
  readonly hvp: {
    readonly rademacher: readonly { readonly vHv: number; readonly norm: number; readonly head: readonly number[] }[];
    readonly gaussian: readonly { readonly vHv: number; readonly normSquared: number; readonly head: readonly number[] }[];
  };
  readonly hutchinsonTrace: number;
  readonly frobeniusEstimate: number;
  readonly powerIteration: { readonly rayleighQuotients: readonly number[] };
  readonly lanczos: {
    readonly steps: number;
    readonly alpha: readonly number[];
    readonly beta: readonly number[];
    readonly ritzValues: readonly number[];
    readonly weights: readonly number[];
  };
  readonly spectralDensity: {
    readonly sigma: number;
    readonly grid: readonly number[];
    readonly slq: readonly number[];
    readonly exact: readonly number[];
  };
  readonly empiricalFisherTrace: number;
  readonly flips: readonly {
    readonly objective: string;
    readonly ascent: { readonly kind: string; readonly mu?: number; readonly alpha?: number };
    readonly geometry: { readonly kind: string; readonly eta?: number } | null;
    readonly rho: number;
    readonly flippedToWrong: number;
    readonly flippedToRight: number;
    readonly lossIncrease: number;
    readonly perturbNorm: number;
    readonly smallestTopTwoGap: number;
  }[];
  readonly averageSharpness: readonly {
    readonly adaptive: boolean;
    readonly sigma: number;
    readonly increases: readonly number[];
    readonly mean: number;
  }[];
  readonly worstCaseSharpness: readonly {
    readonly rho: number;
    readonly steps: number;
    readonly stepSize: number;
    readonly increases: readonly number[];
  }[];
  readonly landscape: {
    readonly axis: readonly number[];
    readonly loss: readonly (readonly number[])[];
    readonly dir1Norm: number;
    readonly dir2Norm: number;
  };
  readonly minibatchGradients: {
    readonly batches: readonly (readonly number[])[];
    readonly squaredNorms: readonly number[];
    readonly mean: number;
    readonly std: number;
    readonly fullGradientSquaredNorm: number;
    readonly gradientVariance: number;
    readonly perSampleSquaredNorms: readonly number[];
    readonly qq: { readonly theoretical: readonly number[]; readonly sample: readonly number[]; readonly correlation: number };
  };
}

/** A net with batch norm, measured with running statistics and with those of the batch. */
export interface ReferenceModes extends ReferenceTensors {
  readonly running: Readonly<Record<string, { readonly mean: readonly number[]; readonly var: readonly number[] }>>;
  readonly x: readonly number[];
  readonly xShape: readonly number[];
  readonly y: readonly number[];
  readonly probe: readonly number[];
  readonly modes: Readonly<Record<'eval' | 'train', ReferenceMode>>;
}
export interface ReferenceMode {
  readonly loss: number;
  readonly perSampleLoss: readonly number[];
  readonly gradNorm: number;
  readonly gradHead: readonly number[];
  readonly vHv: number;
  readonly hvNorm: number;
  readonly hvHead: readonly number[];
}

export interface DiagnosticsFile {
  readonly title: string;
  readonly mlp?: ReferencePoint;
  readonly conv?: ReferenceModes;
}

/** A diagnostics file holds points with parameters of their own: `mlp` with a Hessian, `conv` with two modes. */
export function isDiagnosticsFile(file: unknown): file is DiagnosticsFile {
  if (typeof file !== 'object' || file === null) return false;
  const { mlp, conv } = file as { mlp?: unknown; conv?: unknown };
  const holds = (value: unknown, key: string) => typeof value === 'object' && value !== null && 'params' in value && key in value;
  return holds(mlp, 'hessian') || holds(conv, 'modes');
}

const PARTS = ['title', 'note', 'mlp', 'conv'];
const POINT_PARTS = `model tensors params data trainLoss valLoss generalizationGap trainAccuracy valAccuracy perSampleLoss perSampleCorrect
  grad gradNorm hessian probes hvp hutchinsonTrace frobeniusEstimate powerIteration lanczos spectralDensity empiricalFisherTrace flips
  averageSharpness worstCaseSharpness landscape minibatchGradients`.split(/\s+/);
const MODES_PARTS = 'model tensors params running x xShape y probe modes'.split(' ');

/** Contents of the file beyond what this reader compares, by path. */
export function unreadKeys({ mlp = {} as ReferencePoint, conv = {} as ReferenceModes, ...others }: DiagnosticsFile): readonly string[] {
  const beyond = (part: object, known: readonly string[], prefix: string) =>
    Object.keys(part)
      .filter((key) => !known.includes(key))
      .map((key) => prefix + key);
  return [...beyond(others, PARTS, ''), ...beyond(mlp, POINT_PARTS, 'mlp.'), ...beyond(conv, MODES_PARTS, 'conv.')];
}
