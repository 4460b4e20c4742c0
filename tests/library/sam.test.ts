/** The library as its users see it: their own loss, the shipped step, the numbers of the references. */
import { describe, expect, it } from 'vitest';
import { names, sharpnessAware, type Evaluation, type SamOptions } from '../../src/library/sam';
import { trajectories } from '../core/replay/golden';

type Case = ReturnType<typeof trajectories>['cases'][number];

/** Somebody's own perceptron with tanh and cross-entropy, by hand: weights of all layers one after the other, kernel before bias. */
function perceptron(widths: readonly number[], inputs: readonly (readonly number[])[], labels: readonly number[]) {
  return (weights: Float64Array): Evaluation => {
    const gradient = new Float64Array(weights.length);
    let loss = 0;
    for (const [sample, input] of inputs.entries()) {
      const values: number[][] = [[...input]];
      const offsets: number[] = [];
      let at = 0;
      for (let layer = 0; layer + 1 < widths.length; layer++) {
        const [wide, next] = [widths[layer] as number, widths[layer + 1] as number];
        offsets.push(at);
        const sums = Array.from({ length: next }, (_, unit) => {
          let sum = weights[at + wide * next + unit] as number;
          for (let from = 0; from < wide; from++) sum += (values[layer]?.[from] as number) * (weights[at + from * next + unit] as number);
          return sum;
        });
        values.push(layer + 2 < widths.length ? sums.map(Math.tanh) : sums);
        at += wide * next + next;
      }
      const logits = values.at(-1) as number[];
      const top = Math.max(...logits);
      const total = logits.reduce((sum, value) => sum + Math.exp(value - top), 0);
      loss += (Math.log(total) + top - (logits[labels[sample] as number] as number)) / inputs.length;
      let delta = logits.map((value, unit) => (Math.exp(value - top) / total - Number(unit === labels[sample])) / inputs.length);
      for (let layer = widths.length - 2; layer >= 0; layer--) {
        const [wide, next, offset] = [widths[layer] as number, widths[layer + 1] as number, offsets[layer] as number];
        const below = new Array<number>(wide).fill(0);
        for (let unit = 0; unit < next; unit++) {
          gradient[offset + wide * next + unit] = (gradient[offset + wide * next + unit] as number) + (delta[unit] as number);
          for (let from = 0; from < wide; from++) {
            const place = offset + from * next + unit;
            gradient[place] = (gradient[place] as number) + (delta[unit] as number) * (values[layer]?.[from] as number);
            below[from] = (below[from] as number) + (delta[unit] as number) * (weights[place] as number);
          }
        }
        delta = below.map((value, unit) => value * (1 - (values[layer]?.[unit] as number) ** 2));
      }
    }
    return { loss, gradient };
  };
}

/** Largest difference in any weight after any step from what the reference has. */
function deviation(
  file: ReturnType<typeof trajectories>,
  { model: name, data: source, init, config, steps }: Case,
  algorithm: string,
  settings: Record<string, number | string>,
) {
  const model = file.models[name];
  const { kind, momentum, weightDecay, beta1, beta2, eps } = config.optimizer;
  const given = { momentum, wd: weightDecay, beta1, beta2, tiny: eps };
  const optimizer = [
    kind,
    Object.fromEntries(Object.entries(given).filter((entry): entry is [string, number] => entry[1] !== undefined)),
  ] as const;
  const options: SamOptions = {
    learningRate: config.lrSchedule.lr0,
    steps: steps.length,
    optimizer,
    tensors: (model?.tensors ?? []) as NonNullable<SamOptions['tensors']>,
  };
  const sam = sharpnessAware(algorithm, settings, options);
  const widths = [2, ...(model?.tensors ?? []).filter(({ kind: role }) => role === 'bias').map(({ shape }) => shape[0] as number)];
  let weights = Float64Array.from((model?.tensors ?? []).flatMap((tensor) => model?.init[init]?.[tensor.name] ?? []));
  let largest = 0;
  for (const { batch, after } of steps) {
    const split = file.data[source]?.[batch.source];
    if (!split) throw new Error(`no data ${source}`);
    const { x, y } = split as unknown as { x: readonly number[]; y: readonly number[] };
    const inputs = batch.indices.map((index) => [x[2 * index] as number, x[2 * index + 1] as number]);
    ({ weights } = sam.step(
      weights,
      perceptron(
        widths,
        inputs,
        batch.indices.map((index) => y[index] as number),
      ),
    ));
    for (const [index, value] of (after.params ?? []).entries()) largest = Math.max(largest, Math.abs(value - (weights[index] as number)));
  }
  return largest;
}

describe('basin/sam', () => {
  it.each([
    ['sam', 'tanh-rho0.05', 'sam', { rho: 0.05 }],
    ['sam', 'tanh-adamw', 'sam', { rho: 0.1 }],
    ['asam', 'tanh-weights', 'asam', { rho: 0.5, eta: 0.01 }],
    ['ae_looksam', 'tanh', 'ae-looksam', { rho: 0.1, delta: 0.9, lambda1: 0, lambda2: 2, reuse: 0.6 }],
  ] as const)('follows the reference %s %s with a loss of one’s own', (fileName, caseName, algorithm, { ...settings }) => {
    const file = trajectories(fileName);
    const found = file.cases.find(({ name }) => name === caseName) as Case;
    expect(found.steps.filter(({ after }) => after.params).length).toBeGreaterThan(0);
    expect(deviation(file, found, algorithm, settings)).toBeLessThan(1e-8);
  });

  it('says what it did, and counts what it cost', () => {
    const sam = sharpnessAware('sam', { rho: 0.1 }, { learningRate: 0.1, steps: 10 });
    const bowl = (weights: Float64Array): Evaluation => ({ loss: 0.5 * (weights[0] as number) ** 2, gradient: [weights[0] as number] });
    const { weights, record } = sam.step([1], bowl);
    expect(weights[0]).toBeCloseTo(1 - 0.1 * 1.1, 12);
    expect(record).toMatchObject({ lossClean: 0.5, perturbNorm: expect.closeTo(0.1, 9), radius: 0.1 });
    expect(sam.evaluations).toBe(2);
  });

  it('has every algorithm that needs no samples, and says of the others what they need', () => {
    const outcomes = Object.keys(names).map((name) => {
      const sam = sharpnessAware(name, {}, { learningRate: 0.05, steps: 4, optimizer: ['sgd', { momentum: 0.9 }], stepsPerEpoch: 2 });
      try {
        let weights = Float64Array.of(1, -0.5, 0.3, 0.2);
        for (let step = 0; step < 4; step++)
          ({ weights } = sam.step(weights, (at) => ({
            loss: at.reduce((sum, value) => sum + value ** 4 / 4, 0),
            gradient: at.map((value) => value ** 3),
          })));
        return weights.every(Number.isFinite) ? 'steps' : 'not finite';
      } catch (problem) {
        return (problem as Error).message;
      }
    });
    expect(outcomes.filter((outcome) => outcome === 'steps').length).toBeGreaterThan(15);
    for (const outcome of outcomes.filter((one) => one !== 'steps'))
      expect(outcome).toMatch(/ needs .*, which a loss function does not have$/);
  });

  it.each([
    [() => sharpnessAware('smam', {}, { learningRate: 0.1, steps: 1 }), /there is no algorithm “smam”/],
    [() => sharpnessAware('sam', { rho: -1 }, { learningRate: 0.1, steps: 1 }), /rho: -1 is no value of/],
    [() => sharpnessAware('sam', { mu: 1 }, { learningRate: 0.1, steps: 1 }), /no part of it has a field “mu”/],
    [() => sharpnessAware('sam', {}, { learningRate: 0.1, steps: 0 }), /a whole number above 0/],
    [() => sharpnessAware('sam', {}, { learningRate: 0.1, steps: 1, optimizer: ['lion'] }), /there is no optimizer “lion”/],
    [
      () => sharpnessAware('sam', {}, { learningRate: 0.1, steps: 1 }).step([1, 2], () => ({ loss: 0, gradient: [1] })),
      /the gradient has 1 numbers/,
    ],
  ])('refuses what cannot be, in a sentence', (attempt, why) => {
    expect(attempt).toThrow(why);
  });
});
