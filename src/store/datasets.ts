/** Data of a person's own: files that are dropped, public sets that are fetched, and training on them. */
import type { StoreApi } from 'zustand/vanilla';
import type { PreviewChoice } from '../core/datasets/preview';
import type { Reading } from '../core/datasets/reading';
import type { Command, DatasetSummary } from '../core/protocol/protocol';
import { choosePreset, setField } from '../core/settings/edit';
import type { Experiment } from '../core/settings/experiment';
import { presets } from '../core/settings/presets';
import type { PageState } from './state';

export interface DatasetVerbs {
  /** @param paths of the files in the same order, where they came in folders. */
  readFiles(files: Extract<Command, { type: 'readFiles' }>['files'], paths?: readonly string[]): void;
  /** Reads the last files once more, otherwise: what was refused may be left out. */
  readAgain(change: Partial<Reading>): void;
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
    const { experiment, datasets } = store.getState();
    const chosen = datasets?.find((one) => one.id === id);
    const samples = chosen ? samplesOf(chosen) : 'images';
    // Where the samples stay of one kind, the person's own settings stay too.
    const stays = experiment.data.kind === 'files' && samplesFor(experiment.preset) === samples;
    const base = stays ? experiment : choosePreset(experiment, chosen ? presetFor(chosen) : 'mnist');
    edit(setField(base, 'data.set', id));
  }

  /** Files that came last; browsers keep handles to them, not their bytes. */
  let last: Pick<Extract<Command, { type: 'readFiles' }>, 'files' | 'paths'> | undefined;

  function readLast(): void {
    if (last) send({ type: 'readFiles', ...last, reading: store.getState().howToRead });
  }

  return {
    readFiles(files, paths) {
      if (files.length === 0) return;
      last = { files, ...(paths ? { paths } : {}) };
      readLast();
    },
    readAgain(change) {
      store.setState(({ howToRead }) => ({ howToRead: { ...howToRead, ...change }, failure: null }));
      readLast();
    },
    stopReading: () => send({ type: 'stopReading' }),
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

type Samples = 'images' | 'rows' | 'texts';

function samplesOf({ inputShape, isText }: DatasetSummary): Samples {
  if (isText) return 'texts';
  return inputShape.length === 1 ? 'rows' : 'images';
}

/** What a preset for files is made for: texts where it has a Transformer, a paper's too. */
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
