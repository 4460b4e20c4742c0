/**
 * Keeps the run in training, so that it survives a reload, a crash and the end of the page. It hears the commands that come in and
 * the messages that go out, and writes with every snapshot: the state anew, and the rows that came since the last one. A snapshot
 * is passed on once it is kept, so that nobody goes on from one that this browser does not have.
 */
import type { Command, KeptWord, MemberTick, Message, RunKey, Snapshot } from '../core/protocol/protocol';
import type { Boundary } from '../core/protocol/views';
import type { GivenWeights } from '../core/checkpoints/checkpoint';
import type { Experiment } from '../core/settings/experiment';
import { longestSteps, stepsOfRun } from '../core/settings/lengths';
import { type KeptRecord, type KeptRows, type KeptState, replayed, writtenExperiment } from '../core/keeping/keptRun';
import { joinTicks } from '../engine/training/joinTicks';
import { type KeptRuns, packPart, partOf } from './keptRuns';
import { runOf, runSpokenOf, subjectOf } from './keptWords';

export interface KeepingOptions {
  readonly runs: KeptRuns;
  readonly post: (message: Message) => void;
  /** Names of the runs that pages are at. */
  readonly held: () => Promise<ReadonlySet<RunKey>>;
  /** Milliseconds since 1970. */
  readonly date?: () => number;
}

export interface Keeping {
  /** A command on its way to training. */
  told(command: Command): void;
  /** A message on its way to the page, which `pass` gives it; memory may change hands then. */
  said(message: Message, pass: (message: Message) => void): void;
  /** Until all that is to be written has been. */
  settled(): Promise<void>;
}

/** More than this is not kept: eight networks of four million weights with as much momentum. */
const MOST_STATE_BYTES = 512 * 2 ** 20;
/** Rows that wait where nothing can be written. */
const MOST_WAITING_BYTES = 64 * 2 ** 20;
/** A log is joined into one part where it is longer. */
const MOST_LOG_PARTS = 64;
const MOST_LOG_BYTES = 64 * 2 ** 20;
/** Writing takes no more than one part in so many of the time. */
const SHARE = 10;
/** Milliseconds until storage that had no room is tried again. */
const RETRY_MS = 60_000;

/** The run in training. */
interface Current {
  readonly key: RunKey;
  readonly group: string;
  readonly weights: GivenWeights | null;
  experiment: Experiment;
  /** Experiments that training was told of and has not taken yet. */
  readonly coming: { readonly experiment: Experiment; readonly anew: readonly string[] }[];
  /** The record that it goes on with; null where it is written anew, undefined until that is known. */
  record: KeptRecord | null | undefined;
  /** Where it goes on from. */
  readonly from: Snapshot | null;
  without: readonly string[];
  rows: MemberTick[];
  pictures: Boundary[];
  said: readonly KeptWord[];
  /** How often what came before was given up. */
  changes: number;
  isOff: boolean;
}

export function createKeeping({ runs, post, held, date = () => Date.now() }: KeepingOptions): Keeping {
  let current: Current | null = null;
  const starting = new Map<string, Extract<Command, { type: 'start' }>>();
  let waiting: { readonly of: Current; readonly snapshot: Snapshot; readonly pass: () => void } | null = null;
  let writing: Promise<void> | null = null;
  /** Written before by this thread: it goes with the first writing of another. */
  let last: RunKey | null = null;
  let notBefore = 0;
  /** Storage had no room; until then nothing is tried. */
  let fullUntil = 0;
  let isSaid = false;

  /** Said once: nothing that is done here changes it, and training goes on. */
  function complain(detail: string): void {
    if (!isSaid) post({ type: 'failed', group: null, code: 'run-not-kept', detail });
    isSaid = true;
  }

  function begin(group: string): void {
    const command = starting.get(group);
    starting.clear();
    waiting = null;
    current = command?.kept === undefined ? null : opened(command, command.kept);
  }

  function change(of: Current): void {
    const next = of.coming.shift();
    if (!next) return;
    const gone = of.experiment.runs.map(({ id }) => id).filter((id) => !next.experiment.runs.some((run) => run.id === id));
    forget(of, [...gone, ...next.anew]);
    of.experiment = next.experiment;
    if (waiting?.of === of) waiting = null;
    of.changes++;
  }

  function add(of: Current, { members, boundaries }: Extract<Message, { type: 'tick' }>): void {
    if (of.isOff) return;
    // The page gets the memory of these.
    for (const { steps, measured, ...name } of members)
      of.rows.push({
        ...name,
        steps: { ...steps, values: steps.values.slice() },
        measured: { ...measured, values: measured.values.slice() },
      });
    const drawn = new Set(boundaries.map(({ member }) => member));
    of.pictures = [...of.pictures.filter(({ member }) => !drawn.has(member)), ...boundaries];
    if (of.rows.length > 1000) of.rows = joinTicks(of.rows);
  }

  /** Until the next writing may begin. */
  async function due(): Promise<void> {
    const wait = notBefore - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  }

  async function write(): Promise<void> {
    while (waiting) {
      await due();
      const { of, snapshot, pass } = waiting ?? {};
      waiting = null;
      if (!of || !snapshot || of !== current) continue;
      const { changes } = of;
      const began = performance.now();
      try {
        await put(of, snapshot);
        notBefore = performance.now() + (SHARE - 1) * (performance.now() - began);
      } catch (error) {
        refuse(of, error);
      }
      if (of === current && of.changes === changes) pass?.();
    }
    writing = null;
  }

  function refuse(of: Current, error: unknown): void {
    const name = error instanceof Error || error instanceof DOMException ? error.name : '';
    fullUntil = performance.now() + RETRY_MS;
    if (name === 'QuotaExceededError') complain('The browser’s storage is full.');
    // That storage is off altogether is said when data sets are listed.
    else of.isOff = true;
    if (bytesOf(of.rows) > MOST_WAITING_BYTES) of.isOff = true;
    if (of.isOff) [of.rows, of.pictures, of.without] = [[], [], []];
  }

  async function put(of: Current, snapshot: Snapshot): Promise<void> {
    if (of.record === undefined) {
      const found = of.from ? await runs.record(of.key) : null;
      of.record = found && of.from && goesOn(found, of.from) ? found : null;
      if (of.record && of.from) forget(of, goneSince(of.record, of.from));
      if (of.record) of.said = [...((await runs.part(of.key, of.record.state)) as KeptState).said, ...of.said];
    }
    const taken: KeptRows = { without: of.without, rows: joinTicks(of.rows), pictures: of.pictures };
    [of.without, of.rows, of.pictures] = [[], [], []];
    try {
      await putRows(of, snapshot, taken);
    } catch (error) {
      // For the next time; what came meanwhile comes after it.
      of.without = [...taken.without, ...of.without];
      of.rows = [...taken.rows.filter(({ run }) => !of.without.includes(run)), ...of.rows];
      throw error;
    }
  }

  async function putRows(of: Current, snapshot: Snapshot, taken: KeptRows): Promise<void> {
    const { experiment, key, record } = of;
    const state = packPart('state', { snapshot, said: of.said } satisfies KeptState);
    if (state.bytes > MOST_STATE_BYTES) {
      of.isOff = true;
      complain(`A snapshot of it takes ${Math.ceil(state.bytes / 2 ** 20)} MB, more than ${MOST_STATE_BYTES / 2 ** 20} MB.`);
      return;
    }
    const log = record?.log ?? [];
    const isLong = log.length >= MOST_LOG_PARTS || log.reduce((sum, { bytes }) => sum + bytes, 0) > MOST_LOG_BYTES;
    const before = isLong ? await Promise.all(log.map((one) => runs.part(key, one) as Promise<KeptRows>)) : [];
    const rows = packPart(
      `log${1 + Math.max(0, ...log.map(({ name }) => Number(name.slice(3))))}`,
      isLong ? joined([...before, taken]) : taken,
    );
    const weights = of.weights && !record?.weights ? packPart('weights', of.weights) : null;
    const sound = snapshot.members.filter(({ divergedAt }) => divergedAt === null);
    const going = sound.filter(({ member, step }) => step < stepsOfRun(experiment, runOf(member)));
    const next: KeptRecord = {
      ...writtenExperiment(experiment),
      step: going.length > 0 ? Math.min(...going.map(({ step }) => step)) : longestSteps(experiment),
      members: Object.fromEntries(snapshot.members.map(({ member, step }) => [member, step])),
      isEnded: going.length === 0,
      at: date(),
      state: partOf(state),
      log: [...(isLong ? [] : log), partOf(rows)],
      ...(weights ? { weights: partOf(weights) } : record?.weights ? { weights: record.weights } : {}),
    };
    // What is written anew has the place to itself, and the run before it makes way.
    const gone = record ? [] : [key, ...(last !== null && last !== key ? [last] : [])];
    await runs.put(key, next, [state, rows, ...(weights ? [weights] : [])], gone, isLong ? log.map(({ name }) => name) : []);
    of.record = next;
    last = key;
    post({ type: 'kept', key, step: next.step });
    if (record) return;
    const all = await held();
    await runs.sweep((one) => one === key || all.has(one));
  }

  return {
    told(command) {
      if (command.type === 'start') starting.set(command.group, command);
      if (command.type === 'change' && command.group === current?.group)
        current.coming.push({ experiment: command.experiment, anew: command.anew ?? [] });
    },
    said(message, pass) {
      if (message.type === 'started') begin(message.group);
      const of = current;
      if (!of || of.isOff || !('group' in message) || message.group !== of.group) return pass(message);
      switch (message.type) {
        case 'snapshot':
          // Before the first step there is nothing to lose, and the run before stays.
          if (performance.now() < fullUntil || message.snapshot.members.every(({ step }) => step === 0)) break;
          waiting = { of, snapshot: message.snapshot, pass: () => pass(message) };
          writing ??= write();
          return;
        case 'tick':
          add(of, message);
          break;
        case 'changed':
          change(of);
          break;
        case 'diverged':
        case 'noticed':
        case 'gradientNorms':
        case 'landscapeMeasured':
        case 'lossPlane':
          of.said = [...of.said.filter((word) => subjectOf(word) !== subjectOf(message)), message];
          break;
        default:
          break;
      }
      pass(message);
    },
    settled: async () => {
      while (writing) await writing;
    },
  };
}

function opened({ group, experiment, snapshot, weights }: Extract<Command, { type: 'start' }>, key: RunKey): Current {
  return {
    key,
    group,
    experiment,
    weights: weights ?? null,
    coming: [],
    record: undefined,
    from: snapshot ?? null,
    without: [],
    rows: [],
    pictures: [],
    said: [],
    changes: 0,
    isOff: false,
  };
}

/** Gives up what came of these runs. */
function forget(of: Current, gone: readonly string[]): void {
  of.without = [...of.without, ...gone];
  of.rows = of.rows.filter(({ run }) => !gone.includes(run));
  of.pictures = of.pictures.filter(({ member }) => !gone.includes(runOf(member)));
  of.said = of.said.filter((word) => !gone.includes(runSpokenOf(word)));
}

/** True if the rows of a record reach to where these members go on. */
function goesOn({ members }: KeptRecord, { members: wanted }: Snapshot): boolean {
  return wanted.every(({ member, step }) => (members[member] ?? 0) >= step);
}

/** Runs of a record that go on from nowhere: they were taken out, or start over. */
function goneSince({ members }: KeptRecord, { members: wanted }: Snapshot): readonly string[] {
  const stay = new Set(wanted.map(({ member }) => runOf(member)));
  return [...new Set(Object.keys(members).map(runOf))].filter((run) => !stay.has(run));
}

function joined(log: readonly KeptRows[]): KeptRows {
  const { history, pictures } = replayed(log);
  return { without: [], history: history.frozen(), rows: [], pictures: [...pictures.values()].flatMap(({ kept }) => kept) };
}

function bytesOf(rows: readonly MemberTick[]): number {
  return rows.reduce((sum, { steps, measured }) => sum + steps.values.byteLength + measured.values.byteLength, 0);
}
