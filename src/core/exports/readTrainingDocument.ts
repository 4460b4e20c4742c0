/**
 * An exported document back into what the page can show: the experiment, and the words a worker would have said. Files come
 * from people, who edit them: nothing in them is believed before it was looked at.
 */
import { Failure } from '../failures';
import { rangeOf, type SplitMetric, splitMetrics, type StepMetric, stepMetrics } from '../metrics/catalogue';
import type { MemberName } from '../protocol/member';
import type { Tuning } from '../protocol/protocol';
import type { GradientNorms } from '../protocol/views';
import type { Pictures, RecordedColumns, RecordedMember, RecordedNotice, Recording } from '../protocol/recording';
import { fromBase64 } from '../protocol/base64';
import type { RunNoticeCode } from '../sam/runNotices';
import type { Experiment } from '../settings/experiment';
import { decode, type LinkNotice } from '../settings/link';

/** Results as the page shows them. */
export interface Results {
  readonly experiment: Experiment;
  /** Parts of the file's link that were not understood. */
  readonly notices: readonly LinkNotice[];
  readonly recording: Recording;
  readonly gradientNorms: readonly GradientNorms[];
  readonly tunings: readonly Tuning[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Version of documents that this page reads; newer ones are refused, as what their numbers mean is not known here. */
const VERSION = 1;

/** Longest texts: of names and versions, and of what a run had to say. Nothing this page saves comes near. */
const LONGEST_NAME = 300;
const LONGEST_SENTENCE = 2000;
/** Things that runs had to say: one of each kind and run at most. */
const MOST_NOTICED = 200;
/** Most points that are drawn in a picture, farthest place, and pixels along an edge. */
const MOST_POINTS = 100_000;
const FARTHEST = 1e6;
const LARGEST_EDGE = 512;
const MOST_CLASSES = 256;

/**
 * Reads the text of an exported JSON document. Unknown metrics and fields are left out; everything known must be whole.
 *
 * @throws Failure `results-newer` on a newer version, `results-not-recognized` on anything else, with the place in the file.
 */
export function readTrainingDocument(text: string): Results {
  const document = fieldsAt(parsed(text), 'the file');
  if (document.format !== 'basin-training') throw damaged('It does not say that it is “basin-training”.');
  if (typeof document.version === 'number' && document.version > VERSION)
    throw new Failure('results-newer', `The file is of version ${document.version}, and this page reads version ${VERSION}.`);
  if (document.version !== VERSION) throw damaged('“version” is not 1.');

  const { experiment, notices } = decode(textAt(document.link, 'link'));
  const ids = listAt(fieldsAt(document.settings, 'settings').runs, 'settings.runs').map((run, index) =>
    textAt(fieldsAt(run, `settings.runs[${index}]`).id, `settings.runs[${index}].id`),
  );
  if (ids.length !== experiment.runs.length)
    throw damaged(`“link” has ${experiment.runs.length} runs and “settings.runs” has ${ids.length}.`);
  // A link numbers its runs by position; the file kept the names they had on the page.
  const nameOf = (run: unknown, place: string) => {
    const found = experiment.runs[ids.indexOf(textAt(run, place))];
    if (!found) throw damaged(`“${place}” is none of “settings.runs”.`);
    return found.id;
  };

  const all = listAt(document.runs, 'runs');
  const { seeds } = experiment.training;
  if (all.length > ids.length * seeds.length)
    throw damaged(`“runs” has ${all.length} entries, and “link” has ${ids.length} runs of ${seeds.length} seeds.`);
  const rows = all.map((run, index) => memberAt(fieldsAt(run, `runs[${index}]`), `runs[${index}]`, nameOf));
  const members = rows.map(({ member }) => member);
  if (members.length === 0) throw damaged('“runs” is empty.');
  const twice = members.find(({ id }, index) => members.findIndex((other) => other.id === id) < index);
  if (twice) throw damaged(`“runs” has seed ${twice.seed} of one run twice.`);
  const fingerprint = fieldsAt(document.fingerprint, 'fingerprint');
  const versions = fieldsAt(fingerprint.versions ?? {}, 'fingerprint.versions');
  const date = textAt(fingerprint.date, 'fingerprint.date').slice(0, 10);
  if (Number.isNaN(Date.parse(date))) throw damaged('“fingerprint.date” is no date.');
  const newNames = new Map(members.map(({ id }, index) => [rows[index]?.given ?? id, id]));
  return {
    experiment,
    notices,
    recording: {
      format: 1,
      link: textAt(document.link, 'link'),
      madeBy: {
        version: typeof versions.basin === 'string' ? textAt(versions.basin, 'fingerprint.versions.basin', LONGEST_NAME) : '',
        backend: textAt(fingerprint.backend, 'fingerprint.backend', LONGEST_NAME),
        adapter: textAt(fingerprint.adapter, 'fingerprint.adapter', LONGEST_NAME),
        date,
      },
      started: {
        members: members.map(({ id, run, seed }) => ({ id, run, seed })),
        parameters: countAt(document.parameters, 'parameters'),
        trainCount: countAt(document.trainCount, 'trainCount'),
        stepsPerEpoch: countAt(document.stepsPerEpoch, 'stepsPerEpoch'),
      },
      step: Math.max(0, ...members.map(({ steps }) => (steps.step?.at(-1) ?? -1) + 1)),
      ...picturesAt(document.pictures, newNames),
      members,
      noticed: listAt(document.noticed ?? [], 'noticed', MOST_NOTICED).map((notice, index) =>
        noticeAt(notice, `noticed[${index}]`, nameOf),
      ),
    },
    gradientNorms: rows.flatMap(({ gradientNorms }) => gradientNorms),
    tunings: listAt(document.tunings ?? [], 'tunings').map((tuning, index) => tuningAt(tuning, `tunings[${index}]`, nameOf)),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged('It is no JSON, or ends too early.');
  }
}

type NameOf = (run: unknown, place: string) => string;

function memberAt(given: Fields, place: string, nameOf: NameOf) {
  const run = nameOf(given.run, `${place}.run`);
  const seed = countAt(given.seed, `${place}.seed`);
  const name: MemberName = { id: `${run}/${seed}`, run, seed };
  // Documents written before version 0.2 call it parkedAt.
  const divergedKey = Object.hasOwn(given, 'parkedAt') ? 'parkedAt' : 'divergedAt';
  const diverged = given[divergedKey] ?? null;
  const member: RecordedMember = {
    ...name,
    steps: columnsAt(given.steps, `${place}.steps`, Object.keys(stepMetrics) as StepMetric[]),
    measured: columnsAt(given.measured, `${place}.measured`, Object.keys(splitMetrics) as SplitMetric[]),
    ...(diverged === null ? {} : { divergedAt: countAt(diverged, `${place}.${divergedKey}`) }),
  };
  const norms = listAt(given.gradientNorms ?? [], `${place}.gradientNorms`);
  const gradientNorms = norms.map((one, index) => normsAt(one, `${place}.gradientNorms[${index}]`, name));
  return { member, gradientNorms, given: `${String(given.run)}/${seed}` };
}

/** Known columns of one length with ascending whole `step`; none where there are no rows. */
function columnsAt(value: unknown, place: string, metrics: readonly (StepMetric | SplitMetric)[]): RecordedColumns {
  const given = fieldsAt(value, place);
  const columns = Object.fromEntries(
    metrics
      .filter((metric) => Object.hasOwn(given, metric))
      .map((metric) => [metric, withinRange(numbersAt(given[metric], `${place}.${metric}`), `${place}.${metric}`, rangeOf(metric))]),
  );
  if (Object.keys(columns).length === 0) return columns;
  const { step } = columns;
  if (!step) throw damaged(`“${place}” has no “step”.`);
  const isAscending = step.every((at, row) => Number.isInteger(at) && (at as number) > (row === 0 ? -1 : (step[row - 1] as number)));
  if (!isAscending) throw damaged(`“${place}.step” is not ascending.`);
  const other = Object.keys(columns).find((metric) => columns[metric]?.length !== step.length);
  if (other) throw damaged(`“${place}.${other}” has ${columns[other]?.length} numbers and “step” has ${step.length}.`);
  return columns;
}

function normsAt(value: unknown, place: string, member: MemberName): GradientNorms {
  const given = fieldsAt(value, place);
  return {
    member,
    step: countAt(given.step, `${place}.step`),
    size: countAt(given.batch, `${place}.batch`),
    squaredNorms: Float64Array.from(numbersAt(given.squaredNorms, `${place}.squaredNorms`), (norm) => norm ?? Number.NaN),
    meanGradientSquaredNorm: numberAt(given.meanGradientSquaredNorm, `${place}.meanGradientSquaredNorm`) ?? Number.NaN,
    variance: numberAt(given.variance, `${place}.variance`) ?? Number.NaN,
    isAutomatic: false,
  };
}

function noticeAt(value: unknown, place: string, nameOf: NameOf): RecordedNotice {
  const given = fieldsAt(value, place);
  const kind = textAt(given.kind, `${place}.kind`, LONGEST_NAME) as RunNoticeCode;
  return {
    run: nameOf(given.run, `${place}.run`),
    kind,
    step: countAt(given.step, `${place}.step`),
    message: textAt(given.message, `${place}.message`, LONGEST_SENTENCE),
    remedy: textAt(given.remedy, `${place}.remedy`, LONGEST_SENTENCE),
  };
}

function tuningAt(value: unknown, place: string, nameOf: NameOf): Tuning {
  const { step, run, key, value: set } = fieldsAt(value, place);
  const number = numberAt(set, `${place}.value`);
  if (number === null || (key !== 'lr' && key !== 'rho')) throw damaged(`“${place}” is no change of η or ρ.`);
  return { step: countAt(step, `${place}.step`), run: run === null ? null : nameOf(run, `${place}.run`), key, value: number };
}

/** Pictures are left out as a whole when one of them does not fit: the curves are what a file is opened for. */
function picturesAt(value: unknown, names: ReadonlyMap<string, string>): Pictures {
  const none: Pictures = { points: [], boundaries: [] };
  if (value === undefined) return none;
  try {
    const { points, boundaries } = value as Pictures;
    const arePoints = points.every(({ classes, inputs, labels, noisyLabels, seed }) => {
      const isDrawn = Number.isInteger(seed) && isWithin(classes, 2, MOST_CLASSES) && inputs.length > 0 && inputs.length <= 2 * MOST_POINTS;
      return (
        isDrawn &&
        inputs.every((input) => Math.abs(input) <= FARTHEST) &&
        [labels, noisyLabels].map(fromBase64).every((one) => 2 * one.length === inputs.length && one.every((label) => label < classes))
      );
    });
    const classes = points[0]?.classes ?? MOST_CLASSES;
    const areBoundaries = boundaries.every(({ size, extent, winners, confidence, member, step }) => {
      const [left, right, bottom, top] = extent;
      return (
        names.has(member) &&
        isWithin(size, 1, LARGEST_EDGE) &&
        isWithin(step, 0, Number.MAX_SAFE_INTEGER) &&
        extent.length === 4 &&
        extent.every((edge) => Math.abs(edge) <= FARTHEST) &&
        left < right &&
        bottom < top &&
        [winners, confidence].every((one) => fromBase64(one).length === size * size) &&
        fromBase64(winners).every((winner) => winner < classes)
      );
    });
    if (!arePoints || !areBoundaries) return none;
    return { points, boundaries: boundaries.map((one) => ({ ...one, member: names.get(one.member) ?? one.member })) };
  } catch {
    return none;
  }
}

function fieldsAt(value: unknown, place: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw damaged(`“${place}” is no object.`);
  return value as Fields;
}

function isWithin(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}

function listAt(value: unknown, place: string, most = Number.POSITIVE_INFINITY): readonly unknown[] {
  if (!Array.isArray(value)) throw damaged(`“${place}” is no list.`);
  if (value.length > most) throw damaged(`“${place}” has ${value.length} entries, more than ${most}.`);
  return value;
}

function textAt(value: unknown, place: string, most = Number.POSITIVE_INFINITY): string {
  if (typeof value !== 'string') throw damaged(`“${place}” is no text.`);
  if (value.length > most) throw damaged(`“${place}” has ${value.length} characters, more than ${most}.`);
  return value;
}

function numberAt(value: unknown, place: string): number | null {
  if (value !== null && typeof value !== 'number') throw damaged(`“${place}” is no number.`);
  return value;
}

function numbersAt(value: unknown, place: string): readonly (number | null)[] {
  return listAt(value, place).map((number, index) => numberAt(number, `${place}[${index}]`));
}

/** Throws `results-impossible` on a number that no run can give. */
function withinRange(values: readonly (number | null)[], place: string, [least, most]: readonly [number, number]) {
  const row = values.findIndex((value) => value !== null && !(value >= least && value <= most));
  if (row >= 0) throw new Failure('results-impossible', `“${place}[${row}]” is ${values[row]}.`);
  return values;
}

function countAt(value: unknown, place: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw damaged(`“${place}” is no whole number.`);
  return value;
}

function damaged(why: string): Failure {
  return new Failure('results-not-recognized', why);
}
