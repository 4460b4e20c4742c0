/** The two reference files that hold tables instead of trajectories: losses with their gradients, and schedules. */
import { bisamLog } from '../sam/ascent/bisamLog';
import { bisamTanh } from '../sam/ascent/bisamTanh';
import { crossEntropyWith, type OffTarget } from '../sam/ascent/crossEntropy';
import { thresholdAt } from '../sam/gate/adaptive';
import type { Objective } from '../sam/objective';
import { radiusAt } from '../sam/radius/followsRate';
import type { Backend } from '../tensor/tensor';
import type { Deviation, Tolerance } from './compare';
import { learningRateOf } from './configure';
import { NotBuilt } from './notBuilt';

interface LossFile {
  readonly logits: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly losses: readonly { readonly name: string; readonly perSample: readonly number[]; readonly gradPerSample: readonly number[] }[];
}
interface GsamTable {
  readonly lrMax: number;
  readonly lrMin: number;
  readonly rhoMax: number;
  readonly rhoMin: number;
  readonly lr: readonly number[];
  readonly rho: readonly number[];
}
interface AeTable {
  readonly lambda1: number;
  readonly lambda2: number;
  readonly T: number;
  readonly ct: readonly number[];
}
interface ScheduleFile {
  readonly gsamRadius?: GsamTable;
  readonly aeSamThreshold?: AeTable;
  readonly learningRate: readonly {
    readonly name: string;
    readonly schedule: Parameters<typeof learningRateOf>[0];
    readonly T: number;
    readonly values: readonly number[];
  }[];
}

export const isLossFile = (file: unknown): file is LossFile =>
  typeof file === 'object' && file !== null && 'losses' in file && 'logits' in file;
export const isScheduleFile = (file: unknown): file is ScheduleFile => typeof file === 'object' && file !== null && 'learningRate' in file;

/** Per-sample values and logit gradients of every objective the file names. Throws `NotBuilt` for one it does not know. */
export async function replayLosses(
  file: LossFile,
  backend: Backend,
  tolerance: Tolerance,
): Promise<readonly (Deviation | { readonly name: string; readonly notBuilt: string })[]> {
  const classes = (file.logits[0] as readonly number[]).length;
  const results = [];
  for (const { name, perSample, gradPerSample } of file.losses) {
    const objective = objectiveNamed(name);
    if (!objective) {
      results.push({ name, notBuilt: `loss ${name}` });
      continue;
    }
    const result = backend.scope(() => {
      const logits = backend.tensor(file.logits.flat(), [file.labels.length, classes]);
      const oneHot = file.labels.flatMap((label) => Array.from({ length: classes }, (_, index) => (index === label ? 1 : 0)));
      return objective(logits, backend.tensor(oneHot, [file.labels.length, classes]));
    });
    const losses = apart(await backend.read(result.perSample), perSample);
    const norms = apart(await backend.read(result.logitGradient), gradPerSample);
    backend.free(result);
    const failures = [
      losses <= tolerance.scalars ? '' : `values deviate by ${losses}`,
      norms <= tolerance.scalars ? '' : `gradients deviate by ${norms}`,
    ].filter(Boolean);
    results.push({
      name,
      params: 0,
      losses,
      norms,
      loose: 0,
      looselyCompared: [],
      failures,
      compared: perSample.length + gradPerSample.length,
    });
  }
  return results;
}

/** Learning rates of every schedule in the file, at t = 0 … T. */
export function replaySchedules(file: ScheduleFile): readonly (Deviation | { readonly name: string; readonly notBuilt: string })[] {
  const rates = file.learningRate.map(({ name, schedule, T, values }) => {
    try {
      const rate = learningRateOf(schedule);
      // Reference values carry ten significant digits.
      const ours = values.map((_, t) => rate(t, T));
      return tableOf(name, ours, values, 'rates', 1e-12);
    } catch (error) {
      if (error instanceof NotBuilt) return { name, notBuilt: error.message };
      throw error;
    }
  });
  const radii = file.gsamRadius
    ? [
        tableOf(
          'gsamRadius',
          file.gsamRadius.lr.map((rate) => gsamRadius(file.gsamRadius as GsamTable, rate)),
          file.gsamRadius.rho,
        ),
      ]
    : [];
  const thresholds = file.aeSamThreshold
    ? [
        tableOf(
          'aeSamThreshold',
          file.aeSamThreshold.ct.map((_, t) => thresholdFactor(t, file.aeSamThreshold as AeTable)),
          file.aeSamThreshold.ct,
        ),
      ]
    : [];
  const others = Object.keys(file).filter(
    (key) => !['title', 'note', 'learningRate', 'universalCodeMultistep', 'gsamRadius', 'aeSamThreshold'].includes(key),
  );
  return [...rates, ...radii, ...thresholds, ...others.map((name) => ({ name, notBuilt: `schedule ${name}` }))];
}

function gsamRadius({ lrMax, lrMin, rhoMax, rhoMin }: GsamTable, rate: number): number {
  return radiusAt(rhoMax, rhoMin, rate, { max: lrMax, min: lrMin });
}

function thresholdFactor(t: number, { lambda1, lambda2, T }: AeTable): number {
  return thresholdAt(t / T, lambda1, lambda2);
}

/** @param floor  deviations are relative to the value, or to this where it is larger */
function tableOf(name: string, ours: readonly number[], theirs: readonly number[], what = 'values', floor = 1): Deviation {
  const losses = apart(ours, theirs, floor);
  return {
    name,
    params: 0,
    losses,
    norms: 0,
    loose: 0,
    looselyCompared: [],
    failures: losses <= 1e-9 ? [] : [`${what} deviate by ${losses}`],
    compared: theirs.length,
  };
}

function objectiveNamed(name: string): Objective | undefined {
  const smoothing = /^cross-entropy(?: smoothing ([\d.]+) off-target (K-1|K))?$/.exec(name);
  if (smoothing) return crossEntropyWith(Number(smoothing[1] ?? 0), (smoothing[2] ?? 'K-1') as OffTarget);
  const tanh = /^bisam-tanh mu ([\d.]+) alpha ([\d.]+)$/.exec(name);
  if (tanh) return climbedBy(bisamTanh.create({ mu: Number(tanh[1]), alpha: Number(tanh[2]) }));
  const log = /^bisam-log mu ([\d.]+)$/.exec(name);
  if (log) return climbedBy(bisamLog.create({ mu: Number(log[1]) }));
  return undefined;
}

/** Objective of an ascent part where it climbs something else than the loss. */
function climbedBy(made: Objective | 'descent'): Objective | undefined {
  return made === 'descent' ? undefined : made;
}

/** Largest deviation, relative to max(|reference|, 1) as the values span many orders; infinite where something is no number. */
function apart(ours: ArrayLike<number>, theirs: readonly number[], floor = 1): number {
  return theirs.reduce((worst, value, index) => {
    const deviation = Math.abs((ours[index] ?? Number.NaN) - value) / Math.max(Math.abs(value), floor);
    return Number.isNaN(deviation) ? Number.POSITIVE_INFINITY : Math.max(worst, deviation);
  }, 0);
}
