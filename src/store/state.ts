/** All that the page knows. Values only: `receive` and the verbs of `page.ts` make new ones, nothing is changed in place. */
import type { StudyResults } from '../core/study/merged';
import type { GivenWeights } from '../core/checkpoints/checkpoint';
import type { Preview, PreviewChoice } from '../core/datasets/preview';
import { defaultReading, type Reading } from '../core/datasets/reading';
import type { Understanding } from '../core/datasets/tables/understanding';
import type { FailureCode } from '../core/failures';
import type { Notice } from '../core/notice';
import type { History } from '../core/metrics/history';
import type { LinkNotice } from '../core/settings/link';
import type { DataChoice } from '../core/datasets/index';
import type { Experiment } from '../core/settings/experiment';
import type { Recording } from '../core/protocol/recording';
import type { BackendReport } from '../core/protocol/backendReport';
import type {
  Command,
  DatasetSummary,
  Download,
  Excerpt,
  FilesRead,
  GroupId,
  Message,
  Snapshot,
  StoredRun,
} from '../core/protocol/protocol';
import type { Boundary, Points } from '../core/protocol/views';
import type { GroupState } from './group';

/** A run whose curve stays. */
export interface Pin {
  /** `p1`, `p2`, …: names its curves once they are a reference. */
  readonly id: string;
  readonly group: GroupId;
  readonly run: string;
  /** Tells recorded groups apart, which share one name. */
  readonly points: readonly Points[];
  /** The run as it was when it went; null while it is on screen. */
  readonly kept: KeptRun | null;
}

export interface KeptRun {
  /** Of its group, as it was last. */
  readonly experiment: Experiment;
  /** Of this run alone, under the name of its pin. */
  readonly history: History;
  /** Picture of its first seed; null where there is none. */
  readonly picture: { readonly boundary: Boundary; readonly points: Points } | null;
}

/** The failure that is told on the page. */
export interface FailureState extends Notice<FailureCode> {
  /** True when the page has already done something about it. */
  readonly isRecovered: boolean;
  /** Where the group can go on from by hand, after a loss that was not made good; absent otherwise. */
  readonly snapshot?: Snapshot;
}

/** Samples of these data, and what was asked for. */
export interface PreviewState {
  readonly data: DataChoice;
  readonly seed: number;
  readonly choice: PreviewChoice;
  readonly preview: Preview;
}

/** Results as they were on screen. */
export interface ShownResults {
  readonly group: GroupState;
  readonly recorded: Recording['madeBy'] | null;
}

/**
 * Things taken off the page that can be brought back for a while: a run of the experiment, a reference that was let go, or results that
 * made way for a run with other settings.
 */
export type Removed = { readonly label: string; readonly at: number } & (
  | { readonly before: Experiment }
  | { readonly pin: Pin }
  | { readonly results: ShownResults }
);

/** Results from a file or a link are on screen. */
export interface OpenedResults {
  readonly from: 'file' | 'link';
  /** Of the file; '' for a link. */
  readonly name: string;
  /** Experiment that the file was made with, and notices about its link. */
  readonly experiment: Experiment;
  readonly notices: readonly LinkNotice[];
  /** Results from before, kept as they go on to be said; null where there were none. */
  readonly before: GroupState | null;
  readonly recordedBefore: Recording['madeBy'] | null;
}

/** Somebody follows a lesson, or has just closed one. */
export interface LessonProgress {
  /** Its word. */
  readonly id: string;
  /** Experiment from before. */
  readonly before: Experiment;
  /** Guesses, by step counted from 1: an option's id, or a number as text. */
  readonly answers: Readonly<Record<number, string>>;
  /** A guess that stands on a chart, at the end of its axis; null while there is none. */
  readonly placed: { readonly chart: string; readonly value: number } | null;
  /** Closed: all that is left is the way back. */
  readonly isOver: boolean;
}

/** Dropped files, to be read again in another way. */
export interface FilesAtHand {
  readonly files: Extract<Command, { type: 'readFiles' }>['files'];
  /** Of the files in the same order, where they came in folders. */
  readonly paths?: readonly string[];
  /** The stored data set whose kept files they are, in the place of `files`. */
  readonly kept?: string;
}

/** Files that were dropped, from the reading of them on. */
export interface Drop {
  readonly source: FilesAtHand;
  readonly reading: Reading;
  /** `asked`: only a person can say what they are. */
  readonly phase: 'reading' | 'asked' | 'read' | 'failed';
  /** Understanding of them, the last one. */
  readonly understanding: Understanding | null;
  /** The data set they became. */
  readonly id: string | null;
  /** The data set that they were before a line was changed, which goes when the next one is there. */
  readonly replaces: string | null;
}

export interface PageState {
  /** Settings of the form and the link. */
  readonly experiment: Experiment;
  readonly group: GroupState | null;
  /** Results from before an experiment was chosen whose data are not here; they come back with their settings. */
  readonly setAside: ShownResults | null;
  /** Where the run on screen was recorded; null when it was trained here. */
  readonly recorded: Recording['madeBy'] | null;
  readonly opened: OpenedResults | null;
  /** A run that is kept in this browser and can be gone on with; `isComing` once that was asked for. */
  readonly kept: { readonly run: StoredRun; readonly isComing: boolean } | null;
  /** Excerpt last cut out of an experiment's data, for code. */
  readonly excerpt: { readonly experiment: Experiment; readonly excerpt: Excerpt } | null;
  /** Weights of a file that runs start from; null where every seed has its own. */
  readonly weights: GivenWeights | null;
  /** The network that was last written to a file. */
  readonly saved: Extract<Message, { type: 'networkSaved' }> | null;
  readonly backend: BackendReport | null;
  /** Kernels that the device is compiling. */
  readonly compiling: number;
  /** Milliseconds of one gradient of the probed experiment. */
  readonly msPerGradient: number | null;
  /** Milliseconds of measuring one member of it on its splits; null where that is not known. */
  readonly msPerMeasurement: number | null;
  /** Milliseconds of one set of pictures of it; null where there are none, or that is not known. */
  readonly msPerPictures: number | null;
  readonly failure: FailureState | null;
  readonly notices: readonly LinkNotice[];
  /** The link that was opened asks for so much that its cost is said before anything starts. */
  readonly isExpensive: boolean;
  readonly datasets: readonly DatasetSummary[] | null;
  /** How files are to be read that come next. */
  readonly howToRead: Reading;
  /** Files that were dropped last, and what came of them. */
  readonly drop: Drop | null;
  /** Files of data sets that were read since the page was opened, by id: they can be read in another way. */
  readonly sources: ReadonlyMap<string, FilesAtHand>;
  /** Files that are being read; null while none are. */
  readonly filesRead: FilesRead | null;
  /** Preview last asked for of an experiment's data. */
  readonly preview: PreviewState | null;
  /** Public data sets that are being fetched, or kept in part. */
  readonly downloads: readonly Download[];
  readonly focusedRun: string | null;
  readonly removed: Removed | null;
  /** Runs that stay in sight, in the order they were pinned. */
  readonly pins: readonly Pin[];
  readonly lessonProgress: LessonProgress | null;
  /** A study stays on the page although its settings vary nothing, as one of its trainings is looked at. */
  readonly isStudyHeld: boolean;
  /** A study that somebody saved, in front of the page's own. */
  readonly studyFile: StudyFile | null;
  /** Dialog in front of the page. */
  readonly dialog: 'keys' | 'qr' | 'speed' | 'step' | 'data' | 'lessons' | 'papers' | null;
  /** Announcement of what a key just did, whose button may be out of sight; '' for nothing. */
  readonly announcement: string;
}

/** A study from a file of this name. */
export interface StudyFile extends StudyResults {
  readonly name: string;
}

export function initialState(experiment: Experiment, notices: readonly LinkNotice[] = []): PageState {
  return {
    experiment,
    group: null,
    setAside: null,
    recorded: null,
    opened: null,
    kept: null,
    excerpt: null,
    weights: null,
    saved: null,
    backend: null,
    compiling: 0,
    msPerGradient: null,
    msPerMeasurement: null,
    msPerPictures: null,
    failure: null,
    notices,
    isExpensive: false,
    datasets: null,
    howToRead: defaultReading,
    drop: null,
    sources: new Map(),
    filesRead: null,
    preview: null,
    downloads: [],
    focusedRun: null,
    removed: null,
    pins: [],
    lessonProgress: null,
    isStudyHeld: false,
    studyFile: null,
    dialog: null,
    announcement: '',
  };
}
