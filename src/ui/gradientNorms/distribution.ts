/** A measured distribution as its pictures need it: bins, normal fit, the gate's threshold, and what is to be said about it. */
import { nth } from '../../core/numbers';
import { type EqualBins, equalBins } from '../../core/diagnostics/equalBins';
import { normalDensity, type NormalFit, normalFit } from '../../core/diagnostics/normalFit';
import { type GateLevel, gateLevel } from '../../core/metrics/gateTrace';
import type { GradientNorms } from '../../core/protocol/views';
import type { GroupState } from '../../store/group';
import { count, percent, quantity } from '../format';

export interface DistributionView {
  readonly fit: NormalFit;
  readonly bins: EqualBins;
  /** The fitted curve in mini-batches per bin. */
  readonly expected: (norm: number) => number;
}

/** null when a norm is not finite: the network is not either. */
export function distributionView({ squaredNorms }: GradientNorms): DistributionView | null {
  const values = [...squaredNorms];
  if (!values.every(Number.isFinite)) return null;
  const fit = normalFit(values);
  const bins = equalBins(values);
  return { fit, bins, expected: (norm) => values.length * bins.width * normalDensity(norm, fit) };
}

/** The gate's threshold at the measured step; null for a run without an adaptive gate. */
export function gateOf(norms: GradientNorms, group: Pick<GroupState, 'history'> | null): GateLevel | null {
  const member = group?.history.member(norms.member.id);
  return member ? gateLevel(member, norms.step) : null;
}

/** Facts that the numbers alone do not say. */
export function notesOn(
  norms: GradientNorms,
  gate: GateLevel | null,
  group: Pick<GroupState, 'experiment' | 'facts'> | null,
): readonly string[] {
  const { squaredNorms, size } = norms;
  const trainCount = group?.facts?.trainCount ?? Number.NaN;
  const notes: string[] = [];
  if (gate) {
    const above = squaredNorms.filter((norm) => norm >= gate.threshold).length;
    notes.push(
      `The gate’s threshold μ + cσ was ${quantity(gate.threshold)} (c ${quantity(gate.factor)}): ${percent((100 * above) / squaredNorms.length)} of the mini-batches reach it.`,
    );
    if ((group?.experiment.training.smooth ?? 0) > 0)
      notes.push('The gate decides on the smoothed loss, and S here is of plain cross-entropy: they are not quite comparable.');
  }
  if (size === trainCount) notes.push('A mini-batch is the whole training set, so there is only one.');
  else if (squaredNorms.length * size < trainCount)
    notes.push(
      `The mini-batches hold ${percent((100 * squaredNorms.length * size) / trainCount)} of the training set: ‖∇L(D)‖² is too large by about 1/${count(squaredNorms.length)} of the variance.`,
    );
  return notes;
}

/** Quantiles of a sample as its Q-Q plot shows them: share, what was measured, what a normal with its mean and deviation has. */
export function quantilesOf({ sorted, theoretical, mean, deviation }: NormalFit): readonly (readonly [share: number, number, number])[] {
  return [0.05, 0.25, 0.5, 0.75, 0.95].map((share) => {
    const row = Math.min(sorted.length - 1, Math.floor(share * sorted.length));
    return [share, nth(sorted, row), mean + deviation * nth(theoretical, row)];
  });
}
