/**
 * Messages between page and worker. Data only: no functions, no class instances, no tensors. Commands are verbs,
 * messages past participles or nouns; each names its group, so a late message of a stopped group is dropped by id.
 * The page never asks and waits; the worker reports what changed.
 */
import type { PackedWeights } from '../checkpoints/layersModelFile';
import type { RawDataset } from '../datasets/dataset';
import type { GivenWeights } from '../checkpoints/checkpoint';
import type { Preview, PreviewChoice } from '../datasets/preview';
import type { Reading } from '../datasets/reading';
import type { Understanding } from '../datasets/tables/understanding';
import type { FailureCode } from '../failures';
import type { Block } from '../metrics/block';
import type { StepMetric, SplitMetric } from '../metrics/catalogue';
import type { FrozenHistory } from '../metrics/frozen';
import type { RunNotice } from '../sam/runNotices';
import type { DataChoice } from '../datasets/index';
import type { Experiment } from '../settings/experiment';
import type { BackendReport } from './backendReport';
import type { MemberId, MemberName } from './member';
import type { Exploration } from './explorations';
import type { Finding } from './findings';
import type { Boundary, GradientNorms, LossPlane, Measuring, ObservedStep, Points, Landscape } from './views';

/** One start of one experiment. */
export type GroupId = string;

/** Everything needed to go on after the worker is gone. Tensors inside are `FrozenTensor`s. */
export interface Snapshot {
  readonly group: GroupId;
  /** Device it was made on: another one rounds otherwise. */
  readonly backend?: string;
  readonly tunings: readonly Tuning[];
  readonly members: readonly MemberSnapshot[];
}
export interface MemberSnapshot {
  readonly member: MemberId;
  readonly step: number;
  readonly gradEvals: number;
  readonly seconds: number;
  readonly divergedAt: number | null;
  /** Frozen params, algorithm state, running statistics. */
  readonly state: unknown;
}

/** Names a run among those that are kept: one start of one experiment, whatever thread and page it goes on in. */
export type RunKey = string;

/** A kept run in a few words, for whoever may want to go on with it. */
export interface StoredRun {
  readonly key: RunKey;
  readonly experiment: Experiment;
  readonly step: number;
  readonly isEnded: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** All of a kept run. */
export interface RecoveredRun extends StoredRun {
  readonly snapshot: Snapshot;
  readonly history: FrozenHistory;
  readonly pictures: readonly Boundary[];
  readonly said: readonly KeptWord[];
  readonly weights: GivenWeights | null;
}

/** `smooth`: short blocks, so that the page and the screen get their turn · `turbo`: long ones, heard twice a second. */
export type Pace = Experiment['view']['pace'];

/** A browser `File`, as far as this floor may know it. */
export interface DroppedFile {
  readonly name: string;
  readonly size: number;
}

/** A public data set on its way into this browser, or the part of it that is kept to go on from. */
export interface Download {
  /** Its word in `publicSets`. */
  readonly set: string;
  readonly phase: 'asking' | 'loading' | 'checking' | 'unpacking' | 'kept';
  /** Of `total` bytes; of `total` images while unpacking. */
  readonly received: number;
  readonly total: number;
}

/** How a network is written: TensorFlow.js's `model.json` with its weights in one archive, or one file of named tensors. */
export type NetworkFormat = 'layers-model' | 'safetensors';

/** A live change, kept with the step it came at, so that late joiners replay it. */
export interface Tuning {
  readonly step: number;
  /** Run it concerns; null = all. */
  readonly run: string | null;
  readonly key: 'lr' | 'rho';
  readonly value: number;
}

export type Command =
  /** With an experiment, `auto` chooses what is fastest for it. `losses` are the devices that were lost before: this one is treated with more care. */
  | {
      readonly type: 'open';
      readonly backend: Experiment['device']['backend'];
      readonly experiment?: Experiment;
      readonly losses?: number;
    }
  | {
      readonly type: 'start';
      readonly group: GroupId;
      readonly experiment: Experiment;
      readonly snapshot?: Snapshot;
      /** Weights that every run starts from instead of its seed's own. */
      readonly weights?: GivenWeights;
      readonly paused?: boolean;
      /** Name to keep it under in this browser; with a snapshot what is kept there goes on. Absent: it is not kept. */
      readonly kept?: RunKey;
    }
  /** Asks which runs are kept here: `keptRuns`. */
  | { readonly type: 'listKept' }
  /** Asks for all of a kept run: `recovered`. */
  | { readonly type: 'recover'; readonly key: RunKey }
  | { readonly type: 'discard'; readonly key: RunKey }
  /** Live values or the list of runs changed, or settings of the runs `anew`, which start over from step 0; anything else needs a new `start`. */
  | { readonly type: 'change'; readonly group: GroupId; readonly experiment: Experiment; readonly anew?: readonly string[] }
  | { readonly type: 'pause' | 'resume' | 'stop'; readonly group: GroupId }
  /** Makes `steps` more steps, then pauses. */
  | { readonly type: 'advance'; readonly group: GroupId; readonly steps: number }
  /** Makes one more step, looking at this member's from the inside, then pauses. */
  | { readonly type: 'observe'; readonly group: GroupId; readonly member: MemberId }
  /** Measures gradient norms of the first seed of each of these runs, one after the other, at w as it is; training waits. */
  | { readonly type: 'measure'; readonly group: GroupId; readonly runs: readonly string[] }
  /** Looks at the ground around the first seed of each of these runs at w as it is: `landscapeMeasured` for each. */
  | { readonly type: 'measureLandscape'; readonly group: GroupId; readonly runs: readonly string[] }
  /** Measures the loss in the plane of the paths that all runs of the first seed have gone: `lossPlane`; training waits. */
  | { readonly type: 'slice'; readonly group: GroupId }
  /** Asks for views of the stage at the weights as they are, one after the other: `explored` for each that can be; training waits. */
  | { readonly type: 'explore'; readonly group: GroupId; readonly asked: readonly Exploration[] }
  /** Gives up what is being measured and what waits to be. */
  | { readonly type: 'stopMeasuring'; readonly group: GroupId }
  /** Writes a member's network to a file, as it is now: `networkSaved`. */
  | {
      readonly type: 'saveNetwork';
      readonly group: GroupId;
      readonly member: MemberId;
      readonly format: NetworkFormat;
      /** Origin that the file names, beside seed, step and data: `link`, `run`. */
      readonly origin: Readonly<Record<string, string>>;
    }
  /** The page has drawn tick `seq`; the worker sends no more than one unacknowledged tick. */
  | { readonly type: 'acknowledge'; readonly group: GroupId; readonly seq: number }
  /** How long blocks of steps may be, and how often the page hears. Changes no number. */
  | { readonly type: 'pace'; readonly pace: Pace }
  /** Measures how long one gradient of this experiment takes here. */
  | { readonly type: 'probe'; readonly experiment: Experiment }
  /** Cuts out what a seed of this experiment trains on first; `validation` says where the upper level's samples come from. */
  | {
      readonly type: 'cutExcerpt';
      readonly experiment: Experiment;
      readonly seed: number;
      readonly validation: Excerpt['validation']['source'];
    }
  /** A data set, or the weights of a network (`weightsRead`). `paths` of the files, in the same order, where they came in folders; what else is to be said about them. */
  | {
      readonly type: 'readFiles';
      readonly files: readonly DroppedFile[];
      readonly paths?: readonly string[];
      /** The stored data set whose kept files are to be read, in the place of `files`. */
      readonly kept?: string;
      readonly reading?: Reading;
    }
  /** Asks for some training samples of these data, and how many each class has. */
  | { readonly type: 'preview'; readonly data: DataChoice; readonly seed: number; readonly choice: PreviewChoice }
  /** Ends what is being read. */
  | { readonly type: 'stopReading' }
  /** A data set that storage did not take, and why: to be kept until the page is closed. */
  | { readonly type: 'keepDataset'; readonly raw: RawDataset; readonly code: FailureCode }
  /** `added` is what has just been stored. */
  /** Unpacks the weights of a LayersModel: `weightsRead`. */
  | { readonly type: 'unpackWeights'; readonly weights: PackedWeights }
  | { readonly type: 'listDatasets'; readonly added?: string }
  | { readonly type: 'removeDataset'; readonly id: string }
  /** Fetches a public data set over the network, from where it was left. One at a time. */
  | { readonly type: 'fetchDataset'; readonly set: string }
  /** Ends what is being fetched; what has arrived is kept. */
  | { readonly type: 'stopFetching' }
  /** Throws away what has arrived of a public data set. */
  | { readonly type: 'forgetDownload'; readonly set: string }
  /** Replays golden trajectories (`core/replay`) on the given backend. */
  | { readonly type: 'replay'; readonly id: string; readonly file: unknown };

/** New rows since the last tick. */
export interface MemberTick extends MemberName {
  /** Rows of single steps; `step` is always there. */
  readonly steps: Block<StepMetric>;
  /** Rows of measurements on whole splits. */
  readonly measured: Block<SplitMetric>;
}

/** Milliseconds of the training thread. What is missing to the clock was spent waiting, or another program had the processor. */
export interface Spent {
  /** Issuing steps: all of a step where the processor computes, only its JavaScript and dispatches where a graphics card does. */
  readonly issuing: number;
  /** Waiting for the numbers of steps that were issued. */
  readonly device: number;
  /** Measuring losses and accuracies on whole splits. */
  readonly measuring: number;
  /** Decision regions, snapshots and all else that is for showing. */
  readonly showing: number;
}

export interface DatasetSummary {
  readonly id: string;
  readonly name: string;
  readonly count: number;
  /** How many of them the files set apart for test; none where they say nothing. */
  readonly testCount?: number;
  readonly inputShape: readonly number[];
  readonly classes: number;
  readonly bytes: number;
  /** False when it lives only until the page is closed. */
  readonly stored: boolean;
  /** Its samples are sequences of tokens. */
  readonly isText?: true;
  /** Changes to the samples while they were read, sentences for people. */
  readonly notes?: readonly string[];
  /** Of tables, what was understood of them. */
  readonly understanding?: Understanding;
  /** Its files are kept beside it, and can be read in another way. */
  readonly hasFiles?: true;
}

/** Files are being read: how much of them there is so far. */
export interface FilesRead {
  readonly done: number;
  readonly unit: 'files' | 'rows' | 'pictures' | 'texts';
  /** The file at hand. */
  readonly file?: string;
}

/** The samples of the first mini-batches of a seed, as the network sees them, for programs that train on the same. */
export interface Excerpt {
  /** Training samples that there are of every class. */
  readonly classCounts: readonly number[];
  readonly seed: number;
  /** Steps whose mini-batches are here. */
  readonly steps: number;
  readonly stepsPerEpoch: number;
  /** Of one sample: [features] or [height, width, channels]. */
  readonly inputShape: readonly number[];
  readonly classes: number;
  /** Row-major [samples, …inputShape]; each sample once. */
  readonly inputs: Float32Array;
  /** As trained on, [samples]. */
  readonly labels: Uint8Array;
  /** Positions in `inputs`, [steps, batch]. */
  readonly order: Uint32Array;
  /** The upper level's mini-batches (LETS), alike; empty where `source` is null. */
  readonly validation: { readonly source: 'train' | 'validation' | null; readonly order: Uint32Array };
}

export type Message =
  | { readonly type: 'opened'; readonly report: BackendReport }
  | {
      readonly type: 'started';
      readonly group: GroupId;
      readonly members: readonly MemberName[];
      readonly parameters: number;
      readonly trainCount: number;
      readonly stepsPerEpoch: number;
      readonly points: readonly Points[];
      /** Threads that make its steps, where they are several. */
      readonly threads?: number;
    }
  | { readonly type: 'changed'; readonly group: GroupId; readonly members: readonly MemberName[]; readonly tunings: readonly Tuning[] }
  | {
      readonly type: 'tick';
      readonly group: GroupId;
      readonly seq: number;
      readonly step: number;
      readonly members: readonly MemberTick[];
      readonly boundaries: readonly Boundary[];
      /** Shares of the time since the last tick; absent in a recording. */
      readonly spent?: Spent;
    }
  | { readonly type: 'diverged'; readonly group: GroupId; readonly member: MemberName; readonly step: number; readonly reason: string }
  /** Something defined and unexpected about a run: once per run and code, whatever its seeds; again after a new worker took over. */
  | ({ readonly type: 'noticed'; readonly group: GroupId } & RunNotice)
  | { readonly type: 'snapshot'; readonly group: GroupId; readonly snapshot: Snapshot }
  | { readonly type: 'paused'; readonly group: GroupId; readonly step: number }
  | { readonly type: 'ended'; readonly group: GroupId; readonly outcome: 'completed' | 'stopped' }
  /** null when nothing is being measured any more. */
  | { readonly type: 'measuring'; readonly group: GroupId; readonly measuring: Measuring | null }
  /** null where the step that was asked for is not made after all. */
  | { readonly type: 'observed'; readonly group: GroupId; readonly observed: ObservedStep | null }
  | { readonly type: 'gradientNorms'; readonly group: GroupId; readonly norms: GradientNorms }
  | { readonly type: 'explored'; readonly group: GroupId; readonly finding: Finding }
  | { readonly type: 'landscapeMeasured'; readonly group: GroupId; readonly landscape: Landscape }
  /** null where the paths span no plane yet. */
  | { readonly type: 'lossPlane'; readonly group: GroupId; readonly plane: LossPlane | null }
  | {
      readonly type: 'networkSaved';
      readonly group: GroupId;
      readonly member: MemberName;
      readonly step: number;
      readonly format: NetworkFormat;
      /** The whole file. */
      readonly bytes: Uint8Array;
    }
  | { readonly type: 'weightsRead'; readonly weights: GivenWeights }
  /** `msPerMeasurement` is of one member on its splits, absent where measuring is too long to be timed beforehand; `msPerPictures` of all runs' pictures, absent where there are none. */
  | {
      readonly type: 'probed';
      readonly experiment: Experiment;
      readonly msPerGradient: number;
      readonly msPerMeasurement?: number;
      readonly msPerPictures?: number;
    }
  | { readonly type: 'datasets'; readonly datasets: readonly DatasetSummary[]; readonly added?: string }
  /** Files cannot be used before these questions about them are answered; `failed` with the code `data-asks` follows. */
  | { readonly type: 'understood'; readonly understanding: Understanding }
  /** How far files have been read; null when that is over. */
  | { readonly type: 'reading'; readonly reading: FilesRead | null }
  | {
      readonly type: 'preview';
      readonly data: DataChoice;
      readonly seed: number;
      readonly choice: PreviewChoice;
      readonly preview: Preview;
    }
  /** All that are under way or kept in part. */
  | { readonly type: 'downloads'; readonly downloads: readonly Download[] }
  /** Runs that are kept here and that no page is at. */
  | { readonly type: 'keptRuns'; readonly runs: readonly StoredRun[] }
  | { readonly type: 'recovered'; readonly run: RecoveredRun }
  /** A run is kept as it stood at this step. */
  | { readonly type: 'kept'; readonly key: RunKey; readonly step: number }
  | { readonly type: 'replayed'; readonly id: string; readonly result: unknown }
  /** Kernels that the device is compiling; 0 when they are there. */
  | { readonly type: 'compiling'; readonly kernels: number }
  | { readonly type: 'excerpt'; readonly experiment: Experiment; readonly excerpt: Excerpt }
  | { readonly type: 'heartbeat' }
  | { readonly type: 'failed'; readonly group: GroupId | null; readonly code: FailureCode; readonly detail: string };

/** Things said of a run besides rows and pictures. */
export type KeptWord = Extract<Message, { type: 'diverged' | 'noticed' | 'gradientNorms' | 'landscapeMeasured' | 'lossPlane' }>;

/** Memory of a message that changes hands instead of being copied: the rows of a tick. Whoever posted it has lost them. */
export function handedOver(message: Message): ArrayBuffer[] {
  if (message.type !== 'tick') return [];
  return message.members
    .flatMap(({ steps, measured }) => [steps, measured])
    .filter(({ rows }) => rows > 0)
    .map(({ values }) => values.buffer as ArrayBuffer);
}
