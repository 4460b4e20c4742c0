/** What is said between the thread that trains and the threads that make steps for it. Data only. */
import type { GivenWeights } from '../../core/checkpoints/checkpoint';
import type { RawDataset } from '../../core/datasets/dataset';
import type { FailureCode } from '../../core/failures';
import type { MemberId, MemberName } from '../../core/protocol/member';
import type { MemberSnapshot, Tuning } from '../../core/protocol/protocol';
import type { Experiment } from '../../core/settings/experiment';
import type { Advanced } from '../group/advance';

/** A member on its way to a hand. */
export interface Sent {
  readonly name: MemberName;
  readonly snapshot: MemberSnapshot;
  /** True if it has been measured where it stands. */
  readonly isMeasured: boolean;
}

/** Everything that members need to go on in another thread as if nothing had happened. */
export interface Held {
  readonly experiment: Experiment;
  /** File data, where the experiment needs it and the hand does not have it yet. */
  readonly raw?: RawDataset;
  readonly weights?: GivenWeights;
  readonly tunings: readonly Tuning[];
  readonly commonRho: number;
  readonly members: readonly Sent[];
}

export type HandCommand =
  /** From now on these members are made here, and no others. */
  | { readonly type: 'hold'; readonly held: Held }
  /** Makes steps of these: `advanced`. Of those in `trails` the weights come along where they are measured. */
  | { readonly type: 'advance'; readonly members: readonly MemberId[]; readonly steps: number; readonly trails: readonly MemberId[] }
  /** Asks for these members as they are: `frozen`. */
  | { readonly type: 'freeze'; readonly members: readonly MemberId[] };

/** What a member counts, beside its state. */
export type Counts = Pick<MemberSnapshot, 'step' | 'gradEvals' | 'seconds' | 'divergedAt'>;

export interface TrailFound {
  readonly member: MemberId;
  readonly step: number;
  readonly weights: Float32Array;
}

export type HandMessage =
  /** It is alive. */
  | { readonly type: 'beat' }
  | {
      readonly type: 'advanced';
      readonly advanced: Advanced;
      readonly counts: readonly (Counts & { readonly member: MemberId })[];
      readonly trails: readonly TrailFound[];
    }
  | { readonly type: 'frozen'; readonly members: readonly MemberSnapshot[] }
  | { readonly type: 'held' }
  | { readonly type: 'failed'; readonly code: FailureCode | null; readonly detail: string };
