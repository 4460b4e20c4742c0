/**
 * The ground around w, when somebody asks: the loss along a direction that all runs of a seed share, and the largest
 * curvature. On the few fixed samples that `look` uses, in evaluation mode, so that it says what a trained network would do.
 * It moves no weight, statistic, draw or count of the member.
 */
import { hessianAt } from '../../core/diagnostics/hessian';
import { largestEigenvalue } from '../../core/diagnostics/largestEigenvalue';
import { filterNormalized, lossAlong } from '../../core/diagnostics/landscape';
import { surfaceOf } from '../../core/diagnostics/lossSurface';
import type { Network } from '../../core/models/network';
import type { Landscape } from '../../core/protocol/views';
import { randomStream } from '../../core/random';
import type { Backend } from '../../core/tensor/tensor';
import { evaluatedAtOnce, type ProbeSamples } from './measure';
import type { Member } from './member';

/** Points of the slice, −1 … 1; odd, so that w is one of them. */
const POINTS = 41;
/** λ_max is right to far better than this residual, or said to be a bound: five power iterations had the order of two runs wrong. */
const CURVATURE = { products: 40, tolerance: 0.01 };

/**
 * Cost: 41 forward passes and at most 40 Hessian products, usually about 15: together some 50 gradient evaluations of 64 samples, at
 * most 100; a read per product and per piece of the slice. Sources: filter normalization, Li et al. 2018, arXiv:1712.09913, §4;
 * Lanczos, algorithms.md §12.10.
 *
 * @param beat  called between its parts.
 */
export async function measureLandscape(
  backend: Backend,
  network: Network,
  member: Pick<Member, 'name' | 'step' | 'params' | 'statistics'>,
  samples: ProbeSamples,
  beat: () => void = () => {},
): Promise<Landscape> {
  const { layout } = network;
  const params = member.params();
  const surface = surfaceOf({ backend, network, statistics: member.statistics(), mode: 'evaluate' }, [samples]);
  const drawn = (name: string) => {
    const stream = randomStream(member.name.seed, name);
    return Float64Array.from({ length: layout.size }, () => stream.normal());
  };
  const direction = backend.scope(() => filterNormalized(backend.tensor(drawn('slice'), [layout.size]), params, layout, backend));
  try {
    const axis = Array.from({ length: POINTS }, (_, point) => (2 * point) / (POINTS - 1) - 1);
    const atOnce = Math.max(1, Math.floor(evaluatedAtOnce(network) / samples.size));
    const losses: number[] = [];
    for (let begin = 0; begin < POINTS; begin += atOnce) {
      losses.push(...(await lossAlong(surface, params, direction, axis.slice(begin, begin + atOnce))));
      beat();
    }
    const product = hessianAt(surface, params);
    const operator = async (vector: Float64Array) => {
      beat();
      return product(vector);
    };
    const curvature = await largestEigenvalue(operator, drawn('curvature'), CURVATURE);
    const norm = backend.scope(() => direction.norm().reshape([1]));
    const [directionNorm = Number.NaN] = await backend.read(norm);
    backend.free(norm);
    return {
      member: member.name,
      step: member.step,
      samples: samples.size,
      axis: Float64Array.from(axis),
      losses: Float64Array.from(losses),
      directionNorm,
      curvature,
    };
  } finally {
    backend.free(direction);
  }
}
