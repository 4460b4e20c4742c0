/**
 * Looks at a step that has just been made: which of its frames happened, what they had in numbers, and where its vectors
 * point. The step itself is over by then: nothing here is counted, drawn or remembered by anybody.
 */
import { lengthAt } from '../../tensor/shape';
import { nth } from '../../numbers';
import type { Scalar, Tensor, Vector } from '../../tensor/tensor';
import type { Climb, Noted, StepContext, StepRecord, StepSetting } from '../part';
import type { Anatomy, StepResult } from '../step';
import type { Arrow, Observation } from './observation';
import { type PlaneOf, planeOf } from './plane';
import type { FrameKey } from './words';

/** Micro-batches, and points around w, of which arrows are drawn. */
const MOST_ARROWS = 8;
/** Keeps a cosine defined where a vector is zero. */
const TINY = 1e-30;

/** A vector to draw, before its coordinates are known. */
interface Drawn extends Pick<Arrow, 'frame' | 'symbol' | 'is' | 'isGhost'> {
  readonly vector: Vector;
  /** Factor on the vector. */
  readonly sign?: number;
  /** The way from w to where it starts. */
  readonly after?: Vector;
}

export interface Seen {
  readonly observation: Observation;
  /** Unit vectors of the picture's axes, [d] each: two, one or none. */
  readonly axes: readonly Vector[];
  /** w + ε of the first climb, or w + δ₀ where that is all there is; null where nothing else was looked at. */
  readonly elsewhere: Vector | null;
}

/**
 * Belongs to the scope of the step. Cost: inner products of a dozen vectors, one forward pass at the new w, and where the
 * adversary climbs something else than the loss, one gradient at w; two reads.
 */
export async function observe(
  anatomy: Anatomy,
  whole: StepSetting,
  { params: next, state: after, record, trace }: StepResult,
): Promise<Seen> {
  const { oracle, params, backend } = whole;
  const { context, pieces, update, decided } = trace;
  const climbs = pieces.flatMap(({ climb }) => (climb ? [climb] : []));
  const [climb] = climbs;
  const noted = pieces.flatMap(({ descent }) => descent.noted ?? []);
  const kept = pieces.flatMap((piece) => piece.noted ?? []);
  const points = noted.flatMap((one) => one.points ?? []);
  const loss = climb && anatomy.ascent !== oracle.descentLoss ? lossClimb(anatomy, context, climb, pieces.length > 1) : null;
  const move = next.sub(params);

  const happened = happenedIn(anatomy, { isOpen: trace.isOpen, pieces: pieces.length, climbs, noted, kept });
  const drawn = arrowsOf(happened, { climbs, noted, kept, loss, move, update, clean: pieces[0]?.descent.clean?.gradient });
  const numbers: StepRecord = {
    ...record,
    ...numbersOf([decided, ...noted, ...kept]),
    samples: oracle.whole.size,
    weights: lengthAt(params.shape, 0),
    pieces: pieces.length,
    points: points.length,
    stepNorm: move.norm(),
    lossAfter: oracle.losses(next, oracle.whole).mean(),
    ...(anatomy.gate.climbs ? { radiusAfter: anatomy.radius.radius(after.radius, context) } : {}),
    ...(climb
      ? {
          kept: climbs.reduce((sum, { perturbed }) => sum + lengthAt(perturbed.targets.shape, 0), 0),
          ballLength: anatomy.geometry.length(climb.perturbation, context),
          activeWeights: climb.direction.abs().greater(0).sum(),
        }
      : {}),
    ...(climb && loss
      ? {
          lossNorm: loss.norm(),
          lossCosine: climb.perturbation.dot(loss).div(climb.perturbation.norm().mul(loss.norm()).add(TINY)),
        }
      : {}),
  };

  const vectors = [...new Set(drawn.flatMap(({ vector, after: way }) => (way ? [vector, way] : [vector])))];
  const gram = gramOf(vectors, await readAll(whole, products(vectors)));
  const place = (vector: Vector) => vectors.indexOf(vector);
  const plane = planeOf(gram, candidatesOf(drawn).map(place));
  return {
    observation: {
      happened,
      numbers: await readNumbers(whole, numbers),
      arrows: drawn.map(({ vector, after: way, sign = 1, ...arrow }) => ({
        ...arrow,
        from: way ? (plane.coordinates[place(way)] as readonly [number, number]) : [0, 0],
        by: scaled(plane.coordinates[place(vector)] as readonly [number, number], sign),
        length: Math.sqrt(gram[place(vector)]?.[place(vector)] ?? 0),
      })),
      spannedBy: plane.axes.map((axis) => drawn.find(({ vector }) => place(vector) === axis)?.symbol ?? ''),
    },
    axes: unitAxes(plane, vectors),
    elsewhere: climb ? params.add(climb.perturbation) : points[0] ? params.addScaled(points[0].vector, points[0].sign) : null,
  };

  function unitAxes({ axes, weights }: PlaneOf, from: readonly Vector[]): readonly Vector[] {
    return weights.map((row) => sumOf(axes.map((axis, at) => (from[axis] as Vector).mul(backend.scalar(nth(row, at))))));
  }
}

/** ε of the first (micro-)batch as it would be if the loss were climbed, in the same ball and by the same radius, no weight spared. */
function lossClimb(anatomy: Anatomy, context: StepContext, { radius }: Climb, isSplit: boolean): Vector {
  const { oracle, params } = context;
  const [first = oracle.whole] = isSplit ? anatomy.batching.split(oracle.whole, oracle) : [];
  const { gradient } = oracle.pass(oracle.descentLoss, params, first);
  return anatomy.geometry.direction(gradient, context, null).mul(radius);
}

function happenedIn(
  { gate, descent, radius, selection }: Anatomy,
  {
    isOpen,
    pieces,
    climbs,
    noted,
    kept,
  }: Pick<Vectors, 'climbs' | 'noted' | 'kept'> & { readonly isOpen: boolean; readonly pieces: number },
): readonly FrameKey[] {
  const climbed = climbs.length > 0;
  const hasArrows = noted.some(({ arrows }) => arrows);
  const isSelected = climbs.some(({ perturbed, ascent }) => ascent && perturbed.targets !== ascent.targets);
  const told: readonly (readonly [FrameKey, boolean])[] = [
    ['split', pieces > 1],
    ['noise', climbs.some(({ offset }) => offset)],
    ['gradient', climbs.some(({ ascent }) => ascent) || !isOpen || descent.asks.some(({ at }) => at === 'params')],
    ['open', gate.climbs && isOpen],
    ['closed', gate.climbs && !isOpen],
    ['heading', climbed],
    ['mask', climbed],
    ['climb', climbed],
    ['around', noted.some(({ points }) => points)],
    ['select', selection.scores && isSelected],
    ['perturbed', climbed],
    ['descend', isOpen && hasArrows],
    ['average', pieces > 1],
    ['remember', kept.length > 0],
    ['reuse', !isOpen && hasArrows],
    ['step', true],
    ['learn', climbed && radius.upperLevel !== undefined],
  ];
  return told.flatMap(([key, did]) => (did ? [key] : []));
}

interface Vectors {
  readonly climbs: readonly Climb[];
  /** By rules of descent, and by fallbacks on closed steps. */
  readonly noted: readonly Noted[];
  /** By fallbacks on open steps. */
  readonly kept: readonly Noted[];
  readonly loss: Vector | null;
  readonly move: Vector;
  readonly update: Vector;
  readonly clean: Vector | undefined;
}

function arrowsOf(happened: readonly FrameKey[], { climbs, noted, kept, loss, move, update, clean }: Vectors): readonly Drawn[] {
  const shown = climbs.slice(0, MOST_ARROWS);
  const numbered = (symbol: string, index: number) => (climbs.length > 1 ? `${symbol}${subscript(index + 1)}` : symbol);
  const [first] = climbs;
  const combined: FrameKey = happened.find((key) => key === 'descend' || key === 'average' || key === 'reuse') ?? 'step';
  return [
    ...(first?.offset ? [{ frame: 'noise', symbol: 'δ₀', is: 'way', vector: first.offset } as const] : []),
    ...(first || !clean ? [] : [{ frame: 'gradient', symbol: 'g', is: 'gradient', vector: clean } as const]),
    ...shown.flatMap(({ ascent, offset }, index) => {
      if (!ascent) return [];
      const arrow = { frame: 'gradient', symbol: numbered('g', index), is: 'gradient', vector: ascent.gradient } as const;
      return [offset ? { ...arrow, after: offset } : arrow];
    }),
    ...(first?.stations ?? [])
      .slice(0, MOST_ARROWS)
      .map((vector, index) => ({ frame: 'climb', symbol: `δ${subscript(index + 1)}`, is: 'way', vector }) as const),
    ...shown.map(({ perturbation }, index) => ({ frame: 'climb', symbol: numbered('ε', index), is: 'way', vector: perturbation }) as const),
    ...(loss ? [{ frame: 'climb', symbol: 'ε of the loss', is: 'way', isGhost: true, vector: loss } as const] : []),
    ...noted
      .flatMap(({ points = [] }) => points)
      .slice(0, MOST_ARROWS)
      .map(({ vector, sign }, index) => ({ frame: 'around', symbol: `v${subscript(index + 1)}`, is: 'way', vector, sign }) as const),
    ...shown.map(
      ({ perturbed, perturbation }, index) =>
        ({ frame: 'perturbed', symbol: numbered('ĝ', index), is: 'gradient', vector: perturbed.gradient, after: perturbation }) as const,
    ),
    ...gradients(combined, noted),
    ...gradients('remember', kept),
    ...(combined === 'step' ? [] : [{ frame: combined, symbol: 'u', is: 'gradient', vector: update } as const]),
    { frame: 'step', symbol: 'Δw', is: 'way', vector: move },
  ];
}

/** Notes of the first (micro-)batch. */
function gradients(frame: FrameKey, [first]: readonly Noted[]): readonly Drawn[] {
  return Object.entries(first?.arrows ?? {}).map(([symbol, vector]) => ({ frame, symbol, is: 'gradient', vector }));
}

/** Who may span the picture: the way up, the way beside it, the step, and then whatever has a direction of its own. */
function candidatesOf(drawn: readonly Drawn[]): readonly Vector[] {
  const rank = ({ frame, isGhost, is }: Drawn) =>
    isGhost ? 1 : frame === 'climb' ? 0 : frame === 'step' ? 2 : is === 'gradient' && frame !== 'around' ? 3 : 4;
  return [...drawn].sort((a, b) => rank(a) - rank(b)).map(({ vector }) => vector);
}

function numbersOf(noted: readonly Noted[]): StepRecord {
  return Object.assign({}, ...noted.map(({ numbers }) => numbers)) as StepRecord;
}

/** ⟨v_i, v_j⟩ for i ≤ j, row by row. */
function products(vectors: readonly Vector[]): readonly Scalar[] {
  return vectors.flatMap((one, i) => vectors.slice(i).map((other) => one.dot(other)));
}

function gramOf(vectors: readonly Vector[], values: ArrayLike<number>): readonly (readonly number[])[] {
  const count = vectors.length;
  const at = (i: number, j: number) => nth(values, i * count - (i * (i - 1)) / 2 + (j - i));
  return vectors.map((_, i) => vectors.map((__, j) => at(Math.min(i, j), Math.max(i, j))));
}

async function readAll({ backend }: Pick<StepContext, 'backend'>, scalars: readonly Scalar[]): Promise<Float64Array> {
  return scalars.length === 0 ? new Float64Array() : backend.read(backend.concat(scalars.map((scalar) => scalar.reshape([1]))));
}

async function readNumbers(context: Pick<StepContext, 'backend'>, record: StepRecord): Promise<Record<string, number>> {
  const entries = Object.entries(record);
  const measured = entries.filter((entry): entry is [string, Tensor] => typeof entry[1] !== 'number');
  const values = await readAll(
    context,
    measured.map(([, scalar]) => scalar),
  );
  return Object.fromEntries([
    ...entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
    ...measured.map(([name], index) => [name, nth(values, index)] as const),
  ]);
}

function sumOf(vectors: readonly Vector[]): Vector {
  return vectors.reduce((sum, vector) => sum.add(vector));
}

const scaled = ([x, y]: readonly [number, number], by: number): readonly [number, number] => [x * by, y * by];
const subscript = (index: number): string => [...String(index)].map((digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]).join('');
