/** SAM and its first-order relatives. What a recipe does not name is each slot's first part. */
import { citations } from './citations';
import type { Recipe } from './recipe';

const CLIMB = '\\varepsilon = \\rho\\,\\frac{g}{\\lVert g\\rVert}';
const DESCEND = 'w \\leftarrow w - \\eta\\,\\nabla L(w+\\varepsilon)';

export const firstOrder = {
  sgd: {
    label: 'SGD',
    idea: 'Step against the gradient where you stand: the baseline everything else is compared with.',
    formula: 'w \\leftarrow w - \\eta\\,\\nabla L(w)',
    ...citations.sgd,
    parts: { gate: 'never' },
    color: 'grey',
  },
  sam: {
    label: 'SAM',
    idea: 'Climb to the worst point within distance ρ, take the gradient there, and step from where you stood.',
    formula: `${CLIMB},\\qquad ${DESCEND}`,
    ...citations.sam,
    parts: {},
    color: 'blue',
  },
  asam: {
    label: 'ASAM',
    idea: 'Measure the climb relative to the weights, so that rescaling a layer changes nothing. Its ρ is not SAM’s ρ.',
    formula: `\\varepsilon = \\rho\\,\\frac{T_w^2 g}{\\lVert T_w g\\rVert},\\quad T_w = |w| + \\eta_T,\\qquad ${DESCEND}`,
    ...citations.asam,
    parts: { geometry: 'elementwise-weights' },
    values: { rho: 0.5 },
    rhoBand: [0.5, 2],
    color: 'indigo',
  },
  esam: {
    label: 'ESAM',
    idea: 'Climb with a random part of the weights, and descend on the samples that the climb hurts most.',
    formula: `\\varepsilon = \\frac{\\rho}{\\beta}\\, m \\odot \\frac{g}{\\lVert g\\rVert},\\qquad w \\leftarrow w - \\eta\\,\\nabla L_{B^+}(w+\\varepsilon)`,
    ...citations.esam,
    parts: { mask: 'swp', selection: 'sds' },
    color: 'magenta',
  },
  gsam: {
    label: 'GSAM',
    idea: 'Also shrink the gap between the loss on top of the climb and below, with a radius that follows the learning rate.',
    formula:
      'u = \\hat g - \\alpha\\, g_\\perp,\\quad g_\\perp = g - \\frac{\\langle g,\\hat g\\rangle}{\\lVert\\hat g\\rVert^2}\\,\\hat g',
    ...citations.gsam,
    parts: { descent: 'gsam', radius: 'follows' },
    color: 'magenta',
  },
  looksam: {
    label: 'LookSAM',
    idea: 'Climb every k-th step only, and in between reuse the direction in which climbing changed the gradient.',
    formula:
      'g_v = \\hat g - \\frac{\\langle\\hat g,g\\rangle}{\\lVert g\\rVert^2}\\,g,\\qquad u = g + \\alpha\\,\\frac{\\lVert g\\rVert}{\\lVert g_v\\rVert}\\,g_v',
    ...citations.looksam,
    parts: { gate: 'every', fallback: 'reuse' },
    color: 'green',
  },
  'ss-sam': {
    label: 'SS-SAM (RST)',
    idea: 'Toss a coin at every step: climb, or take a plain step at half the cost.',
    formula: `\\xi_t \\sim \\mathrm{Bernoulli}(p),\\qquad u = \\xi_t\\,\\nabla L(w+\\varepsilon) + (1-\\xi_t)\\,\\nabla L(w)`,
    ...citations.sssam,
    parts: { gate: 'bernoulli' },
    color: 'green',
  },
  'ae-sam': {
    label: 'AE-SAM',
    idea: 'Climb only where the gradient is unusually large for the recent past: there the ground is sharp.',
    formula: '\\text{climb} \\iff \\lVert g\\rVert^2 \\ge \\mu_t + c_t\\,\\sigma_t',
    ...citations.aesam,
    parts: { gate: 'adaptive' },
    color: 'green',
  },
  'ae-looksam': {
    label: 'AE-LookSAM',
    idea: 'AE-SAM’s decision with LookSAM’s memory on the steps that do not climb.',
    formula:
      '\\lVert g\\rVert^2 \\ge \\mu_t + c_t\\,\\sigma_t\\;?\\quad u = \\hat g \\;:\\; u = g + \\alpha\\,\\frac{\\lVert g\\rVert}{\\lVert g_v\\rVert}\\,g_v',
    ...citations.aesam,
    parts: { gate: 'adaptive', fallback: 'reuse' },
    values: { lambda1: 0, lambda2: 2 },
    color: 'green',
  },
  'ssam-f': {
    label: 'SSAM-F',
    idea: 'Perturb only the weights that carry the most Fisher information.',
    formula: `\\varepsilon = \\rho\\, m \\odot \\frac{g}{\\lVert g\\rVert},\\quad m = \\mathrm{top}_{1-s}\\Bigl(\\sum_i (\\nabla\\ell_i)^2\\Bigr)`,
    ...citations.ssam,
    parts: { mask: 'fisher' },
    values: { rho: 0.1 },
    color: 'magenta',
  },
  rsam: {
    label: 'R-SAM',
    idea: 'Start the climb at a random point nearby, which smooths the direction; the noise grows while the radius follows the learning rate.',
    formula:
      '\\delta_0 = \\sigma_t N\\odot z,\\quad v = \\delta_0 + \\lambda\\,\\nabla L(w+\\delta_0),\\quad \\varepsilon = \\rho_t\\,\\frac{v}{\\lVert v\\rVert}',
    ...citations.rsam,
    parts: { point: 'smoothed', geometry: 'smoothed', radius: 'follows' },
    values: { sigma: 0.01, noisescale: 'norm', times: 5, push: 2 },
    color: 'magenta',
  },
  msam: {
    label: 'mSAM',
    idea: 'Let every micro-batch climb on its own, and average the gradients they find.',
    formula: 'u = \\frac1m\\sum_{i=1}^m \\nabla L_{S_i}(w+\\varepsilon_i)',
    ...citations.msam,
    parts: { batching: 'micro' },
    color: 'magenta',
  },
} satisfies Record<string, Recipe>;
