import type { Lesson } from './lesson';

/** A null result: with clean labels there is little for SAM to gain. */
export const cleanLabels: Lesson = {
  steps: [
    {
      title: 'Nothing to learn by heart',
      notes: 'Say beforehand that this lesson may show nothing, and that this is the point.',
      text: [
        'Two spirals, 400 points, every label right. The network is the same as in the other lessons, and so is SAM.',
        'A result that says “no difference” is a result. It belongs beside the others.',
      ],
      patch: 'preset=spirals-clean&x=steps&algos=sgd,sam(rho=.2)&steps=800',
      target: 'pictures',
    },
    {
      title: 'Guess first',
      notes: 'Ask who expects a difference, and how large one would have to be to count.',
      text: ['Both make 800 steps from the same weights on the same batches.'],
      target: 'chart:accuracy',
      waitsFor: 'end',
      prediction: {
        kind: 'choice',
        question: 'What will SAM’s clean accuracy be at the end?',
        options: [
          {
            id: 'better',
            label: 'Higher than SGD’s',
            because:
              'SGD ended at {last testAccuracy sgd}, SAM at {last testAccuracy sam}, on this seed. More seeds tell whether it holds.',
          },
          {
            id: 'same',
            label: 'About the same',
            because: 'SGD ended at {last testAccuracy sgd}, SAM at {last testAccuracy sam}: there was nothing to resist.',
          },
          {
            id: 'worse',
            label: 'Lower',
            because:
              'SGD ended at {last testAccuracy sgd}, SAM at {last testAccuracy sam}, on this seed: the climb held it back and gave nothing for it.',
          },
        ],
        decided: {
          measure: 'difference testAccuracy sam sgd',
          bands: [{ below: -1, option: 'worse' }, { below: 1, option: 'same' }, { option: 'better' }],
        },
      },
    },
    {
      title: 'And what did it cost?',
      notes: 'Read both numbers out: the price was paid in full. Ask when one would pay it anyway.',
      text: ['The climb is paid for whether or not it helps.'],
      target: 'cost',
      waitsFor: 'end',
      after: [
        'SAM computed {last evals sam} gradients, SGD {last evals sgd}: {ratio evals sam sgd}. The generalization gap at the end was {last gap sgd} for SGD and {last gap sam} for SAM.',
      ],
    },
    {
      title: 'Make it worth it',
      notes: 'Let the room choose the share of wrong labels, and say beforehand which difference would convince it.',
      text: [
        'Turn up the label noise under Data, say to [a fifth](noise=.2) or [two fifths](noise=.4) of the labels, run again, and find the share from which on SAM pays.',
      ],
      target: 'settings',
    },
  ],
};
