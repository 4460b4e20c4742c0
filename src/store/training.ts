/**
 * The group on screen and the commands that make it train: what starts it, pauses it and makes it go on.
 * One device at a time: a group that is asked for on another one waits until that is open.
 */
import { sentences } from '../core/notice';
import { noticeOf } from '../core/failures';
import type { StoreApi } from 'zustand/vanilla';
import type { Command, Message, RecoveredRun, RunKey, Snapshot } from '../core/protocol/protocol';
import { RECORDED_GROUP } from '../core/protocol/recording';
import { gradientKey } from '../core/settings/cost';
import type { Experiment } from '../core/settings/experiment';
import type { SettingNotice } from '../core/settings/refusals';
import { complaintsAbout, factsAbout } from './facts';
import { toTrain } from './pending';
import { recoveredGroup } from './kept';
import { receive, withoutRuns } from './receive';
import { createFollowing, type Follow, isFresh } from './following';
import { AT_REST, emptyGroup, ended, type GroupState, isBegun, isGoing, rewound } from './group';
import type { FailureState, PageState, ShownResults } from './state';

export interface TrainingVerbs {
  /**
   * Starts the edited experiment from step 0. With refused settings, or a device that does not open, the group on screen stays.
   *
   * @param isUndoable  results that make way can be brought back for a while.
   */
  start(isPaused: boolean, isUndoable?: boolean): void;
  run(): void;
  pause(): void;
  /** Makes one step and pauses. */
  step(): void;
  /** Makes this many more steps and pauses; from step 0 where nothing is on screen that could go on. */
  runFirst(steps: number): void;
  /** Goes on from a snapshot of the group on screen, whose device or thread was lost. */
  resumeFrom(snapshot: Snapshot): void;
  /** Goes on with a run of an earlier visit, in the place of what is on screen, which can be brought back for a while. */
  goOnWith(run: RecoveredRun): void;
  /** Makes one step, looking at that of a run's first seed from the inside, and pauses. Where nothing is trained yet, its first one. */
  observe(run: string): void;
  /** Opens the device that is asked for, where it is not the one that is open. */
  open(): void;
  /** Asks how long a gradient takes, where what was known is about another network, batch or device. */
  probe(): void;
  /** The group on screen if it is trained here. */
  onScreen(): GroupState | null;
  /** Starts on another device when that is open, and never if it does not open; what is timed is not asked for again. */
  move(message: Message): void;
  readonly follow: Follow;
}

export interface TrainingOptions {
  readonly store: StoreApi<PageState>;
  readonly send: (command: Command) => void;
  /** Training was started with this experiment. */
  readonly onRun: (experiment: Experiment) => void;
  /** Milliseconds. */
  readonly now: () => number;
  /** Name for a run to be kept under; absent where nothing is. */
  readonly newKey?: (() => string) | undefined;
}

/** Refusals of storage that are still so when the data start to be trained on. */
const ABOUT_STORAGE = new Set<FailureState['code']>(['storage-full', 'storage-unavailable', 'run-not-kept']);

/** The device that was asked for is not there, and the one before still is. */
const DEVICE_REFUSALS = new Set<FailureState['code']>(['backend-unavailable', 'only-software-adapter', 'self-test-failed', 'no-backend']);

export function createTraining({ store, send, onRun, now, newKey }: TrainingOptions): TrainingVerbs {
  const get = () => store.getState();
  const set = (part: Partial<PageState>) => store.setState(part);
  let groups = 0;
  let probed = '';
  let asked: Experiment['device']['backend'] | null = null;
  /** The group on screen goes on until the device of the next one is open; `from` is what it computes on. */
  let moving: { readonly isPaused: boolean; readonly isUndoable: boolean; readonly from: Experiment['device']['backend'] | null } | null =
    null;

  /** Key that the group on screen is kept under. */
  let kept: RunKey | undefined;

  /** Asked for before it is known whether its data are stored here. */
  let waiting: { readonly isPaused: boolean } | null = null;

  function start(isPaused: boolean, isUndoable = false): void {
    const { experiment } = get();
    waiting = null;
    if (complaintsAbout(get()).length > 0) return;
    if (isUnknown()) {
      waiting = { isPaused };
      return;
    }
    const from = moving?.from ?? asked;
    const isOpening = openBackend() || moving !== null;
    // A group that no device has begun yet has nothing to show meanwhile.
    moving = isOpening && onScreen()?.facts ? { isPaused, isUndoable, from } : null;
    if (moving) return;
    const before = isUndoable ? shown() : null;
    const { setAside, weights, failure } = get();
    stop();
    const id = `g${++groups}`;
    const next = emptyGroup(id, experiment, isPaused ? 'paused' : 'preparing', weights);
    // What was timed is no measure for what starts now.
    if (gradientKey(experiment) !== probed) {
      probed = '';
      set({ msPerGradient: null, msPerMeasurement: null, msPerPictures: null });
    }
    set({
      // Names survive a restart of the same runs, so that the table does not flicker empty.
      group: { ...next, members: membersOf(experiment) },
      recorded: null,
      opened: null,
      failure: failure && ABOUT_STORAGE.has(failure.code) ? failure : null,
      // The worker has no more to say of it.
      setAside: setAside && { ...setAside, group: ended(setAside.group) },
      ...(before ? { removed: { results: before, label: '', at: now() } } : {}),
    });
    kept = experiment.view.mode === 'embed' ? undefined : newKey?.();
    send({ type: 'start', group: id, experiment, ...(weights ? { weights } : {}), paused: isPaused, ...(kept ? { kept } : {}) });
    // A probe beside a training group would slow both.
    if (isPaused) probe();
  }

  /** True until it is told whether the data are stored here: the worker would only say that they are missing. */
  function isUnknown(): boolean {
    return get().datasets === null && !factsAbout(get());
  }

  function probe(): void {
    const about = gradientKey(get().experiment);
    if (about === probed || complaintsAbout(get()).length > 0 || isUnknown()) return;
    probed = about;
    set({ msPerGradient: null, msPerMeasurement: null, msPerPictures: null });
    send({ type: 'probe', experiment: get().experiment });
  }

  /** Times another network, batch or device anew. A probe beside a training group would slow both. */
  function timeAnew(isBusy: boolean): void {
    if (gradientKey(get().experiment) === probed) return;
    probed = '';
    set({ msPerGradient: null, msPerMeasurement: null, msPerPictures: null });
    if (!isBusy) probe();
  }

  /** A fresh device only where another one is asked for; whether it is. */
  function openBackend(): boolean {
    const { backend } = get().experiment.device;
    if (backend === asked) return false;
    asked = backend;
    send({ type: 'open', backend });
    return true;
  }

  function move(message: Message): void {
    if (message.type === 'probed' && gradientKey(message.experiment) === gradientKey(get().experiment))
      probed = gradientKey(message.experiment);
    if (message.type === 'datasets' && waiting) start(waiting.isPaused);
    if (!moving) return;
    const { isPaused, isUndoable, from } = moving;
    if (message.type === 'opened') {
      moving = null;
      start(isPaused, isUndoable);
    } else if (message.type === 'failed' && DEVICE_REFUSALS.has(message.code)) {
      moving = null;
      asked = from;
    }
  }

  function stop(): void {
    const { group, setAside } = get();
    for (const one of [group, setAside?.group]) if (one && one.id !== RECORDED_GROUP) send({ type: 'stop', group: one.id });
  }

  /** Results that a start with other settings takes off the page: more than a moment's, and not a file's, which stays where it is. */
  function shown(): ShownResults | null {
    const { group, recorded, opened } = get();
    if (!group || opened || recorded || !isBegun(group) || toTrain(group, get()).length === 0) return null;
    return { group: ended(group), recorded };
  }

  function onScreen(): GroupState | null {
    const { group } = get();
    return !group || group.id === RECORDED_GROUP || group.phase === 'failed' ? null : group;
  }

  /** The group on screen if it can go on training as the experiment says. */
  function trainable(): GroupState | null {
    const group = onScreen();
    return group && toTrain(group, get()).length === 0 ? group : null;
  }

  /** Trains the runs whose settings have changed since their results, from the same start; the others keep their curves. */
  function trainAnew(group: GroupState, anew: readonly string[]): void {
    const { experiment } = get();
    const known = anew.filter((run) => group.experiment.runs.some(({ id }) => id === run));
    send({ type: 'change', group: group.id, experiment, ...(known.length > 0 ? { anew: known } : {}) });
    send({ type: 'resume', group: group.id });
    // Their curves are of other settings; what is still under way of them is dropped until the worker names them again.
    set({ group: { ...withoutRuns(group, known), experiment, phase: 'preparing', ...AT_REST, until: null }, failure: null });
  }

  function run(): void {
    const { experiment } = get();
    const [complaint] = complaintsAbout(get());
    if (complaint) {
      set({ failure: refusal(complaint) });
      return;
    }
    const group = trainable();
    if (group && isGoing(group)) return;
    onRun(experiment);
    const here = onScreen();
    const anew = here && !isFresh(here) ? toTrain(here, get()) : [];
    if (here && anew !== 'all' && anew.length > 0) return trainAnew(here, anew);
    if (group?.phase === 'paused') {
      set({ group: { ...group, phase: 'preparing', ...AT_REST, until: null } });
      send({ type: 'resume', group: group.id });
    } else start(false, true);
  }

  function pause(): void {
    const group = onScreen();
    if (!group || !isGoing(group)) return;
    set({ group: { ...group, phase: 'paused', ...AT_REST, until: null } });
    send({ type: 'pause', group: group.id });
  }

  function step(): void {
    if (!trainable() || get().group?.phase === 'ended') start(true);
    const group = trainable();
    if (!group) return;
    set({ group: { ...group, phase: 'paused', ...AT_REST, until: null } });
    send({ type: 'advance', group: group.id, steps: 1 });
  }

  function runFirst(steps: number): void {
    if (!trainable() || get().group?.phase === 'ended') start(true);
    const group = trainable();
    if (!group) return;
    onRun(get().experiment);
    set({ group: { ...group, phase: 'preparing', ...AT_REST, until: group.step + steps } });
    send({ type: 'advance', group: group.id, steps });
  }

  function resumeFrom(snapshot: Snapshot): void {
    const { group } = get();
    if (!group || group.id !== snapshot.group || group.phase !== 'failed') return;
    const { id, experiment, weights } = group;
    set({ group: { ...rewound(group, snapshot), phase: 'preparing' }, failure: null });
    send({ type: 'start', group: id, experiment, snapshot, ...(weights ? { weights } : {}), ...(kept ? { kept } : {}) });
  }

  function goOnWith(run: RecoveredRun): void {
    const { group, recorded, opened, setAside, experiment: before } = get();
    const experiment = { ...run.experiment, view: { ...run.experiment.view, mode: before.view.mode } };
    const isShown = group !== null && !opened && !recorded && isBegun(group);
    stop();
    waiting = null;
    moving = null;
    const id = `g${++groups}`;
    const { snapshot, weights, isEnded, said } = run;
    set({
      experiment,
      weights,
      group: rewound(recoveredGroup(id, experiment, run), snapshot),
      recorded: null,
      opened: null,
      failure: null,
      setAside: setAside && { ...setAside, group: ended(setAside.group) },
      ...(isShown ? { removed: { results: { group: ended(group), recorded }, label: '', at: now() } } : {}),
    });
    for (const word of said) store.setState(receive(get(), { ...word, group: id }, now()), true);
    onRun(experiment);
    kept = run.key;
    asked = experiment.device.backend;
    send({
      type: 'start',
      group: id,
      experiment,
      snapshot: { ...snapshot, group: id },
      ...(weights ? { weights } : {}),
      paused: isEnded,
      kept,
    });
  }

  function observe(run: string): void {
    if (!trainable()) start(true);
    const group = trainable();
    const member = group?.members.find((one) => one.run === run)?.id;
    if (!group || member === undefined) return;
    set({ group: { ...group, phase: 'paused', observing: member, ...AT_REST, until: null } });
    send({ type: 'observe', group: group.id, member });
  }

  const follow = createFollowing({
    store,
    send,
    start,
    pause,
    onScreen,
    timeAnew,
    stay: () => void (moving = null),
  });

  return {
    start,
    run,
    pause,
    step,
    runFirst,
    resumeFrom,
    goOnWith,
    observe,
    open: () => void openBackend(),
    probe,
    onScreen,
    move,
    follow,
  };
}

/** A setting that cannot run, in the words of a failure. */
function refusal(notice: SettingNotice): FailureState {
  const { about } = notice;
  const failure = about === 'data.set' ? noticeOf('data-missing', '', about) : noticeOf('settings-refused', sentences(notice), about);
  return { ...failure, isRecovered: false };
}

function membersOf({ runs, training }: Experiment) {
  return runs.flatMap(({ id }) =>
    training.seeds.map((seed) => ({ id: `${id}/${seed}`, run: id, seed, divergedAt: null, divergedBecause: '' })),
  );
}
