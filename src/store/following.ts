/** An edit and the results on screen: what reaches them at once, what waits for the next run, and what has nothing to lose. */
import type { StoreApi } from 'zustand/vanilla';
import type { Command } from '../core/protocol/protocol';
import { RECORDED_GROUP } from '../core/protocol/recording';
import { type Difference, difference, runsToTrain, withWhatReaches } from '../core/settings/difference';
import { shownAs } from '../core/settings/edit';
import type { Experiment } from '../core/settings/experiment';
import { complaintsAbout } from './facts';
import { type GroupState, isBegun, isGoing } from './group';
import { asAsked, toTrain } from './pending';
import { withoutRuns } from './receive';
import type { PageState } from './state';

/**
 * An edit that asks for `change` was made. Results stay what they are: training takes what can reach it (live values, runs that join or
 * leave), and the rest waits for the next run. Before the first step there are none, and the group is made anew.
 */
export type Follow = (change: Difference, next: Experiment) => void;

interface FollowingOptions {
  readonly store: StoreApi<PageState>;
  readonly send: (command: Command) => void;
  /** As of `Training`. */
  readonly start: (isPaused: boolean) => void;
  readonly pause: () => void;
  readonly onScreen: () => GroupState | null;
  /** Times a gradient of the edited experiment, at once or later. */
  readonly timeAnew: (isBusy: boolean) => void;
  /** The group on screen is what is asked for: nothing waits for another device. */
  readonly stay: () => void;
}

/** True if a group trained here has no results: nothing is lost with it. */
export function isFresh(group: GroupState): boolean {
  return group.id !== RECORDED_GROUP && !isBegun(group) && group.phase !== 'ended';
}

export function createFollowing({ store, send, start, pause, onScreen, timeAnew, stay }: FollowingOptions): Follow {
  const get = () => store.getState();
  const set = (part: Partial<PageState>) => store.setState(part);

  /** Nothing is on screen that could be lost. */
  function followFresh(group: GroupState | null, change: Difference, next: Experiment): void {
    if (group && group === onScreen() && (change === 'live' || change === 'runs') && difference(group.experiment, next) !== 'restart') {
      send({ type: 'change', group: group.id, experiment: next });
      set({ group: { ...group, experiment: next } });
      return;
    }
    if (group && group === onScreen() && toTrain(group, get()).length === 0 && difference(group.experiment, next) === 'same') {
      stay();
      return;
    }
    start(!(group && isGoing(group)));
  }

  /** True if it is known that the data of the edited experiment are not here. */
  function isDataMissing(): boolean {
    return complaintsAbout(get()).some(({ about }) => about === 'data.set');
  }

  /** Clears the stage for an experiment that has no data yet. Results come back with their settings. */
  function putAside(): void {
    const { group, recorded } = get();
    if (!group) return;
    pause();
    const paused = get().group ?? group;
    set({ group: null, recorded: null, ...(isFresh(group) ? {} : { setAside: { group: paused, recorded } }) });
  }

  /** The results that were put aside, where the edit is about them again. */
  function comeBack(next: Experiment): GroupState | null {
    const { setAside } = get();
    if (!setAside || runsToTrain(setAside.group.experiment, next) === 'all') return null;
    set({ group: setAside.group, recorded: setAside.recorded, setAside: null });
    return setAside.group;
  }

  return function follow(change, next) {
    const { group } = get();
    if (change === 'view') {
      if (!group) return;
      const runs = inOrderOf(next.runs, group.experiment.runs);
      set({ group: { ...group, experiment: { ...shownAs(group.experiment, next), runs } } });
      return;
    }
    if (isDataMissing()) return putAside();
    const shown = group ?? comeBack(next);
    if (!shown || isFresh(shown)) return followFresh(shown, change, next);
    timeAnew(isGoing(shown));
    const isHere = shown === onScreen();
    const reached = withWhatReaches(shown.experiment, asAsked(shown, next), isHere && shown.phase !== 'ended');
    const joining = reached.runs.filter(({ id }) => !shown.experiment.runs.some((run) => run.id === id));
    // Back from an edit that could not be trained: what is on screen is what was asked for.
    if (toTrain(shown, get()).length === 0) stay();
    // Nobody can join what was recorded elsewhere, or has failed: that, too, is the next run.
    const runs = isHere ? reached.runs : reached.runs.filter((run) => !joining.includes(run));
    const experiment = { ...reached, runs };
    if (isHere && !['same', 'view'].includes(difference(shown.experiment, experiment)))
      send({ type: 'change', group: shown.id, experiment });
    const isBehind = isHere && shown.phase === 'ended' && joining.length > 0;
    const staying = new Set(runs.map(({ id }) => id));
    const left = isHere
      ? shown
      : withoutRuns(
          shown,
          shown.experiment.runs.map(({ id }) => id).filter((id) => !staying.has(id)),
        );
    set({ group: { ...left, experiment, phase: isBehind ? 'preparing' : shown.phase, version: shown.version + 1 } });
    if (isBehind) send({ type: 'resume', group: shown.id });
  };
}

/** The runs of a group in the order and with the names of an edit; those it does not have stay where they are, at the end. */
function inOrderOf(edited: Experiment['runs'], runs: Experiment['runs']): Experiment['runs'] {
  const placed = edited.flatMap(({ id, name }) => {
    const known = runs.find((one) => one.id === id);
    if (!known) return [];
    const { name: _, ...run } = known;
    return [name === undefined ? run : { ...run, name }];
  });
  return [...placed, ...runs.filter(({ id }) => !edited.some((run) => run.id === id))];
}
