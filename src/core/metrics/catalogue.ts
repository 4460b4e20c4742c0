/** Every number a run produces: its id, label, unit and meaning. Charts, exports and tables take their words from here. */

interface Metric {
  readonly label: string;
  readonly unit: '' | 'nats' | '%' | 's' | 'samples';
  readonly help: string;
}

const metric = (label: string, unit: Metric['unit'], help: string): Metric => ({ label, unit, help });

/** One row per step. */
export const stepMetrics = {
  step: metric('Step', '', 'The step that was made, from 0.'),
  lossClean: metric('Batch loss at w', 'nats', 'Descent loss of the mini-batch before the climb.'),
  lossPerturbed: metric('Batch loss at w + ε', 'nats', 'Descent loss of the mini-batch at the top of the climb.'),
  ascentObjective: metric('Ascent objective', '', 'What the adversary climbed, at w.'),
  gradNorm: metric('Gradient norm', '', 'Length of the gradient that was climbed, ‖∇L‖ at w; for BiSAM that of its bound, ‖∇Q‖.'),
  perturbedGradNorm: metric('Gradient norm at w + ε', '', 'Length of the gradient at the top of the climb.'),
  updateNorm: metric('Update norm', '', 'Length of the gradient handed to the base optimizer.'),
  perturbNorm: metric('Length of the climb ‖ε‖', '', 'Euclidean length of the perturbation.'),
  radius: metric('Radius ρ', '', 'The radius of this step.'),
  learningRate: metric('Learning rate η', '', 'The learning rate of this step.'),
  samApplied: metric('Climbed', '', '1 when the step climbed, 0 when it did not.'),
  flippedToWrong: metric('Flipped to wrong', 'samples', 'Samples of the batch right at w and wrong at w + ε.'),
  flippedToRight: metric('Flipped to right', 'samples', 'Samples of the batch wrong at w and right at w + ε.'),
  gradEvals: metric('Gradient evaluations', '', 'Gradients this step cost, in full-batch equivalents.'),
  gradPasses: metric('Backward passes', '', 'Gradients this step computed, whatever the size of their batches.'),

  lossSmoothed: metric('Batch loss at w + δ₀', 'nats', 'R-SAM: descent loss of the mini-batch at the random point where the climb starts.'),
  noiseNorm: metric('Length of the noise ‖δ₀‖', '', 'R-SAM: distance of the random starting point from w.'),
  maskActive: metric(
    'Perturbed weights',
    '',
    'SSAM: weights that the mask lets the climb move; 0 before the first update of a Fisher mask.',
  ),
  tailGradNorm: metric('Gradient norm of rare classes', '', 'ImbSAM: length of the gradient of the weighted loss of rare samples at w.'),
  tailSamples: metric('Rare samples', 'samples', 'ImbSAM: samples of the mini-batch whose class is rare.'),

  emptySelections: metric(
    'Empty selections',
    '',
    'ESAM: times in this step that selecting left no sample, so that only the most sensitive one descended.',
  ),

  sqGradNorm: metric('Squared gradient norm S', '', 'AE-SAM: S = ‖∇L‖² of this mini-batch at w, which its gate decides on.'),
  mu: metric('Running mean μ', '', 'AE-SAM: exponential mean of S, this step included.'),
  sigma2: metric('Running variance σ²', '', 'AE-SAM: exponential variance of S around μ.'),
  ct: metric('Threshold factor c', '', 'AE-SAM: standard deviations above μ that S must reach; moves from λ₂ to λ₁ over training.'),
  threshold: metric('Threshold μ + cσ', '', 'AE-SAM: the step climbs when S is at least this.'),

  gvNorm: metric('Remembered direction ‖g_v‖', '', 'LookSAM: length of the part of ĝ orthogonal to g, found on steps that climb.'),
  cosine: metric('cos(g, ĝ) in the step', '', 'GSAM: cosine between the gradients at w and at w + ε, on the mini-batch.'),
  perpNorm: metric('Orthogonal part ‖g⊥‖', '', 'GSAM: length of the part of g orthogonal to ĝ, which is taken away.'),
  surrogateGap: metric('Surrogate gap', 'nats', 'GSAM: batch loss at w + ε minus batch loss at w.'),

  nu: metric('ν = log ρ', '', 'LETS: logarithm of the radius this step used.'),
  nuNext: metric('Next ν', '', 'LETS: logarithm of the radius of the next step.'),
  lrNu: metric('Learning rate of ν', '', 'LETS: length of Adam’s step on ν, decayed by epoch.'),
  upperTrainLoss: metric('Upper-level train loss', 'nats', 'LETS: loss of the mini-batch after the update.'),
  upperValLoss: metric('Upper-level validation loss', 'nats', 'LETS: loss of the validation batch after the update.'),
  upperMetric: metric('Upper-level metric F', '', 'LETS: what the radius is learned to make small.'),
  hyperGradRho: metric('Hypergradient dF/dρ', '', 'LETS: slope of F in the radius, with the Hessian replaced by diag(ĝ²).'),
  hyperGradNu: metric('Hypergradient dF/dν', '', 'LETS: ρ · dF/dρ, which Adam descends.'),
  radiusUpdated: metric('Radius learned', '', '1 when this step moved the radius, 0 when nothing was perturbed.'),

  regularizer: metric('Regularizer R', '', 'Universal class: φ of the inner averages, at this step’s random points.'),
  regGradNorm: metric('Length of ∇R', '', 'Universal class: length of the regularizer’s gradient before λ.'),
  innerAverage: metric('Inner average', '', 'Universal class: mean of ψ(D) over the random points, first component.'),
  limitedExponents: metric(
    'Exponents cut off',
    '',
    'Universal class: rises D beyond ±30 in this step, taken as ±30 before their exponential, which would overflow.',
  ),
  covNorm: metric('Length of the covariance', '', 'Frob-SAM: length of the covariance of loss and gradient over the random points.'),
  frobeniusEstimate: metric(
    'Frob-SAM’s penalty R',
    '',
    'Frob-SAM: twice the variance of its rises D at this step’s random points, what it lowers. Near a flat minimum it estimates ‖H‖², before that it is mostly slope, and a thousand times as much: no curvature to compare runs by.',
  ),
} as const satisfies Record<string, Metric>;
export type StepMetric = keyof typeof stepMetrics;

/** One row per measurement on whole splits. */
export const splitMetrics = {
  step: metric('Step', '', 'Steps made before the measurement.'),
  epochs: metric('Epochs', '', 'Passes over the training set.'),
  evals: metric('Gradient evaluations', '', 'Gradients computed so far, in full-batch equivalents.'),
  seconds: metric('Own compute time', 's', 'Seconds this run itself computed, waiting excluded.'),
  trainLoss: metric('Train loss', 'nats', 'Cross-entropy on the training samples with the labels they are trained on, at w.'),
  testLoss: metric('Test loss', 'nats', 'Cross-entropy on the test samples with clean labels, at w.'),
  noisyTestLoss: metric(
    'Test loss under the same label noise',
    'nats',
    'Expected cross-entropy on the test samples if their labels were flipped like the training labels.',
  ),
  gap: metric('Generalization gap', 'nats', 'Test minus train loss, both under the same label noise.'),
  testAccuracy: metric('Clean test accuracy', '%', 'Test samples predicted right, labels clean.'),
  trainAccuracy: metric('Train accuracy', '%', 'Training samples predicted as they are labelled, noise included.'),
  validationAccuracy: metric('Validation accuracy', '%', 'Validation samples predicted right, labels clean.'),
  memorized: metric('Wrong labels memorised', '%', 'Wrongly labelled training samples predicted as their wrong label.'),
  commonRho: metric(
    'Common radius',
    '',
    'Radius at which the sharpness of all runs is measured: the largest fixed ρ the group started with, else 0.05.',
  ),
  sharpness: metric(
    'Sharpness at a common ρ',
    'nats',
    'L(w + ρ g/‖g‖) − L(w) on a few fixed training samples of the seed, ρ the same for every run; one linearised climb, not a maximum.',
  ),
  climbCosine: metric(
    'cos(g, ĝ)',
    '',
    'Cosine between the gradients at w and at w + ε, ε the run’s own climb, on the same fixed training samples.',
  ),
  ascentCosine: metric(
    'cos(ε SAM, ε)',
    '',
    'Cosine between the climb SAM would make here and the run’s own, on the same fixed training samples.',
  ),
  wrongShare: metric(
    'Climb led by wrong labels',
    '%',
    'Share of the wrongly labelled among the lengths of the ascent objective’s gradients per sample with respect to its logits, on the same fixed training samples.',
  ),
} as const satisfies Record<string, Metric>;
export type SplitMetric = keyof typeof splitMetrics;

/** Beyond it a difference or a square of two values is no finite double, and nobody can draw it. */
const LARGEST = 1e100;
/** Rounding that may be added to the ends of a range. */
const SLACK = 1e-3;

/** Smallest and largest value that any run can give: shares are percentages, cosines are cosines. */
export function rangeOf(name: StepMetric | SplitMetric): readonly [number, number] {
  const { unit, label } = { ...stepMetrics, ...splitMetrics }[name];
  if (unit === '%') return [-100 * SLACK, 100 + 100 * SLACK];
  return label.startsWith('cos(') ? [-1 - SLACK, 1 + SLACK] : [-LARGEST, LARGEST];
}
