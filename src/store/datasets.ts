/** Data of a person's own: files that are dropped, public sets that are fetched, and training on them. */
import type { StoreApi } from 'zustand/vanilla';
import { needsFiles } from '../core/datasets';
import type { PreviewChoice } from '../core/datasets/preview';
import { defaultReading, parseReading, printReading, type Reading } from '../core/datasets/reading';
import type { Command, DatasetSummary } from '../core/protocol/protocol';
import { grouped } from '../core/grouped';
import { choosePreset, setField } from '../core/settings/edit';
import type { Experiment } from '../core/settings/experiment';
import { presets } from '../core/settings/presets';
import type { Drop, PageState, FilesAtHand } from './state';

export interface DatasetVerbs {
  /** @param paths of the files in the same order, where they came in folders. */
  readFiles(files: Extract<Command, { type: 'readFiles' }>['files'], paths?: readonly string[]): void;
  /**
   * Reads files once more, otherwise: those that were refused or that a question is open about, else those of the data set in use.
   * What they become takes the place of what they were.
   */
  readAgain(change: Partial<Reading>): void;
  /** Reads the files of the data set in use as the settings say, after `before`, where somebody wrote that there. */
  followReading(before: Experiment): void;
  /** Takes a data set into use that has come just now, unless something else is being trained. */
  welcome(id: string): void;
  /** Outcome of the last files was seen. */
  forgetDrop(): void;
  /** Ends what is being read. */
  stopReading(): void;
  /** Says how files that come next are to be read. */
  readAs(reading: Reading): void;
  /** Asks for samples of the edited experiment's data; they come as `preview`. */
  preview(seed: number, choice: PreviewChoice): void;
  /** Trains on a stored data set, from a preset for images where the experiment is of another kind. */
  trainOn(id: string): void;
  removeDataset(id: string): void;
  /** Fetches a public data set over the network. */
  fetchDataset(set: string): void;
  stopFetching(): void;
  forgetDownload(set: string): void;
}

export interface DatasetOptions {
  readonly store: StoreApi<PageState>;
  readonly send: (command: Command) => void;
  /** As of `Page`. */
  readonly edit: (next: Experiment) => void;
}

export function createDatasets({ store, send, edit }: DatasetOptions): DatasetVerbs {
  function trainOn(id: string): void {
    const { experiment, datasets, drop } = store.getState();
    const chosen = datasets?.find((one) => one.id === id);
    const samples = chosen ? samplesOf(chosen) : 'images';
    // Where the samples stay of one kind, the person's own settings stay too.
    const stays = experiment.data.kind === 'files' && samplesFor(experiment.preset) === samples;
    const base = stays ? experiment : choosePreset(experiment, chosen ? presetFor(chosen) : 'mnist');
    const reading = drop?.id === id ? drop.reading : { ...defaultReading, ...chosen?.understanding?.reading };
    edit(setField(setField(base, 'data.set', id), 'data.read', printReading(reading)));
  }

  /** How files of these names are to be read: as was said of them before, here or in the link, which stays with the data set. */
  function readingFor(names: readonly string[]): Reading {
    const { experiment, datasets, howToRead } = store.getState();
    const { set, read } = experiment.data.values;
    if (experiment.data.kind !== 'files' || typeof read !== 'string' || read === '') return howToRead;
    const stored = datasets?.find(({ id }) => id === set);
    if (stored && !stored.understanding?.files.some(({ name }) => names.includes(name))) return howToRead;
    const said = Object.entries(parseReading(read).reading).filter(([key, value]) => value !== defaultReading[key as keyof Reading]);
    return { ...howToRead, ...Object.fromEntries(said) };
  }

  function read(source: FilesAtHand, reading: Reading, { understanding, replaces }: Pick<Drop, 'understanding' | 'replaces'>): void {
    store.setState({ drop: { source, reading, phase: 'reading', id: null, understanding, replaces } });
    send({ type: 'readFiles', ...source, reading });
  }

  return {
    readFiles(files, paths) {
      if (files.length === 0) return;
      const reading = readingFor(paths ?? files.map(({ name }) => name));
      read({ files, ...(paths ? { paths } : {}) }, reading, { understanding: null, replaces: null });
    },
    readAgain(change) {
      const { drop, experiment, datasets } = store.getState();
      store.setState({ failure: null });
      if (drop && drop.phase !== 'read') {
        read(drop.source, { ...drop.reading, ...change }, drop);
        return;
      }
      const { data } = experiment;
      if (!needsFiles(data)) return;
      const id = data.values.set;
      const source = filesOf(store.getState(), id);
      const understanding = datasets?.find((one) => one.id === id)?.understanding ?? null;
      const { reading } = parseReading(data.values.read);
      if (source) read(source, { ...reading, ...change }, { understanding, replaces: id });
    },
    followReading(before) {
      const { drop, experiment, datasets } = store.getState();
      const [now, then] = [experiment.data, before.data];
      if (!needsFiles(now) || !needsFiles(then) || now.values.set !== then.values.set || now.values.read === then.values.read) return;
      const { set: id, read: written } = now.values;
      const stored = datasets?.find((one) => one.id === id);
      // What is not here yet will be read so when it is dropped.
      if (!stored || drop?.phase === 'reading') return;
      const source = filesOf(store.getState(), id);
      if (source) read(source, parseReading(written).reading, { understanding: stored.understanding ?? null, replaces: id });
      else store.setState({ announcement: `Drop the files of “${stored.name}” again: then they are read so.` });
    },
    welcome(id) {
      const { drop, group, experiment } = store.getState();
      const isDropped = drop?.id === id;
      const old = isDropped ? drop.replaces : null;
      // What runs keeps running; the data set is offered where it can be seen.
      if (experiment.data.kind === 'files' || (isDropped && group?.phase !== 'running')) {
        trainOn(id);
        const { name, count, classes } = store.getState().datasets?.find((one) => one.id === id) ?? {};
        if (name !== undefined)
          store.setState({ announcement: `“${name}” is in use: ${grouped(count ?? 0)} samples in ${classes} classes.` });
      }
      if (old !== null && old !== id) send({ type: 'removeDataset', id: old });
    },
    forgetDrop: () => store.setState({ drop: null }),
    stopReading() {
      store.setState(({ drop }) => ({ drop: drop?.phase === 'reading' ? null : drop }));
      send({ type: 'stopReading' });
    },
    readAs: (howToRead) => store.setState({ howToRead }),
    preview: (seed, choice) => send({ type: 'preview', data: store.getState().experiment.data, seed, choice }),
    trainOn,
    removeDataset: (id) => send({ type: 'removeDataset', id }),
    fetchDataset(set) {
      // What was said of the last attempt is over.
      const { failure } = store.getState();
      if (failure?.code.startsWith('hub-')) store.setState({ failure: null });
      send({ type: 'fetchDataset', set });
    },
    stopFetching: () => send({ type: 'stopFetching' }),
    forgetDownload: (set) => send({ type: 'forgetDownload', set }),
  };
}

/** Files that a data set was read from: those that were dropped since the page was opened, or that are kept beside it. */
export function filesOf({ sources, datasets }: Pick<PageState, 'sources' | 'datasets'>, id: string): FilesAtHand | undefined {
  const isKept = datasets?.find((one) => one.id === id)?.hasFiles ?? false;
  return sources.get(id) ?? (isKept ? { files: [], kept: id } : undefined);
}

type Samples = 'images' | 'rows' | 'texts';

function samplesOf({ inputShape, isText }: DatasetSummary): Samples {
  if (isText) return 'texts';
  return inputShape.length === 1 ? 'rows' : 'images';
}

/** Kind of files that a preset is made for: texts where it has a Transformer, a paper's too. */
function samplesFor(preset: string): Samples {
  if (preset === 'table') return 'rows';
  return presets[preset]?.experiment.model.kind === 'transformer' ? 'texts' : 'images';
}

/** Where to start from with samples of this kind. */
function presetFor(chosen: DatasetSummary): string {
  const samples = samplesOf(chosen);
  if (samples !== 'images') return samples === 'texts' ? 'texts' : 'table';
  return chosen.inputShape[2] === 3 ? 'cifar-cnn' : 'mnist';
}
