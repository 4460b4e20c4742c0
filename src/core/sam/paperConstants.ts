/**
 * Constants that the papers state for their methods, by algorithm: what “as in the paper” means. How they train is in
 * `core/settings/paperTraining.ts`; networks are nowhere, as the papers' are far larger than what trains here. Source of every row:
 * algorithms.md §10, which says where a value comes from and where the papers are silent.
 */
import { nth } from '../numbers';
import type { FieldValue } from '../settings/field';
import type { SlotName } from './slotNames';

export interface PaperConstants {
  /** Unique within its algorithm. */
  readonly id: string;
  readonly label: string;
  readonly source: string;
  /** Parts that the paper uses where they are not the algorithm's own here. */
  readonly parts?: { readonly [S in SlotName]?: string };
  readonly values: Readonly<Record<string, FieldValue>>;
  /** Keys whose values the paper's text does not state: they are from its code, or what is usual. */
  readonly filledIn?: readonly string[];
  /** A further statement of the paper, one sentence. */
  readonly note?: string;
}

const UNIVERSAL = 'Tahmasebi et al. 2024, arXiv:2406.03682';
const ADAPTIVE = 'Jiang et al. 2023, arXiv:2304.14647';
const BISAM = 'Xie et al. 2024, arXiv:2407.12993';
const LETS = 'Wang et al. 2024, arXiv:2408.08222, table 10';
const ASAM = 'Kwon et al. 2021, arXiv:2102.11600, with the authors’ code';
const ESAM = 'Du et al. 2022, arXiv:2110.03141, with the authors’ code';

/** Columns of the tables of the universal class: plain, smaller (-S, a tenth of the data) and corrupted (-C, a fifth of the labels). */
const columns = ['CIFAR-10', 'CIFAR-100', 'SVHN', 'CIFAR-10-S', 'CIFAR-100-S', 'SVHN-S', 'CIFAR-10-C', 'CIFAR-100-C', 'SVHN-C'] as const;
const wordOf = (column: string) => column.toLowerCase();

/** One row of constants per column; `fixed` is the same in all. */
function table(fixed: PaperConstants['values'], varying: Readonly<Record<string, readonly number[]>>): readonly PaperConstants[] {
  return columns
    .filter((_, index) => Object.values(varying).every((list) => index < list.length))
    .map((column, index) => ({
      id: `universal-${wordOf(column)}`,
      label: `${column} (Tahmasebi et al.)`,
      source: UNIVERSAL,
      values: { ...fixed, ...Object.fromEntries(Object.entries(varying).map(([key, list]) => [key, nth(list, index)])) },
    }));
}

const RHO_GRID = 'ρ is searched in 0.01, 0.02, 0.05, 0.1, 0.2 and 0.5.';
const wholeWeights = { geometry: 'elementwise-all' } as const;
const LETS_SILENT = 'ρ₀ and the decay of the radius learning rate are not stated and stay as they are.';
/** ASAM's operator of BiSAM's code, for ASAM and A-BiSAM alike: their ρ was found by one grid, which the text does not have. */
const adaptiveBall = {
  source: `${BISAM}, with the authors’ code`,
  parts: wholeWeights,
  values: { rho: 0.2, eta: 0 },
  filledIn: ['rho'],
} as const;
const LOOKSAM_GRID = 'α is searched in 0.1, 0.3, 0.6 and 0.9.';
const letsConstants = { letslr: 1e-4, letseps: 1e-8, metric: 'squared-gap', from: 'train' } as const;

export const paperConstants: Readonly<Record<string, readonly PaperConstants[]>> = {
  sam: [
    ...table({}, { rho: [0.05, 0.1, 0.05] }),
    { id: 'ae-imagenet', label: 'ImageNet (Jiang et al.)', source: ADAPTIVE, values: { rho: 0.05 } },
    { id: 'bisam', label: 'CIFAR (Xie et al.)', source: BISAM, values: { rho: 0.05 }, filledIn: ['rho'] },
  ],
  asam: [
    { id: 'authors-cifar-10', label: 'CIFAR-10 (Kwon et al.)', source: ASAM, values: { rho: 0.5, eta: 0.01 } },
    { id: 'authors-cifar-100', label: 'CIFAR-100 (Kwon et al.)', source: ASAM, values: { rho: 1, eta: 0.01 } },
    ...table({}, { rho: [0.5, 1, 0.5], eta: [0.01, 0.1, 0.01] }).map((row) => ({ ...row, parts: wholeWeights })),
    {
      id: 'lets',
      label: 'all experiments (Wang et al.)',
      source: LETS,
      parts: { geometry: 'filterwise' },
      values: { eta: 0.01 },
      note: 'LETS-ASAM has the same operator; ρ is not stated and stays as it is.',
    },
    { ...adaptiveBall, id: 'bisam', label: 'CIFAR (Xie et al.)' },
  ],
  esam: [
    {
      id: 'paper',
      label: 'the paper’s rules',
      source: `${BISAM}, A.2`,
      parts: { mask: 'swp', selection: 'sds' },
      values: { beta: 0.5, gamma: 0.5 },
    },
    {
      id: 'code',
      label: 'the authors’ code',
      source: ESAM,
      parts: { mask: 'swp-tensor', selection: 'sds-strict' },
      values: { beta: 0.5, gamma: 0.5, floor: 1e-7 },
    },
  ],
  gsam: [
    {
      id: 'example',
      label: 'the authors’ example script',
      source: 'Zhuang et al. 2022, arXiv:2203.08065, with the authors’ code',
      parts: wholeWeights,
      values: { across: 0.4, rhomax: 2, rhomin: 2, eta: 0 },
    },
  ],
  looksam: [
    {
      id: 'ae-cifar',
      label: 'CIFAR (Jiang et al.; Wang et al.)',
      source: ADAPTIVE,
      values: { k: 5, reuse: 0.6 },
      filledIn: ['reuse'],
      note: `${RHO_GRID} ${LOOKSAM_GRID}`,
    },
    {
      id: 'ae-noise',
      label: 'label noise (Jiang et al.)',
      source: ADAPTIVE,
      values: { k: 2, reuse: 0.6 },
      filledIn: ['reuse'],
      note: LOOKSAM_GRID,
    },
  ],
  'ss-sam': [{ id: 'ae-cifar', label: 'CIFAR (Jiang et al.; Wang et al.)', source: ADAPTIVE, values: { p: 0.5 }, note: RHO_GRID }],
  'ae-sam': [
    { id: 'cifar', label: 'CIFAR, and label noise', source: ADAPTIVE, values: { delta: 0.9, lambda1: -1, lambda2: 1 }, note: RHO_GRID },
    { id: 'imagenet', label: 'ImageNet', source: ADAPTIVE, values: { delta: 0.9, lambda1: -1, lambda2: 1, rho: 0.05 } },
  ],
  'ae-looksam': [
    {
      id: 'cifar',
      label: 'CIFAR',
      source: ADAPTIVE,
      values: { delta: 0.9, lambda1: 0, lambda2: 2, reuse: 0.6 },
      filledIn: ['reuse'],
      note: `${RHO_GRID} ${LOOKSAM_GRID}`,
    },
    {
      id: 'noise',
      label: 'label noise',
      source: ADAPTIVE,
      values: { delta: 0.9, lambda1: -1, lambda2: 1, reuse: 0.6 },
      filledIn: ['reuse'],
      note: LOOKSAM_GRID,
    },
  ],
  'ssam-f': [
    ...table({ sparsity: 0.5, samples: 16, period: 1 }, { rho: [0.1, 0.2, 0.1] }),
    {
      id: 'code',
      label: 'defaults of the authors’ code',
      source: 'Mi et al. 2022, arXiv:2210.05177, with the authors’ code',
      values: { sparsity: 0.2, samples: 1024, period: 5 },
    },
  ],
  'bisam-tanh': [
    {
      id: 'cifar',
      label: 'CIFAR',
      source: `${BISAM}, with the authors’ code`,
      values: { rho: 0.05, mu: 10, alpha: 0.1 },
      filledIn: ['rho', 'mu', 'alpha'],
    },
  ],
  'bisam-log': [
    { id: 'cifar', label: 'CIFAR', source: `${BISAM}, with the authors’ code`, values: { rho: 0.05, mu: 1 }, filledIn: ['rho', 'mu'] },
  ],
  'a-bisam': [{ ...adaptiveBall, id: 'cifar', label: 'CIFAR', values: { ...adaptiveBall.values, mu: 1 }, filledIn: ['rho', 'mu'] }],
  'msam-bisam': [
    {
      id: 'imagenet-log',
      label: 'ImageNet, −log',
      source: BISAM,
      parts: { ascent: 'bisam-log' },
      values: { rho: 0.05, mu: 1 },
      filledIn: ['rho', 'mu'],
    },
    {
      id: 'imagenet-tanh',
      label: 'ImageNet, tanh',
      source: BISAM,
      parts: { ascent: 'bisam-tanh' },
      values: { rho: 0.05, mu: 10, alpha: 0.1 },
      filledIn: ['rho', 'mu', 'alpha'],
    },
  ],
  'e-bisam': [{ id: 'cifar', label: 'CIFAR', source: `${BISAM}, A.2`, values: { beta: 0.5, gamma: 0.5 } }],
  'lets-sam': [
    { id: 'all', label: 'all experiments of the paper', source: LETS, values: letsConstants, filledIn: ['letseps'], note: LETS_SILENT },
  ],
  'lets-asam': [
    {
      id: 'all',
      label: 'all experiments of the paper',
      source: LETS,
      parts: { geometry: 'filterwise' },
      values: { ...letsConstants, eta: 0.01 },
      filledIn: ['letseps'],
      note: LETS_SILENT,
    },
  ],
  'trace-sam': table({ n: 1, rho: 0.01, measure: 'normal', gradscale: 'code' }, { lambda: [1, 0.1, 0.1, 0.01, 0.01, 1, 1, 0.1, 0.01] }),
  'frob-sam': table(
    { n: 2, gradscale: 'code' },
    { lambda: [5e-3, 1e-4, 5e-3, 1e-4, 1e-4, 1e-3, 0.01, 0.01, 1e-3], rho: [5e-3, 5e-3, 5e-3, 1e-2, 5e-3, 5e-3, 1e-2, 5e-3, 1e-2] },
  ),
  'det-sam': table({ n: 1, rho: 1, measure: 'cube', half: 0.01, gradscale: 'code' }, { lambda: [1, 0.1, 0.1, 0.01, 1, 1, 0.01, 0.1, 0.1] }),
};
