/**
 * `basin/sam/tensorflow`: an algorithm for a model or variables of TensorFlow.js.
 *
 *   const trainer = trainWith(tf, model.trainableWeights.map(({ val }) => val), 'sam', { rho: 0.05 }, { learningRate: 0.1, steps: 1000 });
 *   const { loss } = trainer.step(() => model.apply(x).sub(y).square().mean());
 *
 * It is given your own TensorFlow.js and brings none. Weights come to the host between passes, so the backend must answer at once: `cpu`, `wasm` and
 * `webgl` do, `webgpu` does not.
 */
import { type SamOptions, sharpnessAware } from './sam';

interface TensorLike {
  dataSync(): ArrayLike<number>;
  dispose(): void;
}
export interface VariableLike<T extends TensorLike = TensorLike> {
  readonly name: string;
  readonly shape: number[];
  dataSync(): ArrayLike<number>;
  assign(value: T): void;
}
/** What is used of TensorFlow.js. */
export interface TensorFlowLike<T extends TensorLike, V> {
  tensor(values: Float32Array, shape: number[]): T;
  variableGrads(f: () => T, variables: V[]): { value: TensorLike; grads: Record<string, TensorLike> };
}

export interface TensorFlowTrainer<T> {
  /** One update of the variables. `loss` gives a scalar and is called once per pass, with the variables where the algorithm wants them. */
  step(loss: () => T): { readonly loss: number; readonly record: Readonly<Record<string, number>> };
  readonly evaluations: number;
}

/**
 * Trains variables of TensorFlow.js. Kernels, biases and the scales of normalization are told apart by their names and shapes, as Keras names them.
 *
 * @throws as `sharpnessAware`
 */
export function trainWith<T extends TensorLike, V extends VariableLike<T>>(
  tf: TensorFlowLike<T, V>,
  variables: readonly V[],
  algorithm: string,
  settings: Readonly<Record<string, number | string | boolean>>,
  options: Omit<SamOptions, 'tensors'>,
): TensorFlowTrainer<T> {
  const sizes = variables.map(({ shape }) => shape.reduce((product, size) => product * size, 1));
  const tensors = variables.map(({ name, shape }) => ({ name, shape, kind: kindOf(name, shape) }));
  const trainer = sharpnessAware(algorithm, settings, { ...options, tensors });
  const total = sizes.reduce((sum, size) => sum + size, 0);

  const assign = (weights: ArrayLike<number>) => {
    let at = 0;
    for (const [index, variable] of variables.entries()) {
      const size = sizes[index] as number;
      const value = tf.tensor(
        Float32Array.from({ length: size }, (_, place) => weights[at + place] as number),
        variable.shape,
      );
      variable.assign(value);
      value.dispose();
      at += size;
    }
  };
  const joined = (pieces: readonly ArrayLike<number>[]) => {
    const all = new Float64Array(total);
    let at = 0;
    for (const piece of pieces) {
      all.set(piece, at);
      at += piece.length;
    }
    return all;
  };

  return {
    get evaluations() {
      return trainer.evaluations;
    },
    step(loss) {
      const before = joined(variables.map((variable) => variable.dataSync()));
      let clean = Number.NaN;
      try {
        const { weights, record } = trainer.step(before, (at) => {
          assign(at);
          const { value, grads } = tf.variableGrads(loss, [...variables]);
          const found = {
            loss: value.dataSync()[0] as number,
            gradient: joined(variables.map(({ name }) => (grads[name] as TensorLike).dataSync())),
          };
          for (const tensor of [value, ...Object.values(grads)]) tensor.dispose();
          clean = Number.isNaN(clean) ? found.loss : clean;
          return found;
        });
        assign(weights);
        return { loss: clean, record };
      } catch (problem) {
        // What cannot be done leaves the variables as they were.
        assign(before);
        throw problem;
      }
    },
  };
}

function kindOf(name: string, shape: readonly number[]): 'kernel' | 'bias' | 'gamma' | 'beta' | 'embedding' {
  const word = name.split('/').at(-1)?.toLowerCase() ?? '';
  for (const kind of ['gamma', 'beta', 'bias'] as const) if (word.includes(kind)) return kind;
  if (word.includes('embedding')) return 'embedding';
  return shape.length > 1 ? 'kernel' : 'bias';
}
