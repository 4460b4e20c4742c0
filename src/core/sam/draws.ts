import { nth } from '../numbers';
import type { Dropped } from '../models/layers/layerKind';
import type { Layout } from '../models/layout';
import { randomStream } from '../random';
import type { Backend, Shape } from '../tensor/tensor';
import type { Batch } from './oracle';
import type { Draws } from './part';

/** The streams of step `step` by name, and what of its draws needs no device. */
export function hostDraws(seed: number, step: number) {
  const stream = (name: string) => randomStream(seed, `draw:${name}`, step);
  return { stream, uniform: (name: string) => stream(name).uniform() };
}

/**
 * The draws of step `step`: each name is a stream of its own, so plugging in a part that draws changes no other part's
 * numbers. Vectors are drawn on the host in float64: equal on every backend up to its rounding.
 *
 * @param sample  training sample `index` as a batch of one; `count` bounds the indices.
 */
export function seededDraws({
  backend,
  layout,
  seed,
  step,
  train,
}: {
  readonly backend: Backend;
  readonly layout: Layout;
  readonly seed: number;
  readonly step: number;
  readonly train: { readonly count: number; sample(index: number): Batch };
}): Draws {
  const { stream, uniform } = hostDraws(seed, step);
  const filled = (draw: (index: number) => number) =>
    backend.tensor(
      Float64Array.from({ length: layout.size }, (_, index) => draw(index)),
      [layout.size],
    );
  return {
    uniform,
    vector(name, measure) {
      const from = stream(name);
      if (measure.kind === 'cube') return filled(() => measure.half * (2 * from.uniform() - 1));
      if (measure.kind === 'signs') return filled(() => (from.uniform() < 0.5 ? -1 : 1));
      const values = Float64Array.from({ length: layout.size }, () => from.normal());
      const length = measure.kind === 'sphere' ? Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)) : 1;
      return filled((index) => nth(values, index) / length);
    },
    scores(name) {
      const from = stream(name);
      return Float64Array.from({ length: layout.size }, () => from.uniform());
    },
    mask(name, keep) {
      const from = stream(name);
      return filled(() => (from.uniform() < keep ? 1 : 0));
    },
    tensorMask(name, keep) {
      const from = stream(name);
      return backend.tensor(
        layout.tensors.flatMap(({ size }) => new Array<number>(size).fill(from.uniform() < keep ? 1 : 0)),
        [layout.size],
      );
    },
    samples(name, count) {
      const from = stream(name);
      return Array.from({ length: count }, () => train.sample(from.integer(train.count)));
    },
  };
}

/** Dropout of step `step`: a stream for every layer, drawn on the host like the vectors above. Cost: one draw and one upload per unit. */
export function seededDropped({
  backend,
  seed,
  step,
}: {
  readonly backend: Backend;
  readonly seed: number;
  readonly step: number;
}): Dropped {
  return (name: string, keep: number, shape: Shape) => {
    const from = randomStream(seed, `dropout:${name}`, step);
    return backend.tensor(
      Float32Array.from({ length: shape.reduce((product, axis) => product * axis, 1) }, () => (from.uniform() < keep ? 1 : 0)),
      shape,
    );
  };
}
