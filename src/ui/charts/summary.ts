/** A chart in sentences, for those who cannot see it: how many runs, where they stand, and how each came there. */
import { doubleAt } from '../../core/numbers';
import { type HorizontalAxis, positionOfStep } from '../../core/metrics/history';
import { valueNear } from '../../core/metrics/series';
import { firstMember } from '../../store/chartView';
import { divergedStep, type Shown } from '../../store/shown';
import { percent, quantity, signedPoints } from '../format';
import { placeText } from './axisWords';
import type { Chart } from './chart';
import type { Curve, Curves } from './curves';

/** How numbers of a chart are written. */
export const writerOf = ({ unit }: Pick<Chart, 'unit'>): ((value: number) => string) => (unit.startsWith('%') ? percent : quantity);

/** How differences of them are written: points for shares, signed numbers else. */
export function differenceOf({ unit }: Pick<Chart, 'unit'>): (value: number) => string {
  return unit.startsWith('%') ? signedPoints : (value) => `${value > 0 ? '+' : ''}${quantity(value)}`;
}

/** Share of a curve's own range that is a movement worth a word. */
const WORTH_SAYING = 0.1;

/** Where the runs of a chart stand: at the step on screen. */
export interface CurvePlaces {
  /** Where somebody points, on the chart's axis; null for the latest. */
  readonly x: number | null;
  /** A run's place on the chart's axis; undefined where it has none, as a pinned run of an earlier group. */
  readonly placeOf: (run: string) => number | undefined;
  /** Step at which all seeds of a run diverged; null where not. */
  readonly divergedAt: (run: string) => number | null;
}

export function standingOf({ group, steps, axis, x }: Shown): CurvePlaces {
  return {
    x,
    placeOf(run) {
      const [step, member] = [steps.get(run), group && firstMember(group, run)];
      return step === undefined || !member ? undefined : (x ?? positionOfStep(member, step, axis));
    },
    divergedAt: (run) => divergedStep(group, run),
  };
}

/** `Clean test accuracy, 3 runs, step 0 to step 1,000. SAM 92.5 %, SGD 78.3 %. SGD peaks at 90.5 % near step 300 and then falls.` */
export function summaryOf(
  chart: Chart,
  curves: Curves | null,
  axis: HorizontalAxis,
  name: (run: string) => string,
  { x, placeOf, divergedAt }: CurvePlaces,
): string {
  const own = curves?.curves.filter(({ thin, isRaw, lastRaw }) => thin === 0 && !isRaw && Number.isFinite(lastRaw)) ?? [];
  const [first, last] = [curves?.x[0], curves?.x.at(-1)];
  if (own.length === 0 || first === undefined || last === undefined) return 'No data yet.';
  const write = writerOf(chart);
  const places = own.flatMap(({ run }) => placeOf(run) ?? []);
  const lost = own.flatMap(({ run }) => {
    const at = divergedAt(run);
    return at === null ? [] : [`${name(run)} diverged at ${placeText('steps', at)}`];
  });
  const standing = own
    .filter(({ run }) => divergedAt(run) === null)
    .map(({ run, raw, lastRaw, isReference }) => ({ run, value: valueAt(raw, placeOf(run), isReference ? lastRaw : Number.NaN) }))
    .sort((one, other) => other.value - one.value);
  const values = [...standing.map(({ run, value }) => `${name(run)} ${write(value)}`), ...lost].join(', ');
  const turns = own.filter(({ run }) => divergedAt(run) === null).flatMap((curve) => turnOf(curve, axis, write, name(curve.run)) ?? []);
  const range = `${placeText(axis, first)} to ${placeText(axis, x === null && places.length > 0 ? Math.max(...places) : last)}`;
  const where = x === null ? '' : `At ${placeText(axis, x)}: `;
  return [`${own.length} ${own.length === 1 ? 'run' : 'runs'}, ${range}. ${where}${values}.`, ...turns].join(' ');
}

/** The last number that is not later; curves of single steps may begin after the first measurement. */
function valueAt(raw: Curve['raw'], place: number | undefined, otherwise: number): number {
  if (place === undefined) return otherwise;
  const { x } = raw;
  const [first, last] = [x[0], x.at(-1)];
  return first === undefined || last === undefined ? otherwise : valueNear(raw, Math.min(last, Math.max(first, place)));
}

/** Says where a curve turned for good, if it did; null for one that only rises or falls. */
function turnOf({ points: { x, y } }: Curve, axis: HorizontalAxis, write: (value: number) => string, name: string): string | null {
  let [lowest, highest, last] = [-1, -1, -1];
  for (let row = 0; row < y.length; row++) {
    const value = doubleAt(y, row);
    if (!Number.isFinite(value)) continue;
    if (lowest < 0 || value < doubleAt(y, lowest)) lowest = row;
    if (highest < 0 || value > doubleAt(y, highest)) highest = row;
    last = row;
  }
  if (last < 0) return null;
  const [low, high, end] = [doubleAt(y, lowest), doubleAt(y, highest), doubleAt(y, last)];
  const range = high - low;
  const describe = (row: number, how: string, then: string) =>
    `${name} ${how} ${write(doubleAt(y, row))} near ${placeText(axis, doubleAt(x, row))} and then ${then}.`;
  if (high - end > WORTH_SAYING * range && highest > 0) return describe(highest, 'peaks at', 'falls');
  if (end - low > WORTH_SAYING * range && lowest > 0) return describe(lowest, 'bottoms at', 'rises');
  return null;
}

/** A text that changes at most every ten seconds while training runs, so that a screen reader can finish a sentence, and at once when it stands still. */
export class HeldText {
  private text = '';
  private of = '';
  private at = Number.NEGATIVE_INFINITY;

  /** @param clock  milliseconds. */
  constructor(private readonly clock: () => number = () => performance.now()) {}

  /** @param of  names what the text is about; about something else it is made anew. */
  say(make: () => string, of: string, isStill: boolean): string {
    const now = this.clock();
    if (isStill || of !== this.of || now - this.at >= LEAST_MS) {
      this.text = make();
      this.of = of;
      this.at = now;
    }
    return this.text;
  }
}

const LEAST_MS = 10_000;
