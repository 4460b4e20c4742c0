import { number } from '../../settings/field';
import { part } from '../part';
import type { Objective } from '../objective';
import { boundGradient, boundInPython, marginBound } from './marginBound';

/** γ = log(e − 1), which makes φ(0) = 0. */
const GAMMA = Math.log(Math.E - 1);

/**
 * BiSAM (−log): φ(x) = 1 − log(1 + exp(γ − x)), φ′(x) = 1/(1 + exp(x − γ)).
 *
 * Saturates only where a sample is confidently wrong: such samples lose their weight in the climb.
 *
 * Source: Xie et al. 2024, arXiv:2407.12993; algorithms.md §2, §5.
 */
export const bisamLog = part<Objective | 'descent'>()({
  label: 'BiSAM (−log)',
  help: 'The adversary climbs a lower bound of the 0-1 loss that forgets samples already wrong.',
  source: 'Xie et al. 2024, arXiv:2407.12993',
  fields: {
    mu: number({
      label: 'Sharpness of the maximum μ',
      help: 'Larger follows the worst class more closely.',
      default: 1,
      min: 0.01,
      max: 100,
      scale: 'log',
    }),
  },
  traits: () => ['shapes-climb', 'shapes-objective'],
  frames: { gradient: boundGradient },
  deviation: 'Q keeps the factor 1/μ that the authors’ code drops; after normalization the climb is the same.',
  python: ({ mu }) => boundInPython(mu, '1 - F.softplus(math.log(math.e - 1) - margins)'),
  create: ({ mu }) =>
    marginBound(mu, (margins) => {
      const below = margins.mul(-1).add(GAMMA);
      return { value: below.softplus().mul(-1).add(1), slope: below.sigmoid() };
    }),
});
