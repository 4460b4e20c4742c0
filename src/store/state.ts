/** All that the page knows. Values only: `receive` and the verbs of `page.ts` make new ones, nothing is changed in place. */
import type { GivenWeights } from '../core/checkpoints/checkpoint';
import type { Preview, PreviewChoice } from '../core/datasets/preview';
import { defaultReading, type Reading } from '../core/datasets/reading';
import type { Understanding } from '../core/datasets/tables/understanding';
import type { FailureCode } from '../core/failures';
import { History } from '../core/metrics/history';
import type { Notice } from '../core/settings/link';
import type { DataChoice } from '../core/datasets/index';
import type { Experiment } from '../core/settings/experiment';
import type { Recording } from '../core/protocol/recording';
import type { MemberId, MemberName } from '../core/protocol/member';
import type {
  Command,
  BackendReport,
  DatasetSummary,
  Download,
  Excerpt,
  FilesRead,
  GroupId,
  Message,
  Noticed,
  Snapshot,
  Spent,
  Tuning,
} from '../core/protocol/protocol';
import type { Boundary, GradientNorms, LossPlane, Measuring, ObservedStep, Points, Landscape } from '../core/protocol/views';
import { type Album, rewoundPictures } from './pictures';

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

export interface TimeLeft {
  readonly seconds: number;
  /** When it was said, in milliseconds. */
  readonly at: number;
}

export interface MemberState extends MemberName {
  /** Step at which it diverged; null while all is well. */
  readonly divergedAt: number | null;
  /** Why, as a clause; '' while all is well. */
  readonly divergedBecause: string;
}

/** The group on screen: what it trains, and all it has said so far. */
export interface GroupState {
  readonly id: GroupId;
  /** Settings that its numbers were made with. The edited experiment may say something else: that is the next run. */
  readonly experiment: Experiment;
  /** The weights of a file that it started from; null where every seed has its own. */
  readonly weights: GivenWeights | null;
  /** The recorded run of a first visit: it stands for the same experiment on any seeds, and says on which it was made. */
  readonly isSample: boolean;
  readonly phase: 'preparing' | 'running' | 'paused' | 'ended' | 'failed';
  readonly step: number;
  readonly members: readonly MemberState[];
  readonly facts: { readonly parameters: number; readonly trainCount: number; readonly stepsPerEpoch: number } | null;
  readonly points: readonly Points[];
  readonly boundaries: ReadonlyMap<MemberId, Boundary>;
  /** Earlier ones, thinned. */
  readonly pictures: Album;
  readonly tunings: readonly Tuning[];
  /** Notices of runs about themselves, at most once per run and kind. */
  readonly noticed: readonly Noticed[];
  readonly history: History;
  /** Measured distributions of gradient norms, in the order they came. */
  readonly gradientNorms: readonly GradientNorms[];
  /** Landscape last seen around each run, by run. */
  readonly landscape: ReadonlyMap<string, Landscape>;
  /** The loss in the plane of the runs' paths as it was last measured; `none` where they spanned none. */
  readonly lossPlane: LossPlane | 'none' | null;
  /** The measurement that training waits for. */
  readonly measuring: Measuring | null;
  /** The last step that was looked at from the inside. */
  readonly observed: ObservedStep | null;
  /** The member whose next step is to be looked at. */
  readonly observing: MemberId | null;
  /** Ticks so far: charts redraw when it grows. */
  readonly version: number;
  /** Recent ticks while running, for the rate: when they came (milliseconds), at which step, and what the time before went into. */
  readonly pace: readonly { readonly at: number; readonly step: number; readonly spent: Spent | null }[];
  /** Time left as it was last said, and when (milliseconds); null until it can be told. */
  readonly left: TimeLeft | null;
  /** Milliseconds, when this stretch of training was first heard of; null while there is none. */
  readonly began: number | null;
  /** Step at which it pauses of itself; null where it goes on to the end. */
  readonly until: number | null;
}

export interface FailureState {
  readonly code: FailureCode;
  readonly detail: string;
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
export interface Results {
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
  | { readonly results: Results }
);

/** Results from a file or a link are on screen. */
export interface OpenedResults {
  readonly from: 'file' | 'link';
  /** Of the file; '' for a link. */
  readonly name: string;
  /** Experiment that the file was made with, and notices about its link. */
  readonly experiment: Experiment;
  readonly notices: readonly Notice[];
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
  readonly setAside: Results | null;
  /** Where the run on screen was recorded; null when it was trained here. */
  readonly recorded: Recording['madeBy'] | null;
  readonly opened: OpenedResults | null;
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
  readonly failure: FailureState | null;
  readonly notices: readonly Notice[];
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
  /** Dialog in front of the page. */
  readonly dialog: 'keys' | 'qr' | 'speed' | 'step' | 'data' | 'lessons' | 'papers' | null;
  /** Announcement of what a key just did, whose button may be out of sight; '' for nothing. */
  readonly announcement: string;
}

/** Time that is not spent training is no pace of it. */
export const AT_REST: Pick<GroupState, 'pace' | 'left' | 'began'> = { pace: [], left: null, began: null };

export function emptyGroup(
  id: GroupId,
  experiment: Experiment,
  phase: GroupState['phase'] = 'preparing',
  weights: GivenWeights | null = null,
): GroupState {
  return {
    id,
    experiment,
    weights,
    isSample: false,
    phase,
    step: 0,
    members: [],
    facts: null,
    points: [],
    boundaries: new Map(),
    pictures: new Map(),
    tunings: [],
    noticed: [],
    history: new History(),
    gradientNorms: [],
    landscape: new Map(),
    lossPlane: null,
    measuring: null,
    observed: null,
    observing: null,
    version: 0,
    ...AT_REST,
    until: null,
  };
}

export function initialState(experiment: Experiment, notices: readonly Notice[] = []): PageState {
  return {
    experiment,
    group: null,
    setAside: null,
    recorded: null,
    opened: null,
    excerpt: null,
    weights: null,
    saved: null,
    backend: null,
    compiling: 0,
    msPerGradient: null,
    msPerMeasurement: null,
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
    dialog: null,
    announcement: '',
  };
}

/** Rest of a group whose worker was replaced: everything up to the snapshot. */
export function rewound(group: GroupState, snapshot: Snapshot | null): GroupState {
  const steps = new Map(snapshot?.members.map(({ member, step }) => [member, step]));
  const stepOf = (member: MemberId) => steps.get(member) ?? 0;
  return {
    ...group,
    // What was to pause of itself does not go on without being asked.
    phase: group.phase === 'paused' || group.until !== null ? 'paused' : 'preparing',
    until: null,
    step: Math.min(group.step, ...group.members.map(({ id }) => stepOf(id))),
    history: group.history.rewind(stepOf),
    pictures: rewoundPictures(group.pictures, stepOf),
    // What was measured stays true: the fresh worker comes to the same weights. What was not finished is lost.
    measuring: null,
    observing: null,
    tunings: snapshot?.tunings ?? [],
    version: group.version + 1,
    ...AT_REST,
  };
}
