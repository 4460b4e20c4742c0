/**
 * Anything told to people, whoever found it: in a link, in settings, in the parts of a run, in its numbers, in files, on a device.
 * Who tells more (the step, the way to go on) extends it.
 */
export interface Notice<Code extends string = string, About extends string = string> {
  /** One of its teller's own words, for code that treats some apart; people read the sentences. */
  readonly code: Code;
  /** Word of a link, path of a setting as in `edit.ts`, slot of a part, or id of a run; '' for nothing in particular. */
  readonly about: About;
  /** Reason or event, one sentence. */
  readonly message: string;
  /** Remedy, one sentence; '' where the message says it. */
  readonly remedy: string;
}

/** The sentences of a notice, as they are read one after the other. */
export function sentences({ message, remedy }: Pick<Notice, 'message' | 'remedy'>): string {
  return remedy === '' ? message : `${message} ${remedy}`;
}
