import { type DescentRule, part } from '../part';

/** RSAM's noise mode: u = ∇L(w + δ₀), one gradient and no climb. Source: algorithms.md §4.10. */
export const noise = part<DescentRule>()({
  label: 'Gradient at the base point',
  help: 'Descends with the gradient at the random point itself; nothing is climbed.',
  source: 'Noise injection as quoted by arXiv:2408.08222, §2',
  fields: {},
  traits: () => ['noise-only'],
  frames: {
    around: {
      title: 'Random point',
      caption: 'Nothing is climbed: the gradient is taken at a random point.',
      formula: '\\hat g = \\nabla L(w+\\delta_0)',
      numbers:
        '\\lVert\\delta_0\\rVert = @noiseNorm \\quad L(w+\\delta_0) = @lossPerturbed \\quad \\lVert\\hat g\\rVert = @perturbedGradNorm',
    },
  },
  python: () => ({ instead: ['u, loss = gradient(loss_of, point, x, y)', 'norm = u.norm()'] }),
  records: ['noiseNorm'],
  create: () => ({
    climbs: false,
    asks: [{ of: 'loss', at: 'point' }],
    // oxlint-disable-next-line require-yield -- other rules climb here
    *descend({ oracle, params, batch }, ascent) {
      const point = ascent.point();
      const pass = oracle.pass(oracle.descentLoss, point, batch);
      const away = point.sub(params);
      return {
        update: pass.gradient,
        sensitivities: [],
        noted: { points: [{ vector: away, sign: 1 }] },
        record: {
          lossPerturbed: pass.loss,
          perturbedGradNorm: pass.gradient.norm(),
          perturbNorm: away.norm(),
          noiseNorm: away.norm(),
        },
      };
    },
  }),
});
