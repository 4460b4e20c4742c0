/** What a group asks of whoever has steps of its members made elsewhere. */
import type { GivenWeights } from '../../core/checkpoints/checkpoint';
import type { RawDataset } from '../../core/datasets/dataset';
import type { Tuning } from '../../core/protocol/protocol';
import type { Experiment } from '../../core/settings/experiment';
import type { Advancing } from './advance';
import type { Member } from './member';
import type { Trails } from './trails';

export interface LendingSetup {
  /** Makes the steps of those that are not lent. */
  readonly advancing: Advancing;
  readonly trails: Trails;
  /** All that have not diverged. */
  readonly members: () => readonly Member[];
  readonly experiment: () => Experiment;
  readonly tunings: () => readonly Tuning[];
  readonly commonRho: number;
  readonly raw?: RawDataset;
  readonly weights?: GivenWeights;
}

export interface Lending extends Pick<Advancing, 'advance'> {
  /** Brings members home, so that each is here as it is. */
  home(members: readonly Member[]): Promise<void>;
  /** The same of all; they are lent again, with what is true then, when they next make steps. */
  recall(): Promise<void>;
}

export type Lend = (setup: LendingSetup) => Lending;
