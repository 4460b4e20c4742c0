/** From a reference case's words to the shipped parts. What this build has no part for is named, never approximated. */
import type { Layer } from '../models/layers';
import type { Activation } from '../models/layers/activation';
import { createNetwork, type Network } from '../models/network';
import { createAnatomy } from '../sam/anatomy';
import { crossEntropyWith } from '../sam/ascent/crossEntropy';
import { NORM_FLOOR } from '../sam/norm';
import type { Objective } from '../sam/part';
import { partsOf } from '../sam/recipes';
import { schedules } from '../sam/schedule/schedules';
import { optimizers, slots } from '../sam/slots';
import type { Anatomy } from '../sam/step';
import { choose, type Chosen, entryOf, type Registry } from '../settings/entry';
import type { FieldValue } from '../settings/field';
import type { TrajectoryConfig, TrajectoryModel } from './trajectoryFile';

/** Thrown when a case asks for something this build does not have. */
export class NotBuilt extends Error {}

export interface Configured {
  readonly anatomy: Anatomy;
  readonly descentLoss: Objective;
  /** η of step t of `steps`. */
  readonly learningRate: (t: number, steps: number) => number;
}

/** Keys this reader understands. A key that is not among them asks for a part that is not built. */
const KNOWN_KEYS = new Set(['algorithm', 'rho', 'optimizer', 'lrSchedule', 'loss', 'ascent']);

/** Throws `NotBuilt` with the name of what is missing. */
export function configure(config: TrajectoryConfig): Configured {
  const unknown = Object.keys(config).filter((key) => !KNOWN_KEYS.has(key) && !(key === 'perturbEps' && config[key] === NORM_FLOOR));
  if (config.algorithm !== 'erm' && config.algorithm !== 'sam') throw new NotBuilt(`algorithm ${config.algorithm}`);
  if (unknown.length > 0) throw new NotBuilt(`${config.algorithm} with ${unknown.join(', ')}`);
  const { loss } = config;
  const descentLoss = crossEntropyWith(loss?.smoothing ?? 0, loss?.offTarget ?? 'K-1');
  const base = partsOf(config.algorithm === 'erm' ? 'sgd' : 'sam');
  const parts = { ...base, ascent: ascentOf(config.ascent), radius: choose(slots.radius, 'fixed', { rho: config.rho ?? 0 }) };
  return {
    anatomy: createAnatomy(parts, optimizerOf(config.optimizer), descentLoss),
    descentLoss,
    learningRate: learningRateOf(config.lrSchedule),
  };
}

function ascentOf(ascent: TrajectoryConfig['ascent']): Chosen {
  const kind = ascent?.kind ?? 'ce';
  if (!Object.hasOwn(slots.ascent, kind)) throw new NotBuilt(`ascent objective ${kind}`);
  return withKnown(slots.ascent, kind, { mu: ascent?.mu, alpha: ascent?.alpha });
}

function optimizerOf({ kind, momentum, weightDecay, nesterov, beta1, beta2, eps }: TrajectoryConfig['optimizer']): Chosen {
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
  const { factor } = entryOf(schedules, kind).create(chosen.values as never);
  return (t, steps) => lr0 * factor(t, steps);
}

/** The entry with those of the given values that it has fields for. */
function withKnown(registry: Registry, kind: string, values: Readonly<Record<string, FieldValue | undefined>>): Chosen {
  const { fields } = entryOf(registry, kind);
  const known = Object.entries(values).filter(([key, value]) => value !== undefined && Object.hasOwn(fields, key));
  return choose(registry, kind, Object.fromEntries(known) as Record<string, FieldValue>);
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
    layers.push({ kind: 'dense', name: `dense${index}`, inputs: shape[0] as number, units: shape[1] as number });
  });
  const network = createNetwork(layers, inputShape);
  const shapes = (list: readonly { readonly shape: readonly number[] }[]) => list.map(({ shape }) => shape.join('×')).join(' ');
  if (shapes(network.layout.tensors) !== shapes(tensors)) throw new NotBuilt(`model ${name} with tensors ${shapes(tensors)}`);
  return network;
}
