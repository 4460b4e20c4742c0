/** The losses of the playground by their word in links. A new one is a row. */
import type { Floor, PlaneLoss } from './planeLoss';

const point = (x: number, y: number): Floor => ({ from: 0, to: 0, at: () => [x, y] });

const SHARP = { x: -0.9, y: 0, curvature: 16 } as const;
const WIDE = { x: 1.1, y: 0.2, curvature: 2 } as const;
/** How gently one valley goes over into the other. */
const SADDLE = 0.4;

/** Where the floor of the bent valley is, and where its walls are least steep. */
const BEND = 0.5;
const GENTLE = 0.8;

export const planeLosses = {
  two: {
    label: 'A sharp and a wide valley',
    help: 'Two minima as low as each other. Start near the sharp one, and move ρ and η until somebody leaves it.',
    formula: 'soft minimum of 8‖w − a‖² and ‖w − b‖²',
    of(x, y) {
      const bowl = ({ x: a, y: b, curvature }: typeof SHARP | typeof WIDE) =>
        x
          .sub(a)
          .square()
          .add(y.sub(b).square())
          .mul(curvature / 2);
      const sharp = bowl(SHARP);
      // −τ log(e^(−A/τ) + e^(−B/τ)) without overflow.
      return sharp.sub(sharp.sub(bowl(WIDE)).div(SADDLE).softplus().mul(SADDLE));
    },
    window: { x: [-2, 2.6], y: [-1.5, 1.8] },
    floors: [point(SHARP.x, SHARP.y), point(WIDE.x, WIDE.y)],
    start: { x: -1.3, y: 0.65, lr: 0.1, rho: 0.2, steps: 80, runs: ['sgd', 'sam'] },
  },
  product: {
    label: 'One product',
    help: 'Only x·y counts: every point of the curve fits equally well. Which of them does a method end at, and does rescaling matter to it?',
    formula: '(xy − 1)²',
    source: 'Tahmasebi et al. 2024, arXiv:2406.03682, example 2',
    of: (x, y) => x.mul(y).sub(1).square(),
    window: { x: [-0.4, 3.6], y: [-0.4, 3] },
    floors: [{ from: 1 / 3, to: 3.6, at: (x) => [x, 1 / x] }],
    start: { x: 3.1, y: 0.9, lr: 0.03, rho: 0.25, steps: 200, runs: ['sgd', 'sam', 'asam'] },
  },
  bend: {
    label: 'A valley floor',
    help: 'The loss is zero all along the line. Gradient descent stops where it first meets it; who goes on, and how far?',
    formula: '(½ + (x − 0.8)²)·(y − x²/2)²',
    of: (x, y) =>
      x
        .sub(GENTLE)
        .square()
        .add(0.5)
        .mul(y.sub(x.square().mul(BEND)).square()),
    window: { x: [-2.2, 2.2], y: [-0.9, 2.5] },
    floors: [{ from: -2.2, to: 2.2, at: (x) => [x, BEND * x * x] }],
    start: { x: -1.4, y: 1.6, lr: 0.02, rho: 0.25, steps: 200, runs: ['sgd', 'sam', 'trace-sam'] },
  },
  saddle: {
    label: 'Zero trace everywhere',
    help: 'Curved up one way as much as down the other, so the trace of the Hessian is zero at every point, and calls all of it flat.',
    formula: 'x² − y²',
    source: 'Tahmasebi et al. 2024, arXiv:2406.03682, example 1',
    of: (x, y) => x.square().sub(y.square()),
    window: { x: [-2, 2], y: [-1.5, 1.5] },
    floors: [],
    start: { x: -1.6, y: 0.05, lr: 0.05, rho: 0.1, steps: 35, runs: ['sgd', 'sam', 'trace-sam'] },
  },
} satisfies Record<string, PlaneLoss>;
