/**
 * The verbs of the page: what a person can do, as commands to the worker and new states. All that touches the browser
 * (worker, address, clock, clipboard) is handed in.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Command, Message, Snapshot } from '../core/protocol/protocol';
import { fromRecording, RECORDED_GROUP, type Recording } from '../core/protocol/recording';
import { difference } from '../core/settings/difference';
import { choosePreset, removeRun as withoutRun, setField } from '../core/settings/edit';
import type { Experiment } from '../core/settings/experiment';
import { decode, encode, type Notice } from '../core/settings/link';
import type { Refusal } from '../core/settings/refusals';
import { type Address, addressBar } from './addressBar';
import { complaintsAbout } from './facts';
import { receive } from './receive';
import { emptyGroup, type FailureState, initialState, type PageState, rewound } from './state';

export interface PageOptions {
  readonly address: Address;
  readonly send: (command: Command) => void;
  /** Milliseconds. */
  readonly now: () => number;
  /** Calls back when the browser is about to draw, or a second later while the page is hidden. */
  readonly nextFrame: (then: () => void) => void;
}

export interface Page {
  readonly store: StoreApi<PageState>;
  /** Asks for a backend and the stored data sets. */
  open(): void;
  receive(message: Message): void;
  /** The worker was lost; `replaced` when another one goes on from `snapshot`. */
  lose(loss: {
    readonly code: FailureState['code'];
    readonly replaced: boolean;
    readonly snapshot: Snapshot | null;
    readonly detail: string;
  }): void;
  /** Shows a recorded run, unless something is on screen already or the address asks for another experiment. */
  show(recording: Recording): void;
  /** Puts the experiment on screen, paused before its first step, unless something is there already. */
  prepare(): void;
  /** Runs, pauses or goes on. */
  toggle(): void;
  run(): void;
  pause(): void;
  /** Makes one step and pauses. */
  step(): void;
  /** Back to step 0 with the same first weights. */
  reset(): void;
  /** Draws data, first weights and batches anew; goes on running if it ran. */
  newSeed(): void;
  /** Trains every run on `count` seeds. */
  runSeeds(count: number): void;
  /** Takes an edited experiment: applied at once where live, else a restart. */
  edit(next: Experiment): void;
  removeRun(run: string, label: string): void;
  undoRemove(): void;
  forgetRemoved(): void;
  focusRun(run: string): void;
  /** Measures gradient norms of these runs where they stand; training waits. */
  measure(runs: readonly string[]): void;
  stopMeasuring(): void;
  dismissNotices(): void;
  dismissFailure(): void;
  readFiles(files: Extract<Command, { type: 'readFiles' }>['files']): void;
  /** Trains on a stored data set, from a preset for images where the experiment is of another kind. */
  trainOn(id: string): void;
  removeDataset(id: string): void;
}

/** The device that was asked for is not there, and the one before still is. */
const DEVICE_REFUSALS = new Set<FailureState['code']>(['backend-unavailable', 'self-test-failed', 'no-backend']);

export function createPage({ address, send, now, nextFrame }: PageOptions): Page {
  const bar = addressBar(address, (experiment, notices) => restore(experiment, notices));
  const store = createStore<PageState>(() => initialState(bar.initial.experiment, bar.initial.notices));
  const get = () => store.getState();
  const set = (part: Partial<PageState>) => store.setState(part);
  let groups = 0;
  let probed = '';
  let asked: Experiment['device']['backend'] | null = null;
  /** The group on screen goes on until the device of the next one is open; `from` is what it computes on. */
  let moving: { readonly isPaused: boolean; readonly from: Experiment['device']['backend'] | null } | null = null;

  /** Starts the edited experiment from step 0. With refused settings, or a device that does not open, the group on screen stays. */
  function start(isPaused: boolean): void {
    const { experiment } = get();
    if (complaintsAbout(get()).length > 0) return;
    const from = moving?.from ?? asked;
    const isOpening = openBackend() || moving !== null;
    moving = isOpening && onScreen() ? { isPaused, from } : null;
    if (moving) return;
    stop();
    const id = `g${++groups}`;
    const next = emptyGroup(id, experiment, isPaused ? 'paused' : 'preparing');
    // Names survive a restart of the same runs, so that the table does not flicker empty.
    set({ group: { ...next, members: membersOf(experiment) }, recorded: null, failure: null });
    send({ type: 'start', group: id, experiment, paused: isPaused });
    // A probe beside a training group would slow both.
    if (isPaused) probe();
  }

  /** Asks how long a gradient takes, where what was known is about another network, batch or device. */
  function probe(): void {
    const { data, model, training, device } = get().experiment;
    const about = JSON.stringify([data, model, training.batch, device]);
    if (about === probed || complaintsAbout(get()).length > 0) return;
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

  /** What was started on another device starts when that is open, and never if it does not open. */
  function move(message: Message): void {
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

  /** The group on screen if it is trained here. */
  function onScreen() {
    const { group } = get();
    return !group || group.id === RECORDED_GROUP || group.phase === 'failed' ? null : group;
  }

  /** The group on screen if it can go on training as the experiment says. */
  function trainable() {
    const { experiment } = get();
    const group = onScreen();
    if (!group) return null;
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
    bar.ran(experiment);
    if (group?.phase === 'paused') {
      set({ group: { ...group, phase: 'preparing', pace: [] } });
      send({ type: 'resume', group: group.id });
    } else start(false);
  }

  function pause(): void {
    const group = onScreen();
    if (!group || (group.phase !== 'running' && group.phase !== 'preparing')) return;
    set({ group: { ...group, phase: 'paused', pace: [] } });
    send({ type: 'pause', group: group.id });
  }

  function edit(next: Experiment): void {
    const { experiment, group } = get();
    const change = difference(experiment, next);
    if (change === 'same') return;
    set({ experiment: next });
    bar.edited(next, change === 'view');
    applyTo(group, change, next);
  }

  function applyTo(group: PageState['group'], change: ReturnType<typeof difference>, next: Experiment): void {
    if (change === 'view') {
      if (group) set({ group: { ...group, experiment: { ...group.experiment, view: next.view } } });
      return;
    }
    // Back from an edit that could not be trained: what is on screen is what was asked for.
    if (group && group === onScreen() && difference(group.experiment, next) === 'same') {
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

  function restore(experiment: Experiment, notices: readonly Notice[]): void {
    const before = get();
    const change = difference(before.experiment, experiment);
    set({ experiment, notices });
    if (change !== 'same') applyTo(before.group, change, experiment);
  }

  return {
    store,
    open() {
      openBackend();
      send({ type: 'listDatasets' });
      probe();
    },
    receive(message) {
      store.setState(receive(get(), message, now()), true);
      move(message);
      if (message.type === 'tick' && message.group === get().group?.id) {
        const { group, seq } = message;
        nextFrame(() => send({ type: 'acknowledge', group, seq }));
      }
      if (message.type === 'datasets' && message.added !== undefined && get().experiment.data.kind === 'files') trainOn(message.added);
    },
    lose({ code, replaced, snapshot, detail }) {
      const { group } = get();
      set({
        failure: { code, detail, isRecovered: replaced },
        ...(group && group.id !== RECORDED_GROUP
          ? { group: replaced ? rewound(group, snapshot) : { ...group, phase: 'failed', measuring: null } }
          : {}),
      });
    },
    show(recording) {
      const { group, experiment } = get();
      const recorded = decode(recording.link).experiment;
      // Other seeds of the same experiment show the same thing.
      const wanted = { ...experiment, training: { ...experiment.training, seeds: recorded.training.seeds } };
      if (group || !['same', 'view'].includes(difference(recorded, wanted))) return;
      set({ group: emptyGroup(RECORDED_GROUP, recorded), recorded: recording.madeBy });
      for (const message of fromRecording(recording)) store.setState(receive(get(), message, now()), true);
    },
    prepare() {
      if (get().group === null) start(true);
    },
    run,
    pause,
    toggle() {
      const { group } = get();
      if (group?.phase === 'running' || group?.phase === 'preparing') pause();
      else run();
    },
    step() {
      if (!trainable() || get().group?.phase === 'ended') start(true);
      const group = trainable();
      if (!group) return;
      set({ group: { ...group, phase: 'paused', pace: [] } });
      send({ type: 'advance', group: group.id, steps: 1 });
    },
    reset: () => start(true),
    newSeed() {
      const { experiment } = get();
      const { seeds } = experiment.training;
      const next = Math.max(...seeds) + 1;
      const moved = seeds.map((_, index) => next + index);
      edit({ ...experiment, training: { ...experiment.training, seeds: moved } });
    },
    runSeeds(count) {
      const { experiment } = get();
      const first = experiment.training.seeds[0] ?? 1;
      const seeds = Array.from({ length: count }, (_, index) => first + index);
      edit({ ...experiment, training: { ...experiment.training, seeds } });
      run();
    },
    edit,
    removeRun(id, label) {
      const { experiment } = get();
      edit(withoutRun(experiment, id));
      set({ removed: { before: experiment, label, at: now() } });
    },
    undoRemove() {
      const { removed, experiment } = get();
      if (!removed) return;
      set({ removed: null });
      edit({ ...experiment, runs: removed.before.runs });
    },
    forgetRemoved: () => set({ removed: null }),
    focusRun: (id) => set({ focusedRun: id }),
    measure(runs) {
      const group = onScreen();
      if (group) send({ type: 'measure', group: group.id, runs });
    },
    stopMeasuring() {
      const group = onScreen();
      if (group) send({ type: 'stopMeasuring', group: group.id });
    },
    dismissNotices: () => set({ notices: [] }),
    dismissFailure: () => set({ failure: null }),
    readFiles(files) {
      if (files.length > 0) send({ type: 'readFiles', files });
    },
    trainOn,
    removeDataset: (id) => send({ type: 'removeDataset', id }),
  };

  function trainOn(id: string): void {
    const { experiment, datasets } = get();
    const isColour = datasets?.find((one) => one.id === id)?.inputShape[2] === 3;
    const base = experiment.data.kind === 'files' ? experiment : choosePreset(experiment, isColour ? 'cifar-cnn' : 'mnist');
    edit(setField(base, 'data.set', id));
  }
}

/** A setting that cannot run, in the words of a failure. */
function refusal({ field, message, remedy }: Refusal): FailureState {
  if (field === 'data.set') return { code: 'data-missing', detail: '', isRecovered: false };
  return { code: 'settings-refused', detail: `${message} ${remedy}`, isRecovered: false };
}

function membersOf({ runs, training }: Experiment) {
  return runs.flatMap(({ id }) => training.seeds.map((seed) => ({ id: `${id}/${seed}`, run: id, seed, parkedAt: null })));
}

/** The address of this experiment, given the page's own without `#`. */
export function linkTo(base: string, experiment: Experiment): string {
  const hash = encode(experiment);
  return hash === '' ? base : `${base}#${hash}`;
}
