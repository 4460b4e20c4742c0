/** Softmax regression on the plane, small enough to be written out in plain doubles. */
import { datasetOf } from '../../src/core/datasets';
import { initialParams } from '../../src/core/models/network';
import { float64Backend as float64 } from '../../src/core/tensor/float64';
import { createSeedData } from '../../src/engine/group/batches';
import { createSplits } from '../../src/engine/group/measure';
import { createMember } from '../../src/engine/group/member';
import { prepareShared } from '../../src/engine/group/prepare';
import { sam, tiny } from './groupExperiment';

/** A member before its first step, in doubles: 2 inputs, K classes. */
export function softmaxAt() {
  const experiment = tiny({ model: ['softmax'], runs: [sam] });
  const dataset = datasetOf(experiment.data, 1);
  const shared = { backend: float64, ...prepareShared(experiment, dataset) };
  const data = createSeedData(float64, dataset, null, experiment.training.batch, 1);
  const { probe } = createSplits(float64, data, 20, 'K-1');
  const member = createMember(shared, { id: 'r1/1', run: 'r1', seed: 1 }, sam, () => 0.1, data);
  return { shared, dataset, probe, member, at: Float64Array.from(initialParams(shared.network, 1)) };
}

/** The mean loss of softmax regression at `at` = [weights [2, K], biases [K]], and its Hessian times a vector, written out. */
export function byHand({ dataset, at, samples }: { dataset: ReturnType<typeof datasetOf>; at: Float64Array; samples: number }) {
  const { classes, train } = dataset;
  const features = (row: number) => [train.inputs[2 * row] as number, train.inputs[2 * row + 1] as number, 1];
  const probabilities = (params: Float64Array, row: number) => {
    const logits = Array.from({ length: classes }, (_, k) =>
      features(row).reduce((sum, x, input) => sum + x * (params[input * classes + k] as number), 0),
    );
    const top = Math.max(...logits);
    const powers = logits.map((logit) => Math.exp(logit - top));
    const all = powers.reduce((sum, power) => sum + power, 0);
    return powers.map((power) => power / all);
  };
  const rows = Array.from({ length: samples }, (_, row) => row);
  return {
    loss: (params: Float64Array) =>
      rows.reduce((sum, row) => sum - Math.log(probabilities(params, row)[train.noisyLabels[row] as number] as number), 0) / samples,
    /** H = mean of (diag p − p pᵀ) ⊗ x xᵀ. */
    product: (vector: Float64Array) => {
      const result = new Float64Array(vector.length);
      for (const row of rows) {
        const x = features(row);
        const p = probabilities(at, row);
        const moved = p.map((_, k) => x.reduce((sum, value, input) => sum + value * (vector[input * classes + k] as number), 0));
        const mean = moved.reduce((sum, value, k) => sum + value * (p[k] as number), 0);
        p.forEach((share, k) =>
          x.forEach((value, input) => {
            const place = input * classes + k;
            result[place] = (result[place] as number) + (share * ((moved[k] as number) - mean) * value) / samples;
          }),
        );
      }
      return result;
    },
  };
}
