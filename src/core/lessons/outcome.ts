/** Outcome of a prediction: which option was measured, or how far a guess was from the number. */
import type { Decision, Prediction } from './lesson';
import { type Measured, measured } from './measures';

type Group = Parameters<typeof measured>[1];

export type Outcome =
  | { readonly kind: 'choice'; readonly option: string; readonly isRight: boolean | null }
  | { readonly kind: 'number'; readonly measured: Measured; readonly isRight: boolean | null };

/** The option that a group's numbers decide for; null while they are not there. Decisions by rescaling are `steadiest`’s. */
export function decide(decision: Exclude<Decision, { rescaledBy: number }>, group: Group): string | null {
  if ('bands' in decision) {
    const number = measured(decision.measure, group);
    return number && (decision.bands.find(({ below }) => below === undefined || number.value < below)?.option ?? null);
  }
  const contest = 'largest' in decision ? decision.largest : decision.smallest;
  const numbers = contest.flatMap(({ measure, option }) => {
    const number = measured(measure, group);
    return number ? [{ option, value: number.value }] : [];
  });
  if (numbers.length < contest.length) return null;
  const [first, second] = numbers.sort((a, b) => ('largest' in decision ? b.value - a.value : a.value - b.value));
  if (!first) return null;
  return 'largest' in decision && second && first.value - second.value <= decision.margin ? decision.close : first.option;
}

/**
 * A prediction held against a group's numbers; null while they are not there.
 *
 * @param answer what was guessed, an option's id or a number as text; null when nothing was guessed.
 * @param rescaled the option that the figure of rescaling decides for, where the prediction is about that.
 */
export function outcomeOf(prediction: Prediction, group: Group | null, answer: string | null, rescaled: string | null): Outcome | null {
  if (prediction.kind === 'choice') {
    const { decided } = prediction;
    const option = 'rescaledBy' in decided ? rescaled : group && decide(decided, group);
    return option === null ? null : { kind: 'choice', option, isRight: answer === null ? null : answer === option };
  }
  const number = group && measured(prediction.measure, group);
  if (!number) return null;
  return { kind: 'number', measured: number, isRight: answer === null ? null : Math.abs(Number(answer) - number.value) <= prediction.near };
}
