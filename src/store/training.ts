/**
 * The group on screen and the commands that make it train: what starts it, pauses it, and what an edit means for it.
 * One device at a time: a group that is asked for on another one waits until that is open.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { Command, Message, Snapshot } from '../core/protocol/protocol';
import { RECORDED_GROUP } from '../core/protocol/recording';
import { gradientKey } from '../core/settings/cost';
import { type Difference, difference } from '../core/settings/difference';
import type { Experiment } from '../core/settings/experiment';
import type { Refusal } from '../core/settings/refusals';
import { complaintsAbout, factsAbout } from './facts';
import { AT_REST, emptyGroup, type FailureState, type GroupState, type PageState, rewound } from './state';

export interface Training {
  /** Starts the edited experiment from step 0. With refused settings, or a device that does not open, the group on screen stays. */
  start(isPaused: boolean): void;
  run(): void;
  pause(): void;
  /** Makes one step and pauses. */
  step(): void;
  /** Makes this many more steps and pauses; from step 0 where nothing is on screen that could go on. */
  runFirst(steps: number): void;
  /** Goes on from a snapshot of the group on screen, whose device or thread was lost. */
  resumeFrom(snapshot: Snapshot): void;
  /** Makes one step, looking at that of a run's first seed from the inside, and pauses. Where nothing is trained yet, its first one. */
  observe(run: string): void;
  /** Opens the device that is asked for, where it is not the one that is open. */
  open(): void;
  /** Asks how long a gradient takes, where what was known is about another network, batch or device. */
  probe(): void;
  /** The group on screen if it is trained here. */
  onScreen(): GroupState | null;
  /** What was started on another device starts when that is open, and never if it does not open; what is timed is not asked for again. */
  move(message: Message): void;
  /** An edit that asks for `change` was made: training follows live changes and joining runs, and starts over for the rest. */
  follow(change: Difference, next: Experiment): void;
}

export interface TrainingOptions {
  readonly store: StoreApi<PageState>;
  readonly send: (command: Command) => void;
  /** Training was started with this experiment. */
  readonly onRun: (experiment: Experiment) => void;
}

/** The device that was asked for is not there, and the one before still is. */
const DEVICE_REFUSALS = new Set<FailureState['code']>(['backend-unavailable', 'only-software-adapter', 'self-test-failed', 'no-backend']);

export function createTraining({ store, send, onRun }: TrainingOptions): Training {
  const get = () => store.getState();
  const set = (part: Partial<PageState>) => store.setState(part);
  let groups = 0;
  let probed = '';
  let asked: Experiment['device']['backend'] | null = null;
  /** The group on screen goes on until the device of the next one is open; `from` is what it computes on. */
  let moving: { readonly isPaused: boolean; readonly from: Experiment['device']['backend'] | null } | null = null;

  /** Asked for before it is known whether its data are stored here. */
  let waiting: { readonly isPaused: boolean } | null = null;

  function start(isPaused: boolean): void {
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
    moving = isOpening && onScreen()?.facts ? { isPaused, from } : null;
    if (moving) return;
    stop();
    const id = `g${++groups}`;
    const { weights } = get();
    const next = emptyGroup(id, experiment, isPaused ? 'paused' : 'preparing', weights);
    // Names survive a restart of the same runs, so that the table does not flicker empty.
    // What was timed is no measure for what starts now.
    if (gradientKey(experiment) !== probed) {
      probed = '';
      set({ msPerGradient: null });
    }
    set({ group: { ...next, members: membersOf(experiment) }, recorded: null, opened: null, failure: null });
    send({ type: 'start', group: id, experiment, ...(weights ? { weights } : {}), paused: isPaused });
    // A probe beside a training group would slow both.
    if (isPaused) probe();
  }

  /** Whether it has yet to be told if the data are stored here: the worker would only say that they are missing. */
  function isUnknown(): boolean {
    return get().datasets === null && !factsAbout(get());
  }

  function probe(): void {
    const about = gradientKey(get().experiment);
    if (about === probed || complaintsAbout(get()).length > 0 || isUnknown()) return;
    probed = about;
    set({ msPerGradient: null });
    send({ type: 'probe', experiment: get().experiment });
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
    const { isPaused, from } = moving;
    if (message.type === 'opened') {
      moving = null;
      start(isPaused);
    } else if (message.type === 'failed' && DEVICE_REFUSALS.has(message.code)) {
      moving = null;
      asked = from;
    }
  }

  function stop(): void {
    const { group } = get();
    if (group && group.id !== RECORDED_GROUP) send({ type: 'stop', group: group.id });
  }

  function onScreen(): GroupState | null {
    const { group } = get();
    return !group || group.id === RECORDED_GROUP || group.phase === 'failed' ? null : group;
  }

  /** The group on screen if it can go on training as the experiment says. */
  function trainable(): GroupState | null {
    const { experiment, weights } = get();
    const group = onScreen();
    if (!group || group.weights !== weights) return null;
    const change = difference(group.experiment, experiment);
    return change === 'restart' ? null : group;
  }

  function run(): void {
    const { experiment } = get();
    const [complaint] = complaintsAbout(get());
    if (complaint) {
      set({ failure: refusal(complaint) });
      return;
    }
    const group = trainable();
    if (group && (group.phase === 'running' || group.phase === 'preparing')) return;
    onRun(experiment);
    if (group?.phase === 'paused') {
      set({ group: { ...group, phase: 'preparing', ...AT_REST, until: null } });
      send({ type: 'resume', group: group.id });
    } else start(false);
  }

  function pause(): void {
    const group = onScreen();
    if (!group || (group.phase !== 'running' && group.phase !== 'preparing')) return;
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
    send({ type: 'start', group: id, experiment, snapshot, ...(weights ? { weights } : {}) });
  }

  function observe(run: string): void {
    if (!trainable()) start(true);
    const group = trainable();
    const member = group?.members.find((one) => one.run === run)?.id;
    if (!group || member === undefined) return;
    set({ group: { ...group, phase: 'paused', observing: member, ...AT_REST, until: null } });
    send({ type: 'observe', group: group.id, member });
  }

  function follow(change: Difference, next: Experiment): void {
    const { group } = get();
    if (change === 'view') {
      if (!group) return;
      const { view, lecture, runs } = next;
      set({ group: { ...group, experiment: { ...group.experiment, view, lecture, runs: inOrderOf(runs, group.experiment.runs) } } });
      return;
    }
    // Back from an edit that could not be trained: what is on screen is what was asked for.
    if (group && group === onScreen() && group.weights === get().weights && difference(group.experiment, next) === 'same') {
      moving = null;
      return;
    }
    const active = trainable();
    if (active && (change === 'live' || change === 'runs')) {
      send({ type: 'change', group: active.id, experiment: next });
      const isBehind = change === 'runs' && active.phase === 'ended' && next.runs.length > active.experiment.runs.length;
      set({ group: { ...active, experiment: next, phase: isBehind ? 'preparing' : active.phase } });
      if (isBehind) send({ type: 'resume', group: active.id });
      return;
    }
    if (group?.id === RECORDED_GROUP && change === 'live') return;
    start(!(group?.phase === 'running' || group?.phase === 'preparing'));
  }

  return {
    start,
    run,
    pause,
    step,
    runFirst,
    resumeFrom,
    observe,
    open: () => void openBackend(),
    probe,
    onScreen,
    move,
    follow,
  };
}

/** A setting that cannot run, in the words of a failure. */
function refusal({ field, message, remedy }: Refusal): FailureState {
  if (field === 'data.set') return { code: 'data-missing', detail: '', isRecovered: false };
  return { code: 'settings-refused', detail: `${message} ${remedy}`, isRecovered: false };
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

function membersOf({ runs, training }: Experiment) {
  return runs.flatMap(({ id }) =>
    training.seeds.map((seed) => ({ id: `${id}/${seed}`, run: id, seed, divergedAt: null, divergedBecause: '' })),
  );
}
