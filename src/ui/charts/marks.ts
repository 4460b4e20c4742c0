/** Where a person changed η or ρ while training ran. */
import { type HorizontalAxis, positionOfStep } from '../../core/metrics/history';
import { runLabels } from '../../core/settings/runLabels';
import type { GroupState } from '../../store/state';
import { setting } from '../format';

export interface Mark {
  readonly x: number;
  readonly label: string;
}

const SYMBOLS = { lr: 'η', rho: 'ρ' } as const;

/** Changes after the start, those at one step together. */
export function marksOf({ tunings, history, experiment }: Pick<GroupState, 'tunings' | 'history' | 'experiment'>, axis: HorizontalAxis): readonly Mark[] {
  const [first] = history.members;
  const names = new Map(runLabels(experiment).map(({ id, label }) => [id, label]));
  const byStep = new Map<number, string[]>();
  for (const { step, run, key, value } of tunings) {
    if (step === 0) continue;
    const text = `${SYMBOLS[key]} ${setting(value)}`;
    const all = byStep.get(step) ?? [];
    // The same ρ for every run is one mark.
    if (!all.some((known) => known.endsWith(text))) all.push(run === null || tunings.filter((one) => one.step === step && one.key === key && one.value === value).length > 1 ? text : `${names.get(run) ?? run} ${text}`);
    byStep.set(step, all);
  }
  return [...byStep].map(([step, texts]) => ({ x: first ? positionOfStep(first, step, axis) : step, label: texts.join(', ') }));
}
