import type { Lesson } from './lesson';

/** Lesson on what ρ does, and how LETS learns it. */
export const radius: Lesson = {
  steps: [
    {
      title: 'One number decides how far SAM looks',
      notes: 'Press the three radii in the text one after the other: each shows its run. Ask what happens for ρ = 0 before you go on.',
      text: [
        'ρ is the length of the climb. With ρ = 0 SAM is SGD. With a large ρ it looks at places that have nothing to do with where it stands.',
        'Three runs of SAM differ in nothing but ρ, [0.05](focus sam.1), [0.4](focus sam.2) and [2](focus sam.3); [SGD](focus sgd) is beside them.',
      ],
      patch: 'preset=pinwheel-noisy&x=steps&algos=sgd,sam(rho=.05),sam(rho=.4),sam(rho=2)&steps=800',
      target: 'runs',
    },
    {
      title: 'Guess first',
      notes: 'Both extremes can be argued for. Ask somebody who chose 2 why, before the run.',
      text: ['All four make 800 steps from the same weights on the same batches.'],
      target: 'pictures',
      waitsFor: 'end',
      prediction: {
        kind: 'choice',
        question: 'Which ρ gives the highest clean accuracy?',
        options: [
          {
            id: 'small',
            label: '0.05',
            because:
              '0.05 gave {last testAccuracy sam.1}, 0.4 gave {last testAccuracy sam.2}, 2 gave {last testAccuracy sam.3}; SGD {last testAccuracy sgd}. Here a short look is enough.',
          },
          {
            id: 'middle',
            label: '0.4',
            because:
              '0.05 gave {last testAccuracy sam.1}, 0.4 gave {last testAccuracy sam.2}, 2 gave {last testAccuracy sam.3}; SGD {last testAccuracy sgd}. Too short is nearly SGD, too long misses the task.',
          },
          {
            id: 'large',
            label: '2',
            because:
              '0.05 gave {last testAccuracy sam.1}, 0.4 gave {last testAccuracy sam.2}, 2 gave {last testAccuracy sam.3}; SGD {last testAccuracy sgd}. Here the farthest look pays.',
          },
          {
            id: 'close',
            label: 'No telling: they lie within a point',
            because:
              '0.05 gave {last testAccuracy sam.1}, 0.4 gave {last testAccuracy sam.2}, 2 gave {last testAccuracy sam.3}: the best two lie within a point.',
          },
        ],
        decided: {
          largest: [
            { measure: 'last testAccuracy sam.1', option: 'small' },
            { measure: 'last testAccuracy sam.2', option: 'middle' },
            { measure: 'last testAccuracy sam.3', option: 'large' },
          ],
          margin: 1,
          close: 'close',
        },
      },
    },
    {
      title: 'The price of looking far',
      notes:
        'Have them put the three runs in order twice, by training loss and by accuracy on new points. Ask whether a higher training loss is worse.',
      text: ['A large ρ holds the training loss up: the network is asked to be good at places far from where it stands.'],
      target: 'chart:trainLoss',
      waitsFor: 'end',
      after: [
        'Train loss at the end: {last trainLoss sam.1} with ρ = 0.05, {last trainLoss sam.2} with 0.4, {last trainLoss sam.3} with 2. Wrong labels learned by heart: {last memorized sam.1}, {last memorized sam.2}, {last memorized sam.3}.',
      ],
    },
    {
      title: 'Let training find ρ',
      notes:
        'Let the room agree on one place for the end of the curve and put the point there; then run. What LETS does depends on where it starts, so start it elsewhere afterwards.',
      text: [
        'LETS learns ρ while it trains: after every step it asks whether a longer climb would have brought validation and training loss closer together, and moves log ρ that way. It costs four gradients per step.',
        'It starts from 0.05, eight times less than what the preset uses.',
      ],
      patch: 'algos=sam(rho=.05),lets-sam(rho0=.05,letslr=.02)',
      target: 'chart:radius',
      waitsFor: 'end',
      prediction: {
        kind: 'number',
        question: 'Where will LETS’s ρ end? It starts from 0.05: put the point where its curve will be.',
        unit: '',
        min: 0,
        max: 0.2,
        placed: { chart: 'radius', step: 0.005 },
        measure: 'last radius lets-sam',
        near: 0.005,
        because:
          'From {first radius lets-sam} to {last radius lets-sam}. LETS-SAM ended at {last testAccuracy lets-sam}, SAM with ρ = 0.05 at {last testAccuracy sam}.',
      },
    },
    {
      title: 'Your own curve of ρ',
      notes:
        'This is the figure that every paper has. While it fills, ask where it will bend. Then ask what five seeds allow to say: the page says nothing where they do not. For more, vary the wrong labels as well: the best ρ moves.',
      text: [
        'One run is one story. Here SAM is trained with six values of ρ on five seeds, SGD and LETS-SAM beside it: 40 trainings in the background, about a minute on two cores. Press “Run study”.',
        'Each point is a training that you can open. The level lines have no ρ to set; the mark on the axis is the ρ that LETS found.',
      ],
      patch: 'algos=sgd,sam,lets-sam(rho0=.05,letslr=.02)&steps=200&seeds=1-5&vary=rho(log,.05,1.6,6)',
      target: 'study',
    },
  ],
};
