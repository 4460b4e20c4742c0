/**
 * A real run, kept small enough to be on the page before training could start: what the worker said, with columns thinned
 * and numbers rounded to five digits. `fromRecording` says it again, so that the page needs no second way to show things.
 */
import { doubleAt } from '../numbers';
import type { MemberName } from './member';
import { type Block, blockOf, columnOf, joinBlocks } from '../metrics/block';
import type { MemberTick, Message } from './protocol';
import type { RunNotice, RunNoticeCode } from '../sam/runNotices';
import type { Boundary, Points } from './views';
import { fromBase64, toBase64 } from './base64';

export interface Recording {
  readonly format: 1;
  /** The experiment as hash text; '' is the default one. */
  readonly link: string;
  readonly madeBy: { readonly version: string; readonly backend: string; readonly adapter: string; readonly date: string };
  readonly started: {
    readonly members: readonly MemberName[];
    readonly parameters: number;
    readonly trainCount: number;
    readonly stepsPerEpoch: number;
  };
  readonly step: number;
  readonly points: readonly RecordedPoints[];
  readonly members: readonly RecordedMember[];
  readonly boundaries: readonly RecordedBoundary[];
  /** Left out where there was nothing to say. */
  readonly noticed?: readonly RecordedNotice[];
}
/** A `RunNotice` as files have it. */
export interface RecordedNotice {
  readonly run: string;
  readonly kind: RunNoticeCode;
  readonly step: number;
  readonly message: string;
  readonly remedy: string;
}
export interface RecordedPoints {
  readonly seed: number;
  readonly classes: number;
  readonly inputs: readonly number[];
  /** base64 */
  readonly labels: string;
  readonly noisyLabels: string;
}
export type RecordedColumns = Readonly<Record<string, readonly (number | null)[]>>;
export interface RecordedMember extends MemberName {
  readonly steps: RecordedColumns;
  readonly measured: RecordedColumns;
  readonly divergedAt?: number;
}
export type RecordedBoundary = Omit<Boundary, 'winners' | 'confidence'> & { readonly winners: string; readonly confidence: string };

/** Data of the cards: one seed's points, and the decision regions of its runs. */
export interface Pictures {
  readonly points: readonly RecordedPoints[];
  readonly boundaries: readonly RecordedBoundary[];
}

/** Group that a recording speaks of. */
export const RECORDED_GROUP = 'recorded';

/** Numbers are kept to this many significant digits. */
const DIGITS = 5;

/** Positions of at most `most` rows: first and last, and per span the rows where `values` is smallest and largest. */
function tellingRows(values: Float64Array, most: number): readonly number[] {
  if (values.length <= most) return Array.from(values.keys());
  const chosen = new Set([0, values.length - 1]);
  const spans = Math.floor(most / 2) - 1;
  for (let span = 0; span < spans; span++) {
    const from = Math.floor((span * values.length) / spans);
    const to = Math.floor(((span + 1) * values.length) / spans);
    let [low, high] = [from, from];
    for (let row = from; row < to; row++) {
      if (doubleAt(values, row) < doubleAt(values, low)) low = row;
      if (doubleAt(values, row) > doubleAt(values, high)) high = row;
    }
    chosen.add(low).add(high);
  }
  return [...chosen].sort((one, other) => one - other);
}

/** Positions of at most `most` rows, evenly spaced: a fair sample, as a histogram needs, first and last among them. */
export function evenRows(length: number, most: number): readonly number[] {
  const count = Math.min(length, most);
  return Array.from({ length: count }, (_, index) => Math.round((index * (length - 1)) / Math.max(1, count - 1)));
}

/** The given rows, as far as the columns reach. */
function thin(block: Block<string>, rows: readonly number[]): RecordedColumns {
  const kept = rows.filter((row) => row < block.rows);
  return Object.fromEntries(
    block.metrics.map((name, column) => [name, kept.map((row) => rounded(doubleAt(block.values, column * block.rows + row)))]),
  );
}

function rounded(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : null;
}

/**
 * Thins what the worker said about one group: `rows` evenly spaced rows of single steps, kept for the first seed, and half
 * as many telling measurements, the same ones of every member, as seeds are averaged row by row. Boundaries and points are the first
 * seed's. Throws when nothing was started.
 */
export function toRecording(
  messages: readonly Message[],
  about: { readonly link: string; readonly madeBy: Recording['madeBy'] },
  rows = 150,
): Recording {
  const started = messages.findLast((message) => message.type === 'started');
  if (!started) throw new Error('recording: no group was started');
  const ticks = messages
    .filter((message) => message.type === 'tick' && message.group === started.group)
    .filter((message) => message.type === 'tick');
  const firstSeed = started.members[0]?.seed;
  const latest = new Map<string, Boundary>();
  for (const tick of ticks) for (const boundary of tick.boundaries) latest.set(boundary.member, boundary);
  const isFirst = (member: MemberName | undefined) => member?.seed === firstSeed;
  const { members, parameters, trainCount, stepsPerEpoch } = started;
  const seriesOf = ({ id }: MemberName) => {
    const own = ticks.flatMap((tick) => tick.members.filter((member) => member.id === id));
    return { steps: joinBlocks(own.map(({ steps }) => steps)), measured: joinBlocks(own.map(({ measured }) => measured)) };
  };
  const reference = members.map(seriesOf);
  const longest = (columns: readonly (Float64Array | undefined)[]) =>
    columns.reduce<Float64Array>((one, other) => (other && other.length > one.length ? other : one), new Float64Array(0));
  const stepRows = evenRows(longest(reference.map(({ steps }) => columnOf(steps, 'gradNorm'))).length, rows);
  const accuracies = longest(reference.map(({ measured }) => columnOf(measured, 'testAccuracy')));
  const measuredRows = tellingRows(accuracies, Math.ceil(rows / 2));
  const pictures = recordedPictures(members, started.points, [...latest.values()]);
  const noticed = messages.flatMap((message) =>
    message.type === 'noticed' && message.group === started.group ? [recordedNotice(message)] : [],
  );
  return {
    format: 1,
    ...about,
    started: { members, parameters, trainCount, stepsPerEpoch },
    step: ticks.at(-1)?.step ?? 0,
    points: pictures.points,
    members: members.map((member): RecordedMember => {
      const { steps, measured } = seriesOf(member);
      const diverged = messages.find(
        (message) => message.type === 'diverged' && message.group === started.group && message.member.id === member.id,
      );
      return {
        ...member,
        steps: isFirst(member) ? thin(steps, stepRows) : {},
        measured: thin(measured, measuredRows),
        ...(diverged?.type === 'diverged' ? { divergedAt: diverged.step } : {}),
      };
    }),
    boundaries: pictures.boundaries,
    ...(noticed.length > 0 ? { noticed } : {}),
  };
}

/** The messages that show a recording: started, one tick, what diverged or was noticed, ended. Throws on another format. */
export function fromRecording(recording: Recording): Message[] {
  if (recording.format !== 1) throw new Error(`recording: format ${String(recording.format)} is unknown`);
  const group = RECORDED_GROUP;
  const points = recording.points.map(
    ({ seed, classes, inputs, labels, noisyLabels }): Points => ({
      seed,
      classes,
      inputs: Float32Array.from(inputs),
      labels: fromBase64(labels),
      noisyLabels: fromBase64(noisyLabels),
    }),
  );
  const members = recording.members.map(
    ({ id, run, seed, steps, measured }): MemberTick => ({ id, run, seed, steps: spread(steps), measured: spread(measured) }),
  );
  const boundaries = recording.boundaries.map(
    (boundary): Boundary => ({ ...boundary, winners: fromBase64(boundary.winners), confidence: fromBase64(boundary.confidence) }),
  );
  const diverged = recording.members.flatMap(({ id, run, seed, divergedAt }): Message[] =>
    divergedAt === undefined
      ? []
      : [{ type: 'diverged', group, member: { id, run, seed }, step: divergedAt, reason: 'its numbers were no longer finite' }],
  );
  return [
    { type: 'started', group, ...recording.started, points },
    { type: 'tick', group, seq: 0, step: recording.step, members, boundaries },
    ...diverged,
    ...(recording.noticed ?? []).map(
      ({ run, kind, ...notice }): Message => ({ type: 'noticed', group, about: run, code: kind, ...notice }),
    ),
    { type: 'ended', group, outcome: 'completed' },
  ];
}

/** A notice of a run, for a file. */
export function recordedNotice({ about, code, step, message, remedy }: RunNotice): RecordedNotice {
  return { run: about, kind: code, step, message, remedy };
}

/** The pictures of the first member's seed. */
export function recordedPictures(members: readonly MemberName[], points: readonly Points[], boundaries: readonly Boundary[]): Pictures {
  const seed = members[0]?.seed;
  const own = new Set(members.filter((member) => member.seed === seed).map(({ id }) => id));
  return {
    points: points.filter((one) => one.seed === seed).map(recordedPoints),
    boundaries: boundaries
      .filter(({ member }) => own.has(member))
      .map((boundary) => ({ ...boundary, winners: toBase64(boundary.winners), confidence: toBase64(boundary.confidence) })),
  };
}

function recordedPoints({ seed, classes, inputs, labels, noisyLabels }: Points): RecordedPoints {
  const digits = Array.from(inputs, (value) => Number(value.toPrecision(4)));
  return { seed, classes, inputs: digits, labels: toBase64(labels), noisyLabels: toBase64(noisyLabels) };
}

function spread<M extends string>(columns: RecordedColumns): Block<M> {
  const numbers = Object.entries(columns).map(([name, values]) => [name, Float64Array.from(values, (value) => value ?? Number.NaN)]);
  return blockOf<M>(Object.fromEntries(numbers) as Partial<Record<M, Float64Array>>);
}
