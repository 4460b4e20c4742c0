/** LETS: the radius is learned. Any algorithm with a climb may take its radius part; two carry the paper's names. */
import { citations } from './citations';
import type { Recipe } from './recipe';

const LEARN =
  '\\frac{\\mathrm dF}{\\mathrm d\\rho} = -\\eta\\,\\langle\\nabla F(w_{t+1}),\\, \\hat g^2\\odot d\\rangle,\\quad F = \\tfrac12(L_{\\mathrm{val}}-L_{\\mathrm{train}})^2';

export const lets = {
  'lets-sam': {
    label: 'LETS-SAM',
    idea: 'Learn the radius while training, by making the gap between validation and training loss small.',
    formula: `\\varepsilon = \\rho\\,\\frac{g}{\\lVert g\\rVert},\\qquad ${LEARN}`,
    ...citations.lets,
    parts: { radius: 'lets' },
    color: 'violet',
  },
  'lets-asam': {
    label: 'LETS-ASAM',
    idea: 'The learned radius in ASAM’s ball.',
    formula: `\\varepsilon = \\rho\\,\\frac{T_w^2 g}{\\lVert T_w g\\rVert},\\qquad ${LEARN}`,
    ...citations.lets,
    // ASAM's own operator, so that the two differ in nothing but who sets the radius (Wang et al., appendix E).
    parts: { radius: 'lets', geometry: 'elementwise-weights' },
    values: { rho0: 0.5 },
    rhoBand: [0.5, 2],
    color: 'violet',
  },
} satisfies Record<string, Recipe>;
