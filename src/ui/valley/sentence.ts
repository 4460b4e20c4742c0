/** What came of it, said from the numbers of the ends and from nothing else. */
import { lastOf } from '../../core/numbers';
import type { PlanePath } from '../../core/valley/walk';
import { count, listed, quantity } from '../format';

export interface NamedPath {
  readonly label: string;
  readonly path: Pick<PlanePath, 'x' | 'losses' | 'curvatures' | 'goneAfter' | 'footsteps'>;
}

/** Traces that differ by less than this share of the larger one are called equal. */
const ALIKE = 0.02;
/** A share of the descent that is left is called loss that is left. */
const LEFT = 0.02;

interface Ended {
  readonly label: string;
  readonly loss: number;
  readonly trace: number;
  readonly frobenius: number;
}

/** One to three sentences. */
export function endsInWords(paths: readonly NamedPath[], steps: number): readonly string[] {
  if (paths.length === 0) return ['Choose a method, and its path is drawn.'];
  const ended = paths.flatMap(({ label, path: { losses, curvatures, goneAfter } }): readonly Ended[] => {
    const curvature = curvatures.at(-1);
    return goneAfter === null && curvature ? [{ label, loss: lastOf(losses), trace: curvature.trace, frobenius: curvature.frobenius }] : [];
  });
  const gone = paths.flatMap(({ label, path: { goneAfter } }) =>
    goneAfter === null ? [] : [`${label} is gone after ${inSteps(goneAfter)}`],
  );
  return [...aboutEnds(ended, steps), ...(gone.length > 0 ? [`${listed(gone)}.`] : []), ...aboutLosses(ended, paths)];
}

function aboutEnds(ended: readonly Ended[], steps: number): readonly string[] {
  const [first] = ended;
  if (!first) return [];
  const after = `After ${inSteps(steps)}`;
  if (ended.every(({ trace, frobenius }) => Math.abs(trace) <= 1e-9 * frobenius))
    return [`${after} the trace is 0 at every end, and ‖∇²L‖ is ${quantity(first.frobenius)}: by trace all of this is flat.`];
  if (ended.length === 1) return [`${after} ${first.label} stands where the trace is ${quantity(first.trace)}.`];
  const sorted = [...ended].sort((one, other) => one.trace - other.trace);
  const [flattest, ...others] = sorted as [Ended, ...Ended[]];
  const isAlike = ({ trace }: Ended) => Math.abs(trace - flattest.trace) <= ALIKE * Math.max(Math.abs(trace), Math.abs(flattest.trace));
  const level = others.filter(isAlike);
  if (level.length === others.length)
    return [`${after} ${listed(ended.map(({ label }) => label))} end equally flat: the trace is ${quantity(flattest.trace)}.`];
  const rest = others.filter((end) => !isAlike(end)).map(({ label, trace }) => `${quantity(trace)} for ${label}`);
  const best = [flattest, ...level].map(({ label }) => label);
  return [
    `${after} ${listed(best)} ${best.length > 1 ? 'end' : 'ends'} flattest: trace ${quantity(flattest.trace)}, against ${listed(rest)}.`,
  ];
}

/** Who has not come down as far as the others. */
function aboutLosses(ended: readonly Ended[], paths: readonly NamedPath[]): readonly string[] {
  if (ended.length === 0) return [];
  const lowest = Math.min(...ended.map(({ loss }) => loss));
  const from = paths[0]?.path.losses[0] ?? lowest;
  const left = ended.filter(({ loss }) => loss - lowest > LEFT * Math.max(0, from - lowest));
  if (left.length === 0) return [];
  const values = left.map(({ label, loss }) => `${label} at loss ${quantity(loss)}`);
  return [`Not as low yet: ${listed(values)}; the lowest is at ${quantity(lowest)}.`];
}

const inSteps = (number: number) => `${count(number)} ${number === 1 ? 'step' : 'steps'}`;
