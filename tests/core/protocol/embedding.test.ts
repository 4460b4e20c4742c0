import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRequest, trustedOrigin } from '../../../src/core/protocol/embedding';

describe('a message to an embedded page', () => {
  it.each(['run', 'pause', 'reset'] as const)('asks to %s', (type) => {
    expect(readRequest({ to: 'basin', type, more: 1 })).toEqual({ type });
  });

  it('sets another experiment by a link', () => {
    expect(readRequest({ to: 'basin', type: 'setConfig', link: 'v=1' })).toEqual({ type: 'setConfig', link: 'v=1' });
  });

  it.each([
    [{ to: 'basin' }, 'type', 'The type of a request is one of run, pause, reset, setConfig; this one has none.'],
    [{ to: 'basin', type: 'stop' }, 'type', 'The type of a request is one of run, pause, reset, setConfig; this one has “stop”.'],
    [{ to: 'basin', type: 'setConfig' }, 'setConfig', 'setConfig needs `link`: the part of a link after #, as a text.'],
    [{ to: 'basin', type: 'setConfig', link: 7 }, 'setConfig', 'setConfig needs `link`: the part of a link after #, as a text.'],
    [
      { to: 'basin', type: 'setConfig', link: 'x'.repeat(20_000) },
      'setConfig',
      'setConfig needs `link`: the part of a link after #, as a text.',
    ],
  ])('that cannot be understood is answered: %o', (data, about, problem) => {
    expect(readRequest(data)).toEqual({ about, problem });
  });

  it('of somebody else is left alone, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (data) => {
        expect(readRequest(data)).toBeNull();
      }),
      { numRuns: 500, seed: 1 },
    );
  });
});

it('talks to the origin that the link names, else to its own', () => {
  expect(trustedOrigin('', 'https://basin.example')).toBe('https://basin.example');
  expect(trustedOrigin('https://school.example', 'https://basin.example')).toBe('https://school.example');
});
