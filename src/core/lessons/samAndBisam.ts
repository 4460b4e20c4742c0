import type { Lesson } from './lesson';

/** SAM's adversary and BiSAM's climb in different directions. */
export const samAndBisam: Lesson = {
  steps: [
    {
      title: 'What should the adversary want?',
      notes: 'Start with the table and move one margin at a time. Ask which of the two climbs changes how many samples are wrong.',
      text: [
        'We descend cross-entropy because it can be differentiated; what we care about is how many samples are wrong. SAM’s adversary climbs cross-entropy too. BiSAM’s climbs a lower bound of the number of wrong samples.',
        'Here are two samples, one right and one wrong, and two climbs. A pushes the wrong sample further down, B takes the right one over the boundary. Move the margins and see who prefers which.',
      ],
      figure: 'climbs',
    },
    {
      title: 'Does it make the network better?',
      notes: 'Ask each side for its reason, and do not correct anybody before the run.',
      text: ['Both run on the pinwheel with 40 % wrong labels, from the same weights, with the same ρ.'],
      patch: 'preset=pinwheel-noisy&x=steps&algos=sam(rho=.4),bisam-log(rho=.4)&steps=800',
      target: 'chart:accuracy',
      waitsFor: 'end',
      prediction: {
        kind: 'choice',
        question: 'Who will have the higher clean accuracy?',
        options: [
          {
            id: 'sam',
            label: 'SAM',
            because:
              'SAM ended at {last testAccuracy sam}, BiSAM at {last testAccuracy bisam-log}, on this seed. Five seeds tell whether that is luck.',
          },
          {
            id: 'same',
            label: 'Hardly a difference',
            because:
              'SAM ended at {last testAccuracy sam}, BiSAM at {last testAccuracy bisam-log}: less than two points apart, which one seed cannot tell from luck.',
          },
          {
            id: 'bisam',
            label: 'BiSAM',
            because:
              'BiSAM ended at {last testAccuracy bisam-log}, SAM at {last testAccuracy sam}, on this seed. Five seeds tell whether that is luck.',
          },
        ],
        decided: {
          measure: 'difference testAccuracy bisam-log sam',
          bands: [{ below: -2, option: 'sam' }, { below: 2, option: 'same' }, { option: 'bisam' }],
        },
      },
    },
    {
      title: 'Is it the same climb, then?',
      notes:
        'A cosine near 0 means: different climbs. If the last step showed equal accuracy, this is the surprise; leave it some silence.',
      text: [
        'At BiSAM’s own weights both directions can be computed: the one that SAM would climb, and the one BiSAM climbs. Their cosine is 1 where they agree, 0 where they have nothing in common, below 0 where they part.',
      ],
      target: 'chart:ascentCosine',
      waitsFor: 'end',
      prediction: {
        kind: 'choice',
        question: 'Where will this cosine be at the end?',
        options: [
          {
            id: 'apart',
            label: 'Below 0.2: they go their own ways',
            because:
              'It began at {first ascentCosine bisam-log} and ended at {last ascentCosine bisam-log}: two climbs that have little in common.',
          },
          {
            id: 'between',
            label: 'Between 0.2 and 0.9',
            because:
              'It began at {first ascentCosine bisam-log} and ended at {last ascentCosine bisam-log}: related, and not the same climb.',
          },
          {
            id: 'same',
            label: 'Above 0.9: one climb with two names',
            because: 'It began at {first ascentCosine bisam-log} and ended at {last ascentCosine bisam-log}: here both climb alike.',
          },
        ],
        decided: {
          measure: 'last ascentCosine bisam-log',
          bands: [{ below: 0.2, option: 'apart' }, { below: 0.9, option: 'between' }, { option: 'same' }],
        },
      },
    },
    {
      title: 'What to take along',
      notes:
        'The conclusion to say aloud: equal results do not mean equal methods. Adding the tanh variant takes one press; the others stay as they are.',
      text: [
        'An equal result does not mean an equal method. If you expect a method to differ, look at what it does differently, and not only at where it ends.',
        'BiSAM (tanh) with μ = 10 and α = 0.1 is nearly cross-entropy while margins are small, as the product μα is 1: [add it to the runs](algos=sam(rho=.4),bisam-log(rho=.4),bisam-tanh(rho=.4,mu=10,alpha=.1)) and compare.',
      ],
      target: 'runs',
    },
  ],
};
