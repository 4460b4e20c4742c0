/**
 * Two climbs seen by three objectives. Every sample of a problem with two classes is its margin m = f_y − f_other, wrong where
 * m < 0. A climb that pushes a sample which is wrong already further down raises cross-entropy a great deal and turns
 * no prediction; one that takes a right sample just over the boundary hardly raises it and turns one. Cross-entropy prefers
 * the first, the 0-1 error the second; BiSAM climbs lower bounds of the 0-1 error.
 *
 * Source: the idea of Xie et al. 2024, arXiv:2407.12993; the margins are ours, and for the reader to move.
 */
import { nth } from '../numbers';
import { bisamLog } from '../sam/ascent/bisamLog';
import { bisamTanh } from '../sam/ascent/bisamTanh';
import { crossEntropyWith } from '../sam/ascent/crossEntropy';
import type { Objective } from '../sam/objective';
import { defaultsOf } from '../settings/field';
import { float64Backend } from '../tensor/float64';

/** Two samples before the climb: one right, one wrong. */
export const BEFORE: readonly number[] = [1, -1];
/** Where two climbs take them: A pushes the wrong one, B the right one. */
export const CLIMBS = { A: [1, -4], B: [-0.2, -1] } as const;

const objectives: Readonly<Record<'crossEntropy' | 'bisamLog' | 'bisamTanh', Objective>> = {
  crossEntropy: crossEntropyWith(0, 'K-1'),
  // Neither part is the word “descent”, which stands for whatever is descended.
  bisamLog: bisamLog.create(defaultsOf(bisamLog.fields)) as Objective,
  bisamTanh: bisamTanh.create(defaultsOf(bisamTanh.fields)) as Objective,
};

export interface Seen {
  /** Mean over samples, nats. */
  readonly crossEntropy: number;
  /** Mean over samples of BiSAM's bounds, with the defaults of their parts. */
  readonly bisamLog: number;
  readonly bisamTanh: number;
  /** Samples with a negative margin. */
  readonly wrong: number;
}

/** Margins as each objective sees them, computed by the parts that train. */
export async function seen(margins: readonly number[]): Promise<Seen> {
  const logits = float64Backend.tensor(
    margins.flatMap((margin) => [margin, 0]),
    [margins.length, 2],
  );
  const targets = float64Backend.tensor(
    margins.flatMap(() => [1, 0]),
    [margins.length, 2],
  );
  const mean = async (objective: Objective) => nth(await float64Backend.read(objective(logits, targets).perSample.mean()), 0);
  return {
    crossEntropy: await mean(objectives.crossEntropy),
    bisamLog: await mean(objectives.bisamLog),
    bisamTanh: await mean(objectives.bisamTanh),
    wrong: margins.filter((margin) => margin < 0).length,
  };
}
