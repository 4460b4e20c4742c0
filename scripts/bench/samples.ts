/** Random samples that can be learned: what a step costs does not depend on them, but it must not diverge. */
import { sizeOf } from '../../src/core/tensor/shape';
import { randomStream } from '../../src/core/random';

/** A batch before it meets a library: inputs [size, …shape] (NHWC) and one-hot labels [size, classes], row-major. */
export interface HostBatch {
  readonly size: number;
  readonly inputShape: readonly number[];
  readonly classes: number;
  readonly inputs: Float32Array;
  readonly targets: Float32Array;
}

/** @param count  how many batches. Inputs are standard normal; a label is the largest of `classes` random projections. */
export function randomBatches(
  inputShape: readonly number[],
  classes: number,
  size: number,
  count: number,
  seed: number,
): readonly HostBatch[] {
  const width = sizeOf(inputShape);
  const teacher = randomStream(seed, 'bench teacher');
  const projections = Float32Array.from({ length: classes * width }, () => teacher.normal());
  const labelOf = (sample: Float32Array) => {
    const scores = Array.from({ length: classes }, (_, label) =>
      sample.reduce((sum, value, at) => sum + value * (projections[label * width + at] as number), 0),
    );
    return scores.indexOf(Math.max(...scores));
  };
  return Array.from({ length: count }, (_, index) => {
    const stream = randomStream(seed, 'bench samples', index);
    const inputs = Float32Array.from({ length: size * width }, () => stream.normal());
    const targets = new Float32Array(size * classes);
    for (let row = 0; row < size; row++) targets[row * classes + labelOf(inputs.subarray(row * width, (row + 1) * width))] = 1;
    return { size, inputShape, classes, inputs, targets };
  });
}
