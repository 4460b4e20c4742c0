/**
 * A whole experiment as plain data: what a link says, what the page edits, what the worker is told.
 * Built from registries of entries; see `presets.ts` for starting points and `link.ts` for its text form.
 */
import type { PartChoices } from '../sam/recipes';
import type { Chosen } from './entry';
import { choice, type FieldMap, number, numbers, onOff, text, type ValuesOf } from './field';
import type { lectureFields } from './lecture';

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

export const viewFields = {
  x: choice({
    label: 'Horizontal axis',
    help: 'What the curves are drawn against. Gradient evaluations are the fair cost: SAM needs two per step.',
    default: 'steps',
    live: true,
    options: [
      { value: 'steps', label: 'steps' },
      { value: 'epochs', label: 'epochs' },
      { value: 'evals', label: 'gradients' },
      { value: 'seconds', label: 'seconds' },
    ],
  }),
  theme: choice({
    label: 'Theme',
    help: 'Light, dark, or as the system says.',
    default: 'system',
    live: true,
    options: [
      { value: 'system', label: 'as the system' },
      { value: 'light', label: 'light' },
      { value: 'dark', label: 'dark' },
    ],
  }),
  contrast: onOff({
    label: 'High contrast',
    help: 'Darker greys, stronger lines and names. Also follows the system’s own setting.',
    default: false,
    live: true,
  }),
  calm: onOff({
    label: 'Calm',
    help: 'Pictures stand still while training and curves move twice a second. Also follows the system’s wish for less motion.',
    default: false,
    live: true,
  }),
  pace: choice({
    label: 'Pace',
    help: 'Smooth trains in short blocks, so that page and screen stay fluent. Turbo trains in long ones: the most steps per second, curves twice a second. The numbers are the same.',
    default: 'smooth',
    live: true,
    options: [
      { value: 'smooth', label: 'smooth' },
      { value: 'turbo', label: 'turbo' },
    ],
  }),
  mode: choice({
    label: 'Mode',
    help: 'The presenter is for projectors: large letters, the verdict, the pictures and one chart. P enters it, Escape leaves it. Embedded is for a frame in another page: pictures, a chart or two, Run and Reset.',
    default: 'page',
    live: true,
    options: [
      { value: 'page', label: 'the whole page' },
      { value: 'present', label: 'presenter' },
      { value: 'embed', label: 'embedded' },
    ],
  }),
  ema: choice({
    label: 'Smoothing',
    help: 'Curves become an exponential mean over about this many steps, of all points; the raw curve stays visible behind.',
    default: '0',
    live: true,
    options: [
      { value: '0', label: 'off' },
      { value: '5', label: '5 steps' },
      { value: '20', label: '20 steps' },
      { value: '100', label: '100 steps' },
    ],
  }),
  zoom: numbers({
    label: 'Zoom',
    help: 'First and last place shown on the horizontal axis of every chart. A single number shows everything.',
    default: [0],
    min: 0,
    max: 1e9,
    longest: 2,
    live: true,
  }),
  zoomy: numbers({
    label: 'Vertical zoom',
    help: 'Lowest and highest value shown in one chart. A single number shows everything.',
    default: [0],
    min: -1e9,
    max: 1e9,
    longest: 2,
    live: true,
  }),
  zoomof: number({
    label: 'Chart of the vertical zoom',
    help: 'Which chart is zoomed vertically, counted from the top of the page.',
    default: 1,
    min: 1,
    max: 40,
    integer: true,
    live: true,
  }),
  goal: number({
    label: 'Accuracy to reach',
    help: 'Clean test accuracy, a mean over seeds, whose cost is compared.',
    default: 80,
    min: 1,
    max: 100,
    unit: '%',
    live: true,
  }),
  chart: number({
    label: 'Chart of the presenter',
    help: 'Which chart the presenter shows, counted from the top of the page.',
    default: 1,
    min: 1,
    max: 40,
    integer: true,
    live: true,
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

/** Runs a group may have. */
export const MOST_RUNS = 8;
