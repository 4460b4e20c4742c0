/** The first thing the page says: what the numbers allow, in one sentence. */
import { type Comparison, ENOUGH_SEEDS } from '../core/metrics/verdict';
import { grouped } from '../core/grouped';
import { stepsOfRun } from '../core/settings/lengths';
import { runLabels } from '../core/settings/runLabels';
import { climbs } from '../core/settings/runs';
import { isGoing } from './group';
import { endsOf, goingOn } from './ownEnds';
import type { Phrase } from './phrase';
import { shortNames } from './shortNames';
import { comparisonOf, divergedStep, figureOf, type Shown } from './shown';

export interface Verdict {
  readonly phrases: readonly Phrase[];
  /** Seeds that the comparison is over; 0 where there is none. */
  readonly seeds: number;
  /** Too few seeds to tell skill from luck. */
  readonly needsSeeds: boolean;
}

/** Share of the planned steps before which a run that climbs is expected to be behind. */
const EARLY = 0.4;

/**
 * What is said of the runs at the step they are shown at; null while there is nothing to say of any. The second run is compared with the first,
 * and each later one with the second, or where the first climbs too, and was made the baseline, with that. Runs that diverged are named
 * and compared with none; runs that are not equally long are compared each at its own end, which is said.
 */
export function verdictOf(shown: Shown): Verdict | null {
  const { group, step } = shown;
  if (!group || !(step > 0)) return null;
  const { experiment } = group;
  const names = shortNames(experiment);
  const name = (run: string): Phrase => ({ run, label: names.get(run) ?? run });
  const ids = experiment.runs.map(({ id }) => id);
  const [base, second, ...others] = ids.filter((run) => Number.isFinite(figureOf(shown, run, 'testAccuracy').mean));
  const first = base && second ? comparisonOf(shown, second, base) : null;
  const losses = ids.flatMap((run) => {
    const at = divergedStep(group, run);
    return at === null ? [] : [[name(run), ` diverged at step ${grouped(at)}.`]];
  });
  if (!base || !second || !first) {
    const phrases = [...losses, aloneOf(shown, base, losses.length > 0)].flatMap((one, at) => [...(at > 0 ? [' '] : []), ...one]);
    return phrases.length > 0 ? { phrases, seeds: 0, needsSeeds: false } : null;
  }
  const spoken = [base, second, ...others.slice(0, 2)];
  const phrases: Phrase[] = [...(endsOf(shown, spoken, name) ?? [placeOf(shown)]), ` on ${seedsText(first.seeds)}, `];
  phrases.push(...difference(first, name));
  if (shown.axis === 'steps' && first.step < EARLY * stepsOfRun(experiment, second) && first.points < 0)
    phrases.push(' It is early: climbing often starts slower and overtakes later.');
  const reference = experiment.runs.some((run) => run.id === base && climbs(run)) ? base : second;
  for (const other of others.slice(0, 2)) {
    const comparison = comparisonOf(shown, other, reference);
    if (comparison) phrases.push(' ', ...difference(comparison, name, true));
  }
  for (const further of goingOn(shown, spoken, name)) phrases.push(' ', ...further);
  for (const loss of losses) phrases.push(' ', ...loss);
  if (first.diverged > 0)
    phrases.push(` ${first.diverged === 1 ? 'One seed is' : `${first.diverged} seeds are`} left out: a run diverged there.`);
  return { phrases, seeds: first.seeds, needsSeeds: first.seeds < ENOUGH_SEEDS };
}

/** Sentence about one run, or none that is left, without comparing. */
function aloneOf(shown: Shown, run: string | undefined, isLeft: boolean): readonly Phrase[] {
  const { group, step } = shown;
  if (!group || isGoing(group)) return [];
  const { runs } = group.experiment;
  if (run === undefined) return ['Nothing is left to compare: try smaller steps or a smaller radius.'];
  const label = { run, label: runLabels(group.experiment).find(({ id }) => id === run)?.label ?? run };
  const made = ` has made ${stepsText(step)}.`;
  if (runs.length === 1) return [label, `${made} Add an algorithm to compare it with.`];
  if (isLeft && runs.length - 1 === runs.filter(({ id }) => divergedStep(group, id) !== null).length)
    return [label, `${made} There is nothing left to compare it with.`];
  return [label, ` alone was measured ${placeOf(shown).replace(/^\w/, (letter) => letter.toLowerCase())}.`];
}

/** `After 1 000 steps`; where somebody points on another axis, runs stand at different steps there. */
function placeOf({ axis, x, step }: Shown): string {
  if (x === null || axis === 'steps') return `After ${stepsText(step)}`;
  if (axis === 'evals') return `After ${grouped(Math.round(x))} gradient evaluations each`;
  if (axis === 'epochs') return `After ${Number(x.toPrecision(3))} epochs`;
  return `After ${Number(x.toPrecision(3))} s of own compute each`;
}

const stepsText = (step: number): string => `${grouped(step)} ${step === 1 ? 'step' : 'steps'}`;

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
