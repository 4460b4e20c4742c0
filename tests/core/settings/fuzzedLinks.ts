/** Links that nobody wrote: a thousand in `npm test`, ten times as many in `npm run test:full`. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode } from '../../../src/core/settings/link';
import { unfollowed } from './cleanReading';
import { faultsOf, legalExperiment } from './legalExperiments';

/** @param numRuns how many texts, and how many mutations */
export function describeFuzzedLinks(numRuns: number): void {
  describe(`a bad link, one of ${numRuns}`, () => {
    it('made of random texts is always a legal experiment, and silent only where the text is followed', () => {
      const pieces = fc.constantFrom(
        'v=1',
        'n',
        'noise',
        '=',
        '&',
        '(',
        ')',
        ',',
        ';',
        'algos=',
        'sgd',
        'sam(',
        'rho',
        '.3',
        '1e9',
        '-',
        '#',
        '%',
        '%2',
        'data=',
        'moons',
        '://',
        'none',
      );
      const garbage = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.string({ maxLength: 60 }),
        fc.string({ unit: pieces, maxLength: 14 }),
      );
      fc.assert(fc.property(garbage, isLegalAndHonest), { numRuns, seed: 4 });
    }, 600_000);

    it('made by mutations is always a legal experiment, and silent only where the text is followed', () => {
      fc.assert(fc.property(mutated, isLegalAndHonest), { numRuns, seed: 5 });
    }, 600_000);
  });
}

function isLegalAndHonest(text: string): void {
  const { experiment, notices } = decode(text);
  const link = encode(experiment);
  expect({
    faults: faultsOf(experiment),
    unfollowed: notices.length === 0 ? unfollowed(text, experiment) : [],
    notSentences: notices.filter(({ message }) => !/^.+[.?]$/su.test(message)),
    link: encode(decode(link).experiment),
    again: decode(link).notices.filter(({ code }) => code !== 'idle'),
  }).toEqual({ faults: [], unfollowed: [], notSentences: [], link, again: [] });
}

/** Links with a few characters or words changed, doubled, swapped or lost. Seeds are written once: drawing experiments is the slow part. */
const originals = fc.sample(legalExperiment, { numRuns: 300, seed: 6 }).map(encode);
const mutation = fc.record({
  kind: fc.constantFrom('insert', 'delete', 'replace', 'cut', 'repeat', 'splice'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 12 }),
  characters: fc.oneof(
    fc.string({ unit: fc.constantFrom(...'0123456789.-e&=(),;%#abmnorsx '), minLength: 1, maxLength: 4 }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 2 }),
  ),
});
const mutated = fc
  .tuple(fc.constantFrom(...originals), fc.constantFrom(...originals), fc.array(mutation, { minLength: 1, maxLength: 3 }))
  .map(([original, other, mutations]) =>
    mutations.reduce((link, { kind, at, length, characters }) => {
      const place = Math.floor(at * link.length);
      const [head, tail] = [link.slice(0, place), link.slice(place)];
      switch (kind) {
        case 'insert':
          return head + characters + tail;
        case 'delete':
          return head + tail.slice(length);
        case 'replace':
          return head + characters + tail.slice(characters.length);
        case 'cut':
          return head;
        case 'repeat':
          return `${link}&${link.split('&')[length] ?? ''}`;
        default:
          return head + other.slice(Math.floor(at * other.length));
      }
    }, original),
  );
