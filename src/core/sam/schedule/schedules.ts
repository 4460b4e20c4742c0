/** Learning-rate schedules of algorithms.md §8 that this build knows, as factors on η₀. */
import type { ChosenFrom, Registry } from '../../settings/entry';
import { choice, number, numbers } from '../../settings/field';
import { type Part, part, type Schedule } from '../part';

const unit = choice({
  label: 'Changes every',
  help: 'Whether the learning rate moves once per epoch or with every step.',
  default: 'epoch',
  options: [
    { value: 'epoch', label: 'epoch' },
    { value: 'step', label: 'step' },
  ],
});

export const constant = part<Schedule>()({
  label: 'Constant',
  help: 'η stays at η₀.',
  fields: {},
  python: () => ({ factor: '1' }),
  create: () => ({ unit: 'step', factor: () => 1, lowest: (learningRate) => learningRate }),
});

/** η = η_min + ½(η₀ − η_min)(1 + cos(π·position/total)). PyTorch's CosineAnnealingLR when the unit is an epoch. */
export const cosine = part<Schedule>()({
  label: 'Cosine',
  help: 'η falls from η₀ along half a cosine.',
  source: 'Loshchilov and Hutter 2017, arXiv:1608.03983',
  fields: {
    per: unit,
    floor: number({
      label: 'Smallest share of η₀',
      help: 'Where the cosine ends, as a share of the initial learning rate.',
      default: 0,
      min: 0,
      max: 1,
      isShare: true,
    }),
  },
  python: ({ floor }) => ({ factor: `${floor} + (1 - ${floor}) * (1 + math.cos(math.pi * at / total)) / 2` }),
  create: ({ per, floor }) => ({
    unit: per,
    factor: (position, total) => floor + ((1 - floor) * (1 + Math.cos((Math.PI * position) / total))) / 2,
    lowest: (learningRate) => learningRate * floor,
  }),
});

/** η = η₀ · γ^(number of milestones ≤ position). */
export const multistep = part<Schedule>()({
  label: 'Multi-step',
  help: 'η is multiplied by a factor at each milestone.',
  fields: {
    per: unit,
    at: numbers({
      label: 'Milestones',
      help: 'Epochs (or steps) from which the next factor holds, such as 50;100;150.',
      default: [50, 100, 150],
      min: 1,
      max: 1e6,
      integer: true,
      longest: 8,
    }),
    drop: number({ label: 'Factor', help: 'What η is multiplied by at each milestone.', default: 0.1, min: 1e-4, max: 1, scale: 'log' }),
  },
  python: ({ at, drop }) => ({ factor: `${drop} ** sum(milestone <= at for milestone in [${at.join(',')}])` }),
  create: ({ per, at, drop }) => ({
    unit: per,
    factor: (position) => drop ** at.filter((milestone) => milestone <= position).length,
    lowest: (learningRate) => learningRate * drop ** at.length,
  }),
});

/** η rises linearly over the first `warmup` positions, then falls linearly to zero at the end. */
export const linear = part<Schedule>()({
  label: 'Linear with warm-up',
  help: 'η rises to η₀ during the warm-up, then falls in a straight line to zero.',
  fields: {
    per: unit,
    warmup: number({
      label: 'Warm-up',
      help: 'Epochs (or steps) of rising learning rate; 0 is none.',
      default: 0,
      min: 0,
      max: 1e6,
      integer: true,
    }),
  },
  python: ({ warmup }) => ({ factor: `at / ${warmup} if at < ${warmup} else max(0, total - at) / max(1, total - ${warmup})` }),
  create: ({ per, warmup }) => ({
    unit: per,
    factor: (position, total) => (position < warmup ? position / warmup : Math.max(0, total - position) / Math.max(1, total - warmup)),
    lowest: () => 0,
  }),
});

/** η = η₀ · γ^position. */
export const exponential = part<Schedule>()({
  label: 'Exponential',
  help: 'η is multiplied by γ after every epoch (or step).',
  fields: { per: unit, gamma: number({ label: 'Factor γ', help: 'What η is multiplied by each time.', default: 0.99, min: 0.01, max: 1 }) },
  python: ({ gamma }) => ({ factor: `${gamma} ** at` }),
  create: ({ per, gamma }) => ({ unit: per, factor: (position) => gamma ** position, lowest: () => 0 }),
});

export const schedules = { constant, cosine, multistep, linear, exponential } as const satisfies Registry<Part<Schedule>>;
export type ScheduleChoice = ChosenFrom<typeof schedules>;
