import { expect, it } from 'vitest';
import { proseOf } from '../../../src/core/lessons/prose';

it('a text falls into words, numbers and phrases that act, and nothing of it is lost', () => {
  expect(proseOf('SAM at {last testAccuracy sam}, with [a longer climb](algos=sgd,sam(rho=.4)) or [the second](focus sam.2).')).toEqual([
    { kind: 'words', text: 'SAM at ' },
    { kind: 'number', name: 'last testAccuracy sam' },
    { kind: 'words', text: ', with ' },
    { kind: 'patch', text: 'a longer climb', patch: 'algos=sgd,sam(rho=.4)' },
    { kind: 'words', text: ' or ' },
    { kind: 'focus', text: 'the second', run: 'sam.2' },
    { kind: 'words', text: '.' },
  ]);
});

it('words alone stay as they are, parentheses too', () => {
  const text = 'w ← w − η·ĝ (the slope of L(w + ε)), [not closed';
  expect(proseOf(text)).toEqual([{ kind: 'words', text }]);
  expect(proseOf('')).toEqual([]);
});
