/** Where a person changed η or ρ while training ran. */
import { type HorizontalAxis, positionOfStep } from '../../core/metrics/history';
import type { Tuning } from '../../core/protocol/protocol';
import { runLabels } from '../../core/settings/runLabels';
import type { GroupState } from '../../store/group';
import { setting } from '../format';

export interface Mark {
  readonly x: number;
  readonly label: string;
}

const SYMBOLS = { lr: 'η', rho: 'ρ' } as const;

/** Changes of one value closer than this, as a share of all steps, were one movement of the hand: its end is what counts. */
const ONE_MOVEMENT = 0.03;

interface Event {
  readonly key: keyof typeof SYMBOLS;
  readonly runs: ReadonlySet<string | null>;
  readonly from: number;
  readonly value: number;
}

/** Changes after the start, one mark per movement. */
export function marksOf(
  { tunings, history, experiment }: Pick<GroupState, 'tunings' | 'history' | 'experiment'>,
  axis: HorizontalAxis,
): readonly Mark[] {
  const names = new Map(runLabels(experiment).map(({ id, label }) => [id, label]));
  const members = history.members;
  return eventsOf(tunings, ONE_MOVEMENT * experiment.training.steps).map(({ key, runs, from, value }) => {
    const [run] = runs;
    const member = members.find((one) => one.run === run) ?? members[0];
    const whose = runs.size === 1 && run !== null && run !== undefined ? `${names.get(run) ?? run}: ` : '';
    return { x: member ? positionOfStep(member, from, axis) : from, label: `${whose}${SYMBOLS[key]} ${setting(value)}` };
  });
}

function eventsOf(tunings: readonly Tuning[], reach: number): readonly Event[] {
  const events: (Event & { readonly to: number })[] = [];
  for (const { step, run, key, value } of tunings) {
    if (step === 0) continue;
    const at = events.findIndex((event) => event.key === key && step - event.to <= reach);
    const before = events[at];
    if (before) events[at] = { ...before, runs: new Set([...before.runs, run]), to: step, value };
    else events.push({ key, runs: new Set([run]), from: step, to: step, value });
  }
  return events;
}
