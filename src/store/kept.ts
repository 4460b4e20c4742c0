/** A run from an earlier visit that is kept in this browser: going on with it, or letting it go. */
import type { StoreApi } from 'zustand/vanilla';
import { History } from '../core/metrics/history';
import { sentences } from '../core/notice';
import { withPictures } from '../core/protocol/album';
import type { Command, Message, RecoveredRun } from '../core/protocol/protocol';
import type { Experiment } from '../core/settings/experiment';
import { complaintsAbout, factsAbout } from './facts';
import { emptyGroup, type GroupState } from './group';
import type { PageState } from './state';

export interface KeptVerbs {
  /** Goes on with the kept run where it was, in the place of what is on screen, which can be brought back. */
  goOn(): void;
  /** Forgets the kept run for good. The next one is offered, where there is one. */
  discardKept(): void;
  /** Leaves it where it is, for another visit. */
  dismissKept(): void;
}

export interface KeptOptions {
  readonly store: StoreApi<PageState>;
  readonly send: (command: Command) => void;
  /** As of `Training`. */
  readonly goOnWith: (run: RecoveredRun) => void;
}

export interface KeptOffer extends KeptVerbs {
  hear(message: Message): void;
}

export function createKept({ store, send, goOnWith }: KeptOptions): KeptOffer {
  const set = (part: Partial<PageState>) => store.setState(part);
  return {
    goOn() {
      const { kept } = store.getState();
      if (!kept || kept.isComing || whyNotYet(store.getState()) !== null) return;
      set({ kept: { ...kept, isComing: true } });
      send({ type: 'recover', key: kept.run.key });
    },
    discardKept() {
      const { kept } = store.getState();
      if (!kept) return;
      set({ kept: null });
      send({ type: 'discard', key: kept.run.key });
      send({ type: 'listKept' });
    },
    dismissKept: () => set({ kept: null }),
    hear(message) {
      const { kept } = store.getState();
      if (message.type !== 'recovered' || message.run.key !== kept?.run.key || !kept.isComing) return;
      set({ kept: null });
      goOnWith(message.run);
    },
  };
}

/** Why the kept run cannot be gone on with now, one sentence with its remedy; '' until that is known; null where it can. */
export function whyNotYet({ kept, datasets }: Pick<PageState, 'kept' | 'datasets'>): string | null {
  if (!kept) return null;
  const state = { experiment: kept.run.experiment, datasets, weights: null };
  const [complaint] = complaintsAbout(state);
  if (complaint) return sentences(complaint);
  return datasets === null && !factsAbout(state) ? '' : null;
}

/** The group of a kept run as it was last seen, before its worker has it. Throws where a table is not whole. */
export function recoveredGroup(id: string, experiment: Experiment, run: RecoveredRun): GroupState {
  const { snapshot, isEnded, weights, step } = run;
  const newest = new Map(run.pictures.map((picture) => [picture.member, picture]));
  return {
    ...emptyGroup(id, experiment, isEnded ? 'ended' : 'preparing', weights),
    step,
    members: snapshot.members.map(({ member, divergedAt }) => {
      const at = member.lastIndexOf('/');
      return { id: member, run: member.slice(0, at), seed: Number(member.slice(at + 1)), divergedAt, divergedBecause: '' };
    }),
    history: History.thawed(run.history),
    pictures: withPictures(new Map(), run.pictures),
    boundaries: newest,
    tunings: snapshot.tunings,
  };
}
