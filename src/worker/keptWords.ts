/** Words that were said of a run, told apart by what they are about. */
import type { KeptWord, Message } from '../core/protocol/protocol';

/** The run of a member. */
export const runOf = (member: string): string => member.replace(/\/[^/]*$/, '');

/** The run that a word is about; '' where it is about all. */
export function runSpokenOf(word: KeptWord): string {
  switch (word.type) {
    case 'diverged':
      return word.member.run;
    case 'noticed':
      return word.about;
    case 'gradientNorms':
      return word.norms.member.run;
    case 'landscapeMeasured':
      return word.landscape.member.run;
    case 'lossPlane':
      return '';
    default:
      return word satisfies never;
  }
}

/** What it is about: a later word about the same takes its place. */
export function subjectOf(word: KeptWord | Message): string {
  switch (word.type) {
    case 'diverged':
      return `diverged ${word.member.id}`;
    case 'noticed':
      return `noticed ${word.about} ${word.code}`;
    case 'gradientNorms':
      return `norms ${word.norms.member.id} ${word.norms.step}`;
    case 'landscapeMeasured':
      return `landscape ${word.landscape.member.run}`;
    default:
      return word.type;
  }
}
