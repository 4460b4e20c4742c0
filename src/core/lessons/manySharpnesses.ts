import type { Lesson } from './lesson';

const RISES =
  'Rises at the end: SGD {last sharpness sgd}, SAM {last sharpness sam}, Trace-SAM {last sharpness trace-sam}, Frob-SAM {last sharpness frob-sam}, Det-SAM {last sharpness det-sam}.';

/** Measures of sharpness disagree, and rescaling shows which depend on how the weights are written. */
export const manySharpnesses: Lesson = {
  steps: [
    {
      title: 'A loss with a symmetry',
      notes: 'Who knows linear layers sees it at once: scale one up and the next one down. The function stays, its Hessian does not.',
      text: [
        'L(x₁, x₂) = (x₁x₂ − 1)². Only the product counts: multiply x₁ by c and divide x₂ by c, and it is the same function at the same loss. Layers of a ReLU network can be rescaled like this.',
        'Sharpness is read off the Hessian, the matrix of second derivatives. But which number of it?',
      ],
      figure: 'rescaling',
    },
    {
      title: 'Guess, then move c',
      notes: 'Let them guess before you touch the slider. Move c slowly through 1.',
      text: ['All numbers below are computed from the exact Hessian at (c·x₁, x₂/c).'],
      figure: 'rescaling',
      prediction: {
        kind: 'choice',
        question: 'Which of these stays the same whatever c is?',
        options: [
          { id: 'trace', label: 'Trace', because: 'The trace changes least here.' },
          { id: 'frobenius', label: 'Frobenius norm', because: 'The Frobenius norm changes least here.' },
          { id: 'largest', label: 'Largest eigenvalue', because: 'The largest eigenvalue changes least here.' },
          {
            id: 'determinant',
            label: 'Determinant',
            because:
              'What one eigenvalue gains by rescaling, the other loses. A flat minimum by trace, Frobenius norm or largest eigenvalue can be made a sharp one without changing the function at all.',
          },
        ],
        decided: { rescaledBy: 2 },
      },
    },
    {
      title: 'Algorithms that want different flatness',
      notes:
        'Each of these algorithms asks for its own flatness; the chart measures one rise for all of them, so it cannot be fair to all. Measured over twelve seeds (docs/evidence.md), ‖H‖²_F, trace and λ max fall together; SAM has the least ‖H‖²_F.',
      text: [
        'Trace-SAM, Frob-SAM and Det-SAM replace SAM’s climb by random looks around w, and make another measure small each. Train them beside SGD, with weights larger than the paper’s tables have, so that there is something to see.',
        'The chart measures all of them by one yardstick: the rise of the loss after one climb of a common length.',
      ],
      patch:
        'preset=pinwheel-noisy&x=steps&algos=sgd,sam(rho=.4),trace-sam(rho=.05,lambda=1),frob-sam(lambda=.1),det-sam(half=.1,lambda=1)&steps=300',
      target: 'chart:sharpness',
      waitsFor: 'end',
      prediction: {
        kind: 'choice',
        question: 'By that yardstick, whose end is flattest?',
        options: [
          { id: 'sgd', label: 'SGD', because: RISES },
          { id: 'sam', label: 'SAM', because: `${RISES} It is SAM’s own yardstick, which the others were not asked to make small.` },
          { id: 'trace', label: 'Trace-SAM', because: RISES },
          { id: 'frob', label: 'Frob-SAM', because: RISES },
          { id: 'det', label: 'Det-SAM', because: RISES },
        ],
        decided: {
          smallest: [
            { measure: 'last sharpness sgd', option: 'sgd' },
            { measure: 'last sharpness sam', option: 'sam' },
            { measure: 'last sharpness trace-sam', option: 'trace' },
            { measure: 'last sharpness frob-sam', option: 'frob' },
            { measure: 'last sharpness det-sam', option: 'det' },
          ],
        },
      },
    },
    {
      title: 'So when somebody says “flat”',
      notes: 'The sentence to leave them with: who says “flat” has to say by which measure.',
      text: [
        'Ask: by which measure, at which radius, and does it change when the weights are rescaled? Then ask whether the network is better on new samples, which is what all this is for.',
      ],
      target: 'chart:accuracy',
    },
  ],
};
