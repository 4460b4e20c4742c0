/**
 * A run as it is kept in this browser, to be gone on with after a reload: what its records say, and what one must be to be used.
 * Records outlive versions of this page; one that cannot be read as written is no run.
 */
import type { FrozenHistory } from '../metrics/frozen';
import { History } from '../metrics/history';
import { type Album, withPictures } from '../protocol/album';
import type { MemberId } from '../protocol/member';
import type { KeptWord, MemberTick, RunKey, Snapshot, StoredRun } from '../protocol/protocol';
import type { Boundary } from '../protocol/views';
import type { Experiment } from '../settings/experiment';
import { decode, encode } from '../settings/link';
import { unpack } from './packed';

/** Raised when what a field means changes, or training gives other numbers for the same settings. */
export const KEPT_VERSION = 1;

/** Bytes that lie beside a record, in pieces. */
export interface KeptPart {
  readonly name: string;
  readonly bytes: number;
  readonly pieces: number;
}

/** The record: small, and written together with what it speaks of. */
export interface KeptRecord {
  readonly link: string;
  /** Ids of the runs, which a link does not carry. */
  readonly runs: readonly string[];
  readonly steps: number;
  /** Step that all members have made. */
  readonly step: number;
  /** Steps of each member. */
  readonly members: Readonly<Record<MemberId, number>>;
  readonly isEnded: boolean;
  /** When it was written, milliseconds since 1970. */
  readonly at: number;
  /** `KeptState`, rewritten every time. */
  readonly state: KeptPart;
  /** `KeptRows` in the order they came. */
  readonly log: readonly KeptPart[];
  /** The weights of a file that the runs started from. */
  readonly weights?: KeptPart;
}

export interface KeptState {
  readonly snapshot: Snapshot;
  readonly said: readonly KeptWord[];
}

/** What came between two writings, or all that came before one. */
export interface KeptRows {
  /** Runs whose earlier rows and pictures are gone: removed, or started over. */
  readonly without: readonly string[];
  /** Rows up to here, joined; absent in all but the first of a log. */
  readonly history?: FrozenHistory;
  readonly rows: readonly MemberTick[];
  readonly pictures: readonly Boundary[];
}

/** The experiment's part of a record. */
export function writtenExperiment(experiment: Experiment): Pick<KeptRecord, 'link' | 'runs' | 'steps'> {
  return { link: encode(experiment), runs: experiment.runs.map(({ id }) => id), steps: experiment.training.steps };
}

/** The record in these bytes and its run in a few words; `newer` where a later version wrote it; null on anything else. */
export function recordOf(key: RunKey, bytes: unknown): { readonly record: KeptRecord; readonly run: StoredRun } | 'newer' | null {
  const unpacked = unpack(bytes, KEPT_VERSION);
  if (unpacked === null || unpacked === 'newer') return unpacked;
  const record = unpacked.value as KeptRecord;
  try {
    const { experiment, notices } = decode(record.link);
    // Settings that this page does not know are no settings to go on with. That one has no effect was so before.
    if (notices.some(({ code }) => code !== 'idle') || experiment.runs.length !== record.runs.length) return null;
    const { step, isEnded, at } = record;
    const made: Experiment = {
      ...experiment,
      training: { ...experiment.training, steps: record.steps },
      runs: experiment.runs.map((run, index) => ({ ...run, id: record.runs[index] as string })),
    };
    return { record, run: { key, experiment: made, step, isEnded, at } };
  } catch {
    // Whole, and yet no record: something else was written here.
    return null;
  }
}

/** What a log comes to: rows thinned as on the page, pictures as few as there. Throws where one of them is not whole. */
export function replayed(log: readonly KeptRows[]): { readonly history: History; readonly pictures: Album } {
  let history = new History();
  let pictures: Album = new Map();
  for (const { without, history: before, rows, pictures: more } of log) {
    for (const run of without) history = history.without(run);
    const gone = (member: string) => without.includes(member.replace(/\/[^/]*$/, ''));
    pictures = new Map([...pictures].filter(([member]) => !gone(member)));
    if (before) history = History.thawed(before);
    history = history.append(rows);
    pictures = withPictures(pictures, more);
  }
  return { history, pictures };
}
