import { type Mask, part } from '../part';
import { fisher } from './fisher';
import { swpElement } from './swp';

/**
 * Both masks at once: m = m_Fisher ⊙ m_SWP/β. Only the random part is rescaled, as only it is a chance that averages out.
 * A combination nobody has published; allowed with a warning (algorithms.md §11).
 */
export const fisherSwp = part<Mask>()({
  label: 'Random among the most informative weights',
  help: 'SSAM-F’s mask and SWP’s together: a random part of the weights with the largest Fisher information is perturbed.',
  source: 'Mi et al. 2022 (SSAM), arXiv:2210.05177, with Du et al. 2022 (ESAM), arXiv:2110.03141',
  fields: { ...fisher.fields, ...swpElement.fields },
  traits: () => ['shapes-climb', 'product-mask'],
  records: ['maskActive'],
  create(values) {
    const [informative, random] = [fisher.create(values), swpElement.create(values)];
    return {
      ...informative,
      onDirection: (direction, state, context) => random.onDirection(informative.onDirection(direction, state, context), null, context),
    };
  },
});
