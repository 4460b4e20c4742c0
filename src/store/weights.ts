/** Trained networks on their way out of the page and back in: what is saved, and the weights that runs are to start from. */
import { noticeOf } from '../core/failures';
import type { StoreApi } from 'zustand/vanilla';
import type { GivenWeights } from '../core/checkpoints/checkpoint';
import { misfitOf } from '../core/checkpoints/fit';
import type { MemberId } from '../core/protocol/member';
import type { Command, NetworkFormat } from '../core/protocol/protocol';
import { encode } from '../core/settings/link';
import { refusals } from '../core/settings/refusals';
import { runLabels } from '../core/settings/runLabels';
import { factsAbout } from './facts';
import type { GroupState } from './group';
import type { PageState } from './state';

export interface WeightVerbs {
  /** Asks for a member's network as a file, as it is now; it comes as `saved`. */
  saveNetwork(member: MemberId, format: NetworkFormat): void;
  /** Every run starts from these weights from now on, paused at step 0; where they are of another network, that is said and nothing changes. */
  startFrom(weights: GivenWeights): void;
  /** Runs start from their seeds' own weights again. */
  forgetWeights(): void;
}

export interface WeightOptions {
  readonly store: StoreApi<PageState>;
  readonly send: (command: Command) => void;
  readonly onScreen: () => GroupState | null;
  /** As of `Training`. */
  readonly start: (isPaused: boolean) => void;
}

export function createWeights({ store, send, onScreen, start }: WeightOptions): WeightVerbs {
  return {
    saveNetwork(member, format) {
      const group = onScreen();
      if (!group) return;
      store.setState({ saved: null });
      const { id, experiment } = group;
      const { run = '' } = group.members.find((one) => one.id === member) ?? {};
      const label = runLabels(experiment).find((one) => one.id === run)?.label ?? run;
      send({ type: 'saveNetwork', group: id, member, format, origin: { link: encode(experiment), run: label } });
    },
    startFrom(weights) {
      const { experiment, datasets } = store.getState();
      const facts = factsAbout({ experiment, datasets });
      // Where the experiment itself cannot run, or its data are not known yet, they are judged when it starts.
      const problem = facts && refusals(experiment, facts).length === 0 ? misfitOf(experiment, facts, weights) : null;
      if (problem) {
        store.setState({ failure: { ...noticeOf('weights-differ', problem), isRecovered: false } });
        return;
      }
      store.setState({ weights });
      start(true);
    },
    forgetWeights() {
      if (store.getState().weights === null) return;
      store.setState({ weights: null });
      start(true);
    },
  };
}
