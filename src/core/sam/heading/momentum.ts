import { type Heading, part } from '../part';

/**
 * Momentum-SAM: perturbs along the momentum of the steps before instead of a gradient, which saves the first pass.
 *
 *   ε_t = −ρ·v_{t−1}/(‖v_{t−1}‖ + 1e-12),   ε₀ = 0
 *
 * v is SGD's velocity or Adam's raw first moment, whatever the base optimizer keeps. The sign is that of the authors: it looks ahead
 * where momentum leads, as Nesterov does with a length of its own. The L2 form of weight decay is taken at w + ε and the decoupled one
 * after the step, as in the authors' code.
 *
 * Cost: one gradient. Source: Becker, Altrock and Risse 2024, arXiv:2401.12033, and MarlonBecker/MSAM.
 */
export const momentum = part<Heading>()({
  label: 'The momentum (Momentum-SAM)',
  help: 'Looks ahead along the momentum of the base optimizer, so that a step costs one gradient.',
  source: 'Becker, Altrock and Risse 2024 (Momentum-SAM), arXiv:2401.12033',
  fields: {},
  traits: () => ['shapes-climb', 'needs-momentum'],
  frames: {
    heading: {
      title: 'Look ahead',
      caption: 'No gradient here: the way is where momentum leads.',
      formula: '\\varepsilon = -\\rho\\,\\frac{v_{t-1}}{\\lVert v_{t-1}\\rVert}',
      numbers: '\\rho = @radius \\quad \\lVert\\varepsilon\\rVert = @perturbNorm',
    },
    climb: {
      title: 'Go there',
      caption: 'Usually downhill: the gradient is taken ahead of w.',
      formula: '\\varepsilon = -\\rho\\,\\frac{v_{t-1}}{\\lVert v_{t-1}\\rVert}',
      numbers: '\\rho = @radius \\quad \\lVert\\varepsilon\\rVert = @perturbNorm',
    },
  },
  deviation: 'weight decay is taken at w + ε, and with AdamW after the step, as in the authors’ code.',
  python: () => ({ isAhead: true, steer: ['along = torch.zeros_like(w) if momentum is None else -momentum'] }),
  create: () => ({
    init: () => null,
    asksGradient: false,
    decaysAhead: true,
    steer(_gradient, _state, { optimizer, params }) {
      const velocity = optimizer.momentum();
      return { along: velocity ? velocity.mul(-1) : params.mul(0) };
    },
    advance: (state) => state,
  }),
});
