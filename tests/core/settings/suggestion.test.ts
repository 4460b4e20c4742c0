import { describe, expect, it } from 'vitest';
import { distance, suggestion } from '../../../src/core/settings/link/suggestion';

describe('a suggestion', () => {
  it.each([
    ['rh0', ['rho', 'mu', 'lr'], 'rho'],
    ['bisam', ['sgd', 'sam', 'bisam-log', 'bisam-tanh'], 'bisam-log'],
    ['bisam-tan', ['sgd', 'sam', 'bisam-log', 'bisam-tanh'], 'bisam-tanh'],
    ['spiral', ['pinwheel', 'moons', 'spirals'], 'spirals'],
    ['xy', ['n', 'lr', 'mu'], undefined],
    ['seed', ['steps', 'seeds'], 'seeds'],
    ['', ['n'], undefined],
    ['n', ['v', 'x'], undefined],
    ['elephant', ['pinwheel', 'moons'], undefined],
  ])('for “%s” among %j is %s', (word, candidates, expected) => {
    expect(suggestion(word, candidates)).toBe(expected);
  });

  it('rests on the number of edits', () => {
    expect([distance('kitten', 'sitting'), distance('', 'abc'), distance('rho', 'rho')]).toEqual([3, 3, 0]);
  });
});
