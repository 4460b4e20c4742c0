import { number } from '../../settings/field';
import { part } from '../part';
import type { Objective } from '../objective';
import { boundGradient, boundInPython, marginBound } from './marginBound';

/**
 * BiSAM (tanh): φ(x) = tanh(αx), φ′(x) = α·(1 − tanh²(αx)).
 *
 * Defaults are those of the authors' `loss_fnc.py`. Code trap: their command line's default of μ is 1 for both losses.
 * With μα = 1 and margins far below 1/α the bound is cross-entropy to first order, and its curves lie on SAM's.
 *
 * Source: Xie et al. 2024, arXiv:2407.12993; algorithms.md §5.
 */
export const bisamTanh = part<Objective | 'descent'>()({
  label: 'BiSAM (tanh)',
  help: 'The adversary climbs a lower bound of the 0-1 loss that saturates on both sides.',
  source: 'Xie et al. 2024, arXiv:2407.12993',
  fields: {
    mu: number({
      label: 'Sharpness of the maximum μ',
      help: 'Larger follows the worst class more closely.',
      default: 10,
      min: 0.01,
      max: 100,
      scale: 'log',
    }),
    alpha: number({
      label: 'Slope α',
      help: 'How steeply the bound rises at the decision boundary, per unit of logit.',
      default: 0.1,
      min: 0.001,
      max: 10,
      scale: 'log',
    }),
  },
  traits: () => ['shapes-climb', 'shapes-objective'],
  frames: { gradient: boundGradient },
  resemblesFirst: ({ mu, alpha }) =>
    Math.abs(mu * alpha - 1) < 1e-9
      ? {
          because: 'μα = 1 and the margins are far below 1/α, so the tanh bound equals cross-entropy to first order',
          instead: { kind: 'bisam-log', label: 'Climb −log instead' },
        }
      : undefined,
  deviation: 'Q keeps the factor 1/μ that the authors’ code drops; after normalization the climb is the same.',
  python: ({ mu, alpha }) => boundInPython(mu, `torch.tanh(${alpha} * margins)`),
  create: ({ mu, alpha }) =>
    marginBound(mu, (margins) => {
      const value = margins.mul(alpha).tanh();
      return { value, slope: value.square().mul(-alpha).add(alpha) };
    }),
});
