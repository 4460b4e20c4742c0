/** Locks of a link: which settings, whether an edit touches them, and how that is said. */
import type { Experiment } from './experiment';
import { lectureFields } from './lecture';
import { readable } from './field';
import { sectionStatement } from './link/statement';
import { partFields } from './runs';
import { slotNames } from '../sam/slotNames';
import { sections } from './sections';

/** True if the link locks what is at a form's path by its own word: a section (`training`) or a setting (`data.noise`, `runs.r1.radius.rho`). */
export function isLocked({ lecture: { lock, unlocked } }: Pick<Experiment, 'lecture'>, path: string): boolean {
  return !unlocked && lock.includes(path.split('.').at(-1) as string);
}

/** Words of the link whose settings going from one experiment to the other would change. */
export function broken(from: Experiment, to: Experiment): readonly string[] {
  const { lock, unlocked } = from.lecture;
  return unlocked ? [] : lock.filter((word) => statementText(word, from, to) !== statementText(word, to, from));
}

/** “Data and Seeds”: locked settings by their names. */
export function namesOf(words: readonly string[]): string {
  const { control } = lectureFields.lock;
  const options = control.kind === 'several' ? control.options : [];
  const names = words.map((word) => options.find(({ value }) => value === word)?.label ?? word);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** All that an experiment says about a locked word; of single settings of runs, about those that both experiments have. */
function statementText(word: string, experiment: Experiment, other: Experiment): string {
  const section = sections.find(({ name }) => name === word);
  if (section) return JSON.stringify(sectionStatement(section, experiment));
  const own = sections.flatMap((one) => sectionStatement(one, experiment)).filter(([key]) => key === word);
  const shared = experiment.runs.filter(({ id }) => other.runs.some((run) => run.id === id));
  const runs = shared.flatMap((run) => [
    ...(word === 'lr' ? [String(run.learningRate)] : []),
    ...slotNames.flatMap((slot) =>
      partFields(run, slot)
        .filter(({ key }) => key === word)
        .map(({ field, value }) => readable(field, value)),
    ),
  ]);
  return JSON.stringify([own, runs]);
}
