/**
 * How a step is told, frame by frame: what each part may say about its own work, and what is said where a part says
 * nothing. Formulas are TeX, typeset when the page is built; `@name` in `numbers` stands for a number of the observed step
 * or of the part's own settings.
 */
import type { SlotName } from '../slotNames';

/** Events of a step, in the order they are told. */
export type FrameKey =
  | 'split'
  | 'noise'
  | 'gradient'
  | 'open'
  | 'closed'
  | 'heading'
  | 'mask'
  | 'climb'
  | 'select'
  | 'perturbed'
  | 'around'
  | 'descend'
  | 'average'
  | 'remember'
  | 'reuse'
  | 'step'
  | 'learn';

export interface FrameWords {
  /** Two or three words. */
  readonly title: string;
  /** At most twelve words. */
  readonly caption: string;
  /** The line that is lit. */
  readonly formula: string;
  /** The same with this step's numbers; parts between `\quad` stand on lines of their own. */
  readonly numbers: string;
}

interface Frame {
  /** Slots whose part may have words for it, the first that has any speaks; the base optimizer is no slot of a run. */
  readonly slots: readonly (SlotName | 'optimizer')[];
  /** Way it belongs to: up or down. */
  readonly half: 'ascent' | 'descent';
  /** Where the step then looks from: w, the point it was led to, or the new w. */
  readonly at: 'here' | 'elsewhere' | 'next';
  /** Where no part has words; null for no frame then. */
  readonly words: FrameWords | null;
}

export const frames: { readonly [K in FrameKey]: Frame } = {
  split: {
    slots: ['batching'],
    half: 'ascent',
    at: 'here',
    words: {
      title: 'Split the batch',
      caption: 'Each part of the batch climbs by itself.',
      formula: 'B = S_1 \\cup \\dots \\cup S_m',
      numbers: 'm = @pieces \\quad b = @samples',
    },
  },
  noise: {
    slots: ['point'],
    half: 'ascent',
    at: 'elsewhere',
    words: {
      title: 'Another start',
      caption: 'The climb starts at a point nearby.',
      formula: 'w + \\delta_0',
      numbers: '\\lVert\\delta_0\\rVert = @noiseNorm',
    },
  },
  gradient: {
    slots: ['descent', 'ascent', 'point'],
    half: 'ascent',
    at: 'here',
    words: {
      title: 'Gradient',
      caption: 'From here, which way does the loss rise fastest?',
      formula: 'g = \\nabla L(w)',
      numbers: '\\lVert g\\rVert = @gradNorm \\quad L(w) = @lossClean',
    },
  },
  open: { slots: ['gate'], half: 'ascent', at: 'here', words: null },
  closed: {
    slots: ['gate'],
    half: 'ascent',
    at: 'here',
    words: {
      title: 'No climb',
      caption: 'The gate is closed: this step does not climb.',
      formula: '\\varepsilon = 0',
      numbers: '\\varepsilon = 0',
    },
  },
  heading: { slots: ['heading'], half: 'ascent', at: 'here', words: null },
  mask: {
    slots: ['mask'],
    half: 'ascent',
    at: 'here',
    words: {
      title: 'Choose weights',
      caption: 'Only some of the weights are perturbed.',
      formula: 'd \\leftarrow m\\odot d',
      numbers: '\\textstyle\\sum m = @activeWeights \\quad \\dim w = @weights',
    },
  },
  climb: {
    slots: ['legs', 'heading', 'geometry'],
    half: 'ascent',
    at: 'elsewhere',
    words: {
      title: 'Climb',
      caption: 'Go uphill to the edge of the ball.',
      formula: '\\varepsilon = \\rho\\,d',
      numbers: '\\rho = @radius \\quad \\lVert\\varepsilon\\rVert = @perturbNorm',
    },
  },
  select: {
    slots: ['selection'],
    half: 'descent',
    at: 'elsewhere',
    words: {
      title: 'Choose samples',
      caption: 'Only samples that the climb hurts most go on.',
      formula: 'B^+ \\subset B',
      numbers: '|B^+| = @kept \\quad |B| = @samples',
    },
  },
  perturbed: {
    slots: ['selection'],
    half: 'descent',
    at: 'elsewhere',
    words: {
      title: 'Gradient up there',
      caption: 'The gradient that counts is the one found here.',
      formula: '\\hat g = \\nabla L(w+\\varepsilon)',
      numbers: '\\lVert\\hat g\\rVert = @perturbedGradNorm \\quad L(w+\\varepsilon) = @lossPerturbed',
    },
  },
  around: {
    slots: ['descent'],
    half: 'ascent',
    at: 'elsewhere',
    words: {
      title: 'Look around',
      caption: 'No adversary: the loss is measured at points nearby.',
      formula: 'L(w+\\rho v)',
      numbers: '\\rho = @radius \\quad n = @points \\quad \\overline{L(w+\\rho v)} = @lossPerturbed',
    },
  },
  descend: {
    slots: ['descent'],
    half: 'descent',
    at: 'here',
    words: {
      title: 'Combine',
      caption: 'The gradients become one direction.',
      formula: 'u = u(g, \\hat g)',
      numbers: '\\lVert u\\rVert = @updateNorm',
    },
  },
  average: {
    slots: ['batching'],
    half: 'descent',
    at: 'here',
    words: {
      title: 'Average',
      caption: 'One direction out of those of all parts.',
      formula: 'u = \\textstyle\\frac1m\\sum_i u_i',
      numbers: '\\lVert u\\rVert = @updateNorm',
    },
  },
  remember: {
    slots: ['fallback'],
    half: 'descent',
    at: 'here',
    words: {
      title: 'Remember',
      caption: 'Something of this climb is kept for later steps.',
      formula: 'u = \\hat g',
      numbers: '\\lVert u\\rVert = @updateNorm',
    },
  },
  reuse: {
    slots: ['fallback'],
    half: 'descent',
    at: 'here',
    words: {
      title: 'Reuse',
      caption: 'An earlier climb bends this step.',
      formula: 'u = u(g)',
      numbers: '\\lVert u\\rVert = @updateNorm',
    },
  },
  step: {
    slots: ['optimizer'],
    half: 'descent',
    at: 'next',
    words: {
      title: 'Step',
      caption: 'From w itself, step against the gradient that was found.',
      formula: 'w \\leftarrow w - \\eta\\,u',
      numbers:
        '\\eta = @learningRate \\quad \\lVert u\\rVert = @updateNorm \\quad \\lVert\\Delta w\\rVert = @stepNorm \\quad L(w_{t+1}) = @lossAfter',
    },
  },
  learn: {
    slots: ['radius'],
    half: 'descent',
    at: 'next',
    words: {
      title: 'New radius',
      caption: 'The radius itself takes a step.',
      formula: '\\rho_t \\to \\rho_{t+1}',
      numbers: '@radius \\to @radiusAfter',
    },
  },
};

export const frameKeys = Object.keys(frames) as readonly FrameKey[];

/** Where the adversary climbs something else than the loss: beside the climb stands the one it would be on the loss. */
export const COMPARED = '\\cos(\\varepsilon,\\varepsilon_L) = @lossCosine';
