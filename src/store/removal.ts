/** Things taken off the page, and their way back: runs, references, and results that made way for others. */
import type { StoreApi } from 'zustand/vanilla';
import type { Command } from '../core/protocol/protocol';
import { RECORDED_GROUP } from '../core/protocol/recording';
import { removeRun as withoutRun } from '../core/settings/edit';
import type { Experiment } from '../core/settings/experiment';
import { runLabels } from '../core/settings/runLabels';
import { isBegun } from './group';
import type { PageState, Removed } from './state';

export interface RemovalVerbs {
  removeRun(run: string, label: string): void;
  /** Brings back the run, the reference or the results that went last. */
  undoRemove(): void;
  forgetRemoved(): void;
}

export interface RemovalOptions {
  readonly store: StoreApi<PageState>;
  readonly send: (command: Command) => void;
  readonly edit: (next: Experiment) => void;
  readonly pause: () => void;
  /** Milliseconds. */
  readonly now: () => number;
}

export function createRemoval({ store, send, edit, pause, now }: RemovalOptions): RemovalVerbs {
  const get = () => store.getState();
  const set = (part: Partial<PageState>) => store.setState(part);
  return {
    removeRun(id, label) {
      const { experiment } = get();
      edit(withoutRun(experiment, id));
      if (get().experiment !== experiment) set({ removed: { before: experiment, label, at: now() } });
    },
    undoRemove() {
      const { removed, experiment } = get();
      if (!removed) return;
      set({ removed: null });
      if ('pin' in removed) set({ pins: [...get().pins, removed.pin] });
      else if ('results' in removed) {
        pause();
        const { group } = get();
        if (group && group.id !== RECORDED_GROUP) send({ type: 'stop', group: group.id });
        set({ group: removed.results.group, recorded: removed.results.recorded });
      } else edit({ ...experiment, runs: removed.before.runs });
    },
    forgetRemoved: () => set({ removed: null }),
  };
}

/** The one run with something to lose that is not in `next`; null where none goes, or several do. */
export function runThatWent({ experiment, group }: PageState, next: Experiment, at: number): Removed | null {
  const begun = group && isBegun(group) ? runLabels(group.experiment) : [];
  const [gone, ...others] = begun.filter(({ id }) => !next.runs.some((run) => run.id === id));
  return gone && others.length === 0 ? { before: experiment, label: gone.label, at } : null;
}
