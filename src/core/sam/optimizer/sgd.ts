import { number, onOff } from '../../settings/field';
import type { Vector } from '../../tensor/tensor';
import { type BaseOptimizer, part } from '../part';
import { weightDecay } from './weightDecay';

/**
 * Stochastic gradient descent, PyTorch's semantics (dampening 0).
 *
 *   r = u + λw;   v = r on the first step, then v = m·v + r;   w ← w − η·(v, or r + m·v with Nesterov, or r if m = 0)
 *
 * Source: algorithms.md §3 (torch.optim.SGD).
 */
export const sgd = part<BaseOptimizer>()({
  label: 'SGD',
  help: 'Steps along the gradient, with optional momentum.',
  fields: {
    momentum: number({ label: 'Momentum m', help: 'How much of the previous steps is kept.', default: 0, min: 0, max: 0.999 }),
    nesterov: onOff({ label: 'Nesterov', help: 'Looks ahead along the momentum. Has no effect without momentum.', default: false }),
    wd: weightDecay('Pulls the unperturbed weights towards zero; never part of the climb.', 0),
  },
  traits: ({ momentum }) => (momentum > 0 ? ['has-momentum'] : []),
  frames: {
    step: {
      title: 'Step',
      caption: 'From w itself, step against the gradient that was found.',
      formula: 'w \\leftarrow w - \\eta\\,(u + \\lambda w + m\\,v)',
      numbers:
        '\\eta = @learningRate \\quad \\lVert u\\rVert = @updateNorm \\quad m = @momentum \\quad \\lVert\\Delta w\\rVert = @stepNorm \\quad L(w_{t+1}) = @lossAfter',
    },
  },
  python({ momentum, nesterov, wd }, { isAhead }) {
    const decay = wd > 0 ? [`u = u + ${wd} * ${isAhead ? 'ahead' : 'w'}`] : [];
    if (momentum === 0) return { update: [...decay, 'w = w - eta * u'] };
    return {
      state: ['velocity = None'],
      view: { momentum: 'velocity' },
      update: [
        ...decay,
        `velocity = u if velocity is None else ${momentum} * velocity + u`,
        nesterov ? `w = w - eta * (u + ${momentum} * velocity)` : 'w = w - eta * velocity',
      ],
    };
  },
  create: ({ momentum, nesterov, wd }) => ({
    init: () => ({ velocity: null }),
    update(update, params, state, { eta, ahead = params }) {
      const regularized = wd === 0 ? update : update.addScaled(ahead, wd);
      const descend = (by: Vector) => params.addScaled(by, eta.mul(-1));
      if (momentum === 0) return { params: descend(regularized), state };
      const previous = (state as { velocity: Vector | null }).velocity;
      const velocity = previous ? regularized.addScaled(previous, momentum) : regularized;
      return { params: descend(nesterov ? regularized.addScaled(velocity, momentum) : velocity), state: { velocity } };
    },
    view: (state) => ({ momentum: () => (state as { velocity: Vector | null }).velocity, preconditioner: () => null }),
  }),
});
