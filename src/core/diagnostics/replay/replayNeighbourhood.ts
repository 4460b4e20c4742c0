/** A reference point's loss and gradients, at the point and around it. */
import { nth } from '../../numbers';
import type { Deviation, Tolerance } from '../../replay/compare';
import { NotBuilt } from '../../replay/notBuilt';
import { createdBy, type Geometry, type Part } from '../../sam/part';
import type { Objective } from '../../sam/objective';
import { slots } from '../../sam/slots';
import { choose, entryOf, type Registry } from '../../settings/entry';
import type { FieldValue } from '../../settings/field';
import { flippedSamples } from '../flippedSamples';
import { empiricalFisherTrace, gradientStatistics } from '../gradientStatistics';
import { dot } from '../hessian';
import { filterNormalized, lossAcross } from '../landscape';
import { logitsAt, plainLoss, readOnce, surfaceOf } from '../lossSurface';
import { meanOf, normalFit } from '../normalFit';
import { ascentSharpness, averageSharpness } from '../sharpness';
import { comparison } from './comparison';
import type { ReferencePoint, ReferenceSplit } from './diagnosticsFile';
import type { MeasuredPoint } from './measuredPoint';

type Replay = (point: MeasuredPoint, reference: ReferencePoint, tolerance: Tolerance) => Promise<Deviation>;

/** Losses, answers, the gap between splits, and the gradient. */
export const replayAnswers: Replay = async (point, reference, tolerance) => {
  const compare = comparison('mlp losses and gradient', tolerance);
  const { view, at } = point;
  const look = async (split: ReferenceSplit) => {
    const batch = point.batchOf(split);
    const losses = await readOnce(view.backend, () => plainLoss(logitsAt(view, at, batch), batch.targets).perSample);
    const right = await readOnce(view.backend, () => logitsAt(view, at, batch).argMax().equal(batch.targets.argMax()));
    return { losses: Array.from(losses), right: Array.from(right) };
  };
  const train = await look(reference.data.train);
  const validation = await look(reference.data.val);
  compare.number('trainLoss', meanOf(train.losses), reference.trainLoss);
  compare.number('valLoss', meanOf(validation.losses), reference.valLoss);
  compare.number('generalizationGap', meanOf(validation.losses) - meanOf(train.losses), reference.generalizationGap);
  compare.number('trainAccuracy', meanOf(train.right), reference.trainAccuracy);
  compare.number('valAccuracy', meanOf(validation.right), reference.valAccuracy);
  compare.numbers('perSampleLoss', train.losses, reference.perSampleLoss);
  reference.perSampleCorrect.forEach((isRight, index) =>
    compare.same(`sample ${index} right`, train.right[index] ?? Number.NaN, Number(isRight)),
  );
  const gradient = await readOnce(view.backend, () => surfaceOf(view, [point.batchOf(reference.data.train)]).gradient(at));
  compare.numbers('grad', gradient, reference.grad);
  compare.number('gradNorm', Math.sqrt(dot(gradient, gradient)), reference.gradNorm);
  return compare.result();
};

/** Samples that every method's ε turns. A closest call within the tolerance may go either way, and is not counted. */
export const replayFlips: Replay = async (point, reference, tolerance) => {
  const compare = comparison('mlp flipped samples', tolerance);
  const batch = point.batchOf(reference.data.train);
  for (const theirs of reference.flips) {
    const objective = chosen<Objective | 'descent'>(slots.ascent, theirs.ascent.kind, theirs.ascent);
    const geometry = chosen<Geometry>(slots.geometry, theirs.geometry?.kind ?? 'l2', theirs.geometry ?? {});
    const method = { objective: objective === 'descent' ? plainLoss : objective, geometry };
    const [ours] = await flippedSamples(point.view, point.at, [batch], { ...method, rhos: [theirs.rho] });
    if (!ours) throw new Error('diagnostics: no radius');
    const what = `${theirs.objective} ρ ${theirs.rho}`;
    if (theirs.smallestTopTwoGap > tolerance.scalars) {
      compare.same(`${what}: flippedToWrong`, ours.flippedToWrong, theirs.flippedToWrong);
      compare.same(`${what}: flippedToRight`, ours.flippedToRight, theirs.flippedToRight);
    }
    compare.number(`${what}: lossIncrease`, ours.lossIncrease, theirs.lossIncrease, 'loose');
    compare.number(`${what}: perturbNorm`, ours.perturbNorm, theirs.perturbNorm);
    // The reference gives this one with four digits.
    const apart = Math.abs(ours.smallestLead - theirs.smallestTopTwoGap);
    compare.below(`${what}: smallestTopTwoGap, apart`, apart, 1e-3 * theirs.smallestTopTwoGap + tolerance.scalars);
  }
  return compare.result();
};

/** Average and worst-case sharpness. */
export const replaySharpness: Replay = async (point, reference, tolerance) => {
  const compare = comparison('mlp sharpness', tolerance);
  const surface = surfaceOf(point.view, [point.batchOf(reference.data.train)]);
  const draws = reference.probes.gaussian.map((values) => Float64Array.from(values));
  for (const { adaptive: isAdaptive, sigma, increases, mean } of reference.averageSharpness) {
    const ours = await averageSharpness(surface, point.at, draws, { sigma, isAdaptive });
    const what = `${isAdaptive ? 'adaptive average' : 'average'} σ ${sigma}`;
    compare.numbers(`${what}: increases`, ours.rises, increases, 'loose');
    compare.number(`${what}: mean`, ours.mean, mean, 'loose');
  }
  for (const { rho, steps, stepSize, increases } of reference.worstCaseSharpness) {
    compare.number(`ascent ρ ${rho}: stepSize`, (2 * rho) / steps, stepSize);
    compare.numbers(`ascent ρ ${rho}: increases`, await ascentSharpness(surface, point.at, rho, steps), increases, 'loose');
  }
  return compare.result();
};

/** The loss over the plane of the first two normal probes, filter-normalized. */
export const replayLandscape: Replay = async (point, reference, tolerance) => {
  const compare = comparison('mlp landscape', tolerance);
  const { backend, network } = point.view;
  const { axis, loss, dir1Norm, dir2Norm } = reference.landscape;
  const [first, second] = reference.probes.gaussian
    .slice(0, 2)
    .map((values) =>
      backend.scope(() => filterNormalized(backend.tensor(values, [network.layout.size]), point.at, network.layout, backend)),
    );
  if (!first || !second) throw new Error('diagnostics: the landscape needs two probes');
  const length = async (index: 0 | 1) => nth(await readOnce(backend, () => [first, second][index]?.norm() ?? first), 0);
  compare.number('dir1Norm', await length(0), dir1Norm);
  compare.number('dir2Norm', await length(1), dir2Norm);
  const surface = surfaceOf(point.view, [point.batchOf(reference.data.train)]);
  compare.numbers('loss', (await lossAcross(surface, point.at, [first, second], [axis, axis])).flat(), loss.flat());
  backend.free([first, second]);
  return compare.result();
};

/** Gradients of mini-batches and of single samples. */
export const replayGradients: Replay = async (point, reference, tolerance) => {
  const compare = comparison('mlp mini-batch gradients', tolerance);
  const { view, at } = point;
  const { train } = reference.data;
  const { batches, perSampleSquaredNorms, qq, ...theirs } = reference.minibatchGradients;
  const ours = await gradientStatistics(
    view,
    at,
    batches.map((indices) => point.batchOf(train, indices)),
  );
  const fit = normalFit(ours.squaredNorms);
  const [squared] = await readOnce(view.backend, () => {
    const gradient = surfaceOf(view, [point.batchOf(train)]).gradient(at);
    return gradient.dot(gradient).reshape([1]);
  });
  compare.numbers('squaredNorms', ours.squaredNorms, theirs.squaredNorms);
  compare.number('mean', ours.mean, theirs.mean);
  compare.number('std', fit.deviation, theirs.std);
  compare.number('fullGradientSquaredNorm', squared as number, theirs.fullGradientSquaredNorm);
  compare.number('gradientVariance', ours.variance, theirs.gradientVariance);
  compare.numbers('qq theoretical', fit.theoretical, qq.theoretical);
  compare.numbers('qq sample', fit.sorted, qq.sample);
  compare.number('qq correlation', fit.correlation, qq.correlation);
  const fisher = await empiricalFisherTrace(
    view,
    at,
    train.y.map((_, index) => point.batchOf(train, [index])),
  );
  compare.numbers('perSampleSquaredNorms', fisher.squaredNorms, perSampleSquaredNorms);
  compare.number('empiricalFisherTrace', fisher.trace, reference.empiricalFisherTrace);
  return compare.result();
};

/** The part `kind` with those of the given values that it has fields for. Throws `NotBuilt` when there is none. */
function chosen<T>(registry: Registry<Part<T>>, kind: string, values: Readonly<Record<string, unknown>>): T {
  if (!Object.hasOwn(registry, kind)) throw new NotBuilt(`diagnostics with ${kind}`);
  const { fields } = entryOf(registry, kind);
  const known = Object.entries(values).filter(([key]) => Object.hasOwn(fields, key)) as [string, FieldValue][];
  return createdBy(registry, choose(registry, kind, Object.fromEntries(known)));
}
