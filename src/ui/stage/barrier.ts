/** What the straight line between two runs says. */
import { nth } from '../../core/numbers';
import type { Between } from '../../core/protocol/findings';
import type { Phrase } from '../../store/phrase';
import { percent } from '../format';

/** Nats below which nobody would call it a barrier. */
const LEAST = 0.05;
/** Points by which a place on the line must be better than both ends to be named. */
const BETTER = 0.5;

export interface Barrier {
  /** Greatest height of the loss above the straight line between its ends, nats; 0 where it never lies above. */
  readonly height: number;
  /** Where, 0 … 1. */
  readonly at: number;
}

/** Error barrier of Frankle et al. 2020 (arXiv:1912.05671), of a loss, with the ends joined by a line as in Entezari et al. 2022 (arXiv:2110.06296). */
export function barrierOf(places: ArrayLike<number>, losses: ArrayLike<number>): Barrier {
  const [first, last] = [nth(losses, 0), nth(losses, losses.length - 1)];
  let found: Barrier = { height: 0, at: 0 };
  for (let place = 0; place < losses.length; place++) {
    const at = nth(places, place);
    const height = nth(losses, place) - ((1 - at) * first + at * last);
    if (height > found.height) found = { height, at };
  }
  return found;
}

/** Mean over seeds of one column. */
export function meanColumn(lines: Between['lines'], column: 'trainLoss' | 'testLoss' | 'trainAccuracy' | 'testAccuracy'): Float64Array {
  return Float64Array.from(
    lines[0]?.[column] ?? [],
    (_, place) => lines.reduce((sum, line) => sum + nth(line[column], place), 0) / lines.length,
  );
}

/** One or two sentences: is there a barrier of the training loss, and is a place between the ends better than both? */
export function barrierSentence({ asked: { from, to }, places, lines }: Between, name: (run: string) => string): readonly Phrase[] {
  const seeds = lines.map(({ trainLoss }) => barrierOf(places, trainLoss));
  const mean = seeds.reduce((sum, { height }) => sum + height, 0) / seeds.length;
  const ends: readonly Phrase[] = [{ run: from, label: name(from) }, ' and ', { run: to, label: name(to) }];
  const many = seeds.length > 1 ? `, a mean of ${seeds.length} seeds` : '';
  const isHigh = seeds.every(({ height }) => height >= LEAST);
  const { at } = barrierOf(places, meanColumn(lines, 'trainLoss'));
  const ridge: readonly Phrase[] = isHigh
    ? [
        'A barrier of ',
        { strong: `${mean.toFixed(2)} nats` },
        ' stands between ',
        ...ends,
        `, highest at ${Math.round(100 * at)}\u00a0% of the way${many}.`,
      ]
    : seeds.every(({ height }) => height < LEAST)
      ? [
          'No barrier between ',
          ...ends,
          `: the training loss rises no more than ${Math.max(...seeds.map(({ height }) => height)).toFixed(2)} nats above the line that joins its ends.`,
        ]
      : [
          'Seeds disagree whether there is a barrier between ',
          ...ends,
          `: ${seeds.map(({ height }) => height.toFixed(2)).join(', ')} nats.`,
        ];
  const accuracy = meanColumn(lines, 'testAccuracy');
  const best = accuracy.indexOf(Math.max(...accuracy));
  const isBetter = nth(accuracy, best) >= Math.max(nth(accuracy, 0), nth(accuracy, accuracy.length - 1)) + BETTER;
  return isBetter
    ? [
        ...ridge,
        ` The best clean accuracy, ${percent(nth(accuracy, best))}, lies at ${Math.round(100 * nth(places, best))}\u00a0% of the way.`,
      ]
    : ridge;
}
