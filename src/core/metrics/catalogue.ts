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
} as const satisfies Record<string, Metric>;
export type SplitMetric = keyof typeof splitMetrics;
