import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { trainWith } from '../../src/library/tensorflow';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** A small model of Keras's kind with the same first weights each time. */
function model(): tf.LayersModel {
  const made = tf.sequential({
    layers: [
      tf.layers.dense({ units: 5, activation: 'tanh', inputShape: [2], kernelInitializer: tf.initializers.glorotNormal({ seed: 3 }) }),
      tf.layers.dense({ units: 1, kernelInitializer: tf.initializers.glorotNormal({ seed: 4 }) }),
    ],
  });
  return made;
}
const variablesOf = (net: tf.LayersModel) => net.trainableWeights.map((weight) => weight.read() as tf.Variable);
const x = tf.tensor2d([0.1, 0.4, -0.3, 0.8, 0.9, -0.7, -0.2, -0.5], [4, 2]);
const y = tf.tensor2d([1, 0, 1, 0], [4, 1]);
const lossOf = (net: tf.LayersModel) => () => (net.apply(x) as tf.Tensor).sub(y).square().mean() as tf.Scalar;

describe('basin/sam/tensorflow', () => {
  it('makes SAM’s step on a model of TensorFlow.js, and leaks no tensor', () => {
    const net = model();
    const variables = variablesOf(net);
    const loss = lossOf(net);
    // By hand: up by ρ along the gradient, the gradient there, down from where it started.
    const before = variables.map((variable) => [...variable.dataSync()]);
    const slope = () => {
      const { grads, value } = tf.variableGrads(loss, variables);
      value.dispose();
      return variables.map(({ name }) => [...(grads[name] as tf.Tensor).dataSync()]);
    };
    const g = slope();
    const length = Math.sqrt(g.flat().reduce((sum, one) => sum + one * one, 0));
    const put = (values: readonly (readonly number[])[]) => {
      for (const [index, variable] of variables.entries())
        variable.assign(tf.tensor([...(values[index] as readonly number[])], variable.shape));
    };
    put(before.map((values, index) => values.map((value, place) => value + (0.1 * (g[index]?.[place] as number)) / length)));
    const above = slope();
    put(before);
    const expected = before.map((values, index) => values.map((value, place) => value - 0.2 * (above[index]?.[place] as number)));

    const trainer = trainWith(tf, variables, 'sam', { rho: 0.1 }, { learningRate: 0.2, steps: 50 });
    const held = tf.memory().numTensors;
    const { loss: clean, record } = trainer.step(loss);
    expect(tf.memory().numTensors).toBe(held);
    expect(record.lossClean).toBeCloseTo(clean, 6);
    for (const [index, variable] of variables.entries())
      for (const [place, value] of variable.dataSync().entries()) expect(value).toBeCloseTo(expected[index]?.[place] as number, 5);
    let last = clean;
    for (let step = 1; step < 50; step++) ({ loss: last } = trainer.step(loss));
    expect(last).toBeLessThan(clean / 2);
    expect(trainer.evaluations).toBe(100);
  });

  it('leaves the variables as they were where the algorithm needs what a loss does not have', () => {
    const net = model();
    const variables = variablesOf(net);
    const before = variables.map((variable) => [...variable.dataSync()]);
    const trainer = trainWith(tf, variables, 'bisam-log', {}, { learningRate: 0.2, steps: 5 });
    expect(() => trainer.step(lossOf(net))).toThrow(/needs predictions/);
    expect(variables.map((variable) => [...variable.dataSync()])).toEqual(before);
  });
});
