import { number } from '../../settings/field';
import type { Vector } from '../../tensor/tensor';
import { type BaseOptimizer, part } from '../part';
import { weightDecay } from './weightDecay';

interface AdamSettings {
  readonly beta1: number;
  readonly beta2: number;
  readonly tiny: number;
  readonly wd: number;
}

type AdamState = { readonly first: Vector | null; readonly second: Vector | null; readonly count: number };

/**
 * Adam, PyTorch's order of operations; `decoupled` makes it AdamW.
 *
 *   Adam:  r = u + λw          AdamW: w ← w·(1 − ηλ), r = u
 *   a = β₁a + (1−β₁)r;  s = β₂s + (1−β₂)r²;   w ← w − η/(1−β₁^k) · a / (√s/√(1−β₂^k) + tiny)
 *
 * Source: algorithms.md §3 (torch.optim.Adam, AdamW).
 */
function adamWith({ beta1, beta2, tiny, wd }: AdamSettings, decoupled: boolean): BaseOptimizer {
  return {
    init: () => ({ first: null, second: null, count: 0 }),
    update(update, params, state, { eta, backend, ahead }) {
      const { first, second, count } = state as AdamState;
      const shrunk = (vector: Vector) => (decoupled && wd > 0 ? vector.mul(eta.mul(-wd).add(1)) : vector);
      const gradient = !decoupled && wd > 0 ? update.addScaled(ahead ?? params, wd) : update;
      const a = first ? first.mul(beta1).addScaled(gradient, 1 - beta1) : gradient.mul(1 - beta1);
      const squared = gradient.square();
      const s = second ? second.mul(beta2).addScaled(squared, 1 - beta2) : squared.mul(1 - beta2);
      // The bias corrections change every step, so they enter as scalars of the device, never as constants.
      const meanScale = backend.scalar(-1 / (1 - beta1 ** (count + 1)));
      const rootScale = backend.scalar(1 / Math.sqrt(1 - beta2 ** (count + 1)));
      const denominator = s.sqrt().mul(rootScale).add(tiny);
      const moved = (ahead ? params : shrunk(params)).addScaled(a.div(denominator), eta.mul(meanScale));
      return { params: ahead ? shrunk(moved) : moved, state: { first: a, second: s, count: count + 1 } };
    },
    view(state) {
      const { first, second, count } = state as AdamState;
      return {
        momentum: () => first,
        preconditioner: () =>
          second &&
          second
            .div(1 - beta2 ** count)
            .sqrt()
            .add(tiny),
      };
    },
  };
}

/** One of the two; `step` is its update as TeX. */
function adamPart(label: string, help: string, source: string, wd: ReturnType<typeof weightDecay>, step: string, decoupled: boolean) {
  return part<BaseOptimizer>()({
    label,
    help,
    source,
    fields: {
      beta1: number({ label: 'β₁', help: 'Memory of the mean gradient.', default: 0.9, min: 0, max: 0.999 }),
      beta2: number({ label: 'β₂', help: 'Memory of the squared gradient.', default: 0.999, min: 0, max: 0.99999 }),
      tiny: number({
        label: 'Added to the root',
        help: 'Adam’s eps: keeps the division defined.',
        default: 1e-8,
        min: 1e-16,
        max: 1,
        scale: 'log',
      }),
      wd,
    },
    traits: () => ['has-momentum', 'has-preconditioner'],
    frames: {
      step: {
        title: 'Step',
        caption: 'From w itself, scaled by how large each gradient usually is.',
        formula: step,
        numbers:
          '\\eta = @learningRate \\quad \\lVert u\\rVert = @updateNorm \\quad \\lVert\\Delta w\\rVert = @stepNorm \\quad L(w_{t+1}) = @lossAfter',
      },
    },
    python({ beta1, beta2, tiny, wd: decay }, { isAhead }) {
      const shrunk = decoupled ? `w = w * (1 - eta * ${decay})` : `u = u + ${decay} * ${isAhead ? 'ahead' : 'w'}`;
      const isLate = decoupled && isAhead;
      return {
        state: ['first = second = None'],
        view: {
          momentum: 'first',
          precision: `None if second is None else (second / (1 - ${beta2} ** step)).sqrt() + ${tiny}`,
        },
        update: [
          ...(decay > 0 && !isLate ? [shrunk] : []),
          `first = ${beta1} * (0.0 if first is None else first) + (1 - ${beta1}) * u`,
          `second = ${beta2} * (0.0 if second is None else second) + (1 - ${beta2}) * u.square()`,
          `root = second.sqrt() / math.sqrt(1 - ${beta2} ** (step + 1)) + ${tiny}`,
          `w = w - eta / (1 - ${beta1} ** (step + 1)) * first / root`,
          ...(decay > 0 && isLate ? [shrunk] : []),
        ],
      };
    },
    create: (settings) => adamWith(settings, decoupled),
  });
}

export const adam = adamPart(
  'Adam',
  'Scales every coordinate by its recent gradient size.',
  'Kingma and Ba 2015, arXiv:1412.6980',
  weightDecay('Added to the gradient (L2 form); never part of the climb.', 0),
  'w \\leftarrow w - \\eta\\,\\frac{a}{\\sqrt{s}+\\epsilon}',
  false,
);

export const adamw = adamPart(
  'AdamW',
  'Adam with weight decay applied to the weights instead of the gradient.',
  'Loshchilov and Hutter 2019, arXiv:1711.05101',
  weightDecay('Shrinks the weights by ηλ each step; never part of the climb.', 0.01),
  'w \\leftarrow (1-\\eta\\lambda)\\,w - \\eta\\,\\frac{a}{\\sqrt{s}+\\epsilon}',
  true,
);
