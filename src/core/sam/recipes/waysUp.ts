/** Other ways up: variants of SAM that climb along, in, or as far as something else. */
import { citations } from './citations';
import type { Recipe } from './recipe';

const DESCEND = 'w \\leftarrow w - \\eta\\,\\nabla L(w+\\varepsilon)';

export const waysUp = {
  'n-sam': {
    label: 'n-step SAM',
    idea: 'Climb in several legs, each along the gradient found at the end of the one before, and stay in the ball.',
    formula: `\\delta_{i+1} = \\Pi_\\rho\\Bigl(\\delta_i + s\\rho\\,\\frac{\\nabla L(w+\\delta_i)}{\\lVert\\nabla L(w+\\delta_i)\\rVert}\\Bigr),\\qquad w \\leftarrow w - \\eta\\,\\nabla L(w+\\delta_n)`,
    ...citations.nstep,
    parts: { legs: 'chain' },
    color: 'blue',
  },
  usam: {
    label: 'USAM',
    idea: 'Leave out SAM’s normalization, so that a long gradient climbs far and near a minimum almost nothing does.',
    formula: `\\varepsilon = \\rho\\, g,\\qquad ${DESCEND}`,
    ...citations.nstep,
    parts: {},
    values: { norm: 'none' },
    color: 'blue',
  },
  'f-sam': {
    label: 'F-SAM',
    idea: 'Take from the gradient what earlier gradients had too, and climb along the rest: the noise of this batch.',
    formula: `\\varepsilon = \\rho\\,\\frac{g-\\sigma m}{\\lVert g-\\sigma m\\rVert},\\quad m \\leftarrow \\lambda m + (1-\\lambda)\\,g`,
    ...citations.fsam,
    parts: { heading: 'friendly' },
    color: 'indigo',
  },
  vasso: {
    label: 'VaSSO',
    idea: 'Climb along a running mean of gradients, so that the adversary follows the loss and not the batch.',
    formula: `\\varepsilon = \\rho\\,\\frac{e}{\\lVert e\\rVert},\\quad e \\leftarrow (1-\\theta)\\,e + \\theta\\,g`,
    ...citations.vasso,
    parts: { heading: 'average' },
    color: 'indigo',
  },
  'momentum-sam': {
    label: 'Momentum-SAM',
    idea: 'Look ahead along the momentum instead of climbing a gradient: sharpness at the price of one gradient.',
    formula: `\\varepsilon = -\\rho\\,\\frac{v_{t-1}}{\\lVert v_{t-1}\\rVert},\\qquad ${DESCEND}`,
    ...citations.msamMomentum,
    parts: { heading: 'momentum' },
    color: 'green',
  },
  gcsam: {
    label: 'GCSAM',
    idea: 'Take from each unit’s gradient its mean before climbing.',
    formula: `\\varepsilon = \\rho\\,\\frac{c(g)}{\\lVert g\\rVert},\\quad c(g) = g - \\overline g_{\\text{unit}}`,
    ...citations.gcsam,
    parts: { heading: 'centralized' },
    color: 'indigo',
  },
  'asam-layer': {
    label: 'ASAM by layer',
    idea: 'ASAM with one scale for all weights of a layer.',
    formula: `\\varepsilon = \\rho\\,\\frac{T^2 g}{\\lVert T g\\rVert},\\quad T = \\lVert w_{\\text{layer}}\\rVert\\,(1+\\eta_T)`,
    ...citations.samon,
    parts: { geometry: 'layerwise-weights' },
    values: { rho: 0.05 },
    rhoBand: [0.02, 0.2],
    color: 'indigo',
  },
  'asam-max': {
    label: 'ASAM in the maximum norm',
    idea: 'Every weight moves uphill by the same share of itself.',
    formula: `\\varepsilon = \\rho\\,T\\,\\mathrm{sign}(g),\\quad T = |w| + \\eta_T`,
    ...citations.asam,
    parts: { geometry: 'elementwise-weights' },
    values: { norm: 'max', rho: 0.02 },
    rhoBand: [0.005, 0.1],
    color: 'indigo',
  },
  'fisher-sam': {
    label: 'Fisher-SAM',
    idea: 'Measure the climb by how much it changes the predictions instead of the weights.',
    formula: `\\varepsilon = \\rho\\,\\frac{F^{-1}g}{\\sqrt{g^\\top F^{-1}g}},\\quad F \\approx 1+\\eta_F\\, g^2`,
    ...citations.fishersam,
    parts: { geometry: 'fisher' },
    rhoBand: [0.05, 0.5],
    color: 'indigo',
  },
  bsam: {
    label: 'bSAM',
    idea: 'Learn how sure each weight is, climb further where it is unsure, and let that set the step too.',
    formula:
      '\\varepsilon = \\rho\\,\\frac gs,\\quad g = \\nabla L\\Bigl(w+\\tfrac{z}{\\sqrt{Ns}}\\Bigr),\\qquad w \\leftarrow w-\\eta\\,\\frac ms,\\quad s \\leftarrow \\beta_2 s + (1-\\beta_2)(\\sqrt s\\,|g|+\\gamma+\\delta)',
    ...citations.bsam,
    parts: { point: 'posterior', geometry: 'preconditioned', update: 'bsam' },
    values: { norm: 'none', rho: 0.05 },
    rhoBand: [0.01, 0.2],
    color: 'violet',
  },
} satisfies Record<string, Recipe>;
