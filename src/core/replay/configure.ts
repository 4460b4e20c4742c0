/** From a reference case's words to the shipped parts. What this build has no part for is named, never approximated. */
import { createAnatomy } from '../sam/anatomy';
import { crossEntropyWith } from '../sam/ascent/crossEntropy';
import type { Objective } from '../sam/objective';
import { createdBy } from '../sam/part';
import type { OptimizerChoice } from '../sam/partChoices';
import { schedules } from '../sam/schedule/schedules';
import { optimizers } from '../sam/slots';
import type { Anatomy } from '../sam/step';
import { choose } from '../settings/entry';
import { among, checkWords, withKnown } from './caseWords';
import { combined } from './combined';
import { NotBuilt } from './notBuilt';
import { partsFor } from './partsFor';
import type { TrajectoryConfig } from './trajectoryFile';

export interface Configured {
  readonly anatomy: Anatomy;
  readonly descentLoss: Objective;
  /** η of step t of `steps`. */
  readonly learningRate: (t: number, steps: number) => number;
  readonly learningRateRange: { readonly max: number; readonly min: number };
  /** Steps of an epoch, where something happens once per epoch. */
  readonly stepsPerEpoch: number | undefined;
  /** Planned epochs, where the case names them. */
  readonly epochs: number | undefined;
  /** c of a term ½c‖w‖² in the loss, 0 for none. */
  readonly l2InLoss: number;
}

/** @param steps of the case. Throws `NotBuilt` with the name of what is missing. */
export function configure(config: TrajectoryConfig, steps: number): Configured {
  checkWords(config);
  const { loss, lets, ssamd, window } = config;
  const descentLoss = crossEntropyWith(loss?.smoothing ?? 0, loss?.offTarget ?? 'K-1');
  const anatomy = createAnatomy(partsFor(config, steps), optimizerOf(config.optimizer), descentLoss);
  const perEpoch = new Set([lets, ssamd, window].flatMap((one) => (one ? [one.stepsPerEpoch] : [])));
  if (perEpoch.size > 1) throw new NotBuilt('epochs of two lengths');
  return {
    anatomy: combined(anatomy, config),
    descentLoss,
    learningRate: learningRateOf(config.lrSchedule),
    learningRateRange: config.rhoSchedule
      ? { max: config.rhoSchedule.lrMax, min: config.rhoSchedule.lrMin }
      : { max: config.lrSchedule.lr0, min: 0 },
    stepsPerEpoch:
      lets?.stepsPerEpoch ??
      ssamd?.stepsPerEpoch ??
      window?.stepsPerEpoch ??
      (config.algorithm === 'ssam-f' ? config.updateEvery : undefined),
    epochs: ssamd?.epochs ?? window?.epochs,
    l2InLoss: config.l2InLoss ?? 0,
  };
}

function optimizerOf({ kind, momentum, weightDecay, nesterov, beta1, beta2, eps }: TrajectoryConfig['optimizer']): OptimizerChoice {
  // bSAM brings its own.
  if (kind === 'bsam') return choose(optimizers, 'sgd');
  return withKnown(optimizers, among('optimizer', kind, Object.keys(optimizers)), {
    momentum,
    wd: weightDecay,
    nesterov,
    beta1,
    beta2,
    tiny: eps,
  });
}

/** η(t) of a reference schedule; positions and totals are those the schedule counts in. */
export function learningRateOf({
  kind,
  lr0,
  lrMin,
  gamma,
  milestones,
  warmup,
}: TrajectoryConfig['lrSchedule'] & { readonly warmup?: number }): Configured['learningRate'] {
  if (!Object.hasOwn(schedules, kind)) throw new NotBuilt(`schedule ${kind}`);
  const floor = lrMin === undefined ? undefined : lrMin / lr0;
  const chosen = withKnown(schedules, kind, { floor, at: milestones, drop: gamma, gamma, warmup });
  const { factor } = createdBy(schedules, chosen);
  return (t, steps) => lr0 * factor(t, steps);
}
