/** What is said where runs are not equally long: at which step each stands, how many gradients that took, and who goes on. */
import { grouped } from '../core/grouped';
import { differInLength, stepsOfRun } from '../core/settings/lengths';
import { divergedStep, figureOf, ownEnd, type Shown } from './shown';
import type { Phrase } from './phrase';

/** Shares of gradients that are called equal. */
const EQUAL = 0.05;

/**
 * `After 400 steps of SGD and 200 of SAM, each at its own end and with as many gradients`; null where all of them stand at one step.
 * The gradients are those of the first two, which the sentence compares.
 */
export function endsOf(shown: Shown, runs: readonly string[], name: (run: string) => Phrase): readonly Phrase[] | null {
  const { group, steps, axis } = shown;
  if (!group || axis !== 'steps' || !differInLength(group.experiment)) return null;
  const places = new Map<number, string[]>();
  for (const run of runs) {
    const at = steps.get(run);
    if (at !== undefined) places.set(at, [...(places.get(at) ?? []), run]);
  }
  if (places.size < 2) return null;
  const said = [...places].map(([step, own], index): readonly Phrase[] => [
    index === 0 ? `After ${grouped(step)} ${step === 1 ? 'step' : 'steps'} of ` : `${grouped(step)} of `,
    ...listed(own.map(name)),
  ]);
  const isAtEnds = runs.every((run) => ownEnd(shown, run) !== null);
  const [base, second] = runs;
  const gradients = base && second ? gradientWords(shown, base, second, name) : [];
  return [...joined(said), isAtEnds ? ', each at its own end' : '', ...(isAtEnds ? gradients : [])];
}

/** `SGD goes on to step 400.`: of every run that is longer than another, while that has not ended. */
export function goingOn({ group, steps }: Shown, runs: readonly string[], name: (run: string) => Phrase): readonly (readonly Phrase[])[] {
  if (!group || !differInLength(group.experiment)) return [];
  const shortest = Math.min(...runs.map((run) => stepsOfRun(group.experiment, run)));
  return runs.flatMap((run) => {
    const end = stepsOfRun(group.experiment, run);
    const at = steps.get(run) ?? 0;
    return end > shortest && at < end && divergedStep(group, run) === null ? [[name(run), ` goes on to step ${grouped(end)}.`]] : [];
  });
}

/** How the gradients of two runs compare at the steps they are shown at; nothing where they were not counted. */
function gradientWords(shown: Shown, base: string, second: string, name: (run: string) => Phrase): readonly Phrase[] {
  const ratio = figureOf(shown, base, 'evals').mean / figureOf(shown, second, 'evals').mean;
  if (!(ratio > 0)) return [];
  if (Math.abs(ratio - 1) <= EQUAL) return [' and with as many gradients'];
  const times = (factor: number) => `${Number(factor.toPrecision(2))} times`;
  return ratio > 1
    ? [', ', name(base), ` with ${times(ratio)} the gradients`]
    : [', ', name(second), ` with ${times(1 / ratio)} the gradients`];
}

const joined = (pieces: readonly (readonly Phrase[])[]): readonly Phrase[] =>
  pieces.flatMap((piece, index) => (index === 0 ? piece : [index === pieces.length - 1 ? ' and ' : ', ', ...piece]));

const listed = (names: readonly Phrase[]): readonly Phrase[] => joined(names.map((one) => [one]));
