/** Outcome of training: accuracy, and the gap between what was trained on and what was not. */
import { splitMetrics } from '../../core/metrics/catalogue';
import type { Experiment } from '../../core/settings/experiment';
import { type Chart, measured } from './chart';

const noisy = ({ data }: Experiment) => data.values.noise > 0;

export const outcomeCharts: readonly Chart[] = [
  {
    id: 'accuracy',
    section: 'accuracy',
    title: splitMetrics.testAccuracy.label,
    short: 'Accuracy',
    unit: splitMetrics.testAccuracy.unit,
    question: 'Does it get better, and does it stay so?',
    metric: measured('testAccuracy'),
    scale: 'linear',
    within: [0, 100],
    least: [80, 100],
  },
  {
    id: 'memorized',
    section: 'accuracy',
    title: splitMetrics.memorized.label,
    short: 'Wrong labels',
    unit: splitMetrics.memorized.unit,
    question: 'How many wrong labels are learned by heart?',
    metric: measured('memorized'),
    scale: 'linear',
    within: [0, 100],
    least: [0, 20],
    applies: noisy,
  },
  {
    id: 'trainAccuracy',
    section: 'accuracy',
    title: splitMetrics.trainAccuracy.label,
    unit: splitMetrics.trainAccuracy.unit,
    question: 'Who has learned all there is to learn?',
    metric: measured('trainAccuracy'),
    scale: 'linear',
    within: [0, 100],
    least: [80, 100],
    applies: (experiment) => !noisy(experiment),
  },
  {
    id: 'trainLoss',
    section: 'gap',
    title: splitMetrics.trainLoss.label,
    unit: splitMetrics.trainLoss.unit,
    question: 'Who fits the training labels, wrong ones included?',
    metric: measured('trainLoss'),
    scale: 'log',
  },
  {
    id: 'testLoss',
    section: 'gap',
    title: splitMetrics.testLoss.label,
    unit: `${splitMetrics.testLoss.unit}, clean labels`,
    question: 'And who is right about new samples?',
    metric: measured('testLoss'),
    scale: 'log',
  },
  {
    id: 'gap',
    section: 'gap',
    title: splitMetrics.gap.label,
    short: 'Gap',
    unit: `${splitMetrics.gap.unit}, same noisy labels`,
    question: 'How much lower is the loss on what was trained on?',
    metric: measured('gap'),
    scale: 'linear',
    least: [0, 0.1],
  },
];
