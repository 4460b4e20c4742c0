/**
 * ‖∇L(B; w)‖² over many mini-batches at one w (AE-SAM fig. 3; algorithms.md §12.2, §12.3): plain cross-entropy, batch norm on
 * each batch's own statistics. Made in pieces, so that commands are heard in between. It moves no weight, statistic, draw
 * or count of the member.
 */
import { gradientScatter } from '../../core/diagnostics/gradientStatistics';
import type { Network } from '../../core/models/network';
import type { MemberName } from '../../core/protocol/member';
import type { GradientNorms } from '../../core/protocol/views';
import type { Backend } from '../../core/tensor/tensor';
import type { Member } from './member';

export interface NormMeasurement {
  readonly member: MemberName;
  /** Steps that the member has made. */
  readonly step: number;
  /** Mini-batches measured, of those planned. */
  readonly done: number;
  readonly planned: number;
  /** Measures up to `most` more. Cost: one gradient each, one read for all. */
  advance(most: number): Promise<void>;
  /** Result; all that was planned must have been measured. Cost: one read of a vector. */
  result(): Promise<Omit<GradientNorms, 'isAutomatic'>>;
  /** Frees what it holds on the device. */
  free(): void;
}

/**
 * @param member   must not step, nor be freed, before the measurement is.
 * @param batches  mini-batches to draw. A batch that is the whole training set is drawn once, as all would be the same.
 */
export function measureGradientNorms(backend: Backend, network: Network, member: Member, batches: number): NormMeasurement {
  const { data, name, step } = member;
  const scatter = gradientScatter({ backend, network, statistics: member.statistics(), mode: 'train' }, member.params());
  const { size } = data;
  const planned = size === data.dataset.train.count ? 1 : batches;
  let done = 0;
  return {
    member: name,
    step,
    planned,
    get done() {
      return done;
    },
    async advance(most) {
      const count = Math.min(most, planned - done);
      const drawn = Array.from({ length: count }, (_, index) => data.normBatch(done + index));
      try {
        await scatter.add(drawn);
      } finally {
        backend.free(drawn.map(({ inputs, targets }) => [inputs, targets]));
      }
      done += count;
    },
    async result() {
      if (done < planned) throw new Error(`gradient norms: ${done} of ${planned} mini-batches measured`);
      const { squaredNorms, meanGradientSquaredNorm, variance } = await scatter.statistics();
      return { member: name, step, size, squaredNorms: Float64Array.from(squaredNorms), meanGradientSquaredNorm, variance };
    },
    free: scatter.free,
  };
}
