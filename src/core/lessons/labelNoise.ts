import type { Lesson } from './lesson';

/** SGD learns wrong labels by heart, and what SAM changes about it. */
export const labelNoise: Lesson = {
  steps: [
    {
      title: 'Two labels in five are wrong',
      notes:
        'Point at two or three ringed squares and ask what a network should do with them. Say that nobody tells it which ones they are.',
      text: [
        'Five curved arms, 300 points, and 40 % of the labels were changed at random. Ringed squares are the points with a wrong label.',
        'The network cannot know which labels are wrong. It can only lower its loss on what it was given.',
      ],
      patch: 'preset=pinwheel-noisy&x=steps&algos=sgd&steps=800',
      target: 'pictures',
    },
    {
      title: 'Guess first',
      notes:
        'Ask for a show of hands before you press Run; both answers should get votes. While it runs, watch the best step and not only the end.',
      text: ['SGD will make 800 steps. Accuracy is measured on new points with clean labels.'],
      target: 'chart:accuracy',
      waitsFor: 'end',
      prediction: {
        kind: 'choice',
        question: 'When will SGD be best on new points?',
        options: [
          {
            id: 'end',
            label: 'At the end: more training, better network',
            because: 'It was best at step {peakStep testAccuracy sgd} and ended at {last testAccuracy sgd}, next to its best.',
          },
          {
            id: 'middle',
            label: 'On the way: it gets better, then worse',
            because:
              'It was best at step {peakStep testAccuracy sgd} with {peak testAccuracy sgd} and ended at {last testAccuracy sgd}: {fall testAccuracy sgd} lost by going on.',
          },
        ],
        decided: { measure: 'fall testAccuracy sgd', bands: [{ below: 2, option: 'end' }, { option: 'middle' }] },
      },
    },
    {
      title: 'What it did with the wrong labels',
      notes:
        'Hold this curve against the one before: what happens to accuracy on new points while it rises? Somebody may ask whether stopping early would do: yes, and one has to know when.',
      text: [
        'This curve counts the wrongly labelled training points that the network predicts as their wrong label: labels learned by heart.',
      ],
      target: 'chart:memorized',
      waitsFor: 'end',
      after: [
        'At the end {last memorized sgd} of the wrong labels were learned by heart. Each of them bends the boundary towards one wrong point, and new points nearby pay for it.',
      ],
    },
    {
      title: 'Now with a climb before each step',
      notes:
        'Say what is kept equal: first weights, batches, number of steps. What is not equal is the work, twice as many gradients; the lesson on cost is about that.',
      text: [
        'SAM first climbs to where the loss is higher nearby, takes the gradient there, and uses it at the old place. It starts from the same weights and sees the same batches.',
      ],
      patch: 'algos=sgd,sam(rho=.4)',
      target: 'verdict',
      waitsFor: 'end',
      prediction: {
        kind: 'number',
        question: 'By how many points will SAM’s clean accuracy be above SGD’s at the end? Below is negative.',
        unit: 'points',
        min: -50,
        max: 50,
        measure: 'difference testAccuracy sam sgd',
        near: 2,
        because:
          'SGD ended at {last testAccuracy sgd}, SAM at {last testAccuracy sam}. Of the wrong labels SGD had learned {last memorized sgd}, SAM {last memorized sam}.',
      },
    },
    {
      title: 'One seed is one draw',
      notes:
        'If there is time, run five seeds and let the sentence at the top answer. Ask what would change with fewer wrong labels, and try it.',
      text: [
        'What you saw is one draw of data, first weights and batches. Whether it was luck is what five seeds tell: [train both on five](seeds=1-5) and run again.',
        'And it is one kind of problem: many wrong labels, and a network large enough to learn them. The lesson “When SAM does nothing” is about another one.',
      ],
      target: 'verdict',
    },
  ],
};
