/** The loss on the straight line between two runs: one valley, or two with a ridge between them? */
import type { Network } from '../../core/models/network';
import type { Between } from '../../core/protocol/findings';
import type { Backend } from '../../core/tensor/tensor';
import { columnsAlong, type Exploring, inTurn } from './exploring';
import { judgedWeights } from './judged';
import { measure } from './measure';
import type { Member } from './member';
import type { Seed } from './seeds';
import { type Company, readTogether } from './unread';

/** Pieces of the line. */
export const PIECES = 20;

/**
 * Measures w = ((n − k) w₀ + k w₁)/n for k = 0 … n, so that the way back has the same bits. Batch norm's statistics are computed anew on
 * the training samples at every place, the ends included.
 *
 * Cost: per pair and place a forward pass over the splits, with batch norm another over the training samples; one read each. Source:
 * Frankle et al. 2020, arXiv:1912.05671, §2; they take error, here it is loss and accuracy.
 *
 * @param pairs  members of one seed.
 */
export function measureBetween(
  backend: Backend,
  network: Network,
  pairs: readonly (readonly [Member, Member])[],
  seedOf: (member: Member) => Seed,
  asked: Between['asked'],
  company: Company,
): Exploring {
  const turns = inTurn(pairs, PIECES + 1, {
    async open(pair: readonly [Member, Member]) {
      const { splits } = seedOf(pair[0]);
      const [one, other] = pair;
      const [{ params: from, statistics, owned }, end] = [one.judged(splits.train.chunks), other.judged(splits.train.chunks)];
      const to = end.params;
      const apart = backend.scope(() => to.sub(from).norm().reshape([1]));
      const [distance = Number.NaN] = await backend.read(apart);
      backend.free(apart);
      return { pair, splits, from, to, distance, statistics, owned: [owned, end.owned] };
    },
    async visit({ splits, from, to, statistics }, place) {
      const params = backend.scope(() =>
        from
          .mul(backend.scalar(PIECES - place))
          .add(to.mul(backend.scalar(place)))
          .mul(backend.scalar(1 / PIECES)),
      );
      const there = judgedWeights({ backend, network }, { params, statistics: null }, { params, statistics }, splits.train.chunks);
      const measured = await measure(backend, network, [{ params, statistics: there.statistics, splits }], company);
      const [found] = await readTogether(backend, measured);
      backend.free([params, there.owned]);
      if (!found) throw new Error('between: nothing was measured');
      return found;
    },
    close: ({ owned }) => backend.free(owned),
  });
  return {
    planned: turns.planned,
    get done() {
      return turns.done;
    },
    advance: turns.advance,
    free: turns.free,
    result: () => ({
      asked,
      places: Float64Array.from({ length: PIECES + 1 }, (_, at) => at / PIECES),
      lines: turns.found().map(({ opened: { pair, distance }, values }) => ({
        seed: pair[0].name.seed,
        steps: [pair[0].step, pair[1].step] as const,
        distance,
        ...columnsAlong(values),
      })),
    }),
  };
}
