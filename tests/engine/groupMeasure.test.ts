import { describe, expect, it } from 'vitest';
import { columnOf, NO_ROWS } from '../../src/core/metrics/block';
import type { SplitMetric } from '../../src/core/metrics/catalogue';
import type { Dataset } from '../../src/core/datasets/dataset';
import { createNetwork, initialParams, initialStatistics, type Network } from '../../src/core/models/network';
import { float64Backend as float64 } from '../../src/core/tensor/float64';
import { openWasm } from '../../src/engine/wasm/open';
import { createSeedData } from '../../src/engine/group/batches';
import { BOUNDARY_SIZE, boundaryOf, createGrid } from '../../src/engine/group/boundary';
import { createSplits, evaluatedAtOnce } from '../../src/engine/group/measure';
import { createGroup } from '../../src/engine/group/group';
import { computedNow, measuredNow } from './now';
import { createMember } from '../../src/engine/group/member';
import { prepareShared } from '../../src/engine/group/prepare';
import { runOf } from '../../src/core/settings/runs';
import { joinTicks } from '../../src/engine/training/joinTicks';
import { bisam, finish, images, sam, sgd, states, tiny, tinyCnn } from './groupExperiment';

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
  measuredNow(float64, network, params, {}, createSplits(float64, createSeedData(float64, dataset, null, 2, 1), most, offTarget));

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

  it('is the same in pieces, and lets go of each before the next where the network keeps much', async () => {
    const dataset = datasetOf(trained, 0.4);
    const data = createSeedData(float64, dataset, null, 2, 1);
    let scopes = 0;
    const counted = {
      ...float64,
      scope: <R>(work: () => R) => float64.scope(((scopes += 1), work)),
      scopeAsync: <R>(work: () => Promise<R>) => float64.scopeAsync(((scopes += 1), work)),
    };
    let beats = 0;
    const splits = (rows: number) => createSplits(float64, data, 1000, 'K-1', rows);
    const pieces = (rows: number, keeps: Network) => measuredNow(counted, keeps, params, {}, splits(rows), () => beats++);
    const whole = await pieces(1000, network);
    // All in one scope.
    expect(scopes).toBe(1);
    beats = 0;
    const hungry = { ...network, activations: 2 ** 24 };
    expect(evaluatedAtOnce(hungry)).toBe(2);
    scopes = 0;
    const found = await pieces(evaluatedAtOnce(hungry), hungry);
    // 5 + 2 + 4 samples by two: 3 + 1 + 2 pieces, of which the last of the first split stands alone.
    expect(scopes).toBe(6);
    // Who waits hears of every piece.
    expect(beats).toBe(6);
    for (const key of Object.keys(whole) as (keyof typeof whole)[]) expect(found[key]).toBeCloseTo(whole[key], 12);
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
    const { size, extent, winners, confidence } = await computedNow(float64, boundaryOf(float64, planar, up, {}, grid, 2));
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
    const { trainLoss } = await measuredNow(float64, net, float64.tensor(at, [net.layout.size]), initialStatistics(net, float64), splits);
    const scaled = (x: number) => x / Math.sqrt(1 + 1e-5);
    expect(trainLoss).toBeCloseTo(mean([loss(scaled(5), 1), loss(scaled(7), 1)]), 12);
  });
});

describe('a look around', () => {
  const asam = runOf('r4', 'asam', { rho: 0.5 });
  const trace = runOf('r5', 'trace-sam');
  const lookahead = runOf('r6', 'looksam', { rho: 0.1 });

  /** The measured columns of every run of a whole small training. */
  async function lookAt(experiment = tiny({ runs: [sgd, sam, bisam, asam, trace, lookahead] }), raw = {}) {
    const group = createGroup(float64, experiment, raw);
    const { ticks } = await finish(group);
    const columns = new Map(joinTicks(ticks).map(({ run, measured }) => [run, measured]));
    group.free();
    return (run: string, metric: 'sharpness' | 'commonRho' | 'climbCosine' | 'ascentCosine' | 'wrongShare' | 'evals') => [
      ...(columnOf<SplitMetric>(columns.get(run) ?? NO_ROWS, metric) ?? []),
    ];
  }

  it('sees the rise of the loss at the largest fixed Euclidean radius of the group, the same for every run', async () => {
    const look = await lookAt();
    for (const run of ['r1', 'r2', 'r3', 'r4', 'r5', 'r6']) expect(new Set(look(run, 'commonRho'))).toEqual(new Set([0.3]));
    // At the start all runs stand at the same place.
    for (const run of ['r2', 'r3', 'r4', 'r5', 'r6']) expect(look(run, 'sharpness')[0]).toBe(look('r1', 'sharpness')[0]);
    for (const rise of look('r1', 'sharpness')) expect(rise).toBeGreaterThan(0);
  });

  it('is the loss at w + ρ g/‖g‖ minus the loss at w, worked out by hand', async () => {
    const trained = [
      [1, 1, 1],
      [2, 0, 1],
      [-1, 0, 0],
      [4, 1, 0],
    ] as const;
    const data = createSeedData(float64, datasetOf(trained, 0), null, 2, 1);
    const { probe } = createSplits(float64, data, 3, 'K-1');
    const group = [sgd, sam].map((run) => ({
      run,
      shared: { backend: float64, ...prepareShared(tiny({ model: ['softmax'], training: { batch: 2 } }), data.dataset), network },
    }));
    const logits = (x: number, [a, b, c, d]: Float64Array) => [(a ?? 0) * x + (c ?? 0), (b ?? 0) * x + (d ?? 0)] as const;
    /** ‖softmax − one-hot‖ of a sample. */
    const weight = (x: number, label: number) => {
      const [zero, one] = logits(x, at0);
      const wrong = 1 / (1 + Math.exp(label === 1 ? one - zero : zero - one));
      return Math.SQRT2 * wrong;
    };
    const at0 = Float64Array.from(initialParams(network, 1));
    const seen = await Promise.all(
      group.map(({ run, shared }) =>
        computedNow(float64, createMember(shared, { id: run.id, run: run.id, seed: 1 }, run, () => 0.1, data).localSharpness(probe, 0.2)),
      ),
    );
    const at = initialParams(network, 1);
    const lossAt = ([a, b, c, d]: Iterable<number>) =>
      mean(trained.slice(0, 3).map(([x, , label]) => loss(((b ?? 0) - (a ?? 0)) * x + (d ?? 0) - (c ?? 0), label)));
    const gradient = at.map((value, index) => {
      const moved = (by: number) => lossAt(at.map((other, place) => (place === index ? value + by : other)));
      return (moved(1e-5) - moved(-1e-5)) / 2e-5;
    });
    const length = Math.hypot(...gradient);
    const expected = lossAt(at.map((value, index) => value + (0.2 * (gradient[index] as number)) / length)) - lossAt(at);
    for (const { sharpness } of seen) expect(sharpness).toBeCloseTo(expected, 8);
    expect(seen[0]?.ascentCosine).toBeNaN();
    // Of the three samples that are looked at, the second is labelled wrong.
    const [first, second, third] = trained.slice(0, 3).map(([x, , label]) => weight(x, label)) as [number, number, number];
    expect(seen[0]?.wrongShare).toBeNaN();
    expect(seen[1]?.wrongShare).toBeCloseTo((100 * second) / (first + second + third), 10);
    expect(seen[1]?.ascentCosine).toBeCloseTo(1, 12);
  });

  it('compares a run’s own climb with SAM’s, and says nothing of runs that do not climb', async () => {
    const look = await lookAt();
    for (const run of ['r1', 'r5']) for (const metric of ['climbCosine', 'ascentCosine'] as const) expect(look(run, metric)[0]).toBeNaN();
    for (const run of ['r2', 'r6']) for (const value of look(run, 'ascentCosine')) expect(value).toBeCloseTo(1, 12);
    for (const run of ['r3', 'r4']) for (const value of look(run, 'ascentCosine')) expect(Math.abs(value)).toBeLessThan(0.9999);
    for (const run of ['r1', 'r5']) expect(look(run, 'wrongShare')[0]).toBeNaN();
    // At the same weights ASAM and LookSAM weigh samples as SAM does, BiSAM by another objective.
    for (const run of ['r4', 'r6']) expect(look(run, 'wrongShare')[0]).toBe(look('r2', 'wrongShare')[0]);
    expect(look('r3', 'wrongShare')[0]).not.toBe(look('r2', 'wrongShare')[0]);
    for (const run of ['r2', 'r3', 'r4', 'r6']) for (const value of look(run, 'climbCosine')) expect(Math.abs(value)).toBeLessThan(1);
  });

  it('costs the run nothing: gradients, draws, memories and running statistics are those of a run nobody looked at', async () => {
    const runs = [
      runOf('r1', 'sam', { rho: 0.1 }),
      runOf('r2', 'lets-sam'),
      runOf('r3', 'ae-looksam', { rho: 0.1 }),
      runOf('r4', 'e-bisam'),
      runOf('r5', 'ssam-f'),
    ];
    const often = createGroup(float64, tinyCnn({ runs, training: { every: 1 } }), { raw: images() });
    const rarely = createGroup(float64, tinyCnn({ runs, training: { every: 12 } }), { raw: images() });
    await finish(often);
    await finish(rarely);
    expect(await states(often)).toEqual(await states(rarely));
  });

  it('leaves nothing on the device', async () => {
    const { backend } = await openWasm();
    const before = backend.tensorCount();
    const group = createGroup(backend, tiny({ runs: [sgd, bisam, trace], training: { steps: 4, every: 1 } }));
    await finish(group, 1, 2);
    const after = backend.tensorCount();
    await finish(group, 1);
    expect(backend.tensorCount()).toBe(after);
    group.free();
    expect(backend.tensorCount()).toBe(before);
  });
});
