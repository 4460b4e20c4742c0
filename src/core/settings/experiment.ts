/**
 * A whole experiment as plain data: what a link says, what the page edits, what the worker is told.
 * Built from registries of entries; see `presets.ts` for starting points and `link.ts` for its text form.
 */
import type { PartChoices } from '../sam/recipes';
import type { Chosen } from './entry';
import { choice, type FieldMap, number, numbers, text, type ValuesOf } from './field';
import type { lectureFields } from './lecture';
import type { viewFields } from './viewFields';

/** One run of the group: an algorithm with its parts. */
export interface RunSettings {
  /** Names the run on this page and in messages (`r1`, `r2`, …). Given by position when a link is read; never in links. */
  readonly id: string;
  /** Key of `recipes`. */
  readonly algorithm: string;
  readonly parts: PartChoices;
  /** η₀ of this run, when it differs from the group's. */
  readonly learningRate: number | null;
  /** What a person calls it, where that is not the algorithm's name. */
  readonly name?: string;
}

/** Letters of a run's name: those that mean something in links would end it there. */
const NO_LETTER = /[^\p{L}\p{N} ._−-]+/gu;

const nameText = text({
  label: 'Name of the run',
  help: 'What the run is called on the page; empty for the algorithm’s own name.',
  default: '',
  longest: 24,
  live: true,
});

export const runFields = {
  name: {
    ...nameText,
    parse(raw) {
      const parsed = nameText.parse(raw.replace(NO_LETTER, ' ').replace(/\s+/g, ' '));
      if ('illegal' in parsed || parsed.value === raw.trim()) return parsed;
      return { value: parsed.value, clamped: `“${raw.trim()}” written “${parsed.value}”` };
    },
  },
} as const satisfies FieldMap;

export const trainingFields = {
  steps: number({ label: 'Steps', help: 'Updates of the weights per run.', default: 1000, min: 1, max: 1e6, scale: 'log', integer: true }),
  epochs: number({
    label: 'Epochs',
    help: 'Length of a run in passes over the training set, each of as many whole batches as there are; the steps follow. 0 is as many as the steps say.',
    default: 0,
    min: 0,
    max: 10_000,
    scale: 'log',
    integer: true,
  }),
  batch: number({
    label: 'Batch size',
    help: 'Samples per step. The last incomplete batch of an epoch is dropped.',
    default: 32,
    min: 1,
    max: 4096,
    scale: 'log',
    integer: true,
  }),
  lr: number({
    label: 'Learning rate η',
    help: 'Length of a step per unit of gradient.',
    default: 0.1,
    min: 1e-6,
    max: 100,
    scale: 'log',
    live: true,
    band: [0.01, 0.5],
  }),
  smooth: number({
    label: 'Label smoothing s',
    help: 'Mass moved from the label to other classes in the descent loss.',
    default: 0,
    min: 0,
    max: 0.9,
  }),
  target: choice({
    label: 'Smoothed over',
    help: 'Whether the smoothed mass goes to the wrong classes only, or to all.',
    default: 'k-1',
    options: [
      { value: 'k-1', label: 'K−1 wrong classes' },
      { value: 'k', label: 'all K classes' },
    ],
  }),
  clip: number({
    label: 'Gradient clipping',
    help: 'Limit on the length of the update gradient; 0 is none.',
    default: 0,
    min: 0,
    max: 1e3,
    scale: 'log',
  }),
  seeds: numbers({
    label: 'Seeds',
    help: 'Each seed draws data, first weights and batches anew for every run; several give a mean and a band.',
    default: [1],
    min: 1,
    max: 1e6,
    integer: true,
    longest: 20,
  }),
  most: number({
    label: 'Measure on',
    help: 'At most this many samples of each split are measured, always the same ones.',
    default: 2000,
    min: 10,
    max: 60000,
    scale: 'log',
    integer: true,
    unit: 'samples',
  }),
  every: number({
    label: 'Measure every',
    help: 'Steps between measurements of losses and accuracies on whole splits.',
    default: 10,
    min: 1,
    max: 1e5,
    scale: 'log',
    integer: true,
    unit: 'steps',
  }),
  norms: number({
    label: 'Mini-batches for S',
    help: 'How many mini-batches the distribution of squared gradient norms S = ‖∇L(B)‖² is measured on, where that is asked for.',
    default: 400,
    min: 10,
    max: 10_000,
    scale: 'log',
    integer: true,
    unit: 'mini-batches',
    live: true,
  }),
  normsof: choice({
    label: 'S at 30, 60, 90 % for',
    help: 'Whose squared gradient norms S are measured at these shares of training without being asked, each time on at most as many mini-batches as a tenth of the steps.',
    default: 'adaptive',
    live: true,
    options: [
      { value: 'adaptive', label: 'adaptive gates' },
      { value: 'all', label: 'every run' },
      { value: 'none', label: 'none' },
    ],
  }),
} as const;
export type Training = ValuesOf<typeof trainingFields>;

export const deviceFields = {
  backend: choice({
    label: 'Compute on',
    help: 'Automatic takes WebGPU or WebGL on a real graphics card if it passes its self-test, else WebAssembly; small networks go where a short probe is fastest.',
    default: 'auto',
    options: [
      { value: 'auto', label: 'automatic' },
      { value: 'webgpu', label: 'WebGPU' },
      { value: 'webgpu-software', label: 'WebGPU in software' },
      { value: 'webgpu-eager', label: 'WebGPU, kernel by kernel (TensorFlow.js)' },
      { value: 'webgl', label: 'WebGL' },
      { value: 'wasm', label: 'WebAssembly' },
      { value: 'cpu', label: 'plain JavaScript' },
    ],
  }),
} as const;

export interface Experiment {
  /** Key of `presets`: where this experiment started from, and what its link is written against. */
  readonly preset: string;
  /** Entry of `datasets` with its values, label noise and sizes included. */
  readonly data: Chosen;
  /** Entry of `models`. */
  readonly model: Chosen;
  readonly training: Training;
  /** Entry of `optimizers`. */
  readonly optimizer: Chosen;
  /** Entry of `schedules`. */
  readonly schedule: Chosen;
  readonly runs: readonly RunSettings[];
  readonly device: ValuesOf<typeof deviceFields>;
  readonly view: ValuesOf<typeof viewFields>;
  readonly lecture: ValuesOf<typeof lectureFields>;
}

/** Runs a group may have: LETS compares eleven methods. */
export const MOST_RUNS = 12;
