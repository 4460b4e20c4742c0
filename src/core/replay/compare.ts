/** How far a replay is from its reference, and how far it may be (README of the reference files). */
import type { Replayed } from './replayCase';
import type { TrajectoryCase, TrajectoryModel } from './trajectoryFile';

export interface Tolerance {
  /** Absolute, for parameters and running statistics. */
  readonly params: number;
  /** Relative to max(|reference|, 1e-3), for losses and norms. */
  readonly scalars: number;
  /** Relative, for what the README of the reference files calls ill-conditioned: R, covariances, the upper level and its gradients. */
  readonly loose: number;
}

export const tolerances: Readonly<Record<string, Tolerance>> = {
  float64: { params: 1e-8, scalars: 1e-8, loose: 1e-6 },
  wasm: { params: 2e-5, scalars: 1e-4, loose: 1e-2 },
  cpu: { params: 2e-5, scalars: 1e-4, loose: 1e-2 },
  webgl: { params: 2e-4, scalars: 1e-4, loose: 1e-2 },
  webgpu: { params: 2e-4, scalars: 1e-4, loose: 1e-2 },
};

export interface Deviation {
  readonly name: string;
  /** Largest deviations: parameters and statistics absolute, losses and norms relative. */
  readonly params: number;
  readonly losses: number;
  readonly norms: number;
  readonly loose: number;
  /** Values compared by the loose tolerance, by their reference names; empty where there were none. */
  readonly looselyCompared: readonly string[];
  /** Deviations beyond tolerance, in words. */
  readonly failures: readonly string[];
  /** Numbers compared, so that an empty comparison cannot pass. */
  readonly compared: number;
}

/** Reference name → shipped name, and which column it is reported in. */
const scalars: Readonly<Record<string, { readonly shipped: string; readonly kind: 'losses' | 'norms' | 'loose' | 'exact' }>> = {
  lossClean: { shipped: 'lossClean', kind: 'losses' },
  lossPerturbed: { shipped: 'lossPerturbed', kind: 'losses' },
  ascentLoss: { shipped: 'ascentObjective', kind: 'losses' },
  gradNorm: { shipped: 'gradNorm', kind: 'norms' },
  perturbNorm: { shipped: 'perturbNorm', kind: 'norms' },
  perturbedGradNorm: { shipped: 'perturbedGradNorm', kind: 'norms' },
  updateNorm: { shipped: 'updateNorm', kind: 'norms' },
  radius: { shipped: 'radius', kind: 'norms' },
  lr: { shipped: 'learningRate', kind: 'norms' },
  gradEvals: { shipped: 'gradPasses', kind: 'exact' },
  samApplied: { shipped: 'samApplied', kind: 'exact' },
  maskActive: { shipped: 'maskActive', kind: 'exact' },
  radiusUpdated: { shipped: 'radiusUpdated', kind: 'exact' },
  lossSmoothed: { shipped: 'lossSmoothed', kind: 'losses' },
  noiseNorm: { shipped: 'noiseNorm', kind: 'norms' },
  cosine: { shipped: 'cosine', kind: 'norms' },
  perpNorm: { shipped: 'perpNorm', kind: 'norms' },
  surrogateGap: { shipped: 'surrogateGap', kind: 'norms' },
  gvNorm: { shipped: 'gvNorm', kind: 'norms' },
  sqGradNorm: { shipped: 'sqGradNorm', kind: 'norms' },
  mu: { shipped: 'mu', kind: 'norms' },
  sigma2: { shipped: 'sigma2', kind: 'norms' },
  ct: { shipped: 'ct', kind: 'norms' },
  threshold: { shipped: 'threshold', kind: 'norms' },
  nu: { shipped: 'nu', kind: 'norms' },
  nuNext: { shipped: 'nuNext', kind: 'norms' },
  lrNu: { shipped: 'lrNu', kind: 'norms' },
  upperTrainLoss: { shipped: 'upperTrainLoss', kind: 'losses' },
  upperValLoss: { shipped: 'upperValLoss', kind: 'losses' },
  upperMetric: { shipped: 'upperMetric', kind: 'loose' },
  hyperGradRho: { shipped: 'hyperGradRho', kind: 'loose' },
  hyperGradNu: { shipped: 'hyperGradNu', kind: 'loose' },
  regularizer: { shipped: 'regularizer', kind: 'loose' },
  regGradNorm: { shipped: 'regGradNorm', kind: 'norms' },
  covNorm: { shipped: 'covNorm', kind: 'loose' },
  frobeniusEstimate: { shipped: 'frobeniusEstimate', kind: 'loose' },
  tailGradNorm: { shipped: 'tailGradNorm', kind: 'norms' },
  tailSamples: { shipped: 'tailSamples', kind: 'exact' },
  flippedToWrong: { shipped: 'flippedToWrong', kind: 'exact' },
};

/** Compares every recorded number of every step. A scalar the reference has and the replay lacks is a failure. */
export function compare(
  reference: TrajectoryCase,
  model: TrajectoryModel,
  { steps: replayed, averaged }: Replayed,
  tolerance: Tolerance,
): Deviation {
  const worst = { params: 0, losses: 0, norms: 0, loose: 0 };
  const failures: string[] = [];
  const loosely = new Set<string>();
  let compared = 0;

  const note = (column: keyof typeof worst, deviation: number, limit: number, what: string) => {
    compared++;
    worst[column] = Math.max(worst[column], Number.isNaN(deviation) ? Number.POSITIVE_INFINITY : deviation);
    if (!(deviation <= limit)) failures.push(`${what} deviates by ${deviation.toExponential(1)}`);
  };
  const arrays = (ours: ArrayLike<number>, theirs: readonly number[], what: string) => {
    if (ours.length !== theirs.length) failures.push(`${what}: ${ours.length} values for ${theirs.length}`);
    let deviation = 0;
    theirs.forEach((value, index) => {
      const apart = Math.abs((ours[index] ?? Number.NaN) - value);
      // What is no number must stay the worst, or the next value would hide it.
      if (!(apart <= deviation)) deviation = Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart;
    });
    note('params', deviation, tolerance.params, what);
  };

  const statistics = (ours: Replayed['steps'][number]['running'], theirs: unknown, what: string) => {
    const layers = Object.entries((theirs ?? {}) as Record<string, { mean: number[]; var: number[] }>);
    layers.forEach(([name, buffers], layer) => {
      arrays(ours[layer]?.mean ?? [], buffers.mean, `${what}: ${name} running mean`);
      arrays(ours[layer]?.variance ?? [], buffers.var, `${what}: ${name} running variance`);
    });
  };

  reference.steps.forEach((step, index) => {
    const ours = replayed[index];
    if (!ours) {
      failures.push(`step ${step.t} was not replayed`);
      return;
    }
    for (const [name, given] of Object.entries(step.f64)) {
      const scalar = scalars[name];
      if (!scalar || (typeof given !== 'number' && typeof given !== 'boolean')) continue;
      const value = Number(given);
      const mine = ours.record[scalar.shipped];
      if (mine === undefined) failures.push(`step ${step.t}: ${name} is missing`);
      else if (scalar.kind === 'exact')
        note('norms', mine === value ? 0 : Math.abs(mine - value), 0, `step ${step.t}: ${name} (${mine} for ${value})`);
      else if (scalar.kind === 'loose') {
        loosely.add(name);
        note('loose', Math.abs(mine - value) / Math.max(Math.abs(value), 1e-12), tolerance.loose, `step ${step.t}: ${name}`);
      } else note(scalar.kind, Math.abs(mine - value) / Math.max(Math.abs(value), 1e-3), tolerance.scalars, `step ${step.t}: ${name}`);
    }
    const { params, tensors, paramNorm64, running, average, averageRunning, mask, precisionNorm, precision } = step.after;
    if (params) arrays(ours.params, params, `step ${step.t}: params`);
    if (paramNorm64 !== undefined)
      note('norms', Math.abs(norm(ours.params) - paramNorm64) / Math.max(paramNorm64, 1e-3), tolerance.scalars, `step ${step.t}: ‖w‖`);
    let offset = 0;
    for (const { name, shape } of tensors ? model.tensors : []) {
      const size = shape.reduce((product, axis) => product * axis, 1);
      const own = ours.params.subarray(offset, offset + size);
      offset += size;
      const recorded = tensors?.[name];
      if (!recorded) continue;
      const { norm: theirNorm, head } = recorded;
      note('norms', Math.abs(norm(own) - theirNorm) / Math.max(theirNorm, 1e-3), tolerance.scalars, `step ${step.t}: ‖${name}‖`);
      arrays(own.subarray(0, head.length), head, `step ${step.t}: ${name}`);
    }
    statistics(ours.running, running, `step ${step.t}`);
    if (average) arrays(ours.average?.params ?? [], average, `step ${step.t}: average`);
    statistics(ours.average?.running ?? [], averageRunning, `step ${step.t}: average`);
    if (mask) arrays(ours.mask ?? [], Array.from(mask, Number), `step ${step.t}: mask`);
    if (precision) arrays(ours.precision ?? [], precision, `step ${step.t}: precision`);
    if (precisionNorm !== undefined) {
      const own = norm(ours.precision ?? new Float64Array());
      note('norms', Math.abs(own - precisionNorm) / Math.max(precisionNorm, 1e-3), tolerance.scalars, `step ${step.t}: ‖s‖`);
    }
  });
  if (reference.averaged) {
    const { running, evalLoss } = reference.averaged;
    statistics(averaged?.running ?? [], running, 'average');
    if (evalLoss !== undefined) {
      const own = averaged?.evalLoss ?? Number.NaN;
      note('losses', Math.abs(own - evalLoss) / Math.max(Math.abs(evalLoss), 1e-3), tolerance.scalars, 'average: evalLoss');
    }
  }
  return { name: reference.name, ...worst, looselyCompared: [...loosely], failures, compared };
}

function norm(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
