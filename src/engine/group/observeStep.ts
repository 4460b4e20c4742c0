/**
 * The next step of a run, made as ever and then observation at: its vectors, and the loss of its mini-batch around them. What is
 * observation at is apart from the run: it counts as nobody's gradients or seconds and moves no statistic, draw or state.
 */
import { nth } from '../../core/numbers';
import type { Observation, Relief } from '../../core/sam/observation/observation';
import { observe } from '../../core/sam/observation/observe';
import { windowAround } from '../../core/sam/observation/plane';
import type { StepSetting } from '../../core/sam/part';
import type { Anatomy, StepResult } from '../../core/sam/step';
import { readScalars } from '../../core/diagnostics/lossSurface';
import type { Backend, Vector } from '../../core/tensor/tensor';

/** Milliseconds that the picture of the loss may take, about. */
const BUDGET_MS = 1200;
/** Losses along an edge of the picture, and along a line where a picture would take too long. */
const SIDE = { least: 9, most: 17 };
const LINE = { least: 5, most: 33 };

type Context = StepSetting;

/** A run before its next step. */
export interface Standing<M> {
  readonly backend: Backend;
  readonly anatomy: Anatomy;
  /** The step that comes next, as often as it is asked for. The open scope owns what it makes. */
  here(): Context;
  /** Makes it. */
  make(context: Context): Promise<{ readonly result: StepResult; readonly made: M }>;
  /** Losses that the device can hold at once. */
  readonly atOnce: number;
}

export interface StepObserved<M> {
  readonly made: M;
  readonly observation: Observation;
  readonly relief: Relief | null;
  /** Where else than at w the step observation. The caller frees it. */
  readonly elsewhere: Vector | null;
  /** Seconds that looking took, besides the step itself. */
  readonly seconds: number;
}

/**
 * Makes the next step and looks at it.
 *
 * @returns what was made belongs to the caller, who must take it before anything else is done with the run.
 */
export async function observeStep<M>({ backend, anatomy, here, make, atOnce }: Standing<M>): Promise<StepObserved<M>> {
  let steppedAt = 0;
  const { made, seen } = await backend.scopeAsync(async () => {
    const context = here();
    const { result, made } = await make(context);
    // Devices answer late: the step has been made when something of it has been read.
    await backend.read(result.trace.update.norm());
    steppedAt = performance.now();
    return { made, seen: await observe(anatomy, context, result) };
  });
  const { observation, axes, elsewhere } = seen;
  const relief = await reliefAround(observation, axes);
  backend.free(axes);
  return { made, observation, relief, elsewhere, seconds: (performance.now() - steppedAt) / 1000 };

  /** L of the mini-batch at w + x·e₁ + y·e₂ for each place, as the step itself would find it (dropout included). */
  async function lossesAt(places: readonly (readonly [number, number])[]): Promise<readonly number[]> {
    const losses: number[] = [];
    for (let begin = 0; begin < places.length; begin += atOnce) {
      const values = await readScalars(backend, () => {
        const { params, oracle } = here();
        return places.slice(begin, begin + atOnce).map((place) => {
          const at = axes.reduce((point, axis, index) => point.addScaled(axis, backend.scalar(nth(place, index))), params);
          return oracle.losses(at, oracle.whole).mean();
        });
      });
      losses.push(...values);
    }
    return losses;
  }

  async function reliefAround({ arrows }: Observation, { length: dimensions }: readonly Vector[]): Promise<Relief | null> {
    if (dimensions === 0) return null;
    // The first one may compile.
    await lossesAt([[0, 0]]);
    const started = performance.now();
    await lossesAt([[0, 0]]);
    const { columns, rows } = gridFor(performance.now() - started, dimensions > 1);
    const { x, y } = windowAround(arrows, columns, rows);
    const losses = [];
    for (const row of y) losses.push(await lossesAt(x.map((column) => [column, row] as const)));
    return { x, y, losses };
  }
}

/** How many losses make the picture where one takes `ms`: at most what fits the budget, and always odd. */
export function gridFor(ms: number, isPlane: boolean): { readonly columns: number; readonly rows: number } {
  const affordable = BUDGET_MS / Math.max(ms, 0.001);
  const side = odd(Math.min(SIDE.most, Math.sqrt(affordable)));
  if (isPlane && side >= SIDE.least) return { columns: side, rows: side };
  return { columns: Math.max(LINE.least, odd(Math.min(LINE.most, affordable))), rows: 1 };
}

/** The largest odd number that is not above. */
function odd(value: number): number {
  return 2 * Math.floor((value - 1) / 2) + 1;
}
