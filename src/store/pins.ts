/**
 * Runs that somebody wants to keep in sight. While its group is on screen a pinned run is a run like the others, only first. Once that
 * group makes way for another, or the run is removed, its curves stay as they were: a reference for what is trained next. They
 * live as long as the page does; a link holds settings, and so none of them.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { GroupId } from '../core/protocol/protocol';
import { RECORDED_GROUP } from '../core/protocol/recording';
import { settingsThatDiffer } from '../core/settings/changes';
import { shownAs } from '../core/settings/edit';
import type { Experiment, RunSettings } from '../core/settings/experiment';
import { runLabels } from '../core/settings/runLabels';
import type { GroupState } from './group';
import type { KeptRun, PageState, Pin } from './state';

/** As many as can be told apart beneath the curves of a group. */
export const MOST_PINS = 3;

/** A pinned run of an earlier group, in the words of the experiment on screen. */
export interface Reference extends KeptRun {
  readonly id: string;
  readonly run: RunSettings;
  /** `SAM`. */
  readonly name: string;
  /** Its settings that are otherwise now: `ρ 0.2`. */
  readonly differs: readonly string[];
  /** `SAM ρ 0.2`; `SAM before` where nothing differs. */
  readonly label: string;
}

export interface PinVerbs {
  /** Pins a run of the group on screen, or lets it go. */
  pinRun(run: string): void;
  /** Lets a reference go. `undoRemove` brings it back. */
  letGo(pin: string): void;
  /** Edits the experiment into what a reference was trained with. */
  backTo(pin: string): void;
}

export function createPins({
  store,
  edit,
  now,
}: {
  readonly store: StoreApi<PageState>;
  readonly edit: (next: Experiment) => void;
  /** Milliseconds. */
  readonly now: () => number;
}): PinVerbs {
  const get = () => store.getState();
  /** Settings that the last steps were made with: live ones may be edited when all are made, and then no curve is of them. */
  let trained: { readonly group: GroupId; readonly experiment: Experiment } | null = null;
  store.subscribe(({ group, pins }, before) => {
    if (group === before.group) return;
    const left = before.group && {
      ...before.group,
      experiment: trained?.group === before.group.id ? trained.experiment : before.group.experiment,
    };
    if (group && (group.id !== before.group?.id || group.history.points > before.group.history.points))
      trained = { group: group.id, experiment: group.experiment };
    if (pins.length === 0) return;
    const next = pins.flatMap((pin) => followed(pin, left, group));
    if (next.length !== pins.length || next.some((pin, index) => pin !== pins[index])) store.setState({ pins: next });
  });
  const find = (id: string) => referencesOf(get()).find((reference) => reference.id === id);
  return {
    pinRun(run) {
      const { group, pins } = get();
      if (!group || !hasRun(group, run)) return;
      const name = runLabels(group.experiment).find(({ id }) => id === run)?.label ?? run;
      const others = pins.filter((pin) => pin.kept !== null || pin.run !== run || !isOf(pin, group));
      if (others.length < pins.length) store.setState({ pins: others, announcement: `${name} is no longer pinned` });
      else if (pins.length >= MOST_PINS) store.setState({ announcement: `${MOST_PINS} runs can be pinned: let one go first` });
      else {
        const pin: Pin = { id: freshId(pins), group: group.id, run, points: group.points, kept: null };
        store.setState({ pins: [...pins, pin], announcement: `${name} is pinned: its curves stay while you try other settings` });
      }
    },
    letGo(id) {
      const { pins } = get();
      const pin = pins.find((one) => one.id === id);
      const label = find(id)?.label;
      if (!pin || label === undefined) return;
      store.setState({ pins: pins.filter((one) => one !== pin), removed: { pin, label: `${label}, pinned,`, at: now() } });
    },
    backTo(id) {
      const { experiment } = get();
      const reference = find(id);
      if (!reference) return;
      edit({ ...shownAs(reference.experiment, experiment), device: experiment.device });
    },
  };
}

/** Ids of the runs on screen that are pinned. */
export function pinnedRuns(pins: readonly Pin[], group: Pick<GroupState, 'id' | 'points'> | null): ReadonlySet<string> {
  return new Set(pins.filter((pin) => group && pin.kept === null && isOf(pin, group)).map(({ run }) => run));
}

/** Runs in their order, pinned ones before the others. */
export function pinnedFirst<R extends { readonly id: string }>(runs: readonly R[], pinned: ReadonlySet<string>): readonly R[] {
  return [...runs.filter(({ id }) => pinned.has(id)), ...runs.filter(({ id }) => !pinned.has(id))];
}

/** Pinned runs of earlier groups, in the order they were pinned. */
export function referencesOf({ pins, group, experiment }: Pick<PageState, 'pins' | 'group' | 'experiment'>): readonly Reference[] {
  const shown = group?.experiment ?? experiment;
  return pins.flatMap(({ id, run: runId, kept }): Reference[] => {
    const run = kept?.experiment.runs.find((one) => one.id === runId);
    if (!kept || !run) return [];
    const [alone] = runLabels({ ...kept.experiment, runs: [run] });
    const name = (alone?.label ?? '').replace(/ \([^)]*\)/, '');
    const differs = settingsThatDiffer(kept.experiment, runId, shown);
    return [{ ...kept, id, run, name, differs, label: `${name} ${differs[0] ?? 'before'}` }];
  });
}

/** A pin after the group on screen has changed: as it is, with its curves once the run went, without them once it is back; or none. */
function followed(pin: Pin, before: GroupState | null, group: GroupState | null): readonly Pin[] {
  const isShown = group !== null && isOf(pin, group) && hasRun(group, pin.run);
  if (pin.kept) return [isShown ? { ...pin, kept: null } : pin];
  if (isShown) return [pin];
  const kept = before && isOf(pin, before) ? keptOf(pin, before) : null;
  if (kept) return [{ ...pin, kept }];
  // Before its first step there is nothing to keep: it is the run of the next group that is meant.
  return group && hasRun(group, pin.run) ? [{ ...pin, group: group.id, points: group.points }] : [];
}

function keptOf({ id, run }: Pin, { experiment, history, points: [points], boundaries }: GroupState): KeptRun | null {
  const own = history.only(run, id);
  if (!hasRun({ experiment }, run) || own.members.every(({ steps, measured }) => Math.max(steps.length, measured.length) < 2)) return null;
  const boundary = points && boundaries.get(`${run}/${points.seed}`);
  return { experiment, history: own, picture: points && boundary ? { boundary, points } : null };
}

const hasRun = ({ experiment }: Pick<GroupState, 'experiment'>, run: string): boolean => experiment.runs.some(({ id }) => id === run);

function isOf(pin: Pin, { id, points }: Pick<GroupState, 'id' | 'points'>): boolean {
  return id === pin.group && (id !== RECORDED_GROUP || points === pin.points);
}

function freshId(pins: readonly Pin[]): string {
  return `p${1 + Math.max(0, ...pins.map(({ id }) => Number(id.slice(1))))}`;
}
