/**
 * Complete experiments to start from. Links are written against a preset, so a preset that has been shared is frozen:
 * a better one gets a new name, or old links would silently mean something else.
 */
import type { Experiment } from './experiment';
import { paperPresets } from './paperPresets';
import { type Choice, type Preset, preset } from './preset';

export type { Preset };

/** Three algorithms that differ in nothing but the climb. */
const threeRuns = (rho: number): readonly Choice[] => [['sgd'], ['sam', { rho }], ['bisam-log', { rho }]];
const lifted: Choice = ['mlp', { depth: 2, width: 64, act: 'relu', rff: 64, rffscale: 7 }];

const pinwheelNoisy = preset('pinwheel-noisy', {
  label: 'Pinwheel, 40 % wrong labels',
  help: 'Five curved arms with two labels in five wrong: SGD learns them by heart, SAM and BiSAM resist.',
  data: ['pinwheel', { arms: 5, n: 300, noise: 0.4 }],
  model: lifted,
  training: { batch: 32, lr: 0.1, steps: 1000 },
  runs: threeRuns(0.4),
});

/** Starting points by their word in links, the default first. */
export const presets: Readonly<Record<string, Preset>> = {
  'pinwheel-noisy': pinwheelNoisy,
  'moons-noisy': preset('moons-noisy', {
    label: 'Two moons, 20 % wrong labels',
    help: 'The milder case: two classes, 200 points, one label in five wrong.',
    data: ['moons', { n: 200, noise: 0.2 }],
    model: lifted,
    training: { batch: 32, lr: 0.1, steps: 1000 },
    runs: threeRuns(0.4),
  }),
  'spirals-clean': preset('spirals-clean', {
    label: 'Spirals, all labels right',
    help: 'Nothing to memorise: climbing costs a second gradient and gains little.',
    data: ['spirals', { arms: 2, n: 400, noise: 0 }],
    model: lifted,
    training: { batch: 32, lr: 0.1, steps: 1000 },
    runs: threeRuns(0.2),
  }),
  'digits-noisy': preset('digits-noisy', {
    label: 'Drawn digits, 40 % wrong labels',
    help: 'Small images that need no download, two labels in five wrong: SGD learns all of them by heart, SAM and BiSAM about half.',
    data: ['digits', { n: 500, noise: 0.4 }],
    model: ['mlp', { depth: 2, width: 64, act: 'relu' }],
    training: { batch: 32, lr: 0.1, steps: 600 },
    runs: threeRuns(0.4),
  }),
  'shapes-cnn': preset('shapes-cnn', {
    label: 'Shapes and textures with a small CNN',
    help: 'Colour images that need no download, all labels right: nothing to memorise, and in 400 steps climbing gains nothing.',
    data: ['shapes', { n: 1000, noise: 0, test: 500, difficulty: 0.1 }],
    model: ['cnn', { channels: 8 }],
    training: { batch: 32, lr: 0.1, steps: 400, every: 100 },
    optimizer: ['sgd', { momentum: 0.9 }],
    schedule: ['cosine'],
    runs: threeRuns(0.05),
  }),
  mnist: preset('mnist', {
    label: 'MNIST from your files',
    help: 'Handwritten digits from four files you drop on the page, with a two-layer perceptron.',
    data: ['files', { noise: 0 }],
    model: ['mlp', { depth: 2, width: 128 }],
    training: { batch: 128, lr: 0.1, steps: 600, every: 20 },
    optimizer: ['sgd', { momentum: 0.9 }],
    runs: threeRuns(0.05),
  }),
  'cifar-cnn': preset('cifar-cnn', {
    label: 'CIFAR-10 with a small CNN',
    help: 'Small colour photographs from the binary batches you drop on the page; slow without a graphics card.',
    data: ['files', { noise: 0, take: 10_000 }],
    model: ['cnn', { channels: 16 }],
    training: { batch: 64, lr: 0.05, steps: 600, every: 50 },
    optimizer: ['sgd', { momentum: 0.9 }],
    runs: threeRuns(0.05),
  }),
  table: preset('table', {
    label: 'A table from your files',
    help: 'Rows of numbers with a label, from a CSV or TSV file you drop on the page, with a two-layer perceptron.',
    data: ['files', { noise: 0 }],
    model: ['mlp', { depth: 2, width: 64 }],
    training: { batch: 32, lr: 0.05, steps: 1000 },
    optimizer: ['sgd', { momentum: 0.9 }],
    runs: threeRuns(0.05),
  }),
  texts: preset('texts', {
    label: 'Texts from your files',
    help: 'Texts with a label each, from a CSV or TSV file you drop on the page, with a small Transformer.',
    data: ['files', { noise: 0, take: 10_000 }],
    model: ['transformer', { heads: 2, headwidth: 16, blocks: 1, norm: 'pre' }],
    training: { batch: 32, lr: 1e-3, steps: 600, every: 20 },
    optimizer: ['adamw'],
    runs: threeRuns(0.05),
  }),
  brackets: preset('brackets', {
    label: 'Brackets with a Transformer',
    help: 'Which sequences of brackets are balanced, one label in five wrong: only the order of the tokens tells.',
    data: ['brackets', { n: 2000, noise: 0.2 }],
    model: ['transformer', { heads: 2, headwidth: 16, blocks: 1, norm: 'pre', dropout: 0 }],
    training: { batch: 32, lr: 3e-3, steps: 600, every: 20 },
    optimizer: ['adamw'],
    runs: threeRuns(0.05),
  }),
  ...paperPresets,
};

export const DEFAULT_PRESET = 'pinwheel-noisy';

/** Experiment of the plain address. */
export const defaultExperiment: Experiment = pinwheelNoisy.experiment;
