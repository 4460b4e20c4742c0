import { doubleAt } from '../../numbers';
import { choice, number } from '../../settings/field';
import type { Vector } from '../../tensor/tensor';
import { type Mask, part } from '../part';

type FisherState = { readonly mask: Vector | null; readonly active: number };

/**
 * SSAM-F: perturbs only the weights with the largest empirical Fisher information.
 *
 *   F = Σ_{i ≤ n} (∇ℓ(x_i, y_i; w))²,   m = 1 on the ⌊d·(1−s)⌋ largest entries of F, ties to the lower index
 *
 * The mask is renewed after the update of the first step of every `period`-th epoch and is all zeros before, so step 0 is
 * an ERM step, as in the code. Deviations from the code: the left-over batch gradient does not leak into F, and running
 * statistics are not touched (batch norm in evaluation mode by default).
 *
 * Source: Mi et al. 2022, arXiv:2210.05177; Foret-style radius as in arXiv:2406.03682; algorithms.md §4.9.
 */
export const fisher = part<Mask>()({
  label: 'Most informative weights (SSAM-F)',
  help: 'Perturbs only the weights with the largest empirical Fisher information.',
  source: 'Mi et al. 2022 (SSAM), arXiv:2210.05177',
  fields: {
    sparsity: number({
      label: 'Sparsity s',
      help: 'Share of the weights that is not perturbed.',
      default: 0.5,
      min: 0,
      max: 0.999,
      isShare: true,
    }),
    samples: number({
      label: 'Fisher samples',
      help: 'Training samples the information is estimated on.',
      default: 16,
      min: 1,
      max: 1024,
      integer: true,
    }),
    period: number({
      label: 'Renewed every',
      help: 'Epochs between two masks.',
      default: 1,
      min: 1,
      max: 100,
      integer: true,
      unit: 'epochs',
    }),
    fisherbn: choice({
      label: 'Batch norm while estimating',
      help: 'Evaluation uses running statistics; training normalizes each single sample by itself, as in the authors’ code.',
      default: 'eval',
      options: [
        { value: 'eval', label: 'evaluation' },
        { value: 'train', label: 'training' },
      ],
    }),
  },
  traits: () => ['shapes-climb'],
  frames: {
    mask: {
      title: 'Choose weights',
      caption: 'Only the weights with the most Fisher information move.',
      formula: 'd \\leftarrow m\\odot d',
      numbers: '\\textstyle\\sum m = @activeWeights \\quad \\dim w = @weights',
    },
  },
  records: ['maskActive'],
  deviation: 'the left-over batch gradient does not leak into the Fisher information, and running statistics stay untouched.',
  create: ({ sparsity, samples, period, fisherbn }) => ({
    init: (): FisherState => ({ mask: null, active: 0 }),
    onGradient: (gradient) => gradient,
    onDirection: (direction, state) => direction.mul((state as FisherState).mask ?? 0),
    record: (state) => ({ maskActive: (state as FisherState).active }),
    *advance(state, { oracle, draws, position, backend, layout }, next) {
      if (position.step % (position.stepsPerEpoch * period) !== 0) return state;
      const mode = fisherbn === 'eval' ? 'evaluate' : 'train';
      const squares = draws.samples('fisher', samples).map((sample) => oracle.gradientAside(next, sample, mode).square());
      const information: Float64Array = yield squares.reduce((sum, square) => sum.add(square));
      const active = Math.floor(layout.size * (1 - sparsity));
      const order = Array.from(information.keys()).sort((a, b) => doubleAt(information, b) - doubleAt(information, a) || a - b);
      const mask = new Float64Array(layout.size);
      for (const index of order.slice(0, active)) mask[index] = 1;
      return { mask: backend.tensor(mask, [layout.size]), active };
    },
  }),
});
