/** The curves of the page, in order. A new chart is an entry here: what it asks, and which metrics answer. */
import { type SplitMetric, splitMetrics, type StepMetric } from '../../core/metrics/catalogue';
import type { MetricName } from '../../core/metrics/series';
import type { Experiment } from '../../core/settings/experiment';

export interface Chart {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  /** What to look for, one line. */
  readonly question: string;
  readonly metric: MetricName;
  /** A second metric of every run, drawn thin. */
  readonly thin?: MetricName & { readonly label: string };
  readonly scale: 'linear' | 'log';
  /** Limits that the axis never leaves, and the least it shows. */
  readonly within?: readonly [number, number];
  readonly least?: readonly [number, number];
  /** Whether the chart says anything about this experiment. */
  readonly applies?: (experiment: Experiment) => boolean;
  /** Runs it says something about; the others are named below it. */
  readonly climbersOnly?: boolean;
}

const measured = (metric: SplitMetric): MetricName => ({ table: 'measured', metric });
const steps = (metric: StepMetric): MetricName => ({ table: 'steps', metric });

export const charts: readonly Chart[] = [
  {
    id: 'accuracy',
    title: splitMetrics.testAccuracy.label,
    unit: splitMetrics.testAccuracy.unit,
    question: 'Does it get better, and does it stay so?',
    metric: measured('testAccuracy'),
    scale: 'linear',
    within: [0, 100],
    least: [80, 100],
  },
  {
    id: 'gap',
    title: splitMetrics.gap.label,
    unit: `${splitMetrics.gap.unit}, same noisy labels`,
    question: 'How much lower is the loss on what was trained on?',
    metric: measured('gap'),
    scale: 'linear',
    least: [0, 0.1],
  },
  {
    id: 'trainLoss',
    title: splitMetrics.trainLoss.label,
    unit: splitMetrics.trainLoss.unit,
    question: 'Who fits the training labels, wrong ones included?',
    metric: measured('trainLoss'),
    scale: 'log',
  },
  {
    id: 'testLoss',
    title: splitMetrics.testLoss.label,
    unit: `${splitMetrics.testLoss.unit}, clean labels`,
    question: 'And who is right about new samples?',
    metric: measured('testLoss'),
    scale: 'log',
  },
  {
    id: 'memorized',
    title: splitMetrics.memorized.label,
    unit: splitMetrics.memorized.unit,
    question: 'How many wrong labels are learned by heart?',
    metric: measured('memorized'),
    scale: 'linear',
    within: [0, 100],
    least: [0, 20],
    applies: ({ data }) => Number(data.values.noise ?? 0) > 0,
  },
  {
    id: 'radius',
    title: 'Radius ρ and length ‖ε‖',
    unit: 'in weight space; ρ thin',
    question: 'How far does each step climb?',
    metric: steps('perturbNorm'),
    thin: { ...steps('radius'), label: 'ρ' },
    scale: 'linear',
    least: [0, 0.1],
    climbersOnly: true,
  },
];
