import { describe, expect, it } from 'vitest';
import type { Shake } from '../../src/core/protocol/findings';
import type { Phrase } from '../../src/store/phrase';
import { fallSentence, lengthOfFall } from '../../src/ui/stage/falls';

const lengths = Float64Array.of(0, 0.25, 0.5, 0.75, 1);

/** A run with one curve of accuracy per seed. */
function shake(run: string, ...seeds: readonly (readonly number[])[]): Shake {
  const members = seeds.map((accuracy, at) => {
    const column = Float64Array.from(accuracy);
    const columns = { trainLoss: column, testLoss: column, trainAccuracy: column, testAccuracy: column };
    return { member: { id: `${run}/${at}`, run, seed: at }, step: 9, norm: 1, pictures: [], ...columns };
  });
  return { asked: { what: 'shake', run, along: 'random', draw: 1 }, lengths, members };
}
const said = (phrases: readonly Phrase[]) =>
  phrases
    .map((phrase) => (typeof phrase === 'string' ? phrase : 'strong' in phrase ? phrase.strong : phrase.label))
    .join('')
    .replaceAll('\u00a0', ' ');
const sentence = (...shakes: readonly Shake[]) => said(fallSentence(shakes, (run) => run.toUpperCase()));

const early = [80, 70, 60, 50, 40];
const late = [80, 80, 80, 70, 60];
const never = [80, 80, 79, 79, 78];

describe('the length of a move at which accuracy has fallen', () => {
  it('lies between two measured lengths, and is infinite where it never falls so far', () => {
    expect(lengthOfFall(lengths, [80, 80, 72, 64, 60])).toBeCloseTo(0.5 + 0.25 * (2 / 8), 12);
    expect(lengthOfFall(lengths, early)).toBe(0.25);
    expect(lengthOfFall(lengths, never)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('what is said of who falls first', () => {
  it('names the first and how far the others hold', () => {
    expect(sentence(shake('sgd', early), shake('sam', late), shake('flat', never))).toBe(
      'SGD loses 10 points of clean accuracy when moved by 25 %; SAM at 75 %, FLAT not within 100 % on this seed.',
    );
  });

  it('names SAM where SAM falls first', () => {
    expect(sentence(shake('sgd', late), shake('sam', early))).toMatch(/^SAM loses .* 25 %; SGD at 75 %/);
  });

  it('sees no difference where seeds disagree, where all fall alike, and where none falls', () => {
    expect(sentence(shake('sgd', early, late), shake('sam', late, early))).toMatch(/^No clear difference: SGD and SAM /);
    expect(sentence(shake('sgd', early), shake('sam', early))).toMatch(/^No clear difference/);
    expect(sentence(shake('sgd', never), shake('sam', never))).toBe('Moved by 100 % no run has lost 10 points of clean accuracy.');
  });

  it('says nothing of a run alone', () => {
    expect(sentence(shake('sgd', early))).toBe('');
  });
});
