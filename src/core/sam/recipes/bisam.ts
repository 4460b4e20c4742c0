/** BiSAM: descent on the loss, ascent on a lower bound of the 0-1 error. */
import { citations } from './citations';
import type { Recipe } from './recipe';

const CLIMB =
  '\\varepsilon = \\rho\\,\\frac{\\nabla Q}{\\lVert \\nabla Q\\rVert},\\quad Q=\\tfrac1\\mu\\log\\sum_j e^{\\mu\\varphi(z_j-z_y)}';

export const bisam = {
  'bisam-log': {
    label: 'BiSAM (−log)',
    idea: 'Let the adversary climb a lower bound of the error itself instead of the loss, then descend the loss.',
    formula: `${CLIMB},\\quad \\varphi(x)=1-\\log(1+e^{\\gamma-x})`,
    ...citations.bisam,
    parts: { ascent: 'bisam-log' },
    color: 'orange',
  },
  'bisam-tanh': {
    label: 'BiSAM (tanh)',
    idea: 'BiSAM with a bound that saturates on both sides; with μα = 1 and small margins it draws on top of SAM.',
    formula: `${CLIMB},\\quad \\varphi(x)=\\tanh(\\alpha x)`,
    ...citations.bisam,
    parts: { ascent: 'bisam-tanh' },
    color: 'rust',
  },
  'a-bisam': {
    label: 'A-BiSAM',
    idea: 'BiSAM’s climb in ASAM’s ball.',
    formula: '\\varepsilon = \\rho\\,\\frac{T_w^2\\,\\nabla Q}{\\lVert T_w\\nabla Q\\rVert}',
    ...citations.bisam,
    parts: { ascent: 'bisam-log', geometry: 'elementwise-weights' },
    values: { rho: 0.2 },
    rhoBand: [0.2, 1],
    color: 'orange',
  },
  'e-bisam': {
    label: 'E-BiSAM',
    idea: 'BiSAM’s climb with ESAM’s savings: part of the weights, part of the samples.',
    formula:
      '\\varepsilon = \\frac{\\rho}{\\beta}\\, m \\odot \\frac{\\nabla Q}{\\lVert\\nabla Q\\rVert},\\qquad w \\leftarrow w - \\eta\\,\\nabla L_{B^+}(w+\\varepsilon)',
    ...citations.bisam,
    parts: { ascent: 'bisam-log', mask: 'swp', selection: 'sds' },
    color: 'orange',
  },
  'msam-bisam': {
    label: 'mSAM + BiSAM',
    idea: 'Every micro-batch climbs BiSAM’s bound on its own.',
    formula:
      'u = \\frac1m\\sum_{i=1}^m \\nabla L_{S_i}(w+\\varepsilon_i),\\quad \\varepsilon_i = \\rho\\,\\frac{\\nabla Q_{S_i}}{\\lVert\\nabla Q_{S_i}\\rVert}',
    ...citations.bisam,
    parts: { ascent: 'bisam-log', batching: 'micro' },
    color: 'orange',
  },
} satisfies Record<string, Recipe>;
