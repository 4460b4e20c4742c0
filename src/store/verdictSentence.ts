/** The first thing the page says: what the numbers allow, in one sentence. */
import { compare, type Comparison, ENOUGH_SEEDS } from '../core/metrics/verdict';
import { grouped } from '../core/grouped';
import { climbs } from '../core/settings/runs';
import { shortNames } from './shortNames';
import type { GroupState } from './group';

/** A piece of the sentence: plain, strong, or the name of a run in its colour. */
export type Phrase = string | { readonly strong: string } | { readonly run: string; readonly label: string };

export interface Verdict {
  readonly phrases: readonly Phrase[];
  readonly seeds: number;
  /** Too few seeds to tell skill from luck. */
  readonly needsSeeds: boolean;
}

/** Share of the planned steps before which a run that climbs is expected to be behind. */
const EARLY = 0.4;

/**
 * null while there is nothing to compare. The second run is compared with the first, and each later one with the second, or
 * where the first climbs too, and was made the baseline, with that.
 */
export function verdictOf({ experiment, history, members }: Pick<GroupState, 'experiment' | 'history' | 'members'>): Verdict | null {
  const names = shortNames(experiment);
  const diverged = new Set(members.filter(({ divergedAt }) => divergedAt !== null).map(({ run }) => run));
  const [base, second, ...others] = experiment.runs.map(({ id }) => id).filter((id) => !diverged.has(id));
  if (!base || !second) return null;
  const first = compare(history, second, base);
  if (!first || first.step === 0) return null;
  const name = (run: string): Phrase => ({ run, label: names.get(run) ?? run });
  const phrases: Phrase[] = [`After ${grouped(first.step)} ${first.step === 1 ? 'step' : 'steps'} on ${seedsText(first.seeds)}, `];
  phrases.push(...difference(first, name));
  if (first.step < EARLY * experiment.training.steps && first.points < 0)
    phrases.push(' It is early: climbing often starts slower and overtakes later.');
  const reference = experiment.runs.some((run) => run.id === base && climbs(run)) ? base : second;
  for (const other of others.slice(0, 2)) {
    const comparison = compare(history, other, reference);
    if (comparison) phrases.push(' ', ...difference(comparison, name, true));
  }
  return { phrases, seeds: first.seeds, needsSeeds: first.seeds < ENOUGH_SEEDS };
}

function difference(
  { run, against, points, sd, seeds, verdict }: Comparison,
  name: (id: string) => Phrase,
  startsSentence = false,
): Phrase[] {
  if (verdict === 'no clear difference') {
    return startsSentence
      ? [name(run), ' against ', name(against), ': no clear difference.']
      : ['there is no clear difference between ', name(run), ' and ', name(against), '.'];
  }
  const size = { strong: `${Math.abs(points).toFixed(1)}${seeds > 1 ? ` ± ${sd.toFixed(1)}` : ''} points` };
  const [ahead, behind] = points > 0 ? [run, against] : [against, run];
  return [name(ahead), ' keeps ', size, ' more clean accuracy than ', name(behind), '.'];
}

function seedsText(seeds: number): string {
  return seeds === 1 ? 'this seed' : `${seeds} seeds`;
}
