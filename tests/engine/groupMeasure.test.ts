import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../src/core/datasets/dataset';
import { createNetwork, initialParams, initialStatistics } from '../../src/core/models/network';
import { float64Backend as float64 } from '../../src/core/tensor/float64';
import { createSeedData } from '../../src/engine/group/batches';
import { BOUNDARY_SIZE, boundaryOf, createGrid } from '../../src/engine/group/boundary';
import { createSplits, measure } from '../../src/engine/group/measure';
import { createGroup } from '../../src/engine/group/group';
import { images, tiny, tinyCnn } from './groupExperiment';

/** One feature, two classes, logits (0, x): class 1 is predicted for x > 0. */
const network = createNetwork([{ kind: 'dense', name: 'only', inputs: 1, units: 2 }], [1]);
const params = float64.tensor([0, 1, 0, 0], [4]);
const samples = (points: readonly (readonly [x: number, label: number])[]) => ({
  count: points.length,
  inputs: Float32Array.from(points, ([x]) => x),
  labels: Uint8Array.from(points, ([, label]) => label),
});
function datasetOf(trained: readonly (readonly [x: number, truth: number, label: number])[], labelNoise: number): Dataset {
  return {
    name: 'by hand',
    inputShape: [1],
    classes: 2,
    classNames: ['0', '1'],
    normalization: { scale: 1, mean: [0], std: [1] },
    labelNoise,
    train: { ...samples(trained.map(([x, truth]) => [x, truth])), noisyLabels: Uint8Array.from(trained, ([, , label]) => label) },
    validation: samples([
      [1, 1],
      [2, 0],
    ]),
    test: samples([
      [1, 1],
      [-2, 0],
      [0.5, 0],
      [3, 1],
    ]),
  };
}
/** −log softmax of (0, x) at `label`. */
const loss = (x: number, label: number) => Math.log(1 + Math.exp(label === 1 ? -x : x));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const measuredOf = (dataset: Dataset, most = 1000, offTarget: 'K' | 'K-1' = 'K-1') =>
  measure(float64, network, params, {}, createSplits(float64, createSeedData(float64, dataset, null, 2, 1), most, offTarget));

describe('a measurement', () => {
  // Labels 1 and 3 are wrong; the network says 1, 1, 0, 1, 0: of the wrong labels it has learned the first.
  const trained = [
    [1, 1, 1],
    [2, 0, 1],
    [-1, 0, 0],
    [4, 1, 0],
    [-3, 0, 0],
  ] as const;

  it('is the mean loss and the share of right answers, training labels as they are trained on', async () => {
    const found = await measuredOf(datasetOf(trained, 0.4));
    expect(found.trainLoss).toBeCloseTo(mean(trained.map(([x, , label]) => loss(x, label))), 12);
    expect(found.testLoss).toBeCloseTo(mean([loss(1, 1), loss(-2, 0), loss(0.5, 0), loss(3, 1)]), 12);
    expect([found.trainAccuracy, found.validationAccuracy, found.testAccuracy]).toEqual([80, 50, 75]);
  });

  it('counts of the wrong labels those that were learned by heart', async () => {
    expect((await measuredOf(datasetOf(trained, 0.4))).memorized).toBe(50);
    expect(
      (
        await measuredOf(
          datasetOf(
            trained.map(([x, truth]) => [x, truth, truth] as const),
            0,
          ),
        )
      ).memorized,
    ).toBeNaN();
  });

  it('compares test and train under the same label noise: the expected test loss if test labels were flipped too', async () => {
    const found = await measuredOf(datasetOf(trained, 0.4));
    // Each test label stays with probability 0.6 and is the other one with 0.4.
    const expected = mean(
      (
        [
          [1, 1],
          [-2, 0],
          [0.5, 0],
          [3, 1],
        ] as const
      ).map(([x, label]) => 0.6 * loss(x, label) + 0.4 * loss(x, 1 - label)),
    );
    expect(found.noisyTestLoss).toBeCloseTo(expected, 12);
    expect(found.gap).toBeCloseTo(expected - found.trainLoss, 12);
    // "Any class" leaves half of the redrawn labels right when there are two.
    const any = await measuredOf(datasetOf(trained, 0.4), 1000, 'K');
    expect(any.noisyTestLoss).toBeCloseTo(
      mean(
        (
          [
            [1, 1],
            [-2, 0],
            [0.5, 0],
            [3, 1],
          ] as const
        ).map(([x, label]) => 0.8 * loss(x, label) + 0.2 * loss(x, 1 - label)),
      ),
      12,
    );
  });

  it('looks at no more samples than allowed, the first ones', async () => {
    const found = await measuredOf(datasetOf(trained, 0.4), 3);
    expect(found.trainLoss).toBeCloseTo(mean(trained.slice(0, 3).map(([x, , label]) => loss(x, label))), 12);
    expect(found.testLoss).toBeCloseTo(mean([loss(1, 1), loss(-2, 0), loss(0.5, 0)]), 12);
  });

  it('is the same in one piece and in many', async () => {
    const many = Array.from(
      { length: 1300 },
      (_, index) => [Math.fround(Math.sin(index)), index % 2, (index + (index % 7 === 0 ? 1 : 0)) % 2] as const,
    );
    const found = await measuredOf(datasetOf(many, 0.1), 5000);
    expect(found.trainLoss).toBeCloseTo(mean(many.map(([x, , label]) => loss(x, label))), 11);
    const wrong = many.filter(([, truth, label]) => truth !== label);
    expect(found.memorized).toBeCloseTo(100 * mean(wrong.map(([x, , label]) => (x > 0 === (label === 1) ? 1 : 0))), 10);
  });
});

describe('the picture of a decision boundary', () => {
  it('shows the winner of every cell from the top left, and how sure it is', async () => {
    // Logits (0, 3y): class 1 above the middle.
    const planar = createNetwork([{ kind: 'dense', name: 'only', inputs: 2, units: 2 }], [2]);
    const up = float64.tensor([0, 0, 0, 3, 0, 0], [6]);
    const dataset = {
      ...datasetOf([], 0),
      inputShape: [2],
      train: { count: 2, inputs: Float32Array.of(-1, -2, 1, 2), labels: new Uint8Array(2), noisyLabels: new Uint8Array(2) },
    };
    const grid = createGrid(float64, dataset, (points) => points, 2);
    const { size, extent, winners, confidence } = await boundaryOf(float64, planar, up, {}, grid, 2);
    expect(size).toBe(BOUNDARY_SIZE);
    [-2.16, 2.16, -2.16, 2.16].forEach((edge, index) => expect(extent[index]).toBeCloseTo(edge, 6));
    for (let row = 0; row < size; row++) {
      const y = 2.16 - (4.32 * (row + 0.5)) / size;
      const sure = 1 / (1 + Math.exp(-3 * Math.abs(y)));
      for (const column of [0, size - 1]) {
        expect(winners[row * size + column]).toBe(y > 0 ? 1 : 0);
        expect(Math.abs((confidence[row * size + column] as number) - (255 * (sure - 0.5)) / 0.5)).toBeLessThan(0.51);
      }
    }
  });

  it('is drawn for every run of the first seed on planar data, and for no images', async () => {
    const group = createGroup(float64, tiny({ training: { seeds: [3, 4] } }));
    await group.advance(5);
    const pictures = await group.boundaries();
    expect(pictures.map(({ member, step }) => [member, step])).toEqual([
      ['r1/3', 5],
      ['r2/3', 5],
      ['r3/3', 5],
    ]);
    expect(new Set(pictures.map(({ extent }) => extent.join())).size).toBe(1);
    expect(group.points.map(({ seed, inputs, classes }) => [seed, inputs.length, classes])).toEqual([
      [3, 80, 2],
      [4, 80, 2],
    ]);
    const halves = createGroup(float64, tinyCnn(), { raw: images() });
    expect([await halves.boundaries(), halves.points]).toEqual([[], []]);
  });
});

describe('batch norm in a measurement', () => {
  it('uses the running statistics: at the start they are 0 and 1, whatever the batch', async () => {
    const net = createNetwork(
      [
        { kind: 'batchNorm', name: 'bn', channels: 1 },
        { kind: 'dense', name: 'only', inputs: 1, units: 2 },
      ],
      [1],
    );
    const at = initialParams(net, 1);
    at.set([0, 1], 2);
    const dataset = datasetOf(
      [
        [5, 1, 1],
        [7, 1, 1],
      ],
      0,
    );
    const splits = createSplits(float64, createSeedData(float64, dataset, null, 2, 1), 100, 'K-1');
    const { trainLoss } = await measure(float64, net, float64.tensor(at, [net.layout.size]), initialStatistics(net, float64), splits);
    const scaled = (x: number) => x / Math.sqrt(1 + 1e-5);
    expect(trainLoss).toBeCloseTo(mean([loss(scaled(5), 1), loss(scaled(7), 1)]), 12);
  });
});
