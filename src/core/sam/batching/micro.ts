import { number } from '../../settings/field';
import { type Batching, part } from '../part';

/**
 * mSAM: each of m micro-batches, in batch order, gets a perturbation of its own; their gradients are averaged by size.
 *
 * Cost: 2m passes over b/m samples, two full gradients. Source: Behdin et al. 2023, arXiv:2302.09693, after Foret et al. 2021, arXiv:2010.01412, §4.1;
 * algorithms.md §4.11.
 * Where m does not divide b the first micro-batches have one sample more.
 */
export const micro = part<Batching>()({
  label: 'Micro-batches',
  help: 'Each micro-batch climbs on its own, and the gradients are averaged.',
  source: 'Behdin et al. 2023 (mSAM), arXiv:2302.09693; Foret et al. 2021, arXiv:2010.01412, §4.1 (m-sharpness)',
  fields: {
    m: number({ label: 'Micro-batches m', help: 'Into how many parts the batch is split.', default: 4, min: 1, max: 256, integer: true }),
  },
  traits: ({ m }) => (m > 1 ? ['splits-batch'] : []),
  frames: {
    split: {
      title: 'Split the batch',
      caption: 'Each micro-batch climbs by itself.',
      formula: 'B = S_1 \\cup \\dots \\cup S_m',
      numbers: 'm = @pieces \\quad b = @samples',
    },
    average: {
      title: 'Average',
      caption: 'One gradient out of those of all micro-batches.',
      formula: 'u = \\textstyle\\frac1m\\sum_i \\nabla L_{S_i}(w+\\varepsilon_i)',
      numbers: '\\lVert u\\rVert = @updateNorm',
    },
  },
  deviation: 'micro-batches of unequal size are weighted by their size.',
  python: ({ m }) => ({ split: [`parts = torch.arange(len(x)).tensor_split(min(${m}, len(x)))`] }),
  create: ({ m }) => ({
    split(batch, oracle) {
      let begin = 0;
      return sizesOf(batch.size, m).map((size) => {
        const piece = oracle.part(batch, begin, size);
        begin += size;
        return piece;
      });
    },
    sizes: (size) => sizesOf(size, m),
  }),
});

function sizesOf(size: number, m: number): readonly number[] {
  const parts = Math.min(m, size);
  const small = Math.floor(size / parts);
  return Array.from({ length: parts }, (_, index) => small + (index < size % parts ? 1 : 0));
}
