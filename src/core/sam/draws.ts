import type { Layout } from '../models/layout';
import { randomStream } from '../random';
import type { Backend } from '../tensor/tensor';
import type { Batch } from './oracle';
import type { Draws } from './part';

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
  const stream = (name: string) => randomStream(seed, `draw:${name}`, step);
  const vector = (name: string, draw: (from: ReturnType<typeof randomStream>) => number) => {
    const from = stream(name);
    return backend.tensor(
      Float64Array.from({ length: layout.size }, () => draw(from)),
      [layout.size],
    );
  };
  return {
    uniform: (name) => stream(name).uniform(),
    normal: (name) => vector(name, (from) => from.normal()),
    cube: (name, half) => vector(name, (from) => half * (2 * from.uniform() - 1)),
    mask: (name, keep) => vector(name, (from) => (from.uniform() < keep ? 1 : 0)),
    samples(name, count) {
      const from = stream(name);
      return Array.from({ length: count }, () => train.sample(from.integer(train.count)));
    },
  };
}
