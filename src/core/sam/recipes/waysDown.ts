/** Variants that combine the gradients at w and at w + ε in other ways. */
import { citations } from './citations';
import type { Recipe } from './recipe';

export const waysDown = {
  wsam: {
    label: 'WSAM',
    idea: 'Weigh the sharpness against the loss, and keep it out of momentum and moments.',
    formula: 'w \\leftarrow \\mathrm{step}(g) - \\eta\\,\\tfrac{\\gamma}{1-\\gamma}\\,(\\hat g - g)',
    ...citations.wsam,
    parts: { descent: 'wsam' },
    color: 'rust',
  },
  'wsam-coupled': {
    label: 'WSAM (coupled)',
    idea: 'Weigh the sharpness against the loss within one gradient, which is a penalty on the gradient’s norm.',
    formula: 'u = (1-\\alpha)\\,g + \\alpha\\,\\hat g,\\quad \\alpha = \\tfrac{\\gamma}{1-\\gamma}',
    ...citations.wsam,
    parts: { descent: 'wsam' },
    values: { decouple: false },
    color: 'rust',
  },
  gnp: {
    label: 'GNP',
    idea: 'Penalize the norm of the gradient, whose own gradient one more pass approximates.',
    formula:
      'u = (1-\\alpha)\\,g + \\alpha\\,\\nabla L\\Bigl(w+r\\,\\frac{g}{\\lVert g\\rVert}\\Bigr),\\quad \\alpha = \\tfrac{\\lambda}{r}',
    ...citations.gnp,
    parts: { descent: 'gnp' },
    color: 'rust',
  },
  'looksam-tensor': {
    label: 'LookSAM by tensor',
    idea: 'LookSAM as two popular packages have it: each tensor is projected and scaled on its own.',
    formula: 'u_j = g_j + \\alpha\\,\\frac{\\lVert g_j\\rVert}{\\lVert v_j\\rVert}\\,v_j \\quad\\text{for each tensor } j',
    ...citations.looksam,
    parts: { gate: 'every', fallback: 'reuse' },
    values: { scope: 'tensor', reuse: 0.7 },
    color: 'green',
  },
} satisfies Record<string, Recipe>;
