import { nth } from '../numbers';
import type { RandomStream } from '../random';
import { number } from '../settings/field';
import { sequenceGenerator } from './generator';

const PAIRS = ['()', '[]', '{}', '⟨⟩'];

/**
 * Sequences of brackets: balanced ones (a Dyck language), and ones in which two brackets changed places so that they no longer
 * are. Both have the same brackets in the same numbers, so that only their order tells. Chomsky and Schützenberger 1963.
 */
export const brackets = sequenceGenerator({
  name: 'brackets',
  label: 'Brackets',
  help: 'Sequences of brackets, balanced or with two of them exchanged; for the Transformer, as only their order tells.',
  source: 'Chomsky and Schützenberger 1963, The Algebraic Theory of Context-Free Languages',
  fields: {
    pairs: number({
      default: 4,
      min: 1,
      max: 32,
      integer: true,
      scale: 'log',
      label: 'Pairs per sequence',
      help: 'Each sequence has this many pairs of brackets, so twice as many tokens.',
    }),
    kinds: number({
      default: 1,
      min: 1,
      max: 4,
      integer: true,
      label: 'Kinds of brackets',
      help: 'Round, square, curly and angle brackets.',
    }),
  },
  classNames: ['balanced', 'exchanged'],
  vocabulary: ({ kinds }) => ['', ...PAIRS.slice(0, kinds).flatMap((pair) => [...pair])],
  tokens: ({ pairs }) => 2 * pairs,
  sequence({ pairs, kinds }, label, stream) {
    const tokens = balanced(pairs, kinds, stream);
    if (label === 0) return tokens;
    const length = tokens.length;
    for (;;) {
      const [one, other] = [stream.integer(length), stream.integer(length)];
      const exchanged = [...tokens];
      [exchanged[one], exchanged[other]] = [nth(tokens, other), nth(tokens, one)];
      if (!isBalanced(exchanged)) return exchanged;
    }
  },
});

/** Tokens 1, 3, … open and 2, 4, … close. Opens with probability ½ wherever both are possible. */
function balanced(pairs: number, kinds: number, stream: RandomStream): readonly number[] {
  const tokens: number[] = [];
  const open: number[] = [];
  for (let opened = 0; tokens.length < 2 * pairs; ) {
    if (opened < pairs && (open.length === 0 || stream.uniform() < 0.5)) {
      const kind = stream.integer(kinds);
      tokens.push(1 + 2 * kind);
      open.push(kind);
      opened++;
    } else tokens.push(2 + 2 * (open.pop() as number));
  }
  return tokens;
}

function isBalanced(tokens: readonly number[]): boolean {
  const open: number[] = [];
  for (const token of tokens) {
    if (token % 2 === 1) open.push(token);
    else if (open.pop() !== token - 1) return false;
  }
  return open.length === 0;
}
