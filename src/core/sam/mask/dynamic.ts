import { choice, number } from '../../settings/field';
import type { Backend, Vector } from '../../tensor/tensor';
import { type Mask, part, type Reading, type StepContext } from '../part';
import { epochsOf } from '../stepContext';
import { fisher } from './fisher';

type DynamicState = { readonly mask: Vector | null; readonly active: number };
type Score = 'gradient' | 'weight' | 'random';

const options = [
  { value: 'gradient', label: 'size of the gradient' },
  { value: 'weight', label: 'size of the weight' },
  { value: 'random', label: 'chance' },
] as const satisfies readonly { readonly value: Score; readonly label: string }[];

/**
 * SSAM-D: a sparse climb whose mask is trained along, as in dynamic sparse training.
 *
 *   first mask: the n − ⌈n·s⌉ weights with the highest of uniform draws
 *   in steps t mod T = 0, after the climb:  r = rate·(1 + cos(π·epoch/epochs))/2
 *     the ⌊(n − n·s)·(1 − r)⌋ active weights with the highest drop scores stay,
 *     the ⌊min((n − n·s)·r, n·s)⌋ inactive ones with the highest grow scores join
 *
 * The ball measures the whole gradient, so that ‖ε‖ < ρ, and u is not masked. The weight's score is taken at w + ε, as in the authors'
 * code; both counts are rounded down there, so that a weight may be lost. Ties go to the lower index. Cost: a renewal by gradients or
 * weights reads them to the host. Source: Mi et al. 2022, arXiv:2210.05177, algorithm 3, and its class `SSAMD`.
 */
export const dynamic = part<Mask>()({
  label: 'A sparse set that moves (SSAM-D)',
  help: 'Perturbs a sparse set of weights, of which some are exchanged every few steps.',
  source: 'Mi et al. 2022 (SSAM-D), arXiv:2210.05177',
  fields: {
    sparsity: fisher.fields.sparsity,
    renew: number({
      label: 'Exchanged every',
      help: 'Steps between two exchanges.',
      default: 100,
      min: 1,
      max: 1e5,
      integer: true,
      unit: 'steps',
    }),
    droprate: number({
      label: 'Exchanged share',
      help: 'Share of the set that is exchanged at the start; it falls to nothing along a cosine.',
      default: 0.5,
      min: 0,
      max: 1,
      isShare: true,
    }),
    drop: choice<Score>({
      label: 'Who stays',
      help: 'What members of the set are ranked by; the highest stay.',
      default: 'gradient',
      options,
    }),
    grow: choice<Score>({ label: 'Who joins', help: 'What the others are ranked by; the highest join.', default: 'random', options }),
  },
  traits: ({ drop, grow }) => (drop === 'gradient' || grow === 'gradient' ? ['shapes-climb', 'ranks-by-gradient'] : ['shapes-climb']),
  frames: {
    mask: {
      title: 'Choose weights',
      caption: 'Only the weights of a sparse set move.',
      formula: 'd \\leftarrow m\\odot d',
      numbers: '\\textstyle\\sum m = @activeWeights \\quad \\dim w = @weights',
    },
  },
  python({ sparsity, renew, droprate, drop, grow }) {
    const scores = (by: Score, name: string) =>
      by === 'random' ? `drawn("${name}", step, Stream.uniform)` : by === 'weight' ? '(before + climb).abs()' : 'g_first.abs()';
    return {
      state: [`mask = highest(drawn("maskScores", 0, Stream.uniform), torch.ones(SIZE), SIZE - math.ceil(SIZE * ${sparsity}))`],
      onDirection: ['direction = mask * direction'],
      advance: [
        `if step % ${renew} == 0:`,
        '    # SSAM-D (arXiv:2210.05177)',
        `    exchanged = ${droprate} * (1 + math.cos(math.pi * (step // STEPS_PER_EPOCH) / math.ceil(TOTAL_STEPS / STEPS_PER_EPOCH))) / 2`,
        `    present, absent = SIZE - SIZE * ${sparsity}, SIZE * ${sparsity}`,
        `    staying = highest(${scores(drop, 'dropScores')}, mask, math.floor(present * (1 - exchanged)))`,
        `    mask = staying + highest(${scores(grow, 'growScores')}, 1 - mask, math.floor(min(present * exchanged, absent)))`,
      ],
    };
  },
  records: ['maskActive'],
  create({ sparsity, renew, droprate, drop, grow }) {
    const first = ({ draws, backend, layout: { size } }: StepContext): Vector => {
      const every = Array.from({ length: size }, (_, index) => index);
      return maskOf(highest(every, draws.scores('maskScores'), size - Math.ceil(size * sparsity)), size, backend);
    };
    return {
      init: ({ size }): DynamicState => ({ mask: null, active: size - Math.ceil(size * sparsity) }),
      onGradient: (gradient) => gradient,
      onDirection: (direction, state, context) => direction.mul((state as DynamicState).mask ?? first(context)),
      record: (state) => ({ maskActive: (state as DynamicState).active }),
      *advance(state, context, _next, climb) {
        const { mask, active } = state as DynamicState;
        const { position, layout, backend, params, draws } = context;
        if (!climb) return state;
        const now = mask ?? first(context);
        if (position.step % renew !== 0) return { mask: now, active };

        function* scores(by: Score, name: string): Reading<Float64Array> {
          if (by === 'random') return draws.scores(name);
          const own = by === 'weight' ? params.add((climb as NonNullable<typeof climb>).perturbation) : climb?.ascent?.gradient;
          if (!own) throw new Error('dynamic: no gradient was climbed to rank by');
          return yield own.abs();
        }
        const member: Float64Array = yield now;
        const indices = [...member.keys()];
        const rate = (droprate * (1 + Math.cos((Math.PI * position.epoch) / epochsOf(position)))) / 2;
        const [absent, present] = [layout.size * sparsity, layout.size - layout.size * sparsity];
        const staying = highest(
          indices.filter((index) => member[index] === 1),
          yield* scores(drop, 'dropScores'),
          Math.floor(present * (1 - rate)),
        );
        const joining = highest(
          indices.filter((index) => member[index] !== 1),
          yield* scores(grow, 'growScores'),
          Math.floor(Math.min(present * rate, absent)),
        );
        const chosen = [...staying, ...joining];
        return { mask: maskOf(chosen, layout.size, backend), active: chosen.length };
      },
    };
  },
});

/** The `count` of these indices with the highest scores. */
function highest(indices: readonly number[], scores: ArrayLike<number>, count: number): readonly number[] {
  return [...indices].sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b).slice(0, count);
}

function maskOf(indices: readonly number[], size: number, backend: Backend): Vector {
  const mask = new Float64Array(size);
  for (const index of indices) mask[index] = 1;
  return backend.tensor(mask, [size]);
}
