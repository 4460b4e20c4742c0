/** Variants that climb with some of the weights, on some of the samples, or in some of the steps. */
import { citations } from './citations';
import type { Recipe } from './recipe';

export const someWeights = {
  'sam-on': {
    label: 'SAM-ON',
    idea: 'Perturb only the scales and shifts of normalization layers, a thousandth of the weights.',
    formula: '\\varepsilon = \\rho\\,\\frac{m\\odot g}{\\lVert m\\odot g\\rVert},\\quad m = 1 \\text{ on } \\gamma, \\beta',
    ...citations.samon,
    parts: { mask: 'only-norms' },
    values: { rho: 0.5 },
    rhoBand: [0.1, 1],
    color: 'magenta',
  },
  'sam-not-on': {
    label: 'SAM without normalization layers',
    idea: 'The complement of SAM-ON: all weights climb but scales and shifts.',
    formula: '\\varepsilon = \\rho\\,\\frac{m\\odot g}{\\lVert m\\odot g\\rVert},\\quad m = 0 \\text{ on } \\gamma, \\beta',
    ...citations.samon,
    parts: { mask: 'only-others' },
    color: 'magenta',
  },
  'ssam-d': {
    label: 'SSAM-D',
    idea: 'Perturb a sparse set of weights that is exchanged along the way, as in dynamic sparse training.',
    formula: '\\varepsilon = \\rho\\, m_t\\odot\\frac{g}{\\lVert g\\rVert},\\quad m_{t+1} = \\mathrm{grow}(\\mathrm{drop}(m_t))',
    ...citations.ssam,
    parts: { mask: 'dynamic' },
    values: { rho: 0.1 },
    color: 'magenta',
  },
  'late-sam': {
    label: 'Late SAM',
    idea: 'Climb in the last epochs only, which finds most of what climbing always does.',
    formula: '\\text{climb} \\iff \\text{start} \\le e/E \\le \\text{end}',
    ...citations.nstep,
    parts: { gate: 'window' },
    color: 'green',
  },
  imbsam: {
    label: 'ImbSAM',
    idea: 'On unequal classes let only the samples of rare ones climb, since sharpness is theirs.',
    formula:
      'u = \\nabla L_{\\text{head}}(w) + \\nabla L_{\\text{tail}}(w+\\varepsilon),\\quad \\varepsilon = \\rho\\,\\frac{\\nabla L_{\\text{tail}}}{\\lVert\\nabla L_{\\text{tail}}\\rVert}',
    ...citations.imbsam,
    parts: { descent: 'tail' },
    color: 'orange',
  },
} satisfies Record<string, Recipe>;
