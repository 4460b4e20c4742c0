/**
 * Why training is as slow as it is, from what was measured: where the time of the last seconds went, largest share first,
 * and what can be done about it. Nothing is guessed: a cause without a measurement behind it is not listed.
 */
import { setField } from '../core/settings/edit';
import type { Experiment } from '../core/settings/experiment';
import { runLabels } from '../core/settings/runLabels';
import type { GroupState } from './group';
import type { PageState } from './state';

export interface Cause {
  readonly kind: 'device' | 'issuing' | 'measuring' | 'showing' | 'waiting' | 'many';
  /** Of the clock, 0 … 1; null for what multiplies the rest. */
  readonly share: number | null;
  readonly sentence: string;
  readonly fixes: readonly Fix[];
}

export interface Fix {
  readonly label: string;
  readonly experiment: Experiment;
  /** True if training starts over. */
  readonly isRestart: boolean;
}

export interface Slowness {
  readonly stepsPerSecond: number;
  /** Milliseconds per gradient evaluation of one mini-batch, all else counted in. */
  readonly msPerGradient: number;
  readonly causes: readonly Cause[];
}

/** Shares below this are no cause. */
const NOTABLE = 0.1;
/** Share of the clock above which evaluating, showing or waiting is worth a change. */
const COSTLY = 0.2;

/**
 * @param perStep  gradient evaluations of one step of all runs and seeds.
 * @param tabs     tabs of this page that compute, this one included.
 * @returns null before two ticks of a run that trains now.
 */
export function slownessOf(
  { group, backend, experiment }: Pick<PageState, 'group' | 'backend' | 'experiment'>,
  perStep: number,
  tabs: number,
): Slowness | null {
  const spent = group && spentBy(group);
  if (!group || !spent || !backend) return null;
  const { clock, steps } = spent;
  const isOnCard = /^web(gpu|gl)/i.test(backend.backend);
  const rest = Math.max(0, clock - spent.issuing - spent.device - spent.measuring - spent.showing);
  const causes: Cause[] = [
    {
      kind: 'device',
      share: spent.device / clock,
      sentence: isOnCard ? 'The graphics card computes gradients.' : 'Reading numbers of steps back.',
      fixes: isOnCard ? smaller(experiment) : [],
    },
    {
      kind: 'issuing',
      share: spent.issuing / clock,
      sentence: isOnCard
        ? 'The processor hands work to the graphics card. Small networks spend most of their time here.'
        : `The processor computes gradients${backend.backend === 'cpu' ? ' in plain JavaScript, the slowest way there is' : ''}.`,
      fixes:
        isOnCard || backend.backend === 'cpu'
          ? [...onWasm(experiment), ...turbo(experiment)]
          : [...smaller(experiment), ...turbo(experiment)],
    },
    {
      kind: 'measuring',
      share: spent.measuring / clock,
      sentence: `Losses and accuracies are measured on whole splits ${experiment.training.every === 1 ? 'after every step' : `every ${experiment.training.every} steps`}.`,
      fixes: spent.measuring > COSTLY * clock ? seldom(experiment) : [],
    },
    {
      kind: 'showing',
      share: spent.showing / clock,
      sentence: 'Decision regions and snapshots are made for the page.',
      fixes: spent.showing > COSTLY * clock ? turbo(experiment) : [],
    },
    {
      kind: 'waiting',
      share: rest / clock,
      sentence:
        tabs > 1
          ? `${tabs} tabs of this page share the device: close the others.`
          : 'The training thread waits: other tabs or programs have the processor.',
      fixes: rest > COSTLY * clock ? turbo(experiment) : [],
    },
  ];
  const members = experiment.runs.length * experiment.training.seeds.length;
  return {
    stepsPerSecond: (1000 * steps) / clock,
    msPerGradient: clock / Math.max(1, steps * perStep),
    causes: [
      ...causes.filter(({ share }) => (share ?? 0) >= NOTABLE).sort((one, other) => (other.share ?? 0) - (one.share ?? 0)),
      ...(members > 1 ? [many(experiment, members)] : []),
    ],
  };
}

/** Summary of the last ticks; null before there are two that say it. */
function spentBy({ pace }: Pick<GroupState, 'pace'>) {
  const [first, ...later] = pace;
  const last = later.at(-1);
  if (!first || !last || last.step <= first.step) return null;
  const sum = { issuing: 0, device: 0, measuring: 0, showing: 0 };
  for (const { spent } of later) {
    if (!spent) return null;
    for (const kind of ['issuing', 'device', 'measuring', 'showing'] as const) sum[kind] += spent[kind];
  }
  // A tick that was late brings more than the time since the one before.
  const clock = Math.max(last.at - first.at, sum.issuing + sum.device + sum.measuring + sum.showing);
  return { ...sum, clock, steps: last.step - first.step };
}

function many(experiment: Experiment, members: number): Cause {
  const { runs, training } = experiment;
  const seeds = training.seeds.length;
  const names = runLabels(experiment).map(({ label }) => label);
  return {
    kind: 'many',
    share: null,
    sentence: `One step is ${members} steps: ${names.length > 3 ? `${runs.length} runs` : names.join(', ')}${seeds > 1 ? `, each on ${seeds} seeds` : ''}.`,
    fixes: seeds > 1 ? [fix(experiment, 'Train one seed', 'training.seeds', training.seeds.slice(0, 1))] : [],
  };
}

function smaller(experiment: Experiment): Fix[] {
  const { batch } = experiment.training;
  return batch >= 64 ? [fix(experiment, `Use batch ${batch / 2}`, 'training.batch', Math.floor(batch / 2))] : [];
}

function seldom(experiment: Experiment): Fix[] {
  const { every } = experiment.training;
  return [fix(experiment, `Measure every ${5 * every} steps`, 'training.every', Math.min(1e5, 5 * every))];
}

function onWasm(experiment: Experiment): Fix[] {
  return experiment.device.backend === 'wasm' ? [] : [fix(experiment, 'Compute on WebAssembly', 'device.backend', 'wasm')];
}

function turbo(experiment: Experiment): Fix[] {
  return experiment.view.pace === 'turbo' ? [] : [fix(experiment, 'Turbo', 'view.pace', 'turbo')];
}

function fix(experiment: Experiment, label: string, path: string, value: Parameters<typeof setField>[2]): Fix {
  return { label, experiment: setField(experiment, path, value), isRestart: !path.startsWith('view.') };
}
