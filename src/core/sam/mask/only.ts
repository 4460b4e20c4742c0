import type { Layout, TensorKind } from '../../models/layout';
import type { Backend, Vector } from '../../tensor/tensor';
import { type Mask, part } from '../part';

type OnlyState = { readonly mask: Vector };

const isOfNorm = (kind: TensorKind) => kind === 'gamma' || kind === 'beta';

/** 1 on the tensors of these kinds, 0 elsewhere. */
function maskOf({ tensors, size }: Layout, backend: Backend, has: (kind: TensorKind) => boolean): Vector {
  return backend.tensor(
    tensors.flatMap((tensor) => new Array<number>(tensor.size).fill(has(tensor.kind) ? 1 : 0)),
    [size],
  );
}

/**
 * SAM-ON: perturbs only some tensors; the ball measures the gradient of these alone, so that ‖ε‖ = ρ. The optimizer steps on all.
 * Source: Müller et al. 2023, "Normalization Layers Are All That Sharpness-Aware Minimization Needs", arXiv:2306.04226.
 */
function only(label: string, help: string, has: (kind: TensorKind) => boolean, caption: string) {
  return part<Mask>()({
    label,
    help,
    source: 'Müller et al. 2023 (SAM-ON), arXiv:2306.04226',
    fields: {},
    traits: (_, network) => (network?.tensors.every(({ kind }) => !has(kind)) ? ['shapes-climb', 'misses-norm-layers'] : ['shapes-climb']),
    frames: {
      mask: {
        title: 'Choose layers',
        caption,
        formula: 'g \\leftarrow m\\odot g',
        numbers: '\\textstyle\\sum m = @activeWeights \\quad \\dim w = @weights',
      },
    },
    python: () => ({
      state: [
        'ONLY = torch.cat([',
        `    torch.full((math.prod(shape),), float(${has('gamma') ? '' : 'not '}kind in ("gamma", "beta")))`,
        '    for _, shape, kind in TENSORS',
        '])',
      ],
      onGradient: ['g, along = ONLY * g, ONLY * along'],
      onDirection: ['direction = ONLY * direction'],
    }),
    create: () => ({
      init: (layout, backend): OnlyState => ({ mask: maskOf(layout, backend, has) }),
      onGradient: (gradient, state) => gradient.mul((state as OnlyState).mask),
      onDirection: (direction, state) => direction.mul((state as OnlyState).mask),
      // oxlint-disable-next-line require-yield -- other masks read scores here
      *advance(state) {
        return state;
      },
    }),
  });
}

export const onlyNorms = only(
  'Normalization layers (SAM-ON)',
  'Perturbs only the scales and shifts of batch and layer norm.',
  isOfNorm,
  'Only scales and shifts of normalization layers move.',
);

export const onlyOthers = only(
  'All but normalization layers',
  'The complement of SAM-ON, which its paper compares with: scales and shifts stay.',
  (kind) => !isOfNorm(kind),
  'Scales and shifts of normalization layers stay.',
);
