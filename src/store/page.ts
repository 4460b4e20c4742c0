/**
 * The verbs of the page: what a person can do, as commands to the worker and new states. All that touches the browser
 * (worker, address, clock, clipboard) is handed in.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Command, Excerpt, Message, Snapshot } from '../core/protocol/protocol';
import { fromRecording, RECORDED_GROUP, type Recording } from '../core/protocol/recording';
import { Failure, noticeOf } from '../core/failures';
import { difference, runsToTrain } from '../core/settings/difference';
import { shownAs } from '../core/settings/edit';
import { withStepsOfEpochs } from '../core/settings/epochs';
import type { Experiment } from '../core/settings/experiment';
import { decode, type LinkNotice } from '../core/settings/link';
import { broken, namesOf } from '../core/settings/locks';
import { type Address, addressBar, type Opened } from './addressBar';
import { createAbsence } from './absence';
import { type ChartViewVerbs, createChartView, zoomed } from './chartView';
import { createDatasets, type DatasetVerbs } from './datasets';
import { factsAbout, isExpensive } from './facts';
import { createKept, type KeptVerbs } from './kept';
import { createMeasurements, type MeasurementVerbs } from './measurements';
import { createPins, type PinVerbs } from './pins';
import { doneSentence } from './progress';
import { receive } from './receive';
import { createRemoval, type RemovalVerbs, runThatWent } from './removal';
import { emptyGroup, type GroupState, isGoing, rewound } from './group';
import { type FailureState, initialState, type PageState, type StudyFile } from './state';
import { createLesson, type LessonVerbs } from './lesson';
import { createResults, type ResultsView } from './results';
import { createShown, type ShownStore } from './shown';
import { createTraining } from './training';
import { createWeights, type WeightVerbs } from './weights';

export interface PageOptions {
  readonly address: Address;
  readonly send: (command: Command) => void;
  /** Milliseconds. */
  readonly now: () => number;
  /** Calls back when the browser is about to draw, or a second later while the page is hidden. */
  readonly nextFrame: (then: () => void) => void;
  /** The text that was compressed with deflate-raw. Rejects what is damaged, or absurdly large once unpacked. */
  readonly inflate?: (bytes: Uint8Array) => Promise<string>;
  /** Gives a name that no other run has; absent where no run is kept. */
  readonly newKey?: () => string;
}

export interface Page
  extends ResultsView,
    ChartViewVerbs,
    ShownStore,
    LessonVerbs,
    DatasetVerbs,
    MeasurementVerbs,
    PinVerbs,
    RemovalVerbs,
    WeightVerbs,
    KeptVerbs {
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
  /** Makes this many steps and pauses, with the plan as it is. */
  runFirst(steps: number): void;
  /** Goes on from the last snapshot after a loss that was not made good; nothing where there is none. */
  resume(): void;
  /** The tab went out of sight, or came back: then what happened meanwhile is said. */
  setHidden(isHidden: boolean): void;
  dismissExpensive(): void;
  /** Makes one step, looking at that of a run from the inside, and pauses. */
  observe(run: string): void;
  /** Back to step 0 with the same first weights. */
  reset(): void;
  /** Draws data, first weights and batches anew; goes on running if it ran. */
  newSeed(): void;
  /** Trains every run on `count` seeds. */
  runSeeds(count: number): void;
  /**
   * Takes an edited experiment. Live values and runs that join or leave reach training at once; all else is for the next run, and what is on
   * screen stays as it was made. What the link locks is not changed, and that is said.
   */
  edit(next: Experiment): void;
  /** Takes what a link says, as the page around an embedded one asks; what makes it embedded stays. Returns what was changed or not understood. */
  configure(link: string): readonly LinkNotice[];
  /** Gives the settings back that made what is on screen, or what was put aside. */
  takeBack(): void;
  focusRun(run: string): void;
  openDialog(dialog: PageState['dialog']): void;
  /** Keeps the study on the page, or lets it go where nothing is varied. */
  holdStudy(isHeld: boolean): void;
  /** Shows a study that somebody saved, or puts it away. */
  openStudy(file: StudyFile | null): void;
  /** Says in passing what was done. */
  say(announcement: string): void;
  /** Asks for the samples of the first mini-batches of a seed, for code; they come as `excerpt`. */
  cutExcerpt(experiment: Experiment, seed: number, validation: Excerpt['validation']['source']): void;
  dismissNotices(): void;
  dismissFailure(): void;
}

export function createPage({ address, send, now, nextFrame, inflate, newKey }: PageOptions): Page {
  const bar = addressBar(address, restore);
  const initial = settled(bar.initial.experiment, null);
  const store = createStore<PageState>(() => ({ ...initialState(initial, bar.initial.notices), isExpensive: isExpensive(initial) }));
  const get = () => store.getState();
  const set = (part: Partial<PageState>) => store.setState(part);
  const training = createTraining({
    store,
    send,
    now,
    newKey,
    onRun(experiment) {
      set({ isExpensive: false });
      bar.ran(experiment);
    },
  });
  const chartView = createChartView(store);
  const results = createResults({ store, pause: training.pause, edited: (experiment) => bar.edited(experiment), now });
  const absence = createAbsence({ store, now });
  const weights = createWeights({ store, send, onScreen: training.onScreen, start: training.start });
  const kept = createKept({
    store,
    send,
    goOnWith(run) {
      training.goOnWith(run);
    },
  });
  const datasets = createDatasets({ store, send, edit });
  store.subscribe(({ experiment: { view } }, { experiment: before }) => {
    if (view.pace !== before.view.pace) send({ type: 'pace', pace: view.pace });
  });

  function edit(wanted: Experiment, how: 'pending' | 'restart' = 'pending'): void {
    const { experiment } = get();
    const { view } = experiment;
    // A stretch of steps is none of seconds.
    const isElsewhere = wanted.view.x !== view.x && wanted.view.zoom === view.zoom;
    const next = isElsewhere ? { ...wanted, view: zoomed(wanted.view, null) } : wanted;
    const locked = broken(experiment, next);
    if (locked.length > 0) set({ announcement: `Locked by the link: ${namesOf(locked)}` });
    else apply(next, how);
  }

  /**
   * @param how  `pending`: what cannot reach the training on screen waits for the next run · `restart`: it starts over, going on if it went
   *   on · `paused`: it starts over, paused, even where it could go on.
   */
  function apply(wanted: Experiment, how: 'pending' | 'restart' | 'paused' = 'pending'): void {
    const next = settled(wanted, get().datasets);
    const change = difference(get().experiment, next);
    if (change === 'same') return;
    const removed = change === 'runs' ? runThatWent(get(), next, now()) : null;
    set({ experiment: next, isExpensive: get().isExpensive && isExpensive(next), ...(removed ? { removed } : {}) });
    bar.edited(next, change === 'view');
    if (how === 'paused' && change !== 'view') training.start(true);
    else training.follow(change, next);
    const { group } = get();
    if (how === 'restart' && group && runsToTrain(group.experiment, next).length > 0) training.start(!isGoing(group));
  }

  function restore({ experiment: read, notices, results: linked }: Opened): void {
    const experiment = settled(read, get().datasets);
    const change = difference(get().experiment, experiment);
    set({ experiment, notices, isExpensive: isExpensive(experiment) });
    if (change !== 'same') training.follow(change, experiment);
    showLinked(linked, experiment);
  }

  function showLinked(linked: string | null, experiment: Experiment): void {
    if (linked === null || !inflate) return;
    // Few links carry results, so what reads them comes when one does.
    const reader = import('./linkedResults').catch(() => {
      throw new Failure('link-results-damaged', 'The part of this page that reads results could not be loaded. Reload the page.');
    });
    const read = reader.then(({ openLinkedResults }) => openLinkedResults(linked, experiment, inflate));
    read.then(
      // Settings that were edited meanwhile are no longer those of the results.
      (found) => get().experiment === experiment && results.openResults({ from: 'link', name: '' }, found),
      ({ code, detail }: Failure) => set({ failure: { ...noticeOf(code, detail), isRecovered: false } }),
    );
  }

  return {
    store,
    ...chartView,
    ...createShown(store, chartView.view),
    ...results,
    ...createLesson(store, (next) => apply(next, 'paused')),
    ...datasets,
    ...weights,
    ...kept,
    ...createMeasurements(training.onScreen, send),
    ...createPins({ store, edit, now }),
    ...createRemoval({ store, send, edit, pause: training.pause, now }),
    closeResults() {
      results.closeResults();
      if (get().group === null) training.start(true);
    },
    open() {
      training.open();
      const { pace } = get().experiment.view;
      // What a worker does unasked.
      if (pace !== 'smooth') send({ type: 'pace', pace });
      showLinked(bar.initial.results, initial);
      send({ type: 'listDatasets' });
      if (newKey) send({ type: 'listKept' });
      training.probe();
    },
    receive(message) {
      store.setState(receive(get(), message, now()), true);
      training.move(message);
      absence.hear(message);
      kept.hear(message);
      if (message.type === 'weightsRead') weights.startFrom(message.weights);
      if (message.type === 'ended' && message.outcome === 'completed' && message.group === get().group?.id)
        set({ announcement: doneSentence(get().group, get().experiment) });
      if (message.type === 'datasets') apply(get().experiment);
      if (message.type === 'tick' && [get().group?.id, get().opened?.before?.id].includes(message.group)) {
        const { group, seq } = message;
        nextFrame(() => send({ type: 'acknowledge', group, seq }));
      }
      if (message.type === 'datasets' && message.added !== undefined) datasets.welcome(message.added);
    },
    lose({ code, replaced, snapshot, detail }) {
      const { group, opened, kept: before } = get();
      const after = (lost: GroupState): GroupState =>
        replaced ? rewound(lost, snapshot) : { ...lost, phase: 'failed', measuring: null, observing: null };
      set({
        failure: { ...noticeOf(code, detail), isRecovered: replaced, ...(snapshot ? { snapshot } : {}) },
        compiling: 0,
        downloads: [],
        // What was asked for has died with the thread.
        kept: before && { ...before, isComing: false },
        ...(group && group.id !== RECORDED_GROUP ? { group: after(group) } : {}),
        ...(opened?.before && opened.before.id !== RECORDED_GROUP ? { opened: { ...opened, before: after(opened.before) } } : {}),
      });
    },
    show(recording) {
      const { group, experiment } = get();
      const recorded = decode(recording.link).experiment;
      // Other seeds of the same experiment show the same thing.
      const wanted = { ...experiment, training: { ...experiment.training, seeds: recorded.training.seeds } };
      if (group || !['same', 'view'].includes(difference(recorded, wanted))) return;
      set({ group: { ...emptyGroup(RECORDED_GROUP, recorded), isSample: true }, recorded: recording.madeBy });
      for (const message of fromRecording(recording)) store.setState(receive(get(), message, now()), true);
    },
    prepare() {
      const { group, failure } = get();
      if (group !== null) return;
      training.start(true);
      // What was wrong with the link is still so.
      set({ failure });
    },
    run: training.run,
    pause: training.pause,
    toggle() {
      const { group } = get();
      if (group && isGoing(group)) training.pause();
      else training.run();
    },
    step: training.step,
    runFirst: training.runFirst,
    resume() {
      const { failure } = get();
      if (failure?.snapshot) training.resumeFrom(failure.snapshot);
    },
    setHidden: absence.setHidden,
    dismissExpensive: () => set({ isExpensive: false }),
    observe: training.observe,
    reset: () => training.start(true),
    newSeed() {
      const { experiment } = get();
      const { seeds } = experiment.training;
      const next = Math.max(...seeds) + 1;
      const moved = seeds.map((_, index) => next + index);
      edit({ ...experiment, training: { ...experiment.training, seeds: moved } }, 'restart');
    },
    runSeeds(count) {
      const { experiment } = get();
      const first = experiment.training.seeds[0] ?? 1;
      const seeds = Array.from({ length: count }, (_, index) => first + index);
      edit({ ...experiment, training: { ...experiment.training, seeds } });
      training.run();
    },
    edit(next) {
      const { experiment } = get();
      edit(next);
      datasets.followReading(experiment);
    },
    configure(link) {
      const { experiment, notices } = decode(link);
      const { mode } = get().experiment.view;
      const { origin, transparent } = get().experiment.lecture;
      apply({ ...experiment, view: { ...experiment.view, mode }, lecture: { ...experiment.lecture, origin, transparent } }, 'restart');
      return notices;
    },
    takeBack() {
      const { experiment, group, setAside } = get();
      const made = (group ?? setAside?.group)?.experiment;
      if (made) edit(shownAs(made, experiment));
    },
    focusRun: (id) => set({ focusedRun: id }),
    openDialog: (dialog) => set({ dialog }),
    holdStudy: (isStudyHeld) => set({ isStudyHeld }),
    openStudy: (studyFile) => set({ studyFile, isStudyHeld: false, failure: null }),
    say: (announcement) => set({ announcement }),
    cutExcerpt(experiment, seed, validation) {
      set({ excerpt: null });
      send({ type: 'cutExcerpt', experiment, seed, validation });
    },
    dismissNotices: () => set({ notices: [] }),
    dismissFailure: () => set({ failure: null }),
  };
}

/** Epochs as steps, where the number of training samples is known. */
function settled(experiment: Experiment, datasets: PageState['datasets']): Experiment {
  return withStepsOfEpochs(experiment, factsAbout({ experiment, datasets })?.trainCount);
}
