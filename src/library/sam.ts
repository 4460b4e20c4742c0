/**
 * `basin/sam`: the page's own step, for losses of your own.
 *
 *   import { sharpnessAware } from 'basin/sam';
 *   const sam = sharpnessAware('sam', { rho: 0.05 }, { learningRate: 0.1, steps: 1000 });
 *   for (let step = 0; step < 1000; step++) ({ weights } = sam.step(weights, lossAndGradient));
 *
 * Nothing here knows an algorithm: names and settings are those of the page (`docs/settings.md`), and so is the arithmetic, in float64.
 */
import { layoutOf } from '../core/models/layout';
import { createAnatomy } from '../core/sam/anatomy';
import { seededDraws } from '../core/sam/draws';
import { driveNow } from '../core/sam/drive';
import { algorithms } from '../core/sam/recipes';
import { optimizers } from '../core/sam/slots';
import { initialState, sharpnessAwareStep } from '../core/sam/step';
import { choose } from '../core/settings/entry';
import { legalValue } from '../core/settings/field';
import { partFields, runOf } from '../core/settings/runs';
import { slotNames } from '../core/sam/slotNames';
import { float64Backend as backend } from '../core/tensor/float64';
import { doubles } from '../core/tensor/float64/float64Tensor';
import { functionOracle, givenLoss, LacksSamples } from './functionOracle';

/** The loss at some weights, and its gradient there: as many numbers as weights. */
export interface Evaluation {
  readonly loss: number;
  readonly gradient: ArrayLike<number>;
}

/** Gives the same at equal weights for as long as one step takes: the same mini-batch, and the same dropout. */
export type LossFunction = (weights: Float64Array) => Evaluation;

/** One tensor of the weights, which lie one after the other. Algorithms that treat kernels and biases apart, as ASAM does, ask for it. */
export interface WeightTensor {
  readonly name: string;
  /** Dense kernels [in, out], convolutions [height, width, in, out]. */
  readonly shape: readonly number[];
  readonly kind: 'kernel' | 'bias' | 'gamma' | 'beta' | 'embedding';
}

export interface SamOptions {
  /** η, or η of a step, from 0. Above 0. */
  readonly learningRate: number | ((step: number) => number);
  /** Steps that will be made: what some gates and schedules move over. */
  readonly steps: number;
  /** `steps` where it is left out. */
  readonly stepsPerEpoch?: number;
  /** Base optimizer with its settings: `['sgd', { momentum: 0.9, wd: 1e-4 }]`, which is plain SGD where it is left out, `adam` or `adamw`. */
  readonly optimizer?: readonly [kind: string, settings?: Readonly<Record<string, number | boolean>>];
  /** Of everything random in the algorithm; 1 where it is left out. */
  readonly seed?: number;
  /** One kernel of all weights where it is left out. */
  readonly tensors?: readonly WeightTensor[];
}

export interface SamStep {
  readonly weights: Float64Array<ArrayBuffer>;
  /** Numbers of the step by their name on the page: `lossClean`, `lossPerturbed`, `gradNorm`, `perturbNorm`, `radius`, … */
  readonly record: Readonly<Record<string, number>>;
}

export interface SharpnessAware {
  /**
   * One update: as many evaluations of `loss` as the algorithm makes passes. What it remembers (momentum, gates, a learned radius) is kept in between.
   *
   * @throws `RangeError` where lengths do not fit; a sentence where the algorithm needs samples or labels, which a loss function does not have.
   */
  step(weights: ArrayLike<number>, loss: LossFunction): SamStep;
  /** Evaluations of the gradient so far. */
  readonly evaluations: number;
}

/** Names of all algorithms, and what each is called. */
export const names: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(algorithms).map(([name, { label }]) => [name, label]),
);

/**
 * An algorithm for a loss of your own.
 *
 * @param algorithm as in links: `sam`, `asam`, `gsam`, … (`names`)
 * @param settings  its values as in links: `{ rho: 0.05 }`; what is left out has the algorithm's default
 * @throws a sentence for a name, a setting or a value that is none
 */
export function sharpnessAware(
  algorithm: string,
  settings: Readonly<Record<string, number | string | boolean>>,
  options: SamOptions,
): SharpnessAware {
  if (!Object.hasOwn(algorithms, algorithm))
    throw new RangeError(`there is no algorithm “${algorithm}”: ${Object.keys(algorithms).join(', ')}`);
  const run = runOf('r1', algorithm, settings);
  for (const slot of slotNames)
    for (const { key, field, value } of partFields(run, slot))
      if (Object.hasOwn(settings, key) && legalValue(field, value) !== value)
        throw new RangeError(`${key}: ${String(value)} is no value of ${field.label}`);
  const { learningRate, steps, stepsPerEpoch = steps, optimizer: [kind, values = {}] = [PLAIN], seed = 1, tensors } = options;
  if (!(Number.isInteger(steps) && steps > 0)) throw new RangeError('`steps` says how many steps will be made: a whole number above 0');
  if (!Object.hasOwn(optimizers, kind)) throw new RangeError(`there is no optimizer “${kind}”: ${Object.keys(optimizers).join(', ')}`);
  const rateAt = typeof learningRate === 'number' ? () => learningRate : learningRate;
  const anatomy = createAnatomy(run.parts, choose(optimizers, kind as keyof typeof optimizers, values), givenLoss);
  let layout = tensors && layoutOf(tensors);
  let state: ReturnType<typeof initialState> | undefined;
  let made = 0;
  let evaluations = 0;
  return {
    get evaluations() {
      return evaluations;
    },
    step(weights, loss) {
      layout ??= layoutOf([{ name: 'w', shape: [weights.length], kind: 'kernel' }]);
      if (weights.length !== layout.size) throw new RangeError(`${weights.length} weights were given, and the tensors have ${layout.size}`);
      state ??= initialState(anatomy, { layout, backend });
      const rate = rateAt(made);
      const oracle = functionOracle(loss);
      const setting = {
        backend,
        layout,
        oracle,
        params: backend.tensor(weights, [layout.size]),
        position: {
          step: made,
          steps,
          epoch: Math.floor(made / stepsPerEpoch),
          stepsPerEpoch,
          learningRate: rate,
          eta: backend.scalar(rate),
          learningRateRange: { max: rateAt(0), min: Math.min(rateAt(0), rateAt(steps - 1)) },
        },
        draws: seededDraws({ backend, layout, seed, step: made, train: { count: 1, sample: lackingSamples } }),
      };
      let result: ReturnType<typeof finished>;
      try {
        result = finished(driveNow(sharpnessAwareStep(anatomy, setting, state), (tensor) => doubles(tensor).values.slice()));
      } catch (problem) {
        if (problem instanceof LacksSamples)
          throw new Error(`${names[algorithm] ?? algorithm} needs ${problem.message}, which a loss function does not have`);
        throw problem;
      }
      made++;
      evaluations += oracle.passes();
      ({ state } = result);
      return { weights: result.weights, record: result.record };
    },
  };
}

/** The first that is listed. */
const PLAIN = Object.keys(optimizers)[0] as string;

function lackingSamples(): never {
  throw new LacksSamples('single samples');
}

type StepOutcome = Extract<ReturnType<ReturnType<typeof sharpnessAwareStep>['next']>, { done: true }>['value'];

function finished({ params, state, record }: StepOutcome) {
  const numbers = Object.entries(record).map(
    ([name, value]) => [name, typeof value === 'number' ? value : (doubles(value).values[0] as number)] as const,
  );
  return { weights: doubles(params).values.slice(), state, record: Object.fromEntries(numbers) };
}
