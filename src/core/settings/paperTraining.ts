/**
 * How the papers train: base optimizer, learning rate and its schedule, weight decay, batch and smoothing, for a whole
 * group. Networks and training lengths are not among them, as the papers' are far larger than what trains here. Source of
 * every row: algorithms.md §10.
 */
import type { FieldValue } from './field';

type Values = Readonly<Record<string, FieldValue>>;
type Choice = readonly [kind: string, values: Values];

export interface PaperTraining {
  readonly label: string;
  readonly source: string;
  /** Fields of `training`. */
  readonly values: Values;
  readonly optimizer: Choice;
  /** Left out where the paper does not say. */
  readonly schedule?: Choice;
  /** Keys whose values the paper's text does not state: they are from its code, or what is usual. */
  readonly filledIn?: readonly string[];
  /** Further statements of the paper, one or two sentences. */
  readonly note?: string;
}

const LETS = 'Wang et al. 2024, arXiv:2408.08222, tables 10–12';
const ADAPTIVE = 'Jiang et al. 2023, arXiv:2304.14647';
const UNIVERSAL = 'Tahmasebi et al. 2024, arXiv:2406.03682';
const BISAM = 'Xie et al. 2024, arXiv:2407.12993';

const sgd = (wd: number): Choice => ['sgd', { momentum: 0.9, wd }];
const cosine: Choice = ['cosine', { per: 'epoch' }];
const everyFifty: Choice = ['multistep', { per: 'epoch', at: [50, 100, 150], drop: 0.1 }];
const warmUp: Choice = ['linear', { per: 'step' }];
/** Where a paper speaks neither of label smoothing nor of clipping, there is none. */
const NONE_STATED = { smooth: 0, clip: 0 };
const unstated = Object.keys(NONE_STATED);
const CIFAR = { lr: 0.1, batch: 128, ...NONE_STATED };

/** By the word of the menu. */
export const paperTraining: Readonly<Record<string, PaperTraining>> = {
  'lets-cifar': {
    label: 'CIFAR (Wang et al.)',
    source: LETS,
    values: CIFAR,
    optimizer: sgd(5e-4),
    schedule: cosine,
    filledIn: [...unstated, 'per'],
    note: 'For its experiments with label noise the paper states the optimizer alone; the same values are filled in from code or convention. 200 epochs.',
  },
  'lets-vit': {
    label: 'CIFAR with a transformer (Wang et al.)',
    source: LETS,
    values: { lr: 1e-4, batch: 256, ...NONE_STATED },
    optimizer: ['adam', {}],
    schedule: cosine,
    filledIn: [...unstated, 'per'],
    note: '1,200 epochs.',
  },
  imagenet: {
    label: 'ImageNet (Wang et al.; Jiang et al.)',
    source: `${LETS}; ${ADAPTIVE}`,
    values: { ...CIFAR, batch: 512 },
    optimizer: sgd(1e-4),
    schedule: cosine,
    filledIn: [...unstated, 'per'],
    note: '90 epochs.',
  },
  'lets-translation': {
    label: 'translation (Wang et al.)',
    source: LETS,
    values: { lr: 5e-4, smooth: 0.1, target: 'k' },
    optimizer: ['adam', { wd: 1e-4 }],
    note: 'Batch and schedule are not stated and stay as they are. 50 epochs.',
  },
  'lets-glue': {
    label: 'fine-tuning of language models (Wang et al.)',
    source: LETS,
    values: { clip: 1 },
    optimizer: ['adam', {}],
    schedule: warmUp,
    note: 'Learning rate, length of the warm-up and batch are not stated: η and the batch stay as they are, the warm-up begins at none.',
  },
  'adaptive-cifar': {
    label: 'CIFAR, and label noise (Jiang et al.)',
    source: ADAPTIVE,
    values: CIFAR,
    optimizer: sgd(1e-4),
    schedule: cosine,
    filledIn: [...unstated, 'per'],
    note: '200 epochs; a tenth of the data is held out for validation.',
  },
  'universal-cifar-10': {
    label: 'CIFAR-10 and SVHN (Tahmasebi et al.)',
    source: UNIVERSAL,
    values: CIFAR,
    optimizer: sgd(5e-4),
    schedule: everyFifty,
    filledIn: unstated,
    note: '200 epochs on 4 seeds.',
  },
  'universal-cifar-100': {
    label: 'CIFAR-100 (Tahmasebi et al.)',
    source: UNIVERSAL,
    values: CIFAR,
    optimizer: sgd(1e-3),
    schedule: everyFifty,
    filledIn: unstated,
    note: '200 epochs on 4 seeds.',
  },
  'universal-mnist': {
    label: 'bias on MNIST (Tahmasebi et al.)',
    source: UNIVERSAL,
    values: { lr: 1e-3, batch: 128, ...NONE_STATED },
    optimizer: sgd(0),
    schedule: ['constant', {}],
    filledIn: unstated,
    note: '20 epochs of a perceptron with five hidden layers of 128.',
  },
  'bisam-cifar': {
    label: 'CIFAR (Xie et al.)',
    source: BISAM,
    values: { lr: 0.1, batch: 128, smooth: 0.1, target: 'k-1' },
    optimizer: sgd(5e-4),
    schedule: cosine,
    filledIn: ['wd'],
    note: '200 epochs, 400 for the SGD baseline; a tenth of the data is held out, and the best epoch on it counts.',
  },
  'bisam-imagenet': {
    label: 'ImageNet (Xie et al.)',
    source: BISAM,
    values: { lr: 0.1, batch: 512, smooth: 0.1, target: 'k-1' },
    optimizer: sgd(5e-4),
    schedule: cosine,
    filledIn: ['wd', 'batch'],
    note: 'As on CIFAR, with micro-batches that climb on their own; their size is not stated.',
  },
  'bisam-finetuning': {
    label: 'fine-tuning of transformers (Xie et al.)',
    source: BISAM,
    values: { clip: 1 },
    optimizer: ['adamw', { wd: 0 }],
    schedule: warmUp,
    note: 'Learning rate, length of the warm-up and batch are not stated: η and the batch stay as they are, the warm-up begins at none.',
  },
};
