import { describe, expect, it } from 'vitest';
import { initialParams } from '../../src/core/models/network';
import { float64Backend as float64 } from '../../src/core/tensor/float64';
import { openCpu } from '../../src/engine/backends/cpu';
import { createGroup } from '../../src/engine/group/group';
import { prepareShared } from '../../src/engine/group/prepare';
import { createMember } from '../../src/engine/group/member';
import { createSplits } from '../../src/engine/group/measure';
import { createSeedData } from '../../src/engine/group/batches';
import { survey } from '../../src/engine/group/survey';
import { datasetOf } from '../../src/core/datasets';
import { finish, sam, sgd, tiny } from './groupExperiment';

/** Softmax regression on the plane, in doubles: 2 inputs, K classes. */
function softmaxAt() {
  const experiment = tiny({ model: ['softmax'], runs: [sam] });
  const dataset = datasetOf(experiment.data, 1);
  const shared = { backend: float64, ...prepareShared(experiment, dataset) };
  const data = createSeedData(float64, dataset, null, experiment.training.batch, 1);
  const { look } = createSplits(float64, data, 20, 'K-1');
  const member = createMember(shared, { id: 'r1/1', run: 'r1', seed: 1 }, sam, () => 0.1, data);
  return { shared, dataset, look, member, at: Float64Array.from(initialParams(shared.network, 1)) };
}

/** The mean loss of softmax regression at `at` = [weights [2, K], biases [K]], and its Hessian times a vector, written out. */
function byHand({ dataset, at, samples }: { dataset: ReturnType<typeof datasetOf>; at: Float64Array; samples: number }) {
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

const length = (vector: Float64Array) => Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));

describe('a look at the ground around w', () => {
  it('is the loss along a line through w, and a quotient of the Hessian, as worked out in plain doubles', async () => {
    const { shared, dataset, look, member, at } = softmaxAt();
    const { losses, axis, rayleighQuotients, directionNorm, samples } = await survey(float64, shared.network, member, look);
    expect([samples, axis[0], axis[20], axis[40]]).toEqual([look.size, -1, 0, 1]);
    const { loss, product } = byHand({ dataset, at, samples });
    expect(losses[20]).toBeCloseTo(loss(at), 12);
    // Each filter of the direction is as long as the filter it moves, and biases do not move.
    const weights = at.slice(0, 2 * dataset.classes);
    expect(directionNorm).toBeCloseTo(length(weights), 8);
    // Power iteration on the written-out Hessian, for many steps: five come close from below.
    let vector = Float64Array.from(at, (_, index) => Math.sin(index + 1));
    for (let step = 0; step < 500; step++) {
      const next = product(vector);
      vector = next.map((value) => value / length(next));
    }
    const largest = length(product(vector));
    const found = rayleighQuotients.at(-1) as number;
    expect(rayleighQuotients).toHaveLength(5);
    expect(found).toBeLessThanOrEqual(largest + 1e-9);
    expect(found).toBeGreaterThan(0.8 * largest);
    for (const [index, quotient] of rayleighQuotients.entries())
      if (index > 0) expect(quotient).toBeGreaterThanOrEqual((rayleighQuotients[index - 1] as number) - 1e-9);
  });

  it('goes the same way for all runs of a seed, and costs none of them anything', async () => {
    const experiment = tiny({ runs: [sgd, sam] });
    const looked = createGroup(float64, experiment);
    const plain = createGroup(float64, experiment);
    const [one, other] = [await looked.survey('r1'), await looked.survey('r2')];
    expect(one?.losses).toEqual(other?.losses);
    expect(await looked.survey('r9')).toBeNull();
    await finish(looked);
    await finish(plain);
    const [after, before] = [await looked.snapshot('g'), await plain.snapshot('g')];
    const numbers = (snapshot: typeof after) => snapshot.members.map(({ seconds: _, ...member }) => member);
    expect(numbers(after)).toEqual(numbers(before));
    expect((await looked.survey('r1'))?.losses).not.toEqual((await looked.survey('r2'))?.losses);
  });

  it('leaves nothing on the device', async () => {
    const { backend: cpu } = await openCpu();
    const group = createGroup(cpu, tiny({ runs: [sam] }));
    const before = cpu.tensorCount();
    const found = await group.survey('r2');
    expect(found?.losses.every(Number.isFinite)).toBe(true);
    expect(cpu.tensorCount()).toBe(before);
    group.free();
  });
});
