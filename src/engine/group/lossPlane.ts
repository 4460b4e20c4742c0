/**
 * The loss in the plane in which the paths of all runs are spread most, and at every stored point itself, because a path leaves
 * its plane. On the few fixed samples that `look` uses, whose own statistics batch norm takes: so the loss is one function of
 * the weights for all runs. It moves no weight, statistic, draw or count of any member.
 */
import { nth } from '../../core/numbers';
import { surfaceOf } from '../../core/diagnostics/lossSurface';
import { principalPlane } from '../../core/diagnostics/principalPlane';
import { initialStatistics, type Network } from '../../core/models/network';
import type { MemberName } from '../../core/protocol/member';
import type { LossPlane } from '../../core/protocol/views';
import type { Batch } from '../../core/sam/oracle';
import type { Backend, Vector } from '../../core/tensor/tensor';
import type { TrailPoint } from './trails';

/** Points along each axis; odd, for a middle. */
const GRID = 21;
/** Room around the paths, as a share of their extent. */
const MARGIN = 0.15;

/** A path of one member: where all of them started, and its own points, by rising step. */
export interface Path {
  readonly member: MemberName;
  readonly points: readonly Pick<TrailPoint, 'step' | 'weights'>[];
}

export interface PlaneMeasurement {
  /** Losses measured, of those planned. */
  readonly done: number;
  readonly planned: number;
  /** Measures up to `most` more. Cost: one forward pass of the samples each, one read for all. */
  advance(most: number): Promise<void>;
  /** Result; all that was planned must have been measured. */
  result(): LossPlane;
  /** Frees what it holds on the device. */
  free(): void;
}

/**
 * Null where the points of all paths span no plane. Cost: the principal components on the host now (`principalPlane`), then 441 + 2n
 * forward passes for n points. Source: Li et al. 2018, arXiv:1712.09913, §7.2; unlike there, the loss at the points themselves is
 * measured too.
 *
 * @param start    the weights all paths begin at, [d].
 * @param samples  must not be freed before the measurement is.
 */
export function measureLossPlane(
  backend: Backend,
  network: Network,
  samples: Batch,
  start: Float64Array,
  paths: readonly Path[],
): PlaneMeasurement | null {
  const own = paths.flatMap(({ points }) => points.map(({ weights }) => weights));
  const weights = [start, ...own];
  const plane = principalPlane(weights);
  if (!plane) return null;
  const { places, shares } = plane;
  const [x, y] = [0, 1].map((axis) => axisAround(places.map((place) => nth(place, axis)))) as [Float64Array, Float64Array];
  const shape = [network.layout.size];
  const statistics = initialStatistics(network, backend);
  const [centre, first, second] = [plane.mean, ...plane.axes].map((values) => backend.tensor(values, shape)) as [Vector, Vector, Vector];
  const surface = surfaceOf({ backend, network, statistics, mode: 'train' }, [samples]);
  const inPlane =
    ([a, b]: readonly [number, number]) =>
    () =>
      centre.addScaled(first, backend.scalar(a)).addScaled(second, backend.scalar(b));
  const wanted: (() => Vector)[] = [
    ...Array.from(y, (b) => Array.from(x, (a) => inPlane([a, b]))).flat(),
    ...places.map(inPlane),
    ...weights.map((values) => () => backend.tensor(values, shape)),
  ];
  const losses: number[] = [];
  return {
    planned: wanted.length,
    get done() {
      return losses.length;
    },
    async advance(most) {
      // A scope each: the same arithmetic is compiled once, and nothing but a number is kept of it.
      const made = wanted
        .slice(losses.length, losses.length + most)
        .map((place) => backend.scope(() => surface.loss(place()).reshape([1])));
      const values = await backend.readAll(made);
      backend.free(made);
      losses.push(...values.map(([loss = Number.NaN]) => loss));
    },
    result() {
      if (losses.length < wanted.length) throw new Error(`loss plane: ${losses.length} of ${wanted.length} losses measured`);
      const projected = losses.slice(x.length * y.length, -weights.length);
      const there = losses.slice(-weights.length);
      let next = 1;
      return {
        samples: samples.size,
        shares,
        x,
        y,
        losses: Float64Array.from(losses.slice(0, x.length * y.length)),
        paths: paths.map(({ member, points }) => {
          // Every path begins at the start, which is the first of all points.
          const indices = [0, ...points.map(() => next++)];
          const pick = (values: readonly number[]) => Float64Array.from(indices, (index) => nth(values, index));
          return {
            member,
            steps: Float64Array.of(0, ...points.map(({ step }) => step)),
            x: pick(places.map(([place]) => place)),
            y: pick(places.map(([, place]) => place)),
            projected: pick(projected),
            losses: pick(there),
          };
        }),
      };
    },
    free: () => backend.free([centre, first, second, statistics]),
  };
}

function axisAround(values: readonly number[]): Float64Array {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = MARGIN * (high - low);
  return Float64Array.from({ length: GRID }, (_, at) => low - room + ((high - low + 2 * room) * at) / (GRID - 1));
}
