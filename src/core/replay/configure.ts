/** From a reference case's words to the shipped parts. What this build has no part for is named, never approximated. */
import { lengthAt } from '../tensor/shape';
import type { Layer } from '../models/layers';
import type { Activation } from '../models/layers/activation';
import { createNetwork, type Network } from '../models/network';
import { createAnatomy } from '../sam/anatomy';
import { crossEntropyWith } from '../sam/ascent/crossEntropy';
import { type Phi, type Psi, phis, psis } from '../sam/descent/sharpnessFunctions';
import { type Component, type PointSet, universalRule } from '../sam/descent/universalRule';
import { createdBy, type DescentRule } from '../sam/part';
import type { Objective } from '../sam/objective';
import { partsOf } from '../sam/recipes';
import type { PartChoices } from '../sam/partChoices';
import { schedules } from '../sam/schedule/schedules';
import type { OptimizerChoice, PartChoice } from '../sam/partChoices';
import { optimizers, slots } from '../sam/slots';
import type { Anatomy } from '../sam/step';
import { choose, type ChosenFrom, entryOf, type Registry } from '../settings/entry';
import type { FieldValue } from '../settings/field';
import type { TrajectoryConfig, TrajectoryModel } from './trajectoryFile';

/** Thrown when a case asks for something this build does not have. */
export class NotBuilt extends Error {}

export interface Configured {
  readonly anatomy: Anatomy;
  readonly descentLoss: Objective;
  /** η of step t of `steps`. */
  readonly learningRate: (t: number, steps: number) => number;
  readonly learningRateRange: { readonly max: number; readonly min: number };
  /** Steps of an epoch, where something happens once per epoch. */
  readonly stepsPerEpoch: number | undefined;
}

/** Keys this reader understands. A key that is not among them asks for a part that is not built. */
const KNOWN_KEYS = new Set(
  `algorithm rho optimizer lrSchedule loss ascent geometry perturbEps lets rhoSchedule k p alpha beta gamma swp sds delta lambda1 lambda2
  sparsity updateEvery fisherBN microBatches sigma mode lambda gradScale phi components drawn drawnSets`.split(/\s+/),
);

/** Throws `NotBuilt` with the name of what is missing. */
export function configure(config: TrajectoryConfig): Configured {
  const unknown = Object.keys(config).filter((key) => !KNOWN_KEYS.has(key));
  if (unknown.length > 0) throw new NotBuilt(`${config.algorithm} with ${unknown.join(', ')}`);
  const { loss } = config;
  const descentLoss = crossEntropyWith(loss?.smoothing ?? 0, loss?.offTarget ?? 'K-1');
  const anatomy = createAnatomy(partsFor(config), optimizerOf(config.optimizer), descentLoss);
  return {
    anatomy: config.algorithm === 'universal' ? { ...anatomy, descent: universalOf(config) } : anatomy,
    descentLoss,
    learningRate: learningRateOf(config.lrSchedule),
    learningRateRange: config.rhoSchedule
      ? { max: config.rhoSchedule.lrMax, min: config.rhoSchedule.lrMin }
      : { max: config.lrSchedule.lr0, min: 0 },
    stepsPerEpoch: config.lets?.stepsPerEpoch ?? config.updateEvery,
  };
}

/** Each slot's part as the configuration words it; slots it does not speak of keep SAM's. */
function partsFor(config: TrajectoryConfig): PartChoices {
  const { algorithm } = config;
  const floor = config.perturbEps;
  const geometry = config.geometry?.kind ?? 'identity';
  const gates: Readonly<Record<string, PartChoice<'gate'>>> = {
    erm: choose(slots.gate, 'never'),
    looksam: withKnown(slots.gate, 'every', { k: config.k }),
    'ss-sam': withKnown(slots.gate, 'bernoulli', { p: config.p }),
    'ae-sam': adaptiveGate(config),
    'ae-looksam': adaptiveGate(config),
  };
  const known = [
    'erm',
    'sam',
    'esam',
    'gsam',
    'looksam',
    'ss-sam',
    'ae-sam',
    'ae-looksam',
    'ssam-f',
    'rsam',
    'msam',
    'universal',
    'frob-sam',
  ];
  if (!known.includes(algorithm)) throw new NotBuilt(`algorithm ${algorithm}`);
  const isRsam = algorithm === 'rsam';
  return {
    ...partsOf('sam'),
    gate: gates[algorithm] ?? choose(slots.gate, 'always'),
    batching: algorithm === 'msam' ? withKnown(slots.batching, 'micro', { m: config.microBatches }) : choose(slots.batching, 'whole'),
    fallback: algorithm.endsWith('looksam') ? withKnown(slots.fallback, 'reuse', { reuse: config.alpha }) : choose(slots.fallback, 'erm'),
    ascent: ascentOf(config.ascent),
    point: isRsam ? withKnown(slots.point, 'smoothed', { sigma: config.sigma }) : choose(slots.point, 'params'),
    geometry: isRsam
      ? withKnown(slots.geometry, 'smoothed', { push: config.lambda, floor })
      : withKnown(slots.geometry, geometry === 'identity' ? 'l2' : geometry, { eta: config.geometry?.eta, floor }),
    mask: maskOf(config),
    radius: radiusOf(config),
    selection: config.sds
      ? withKnown(slots.selection, config.sds === 'topk' ? 'sds' : 'sds-strict', { gamma: config.gamma })
      : choose(slots.selection, 'all'),
    descent: descentOf(config),
  };
}

function adaptiveGate({ delta, lambda1, lambda2 }: TrajectoryConfig): PartChoice<'gate'> {
  return withKnown(slots.gate, 'adaptive', { delta, lambda1, lambda2 });
}

function maskOf({ swp, beta, algorithm, sparsity, fisherBN, drawn }: TrajectoryConfig): PartChoice<'mask'> {
  if (swp) return withKnown(slots.mask, swp === 'element' ? 'swp' : 'swp-tensor', { beta });
  if (algorithm === 'ssam-f') return withKnown(slots.mask, 'fisher', { sparsity, fisherbn: fisherBN, samples: drawn });
  return choose(slots.mask, 'none');
}

function radiusOf({ lets, rhoSchedule, rho }: TrajectoryConfig): PartChoice<'radius'> {
  if (lets) {
    if ((lets.beta1 ?? 0.9) !== 0.9 || (lets.beta2 ?? 0.999) !== 0.999) throw new NotBuilt('LETS with other Adam betas');
    return withKnown(slots.radius, 'lets', {
      rho0: lets.rho0,
      letslr: lets.lr,
      letsdecay: lets.decay,
      letseps: lets.eps,
      metric: lets.metric,
    });
  }
  if (rhoSchedule) return withKnown(slots.radius, 'follows', { rhomax: rhoSchedule.rhoMax, rhomin: rhoSchedule.rhoMin });
  return choose(slots.radius, 'fixed', { rho: rho ?? 0 });
}

function descentOf(config: TrajectoryConfig): PartChoice<'descent'> {
  const { algorithm, lambda, gradScale, drawn: n } = config;
  if (algorithm === 'gsam') return withKnown(slots.descent, 'gsam', { across: config.alpha });
  if (algorithm === 'rsam' && config.mode === 'noise') return choose(slots.descent, 'noise');
  if (algorithm === 'frob-sam') return withKnown(slots.descent, 'frobenius', { lambda, gradscale: gradScale, n });
  return choose(slots.descent, algorithm === 'universal' ? 'universal' : 'perturbed');
}

/** The general class with any number of components and sets of samples; its directions are given, so that their measure is not asked. */
function universalOf({ lambda = 0, gradScale = 'code', components = [], phi = '', drawnSets = [] }: TrajectoryConfig): DescentRule {
  if (!Object.hasOwn(phis, phi)) throw new NotBuilt(`universal class with φ ${phi}`);
  const sets: PointSet[] = [];
  const found = components.map(({ psi, samples = 0, measure, weight = 1 }): Component => {
    if (!Object.hasOwn(psis, psi)) throw new NotBuilt(`universal class with ψ ${psi}`);
    const kind = measure === 'dirac-gradient' ? 'gradient' : 'normal';
    const known = sets.findIndex((set) => set.drawnAs === samples && set.measure.kind === kind);
    if (known < 0) sets.push({ measure: { kind }, count: drawnSets[samples] ?? 0, reach: 1, drawnAs: samples });
    return { psi: psi as Psi, set: known < 0 ? sets.length - 1 : known, weight };
  });
  const [first, ...others] = found;
  if (!first) throw new Error('replay: a sharpness without components');
  return universalRule({ components: [first, ...others], sets, phi: phi as Phi, lambda, gradscale: gradScale, antithetic: false });
}

function ascentOf(ascent: TrajectoryConfig['ascent']): PartChoice<'ascent'> {
  const kind = ascent?.kind ?? 'ce';
  if (!Object.hasOwn(slots.ascent, kind)) throw new NotBuilt(`ascent objective ${kind}`);
  return withKnown(slots.ascent, kind, { mu: ascent?.mu, alpha: ascent?.alpha });
}

function optimizerOf({ kind, momentum, weightDecay, nesterov, beta1, beta2, eps }: TrajectoryConfig['optimizer']): OptimizerChoice {
  if (!Object.hasOwn(optimizers, kind)) throw new NotBuilt(`optimizer ${kind}`);
  return withKnown(optimizers, kind, { momentum, wd: weightDecay, nesterov, beta1, beta2, tiny: eps });
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

/** The entry with those of the given values that it has fields for. */
function withKnown<R extends Registry>(registry: R, kind: string, values: Readonly<Record<string, FieldValue | undefined>>): ChosenFrom<R> {
  const { fields } = entryOf(registry, kind);
  const known = Object.entries(values).flatMap(([key, value]) =>
    value !== undefined && Object.hasOwn(fields, key) ? [[key, value] as const] : [],
  );
  return choose(registry, kind, Object.fromEntries(known));
}

/**
 * The network of a reference model, read off its tensors: matrices are dense layers with an activation between them
 * (named in the model's name), 4-D kernels are 3×3 convolutions with padding 1, the first with stride 1 and the others
 * with stride 2, each with batch norm and ReLU, then global average pooling.
 */
export function networkOf(name: string, { tensors }: TrajectoryModel, inputShape: readonly number[]): Network {
  const activation: Activation = { kind: 'activation', function: name.includes('relu') ? 'relu' : name.includes('gelu') ? 'gelu' : 'tanh' };
  const kernels = tensors.filter((tensor) => tensor.kind === 'kernel');
  const convolutions = kernels.filter((kernel) => kernel.shape.length === 4);
  const dense = kernels.filter((kernel) => kernel.shape.length === 2);
  const layers: Layer[] = [];
  convolutions.forEach(({ shape }, index) => {
    const [size, , channels, filters] = shape as [number, number, number, number];
    layers.push(
      { kind: 'conv2d', name: `conv${index}`, channels, filters, size, stride: index === 0 ? 1 : 2, padding: (size - 1) / 2 },
      { kind: 'batchNorm', name: `bn${index}`, channels: filters },
      { kind: 'activation', function: 'relu' },
    );
  });
  if (convolutions.length > 0) layers.push({ kind: 'globalAveragePool' });
  dense.forEach(({ shape }, index) => {
    if (index > 0) layers.push(activation);
    layers.push({ kind: 'dense', name: `dense${index}`, inputs: lengthAt(shape, 0), units: lengthAt(shape, 1) });
  });
  const network = createNetwork(layers, inputShape);
  const shapes = (list: readonly { readonly shape: readonly number[] }[]) => list.map(({ shape }) => shape.join('×')).join(' ');
  if (shapes(network.layout.tensors) !== shapes(tensors)) throw new NotBuilt(`model ${name} with tensors ${shapes(tensors)}`);
  return network;
}
