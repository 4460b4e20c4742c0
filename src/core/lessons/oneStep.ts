import type { Lesson } from './lesson';

/** The two gradients of one step of SAM. */
export const oneStep: Lesson = {
  steps: [
    {
      title: 'Where we stand',
      notes:
        'Drag the start slowly and let them say which way w + ε will point before it does. Then walk through the steps below the picture: the second gradient is found at w + ε and used at w.',
      text: [
        'Two weights, x and y, are one point w of this map, and the loss is the height above it: light is low. The dashed ring is everywhere within ρ of w. SAM climbs to its border, to w + ε, and then steps from w with the gradient it finds there.',
        'Drag the start, and move ρ. Below the map, walk through the steps one by one.',
      ],
      patch: 'preset=moons-noisy&x=steps&algos=sam(rho=.4)&steps=50&every=1&valley=two&vruns=sgd;sam',
      target: 'valley',
    },
    {
      title: 'Climb',
      notes: 'Common question: why uphill? Because the worst place nearby tells how narrow the valley is. Press Step yourself, once.',
      text: [
        'The same in a network that learns two moons: all its weights together are one point w in a space of thousands of dimensions, and the height is the loss of a mini-batch.',
        'SAM takes the gradient g at w, which points uphill, and goes a distance ρ that way: to w + ε with ε = ρ·g/‖g‖. Nothing is learned yet; this is a look at the worst place nearby.',
        'Press Step for one step.',
      ],
      patch: 'valley=off',
      target: 'explanation',
      waitsFor: 1,
      prediction: {
        kind: 'choice',
        question: 'Is the loss of this mini-batch higher at w + ε than at w?',
        options: [
          {
            id: 'higher',
            label: 'Higher',
            because: 'From {first lossClean sam} at w to {first lossPerturbed sam} at w + ε: the climb found a worse place.',
          },
          {
            id: 'lower',
            label: 'Not higher',
            because:
              'From {first lossClean sam} at w to {first lossPerturbed sam} at w + ε. The gradient promises a rise only nearby, and ρ went beyond that.',
          },
        ],
        decided: {
          largest: [
            { measure: 'first lossPerturbed sam', option: 'higher' },
            { measure: 'first lossClean sam', option: 'lower' },
          ],
          margin: 0,
          close: 'lower',
        },
      },
    },
    {
      title: 'Descend, from the old place',
      notes:
        'The point most people miss: the second gradient is used at the old place. Open the slow motion (M) and walk through its frames.',
      text: [
        'At w + ε SAM takes a second gradient ĝ. Then it goes back to w and makes its step with that one: w ← w − η·ĝ. It follows the slope of the worst place nearby, from where it stood.',
        'Where the valley is wide, ĝ and g are nearly the same and nothing changes. Where it is narrow they differ, and the step leads towards where it is wider.',
      ],
      target: 'explanation',
      waitsFor: 1,
      after: [
        'In the first step the climb was {first perturbNorm sam} long, as ρ says; ‖g‖ was {first gradNorm sam}, ‖ĝ‖ was {first perturbedGradNorm sam}.',
      ],
    },
    {
      title: 'What it costs',
      notes: 'Let them multiply: steps times gradients per step. This is the price that the other lessons ask about.',
      text: ['Run all 50 steps.'],
      target: 'cost',
      waitsFor: 'end',
      prediction: {
        kind: 'number',
        question: 'How many gradients will 50 steps of SAM have computed?',
        unit: 'gradients',
        min: 0,
        max: 1000,
        measure: 'last evals sam',
        near: 0,
        because: 'One at w and one at w + ε in every step: {last evals sam} in all. SGD with as many gradients makes twice as many steps.',
      },
    },
  ],
};
