import type { Lesson } from './lesson';

/** SAM at equal cost, and algorithms that climb less often. */
export const cost: Lesson = {
  steps: [
    {
      title: 'Twice the gradients',
      notes:
        'Switch the axis between steps and gradients a few times. The curves are the same; what differs is what they are held against.',
      text: [
        'Every step of SAM computes two gradients. Whoever compares it with SGD step by step compares one training with twice the work.',
        'From here on the horizontal axis counts [gradients](x=evals); by [steps](x=steps) SAM looks cheaper than it is.',
      ],
      patch: 'preset=pinwheel-noisy&algos=sgd,sam(rho=.4)&steps=800&x=evals',
      target: 'chart:accuracy',
    },
    {
      title: 'At equal cost',
      notes: 'Draw a vertical line at the end of SGD’s curve: everything to the right of it is work that SGD did not do.',
      text: ['After 800 steps SGD has computed 800 gradients. By then SAM has made 400 steps.'],
      target: 'chart:accuracy',
      waitsFor: 'end',
      prediction: {
        kind: 'choice',
        question: 'Who is ahead after 800 gradients each?',
        options: [
          {
            id: 'sam',
            label: 'SAM, in spite of half the steps',
            because:
              'After as many gradients as all of SGD’s, SAM stood at {atCost testAccuracy sam sgd}, SGD at {last testAccuracy sgd}. Here the second gradient is worth its price.',
          },
          {
            id: 'same',
            label: 'About the same',
            because:
              'After as many gradients as all of SGD’s, SAM stood at {atCost testAccuracy sam sgd}, SGD at {last testAccuracy sgd}: no clear difference for the same money.',
          },
          {
            id: 'sgd',
            label: 'SGD',
            because: 'After as many gradients as all of SGD’s, SAM stood at {atCost testAccuracy sam sgd}, SGD at {last testAccuracy sgd}.',
          },
        ],
        decided: {
          largest: [
            { measure: 'atCost testAccuracy sam sgd', option: 'sam' },
            { measure: 'last testAccuracy sgd', option: 'sgd' },
          ],
          margin: 2,
          close: 'same',
        },
      },
    },
    {
      title: 'Climb less often',
      notes:
        'Three ideas in one sentence each: seldom, only when needed, on fewer samples. The number asked for is per step and on average.',
      text: [
        'Three ways to pay less. LookSAM climbs every fifth step and remembers what the climb added. AE-SAM climbs when the gradient is unusually long for this run. ESAM climbs always, but takes the second gradient on half of the samples.',
      ],
      patch: 'algos=sgd,sam(rho=.4),looksam(rho=.4),ae-sam(rho=.4),esam(rho=.4)',
      target: 'cost',
      waitsFor: 'end',
      prediction: {
        kind: 'number',
        question: 'SGD computes one gradient per step, SAM two. How many does AE-SAM need on average?',
        unit: 'per step',
        min: 0,
        max: 4,
        measure: 'ratio evals ae-sam sgd',
        near: 0.15,
        because:
          'Measured against SGD’s gradients: SAM {ratio evals sam sgd}, LookSAM {ratio evals looksam sgd}, AE-SAM {ratio evals ae-sam sgd}, ESAM {ratio evals esam sgd}. Forward passes that no gradient is taken of are not in these numbers; ESAM needs one.',
      },
    },
    {
      title: 'Did they keep what the climb is for?',
      notes: 'One seed: do not let anybody rank five algorithms by a point or two. Run five seeds if there is time.',
      text: ['Compare accuracies at the end of each curve, and where the curves end on the axis of gradients.'],
      target: 'chart:accuracy',
      waitsFor: 'end',
      after: [
        'Clean accuracy at the end: SGD {last testAccuracy sgd}, SAM {last testAccuracy sam}, LookSAM {last testAccuracy looksam}, AE-SAM {last testAccuracy ae-sam}, ESAM {last testAccuracy esam}; one seed, so differences of a point or two mean nothing.',
      ],
    },
  ],
};
