/** The loss in a plane through the weights of one run, on the few fixed samples that `look` uses, in evaluation mode. */
import { surfaceOf } from '../../core/diagnostics/lossSurface';
import { nth } from '../../core/numbers';
import type { Network } from '../../core/models/network';
import type { Surface } from '../../core/protocol/findings';
import type { Backend } from '../../core/tensor/tensor';
import type { Exploring } from './exploring';
import type { Member } from './member';
import type { Seed } from './seeds';
import { wayFrom } from './shake';

/** Reach of a random plane, as a share of the weights' length; and of a plane along a climb, in radii of the shared ball. */
const REACH = { random: 0.5, climb: 3 } as const;
/** Numbers of the directions drawn: those that runs are shaken along come first. */
const [FIRST, SECOND] = [1001, 1002];

/** Cost: a forward pass of the samples per point, one read for each piece. Source: Li et al. 2018, arXiv:1712.09913, §4. */
export async function measureSurface(
  backend: Backend,
  network: Network,
  member: Member,
  seed: Seed,
  asked: Surface['asked'],
  commonRho: number,
): Promise<Exploring> {
  const { along, points } = asked;
  const { splits } = seed;
  const { params, statistics, owned } = member.judged(splits.train.chunks);
  const first = await wayFrom(backend, network, member, params, seed, along, FIRST);
  const second = await wayFrom(backend, network, member, params, seed, 'random', SECOND);
  // 1 on both axes: the length of the weights, or beside a climb one unit of weight space.
  const unit = along === 'random' ? first.norm : 1;
  const reach = along === 'random' ? REACH.random : REACH.climb * commonRho;
  const axis = Array.from({ length: points }, (_, at) => (reach * (2 * at - (points - 1))) / (points - 1));
  const surface = surfaceOf({ backend, network, statistics, mode: 'evaluate' }, [splits.probe]);
  const losses: number[] = [];
  return {
    planned: points * points,
    get done() {
      return losses.length;
    },
    async advance(most) {
      const made = Array.from({ length: Math.min(most, points * points - losses.length) }, (_, at) => {
        const place = losses.length + at;
        const [a, b] = [nth(axis, place % points), nth(axis, Math.floor(place / points))];
        // A scope each: the same arithmetic is compiled once, and nothing but a number is kept of it.
        return backend.scope(() => {
          const moved = params
            .addScaled(first.direction, backend.scalar((a * unit) / first.norm))
            .addScaled(second.direction, backend.scalar((b * unit) / second.norm));
          return surface.loss(moved).reshape([1]);
        });
      });
      const values = await backend.readAll(made);
      backend.free(made);
      losses.push(...values.map(([loss = Number.NaN]) => loss));
    },
    result: () => ({
      asked,
      member: member.name,
      step: member.step,
      samples: splits.probe.size,
      axis: Float64Array.from(axis),
      losses: Float64Array.from(losses),
      radius: commonRho / unit,
      climb: first.climb,
    }),
    free: () => backend.free([owned, first.direction, second.direction]),
  };
}
