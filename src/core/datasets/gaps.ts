/** Gaps in tables, filled from training rows alone, so that nothing of validation or test is known beforehand. */
import type { GapGroup, Samples } from './dataset';

/**
 * Values for gaps (NaN): the median of a number, the lower of the two middle ones of an even count; of a category its
 * most frequent value, the first of several. 0 where the training rows have gaps only. One value for each feature of each group.
 */
export function fillings(train: Samples, groups: readonly GapGroup[]): readonly Float32Array[] {
  const { inputs, count } = train;
  const width = inputs.length / count;
  return groups.map(({ begin, size }) => {
    if (size > 1) {
      const counts = new Float64Array(size);
      for (let row = 0; row < count; row++)
        for (let at = 0; at < size; at++) counts[at] = (counts[at] as number) + (inputs[row * width + begin + at] || 0);
      const filling = new Float32Array(size);
      filling[counts.indexOf(Math.max(...counts))] = 1;
      return filling;
    }
    const values = Float32Array.from({ length: count }, (_, row) => inputs[row * width + begin] as number)
      .filter((value) => !Number.isNaN(value))
      .sort();
    return Float32Array.of(values[Math.floor((values.length - 1) / 2)] ?? 0);
  });
}

/** Samples with gaps filled; a copy. */
export function filled(samples: Samples, groups: readonly GapGroup[], values: readonly Float32Array[]): Samples {
  const inputs = Float32Array.from(samples.inputs);
  const width = inputs.length / samples.count;
  for (let row = 0; row < samples.count; row++)
    for (const [group, { begin }] of groups.entries())
      if (Number.isNaN(inputs[row * width + begin])) inputs.set(values[group] as Float32Array, row * width + begin);
  return { ...samples, inputs };
}
