/** Settings of the playground: words of links, and the same for every loss but for where one starts. */
import { algorithms, OWN } from '../sam/recipes';
import { number, several } from '../settings/field';

export interface PlayDefaults {
  readonly x: number;
  readonly y: number;
  readonly lr: number;
  readonly rho: number;
  readonly steps: number;
  /** Algorithms whose paths are drawn at first. */
  readonly runs: readonly string[];
}

/** Farthest start from the origin, along either axis. */
const FARTHEST = 10;

const coordinate = (axis: 'x' | 'y', start: number) =>
  number({
    label: `Start ${axis}`,
    help: `Where all paths begin, along ${axis}.`,
    default: start,
    min: -FARTHEST,
    max: FARTHEST,
    live: true,
  });

/** Fields of a loss that starts as `start` says. None of them asks for a training. */
export function playFields({ x, y, lr, rho, steps, runs }: PlayDefaults) {
  return {
    vx: coordinate('x', x),
    vy: coordinate('y', y),
    vlr: number({
      label: 'Learning rate η',
      help: 'Length of a step per length of gradient.',
      default: lr,
      min: 1e-3,
      max: 1,
      scale: 'log',
      live: true,
    }),
    vrho: number({
      label: 'Radius ρ',
      help: 'How far a climb goes; for ASAM relative to the weights, for the universal class how far it looks around.',
      default: rho,
      min: 0.01,
      max: 2,
      scale: 'log',
      live: true,
    }),
    vlambda: number({
      label: 'Weight λ',
      help: 'How much the universal class adds of its regularizer’s gradient, on the exact scale.',
      default: 0.05,
      min: 1e-4,
      max: 1,
      scale: 'log',
      live: true,
    }),
    vnoise: number({
      label: 'Noise of gradients',
      help: 'Every step’s mini-batch tilts the loss at random: the standard deviation of that slope along each axis.',
      default: 0,
      min: 0,
      max: 10,
      scale: 'log',
      live: true,
    }),
    vsteps: number({
      label: 'Steps',
      help: 'Length of the paths.',
      default: steps,
      min: 1,
      max: 1000,
      integer: true,
      scale: 'log',
      live: true,
    }),
    vseed: number({
      label: 'Seed of the noise',
      help: 'The same seed draws the same mini-batches, for all paths alike.',
      default: 1,
      min: 0,
      max: 999_999,
      integer: true,
      live: true,
    }),
    vstep: number({
      label: 'Step looked at',
      help: 'Where w, its ball and w + ε are marked on every path.',
      default: 0,
      min: 0,
      max: 1000,
      integer: true,
      live: true,
    }),
    vruns: several({
      label: 'Paths',
      default: runs,
      help: 'Algorithms whose paths are drawn; those that need samples or labels have none here.',
      options: () => Object.entries(algorithms).flatMap(([value, { label }]) => (value === OWN ? [] : [{ value, label }])),
      live: true,
    }),
  };
}
