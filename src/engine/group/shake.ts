/** All runs moved by the same share of the length of their weights: where does whose accuracy fall, and what becomes of the picture? */
import { nth } from '../../core/numbers';
import { filterNormalized } from '../../core/diagnostics/landscape';
import type { Network } from '../../core/models/network';
import type { Way } from '../../core/protocol/explorations';
import type { Shake, Shaken } from '../../core/protocol/findings';
import type { Boundary } from '../../core/protocol/views';
import { randomStream } from '../../core/random';
import { NORM_FLOOR } from '../../core/sam/norm';
import type { Backend, Vector } from '../../core/tensor/tensor';
import { boundaryOf } from './boundary';
import { columnsAlong, type Exploring, inTurn } from './exploring';
import { measure, type SplitMeasurements } from './measure';
import type { Member } from './member';
import type { Seed } from './seeds';
import { type Company, computeTogether, readTogether } from './unread';

/**
 * Lengths of a move as shares of the weights' length. Along a climb the loss rises some ten times as fast as along a random direction
 * of the same length, in which most of the weights do nothing.
 */
export const LENGTHS: Readonly<Record<Way, readonly number[]>> = {
  random: Array.from({ length: 13 }, (_, at) => at / 12),
  climb: Array.from({ length: 13 }, (_, at) => at / 100),
};

/**
 * A direction that is as long as all filters of a run's weights together.
 *
 * `random` is drawn from the seed alone and filter-normalized (Li et al. 2018, arXiv:1712.09913, §4), so that all runs of a seed go the
 * same way; `climb` is the run's own ε on `samples`, or its gradient where it does not climb. Belongs to the caller.
 */
export async function wayFrom(
  backend: Backend,
  network: Network,
  member: Pick<Member, 'name' | 'climb'>,
  params: Vector,
  { splits }: Pick<Seed, 'splits'>,
  way: Way,
  draw: number,
): Promise<{ readonly direction: Vector; readonly norm: number /** ‖ε‖ where it is a climb. */; readonly climb: number | null }> {
  const { layout } = network;
  const stream = randomStream(member.name.seed, 'shake', draw);
  const drawn = Float64Array.from({ length: layout.size }, () => stream.normal());
  const random = backend.scope(() => filterNormalized(backend.tensor(drawn, [layout.size]), params, layout, backend));
  const lengthOf = async (vector: Vector) => {
    const norm = backend.scope(() => vector.norm().reshape([1]));
    const [length = Number.NaN] = await backend.read(norm);
    backend.free(norm);
    return length;
  };
  const norm = await lengthOf(random);
  if (way === 'random') return { direction: random, norm, climb: null };
  const { vector, isClimb } = await member.climb(splits.probe);
  const climb = await lengthOf(vector);
  const direction = backend.scope(() => vector.mul(backend.scalar(norm / (climb + NORM_FLOOR))));
  backend.free([random, vector]);
  return { direction, norm, climb: isClimb ? climb : null };
}

/**
 * Cost: per member and length a forward pass over its splits and, where there is a picture, over the grid; one read each. With `climb` as
 * much as a step of the run besides.
 */
export function measureShake(
  backend: Backend,
  network: Network,
  members: readonly Member[],
  seedOf: (member: Member) => Seed,
  asked: Shake['asked'],
  company: Company,
): Exploring {
  const lengths = LENGTHS[asked.along];
  const turns = inTurn(members, lengths.length, {
    async open(member: Member) {
      const seed = seedOf(member);
      const { params, statistics, owned } = member.judged(seed.splits.train.chunks);
      const way = await wayFrom(backend, network, member, params, seed, asked.along, asked.draw);
      return { member, seed, params, statistics, owned, ...way, step: member.step };
    },
    async visit({ member, seed, params, statistics, direction }, place): Promise<{ found: SplitMeasurements; picture?: Boundary }> {
      const { splits, grid, data } = seed;
      // A tensor, not a number: one kernel for all lengths.
      const moved = place === 0 ? null : backend.scope(() => params.addScaled(direction, backend.scalar(nth(lengths, place))));
      const at = moved ?? params;
      const [measured] = await measure(backend, network, [{ params: at, statistics, splits }], company);
      const drawn = grid
        ? await computeTogether(backend, [boundaryOf(backend, network, at, statistics, grid, data.dataset.classes)], company)
        : [];
      const [found] = await readTogether(backend, measured ? [measured] : []);
      const [picture] = await readTogether(backend, drawn);
      backend.free(moved);
      if (!found) throw new Error('shake: nothing was measured');
      return { found, ...(picture ? { picture: { member: member.name.id, step: member.step, ...picture } } : {}) };
    },
    close: ({ owned, direction }) => backend.free([owned, direction]),
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
      lengths: Float64Array.from(lengths),
      members: turns.found().map(
        ({ opened, values }): Shaken => ({
          member: opened.member.name,
          step: opened.step,
          norm: opened.norm,
          ...columnsAlong(values.map(({ found }) => found)),
          pictures: values.flatMap(({ picture }) => picture ?? []),
        }),
      ),
    }),
  };
}
