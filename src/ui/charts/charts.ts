/** The curves of the page, in order. A new chart is an entry here: what it asks, and which metrics answer. */
import { type SplitMetric, splitMetrics, type StepMetric, stepMetrics } from '../../core/metrics/catalogue';
import type { MetricName } from '../../core/metrics/series';
import { WINDOW } from '../../core/metrics/reductions';
import type { Experiment } from '../../core/settings/experiment';
import { climbs } from '../../core/settings/runs';
import * as whose from './whose';

/** Headings of the board, in order. */
export const chartSections = { accuracy: 'Accuracy', gap: 'Gap', mechanism: 'Mechanism' } as const;

export interface Chart {
  readonly id: string;
  readonly section: keyof typeof chartSections;
  /** Folded away until somebody asks. */
  readonly isDetail?: true;
  readonly title: string;
  readonly unit: string;
  /** What to look for, one line. */
  readonly question: string;
  readonly metric: MetricName;
  /** Further metrics of every run: the first drawn thin, the second thin and dotted. */
  readonly thin?: readonly (MetricName & { readonly label: string })[];
  readonly scale: 'linear' | 'log';
  /** Limits that the axis never leaves, and the least it shows. */
  readonly within?: readonly [number, number];
  readonly least?: readonly [number, number];
  /** Whether the chart says anything about this experiment. */
  readonly applies?: (experiment: Experiment) => boolean;
  /** Runs that have what it shows; without any there is no chart. */
  readonly shows?: whose.Whose;
  /** Said of the runs it does not show, where that needs a word. */
  readonly absence?: string;
}

const measured = (metric: SplitMetric): MetricName => ({ table: 'measured', metric });
const steps = (metric: StepMetric): MetricName & { readonly table: 'steps' } => ({ table: 'steps', metric });
const recent = (metric: StepMetric): MetricName & { readonly table: 'steps' } => ({ ...steps(metric), reduce: 'recent' });
const noisy = ({ data }: Experiment) => Number(data.values.noise ?? 0) > 0;
const LATELY = `mean of ${WINDOW} steps`;

/** Charts of an experiment: those that apply to it and that at least one run has numbers for. */
export function chartsOf(experiment: Experiment): readonly Chart[] {
  return charts.filter(({ applies, shows }) => (applies?.(experiment) ?? true) && (!shows || experiment.runs.some(shows)));
}

export const charts: readonly Chart[] = [
  {
    id: 'accuracy',
    section: 'accuracy',
    title: splitMetrics.testAccuracy.label,
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
    unit: `${splitMetrics.gap.unit}, same noisy labels`,
    question: 'How much lower is the loss on what was trained on?',
    metric: measured('gap'),
    scale: 'linear',
    least: [0, 0.1],
  },
  {
    id: 'radius',
    section: 'mechanism',
    title: 'Radius ρ and length ‖ε‖',
    unit: 'in weight space; ρ thin',
    question: 'How far does each step climb?',
    metric: steps('perturbNorm'),
    thin: [{ ...steps('radius'), label: 'ρ' }],
    scale: 'linear',
    least: [0, 0.1],
    shows: climbs,
    absence: 'no radius, nothing to plot',
  },
  {
    id: 'sharpness',
    section: 'mechanism',
    title: splitMetrics.sharpness.label,
    unit: 'nats, L(w + ρg/‖g‖) − L(w)',
    question: 'How steep is the ground where each run stands, all asked the same?',
    metric: measured('sharpness'),
    scale: 'log',
  },
  {
    id: 'hypergradient',
    section: 'mechanism',
    title: 'Slope of the upper level dF/dρ',
    unit: LATELY,
    question: 'Does the radius want to shrink (above zero) or to grow (below)?',
    metric: recent('hyperGradRho'),
    scale: 'linear',
    shows: whose.learnsRadius,
  },
  {
    id: 'upperGap',
    section: 'mechanism',
    title: 'Upper-level gap',
    unit: `nats, validation − train, ${LATELY}`,
    question: 'What does the learned radius try to close?',
    metric: { ...recent('upperValLoss'), less: 'upperTrainLoss' },
    scale: 'linear',
    shows: whose.learnsRadius,
  },
  {
    id: 'samShare',
    section: 'mechanism',
    title: 'Steps that climb',
    unit: `%, ${LATELY}; from the start thin`,
    question: 'What share of the steps pays for a second gradient?',
    metric: { ...recent('samApplied'), times: 100 },
    thin: [{ ...steps('samApplied'), reduce: 'cumulative', times: 100, label: 'from the start' }],
    scale: 'linear',
    within: [0, 100],
    least: [0, 100],
    shows: whose.isGated,
  },
  {
    id: 'threshold',
    section: 'mechanism',
    title: 'Gate: S against μ + cσ',
    unit: 'S = ‖g‖² thin, μ dotted',
    question: 'Which gradients are unusually large? A step climbs where S reaches the line.',
    metric: steps('threshold'),
    thin: [
      { ...steps('sqGradNorm'), label: 'S' },
      { ...steps('mu'), label: 'μ' },
    ],
    scale: 'log',
    shows: whose.isAdaptive,
  },
  {
    id: 'flips',
    section: 'mechanism',
    title: 'Samples that ε flips to wrong',
    unit: `per batch, ${LATELY}; to right thin`,
    question: 'How many predictions does the climb spoil, and how many does it mend?',
    metric: recent('flippedToWrong'),
    thin: [{ ...recent('flippedToRight'), label: 'to right' }],
    scale: 'linear',
    least: [0, 1],
    shows: whose.countsFlips,
  },
  {
    id: 'ascentCosine',
    section: 'mechanism',
    title: splitMetrics.ascentCosine.label,
    unit: 'at each run’s own weights',
    question: 'Does the adversary go where SAM’s would, from the same place?',
    metric: measured('ascentCosine'),
    scale: 'linear',
    within: [-1, 1],
    least: [0, 1],
    applies: ({ runs }) => runs.some(whose.climbsElsewhere),
    shows: whose.hasClimb,
  },
  {
    id: 'regularizer',
    section: 'mechanism',
    title: stepMetrics.regularizer.label,
    unit: LATELY,
    question: 'Does the sharpness that is penalized fall?',
    metric: recent('regularizer'),
    scale: 'linear',
    shows: whose.hasRegularizer,
  },
  {
    id: 'frobenius',
    section: 'mechanism',
    title: stepMetrics.frobeniusEstimate.label,
    unit: `${LATELY}; mostly slope until the loss is flat`,
    question: 'How much does the loss vary around w?',
    metric: recent('frobeniusEstimate'),
    scale: 'log',
    shows: whose.hasCovariance,
  },
  {
    id: 'climbCosine',
    section: 'mechanism',
    isDetail: true,
    title: splitMetrics.climbCosine.label,
    unit: 'with each run’s own ε',
    question: 'How much does the gradient turn on the way up?',
    metric: measured('climbCosine'),
    scale: 'linear',
    within: [-1, 1],
    least: [0.5, 1],
    shows: whose.hasClimb,
  },
  {
    id: 'climbRise',
    section: 'mechanism',
    isDetail: true,
    title: 'Rise of the batch loss L(w + ε) − L(w)',
    unit: `nats, ${LATELY}`,
    question: 'How much worse is the place that was climbed to? GSAM calls it the surrogate gap.',
    metric: { ...recent('lossPerturbed'), less: 'lossClean' },
    scale: 'log',
    shows: climbs,
  },
  {
    id: 'orthogonal',
    section: 'mechanism',
    isDetail: true,
    title: stepMetrics.perpNorm.label,
    unit: LATELY,
    question: 'How much of the plain gradient does GSAM take away?',
    metric: recent('perpNorm'),
    scale: 'log',
    shows: whose.isSplit,
  },
  {
    id: 'remembered',
    section: 'mechanism',
    isDetail: true,
    title: stepMetrics.gvNorm.label,
    unit: 'at steps that climb',
    question: 'How long is the direction that the steps in between reuse?',
    metric: steps('gvNorm'),
    scale: 'log',
    shows: whose.remembers,
  },
  {
    id: 'nu',
    section: 'mechanism',
    isDetail: true,
    title: stepMetrics.nu.label,
    unit: 'what Adam moves',
    question: 'Where does the logarithm of the learned radius go?',
    metric: steps('nu'),
    scale: 'linear',
    shows: whose.learnsRadius,
  },
  {
    id: 'innerAverage',
    section: 'mechanism',
    isDetail: true,
    title: stepMetrics.innerAverage.label,
    unit: `of ψ(D), ${LATELY}`,
    question: 'What do the random points around w say on average?',
    metric: recent('innerAverage'),
    scale: 'linear',
    shows: whose.hasRegularizer,
  },
  {
    id: 'regularizerGradient',
    section: 'mechanism',
    isDetail: true,
    title: stepMetrics.regGradNorm.label,
    unit: LATELY,
    question: 'How hard does the regularizer pull, before λ?',
    metric: recent('regGradNorm'),
    scale: 'log',
    shows: whose.hasRegularizer,
  },
  {
    id: 'covariance',
    section: 'mechanism',
    isDetail: true,
    title: stepMetrics.covNorm.label,
    unit: LATELY,
    question: 'How hard does Frob-SAM pull, before λ?',
    metric: recent('covNorm'),
    scale: 'log',
    shows: whose.hasCovariance,
  },
];
