/**
 * Texts of lessons in pieces. Besides words they may hold numbers of a run, `{last testAccuracy sgd}` (`measures.ts`), and phrases
 * that act: `[half of them](noise=.5)` lays words of a link over the experiment, `[the longest](focus sam.3)` goes to a run.
 */
export type Piece =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'number'; readonly name: string }
  | { readonly kind: 'patch'; readonly text: string; readonly patch: string }
  /** `run` as measures name it: an algorithm, and after a dot which of its runs. */
  | { readonly kind: 'focus'; readonly text: string; readonly run: string };

/** A number in braces, or a phrase with what it does, whose parentheses may hold those of runs. */
const ACTING = /\{([^{}]+)\}|\[([^\]]+)\]\(((?:[^()]|\([^()]*\))+)\)/g;
const FOCUS = 'focus ';

/** The pieces of a text in order. */
export function proseOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  const words = (to: number) => {
    if (to > from) pieces.push({ kind: 'words', text: text.slice(from, to) });
  };
  for (const match of text.matchAll(ACTING)) {
    const [all, name, phrase = '', act = ''] = match;
    words(match.index);
    from = match.index + all.length;
    if (name !== undefined) pieces.push({ kind: 'number', name });
    else if (act.startsWith(FOCUS)) pieces.push({ kind: 'focus', text: phrase, run: act.slice(FOCUS.length) });
    else pieces.push({ kind: 'patch', text: phrase, patch: act });
  }
  words(text.length);
  return pieces;
}
