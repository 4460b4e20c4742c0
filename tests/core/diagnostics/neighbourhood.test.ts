import { describe, expect, it } from 'vitest';
import { flippedSamples } from '../../../src/core/diagnostics/flippedSamples';
import { empiricalFisherTrace, gradientStatistics } from '../../../src/core/diagnostics/gradientStatistics';
import { filterNormalized, lossAcross, lossAlong } from '../../../src/core/diagnostics/landscape';
import { plainLoss, surfaceOf, type View } from '../../../src/core/diagnostics/lossSurface';
import { ascentSharpness, averageSharpness, oneStepSharpness } from '../../../src/core/diagnostics/sharpness';
import { createNetwork } from '../../../src/core/models/network';
import type { Geometry, Part } from '../../../src/core/sam/part';
import { slots } from '../../../src/core/sam/slots';
import { defaultsOf } from '../../../src/core/settings/field';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import { normals } from '../tensor/randomTensors';
import { inner, quadratic, smallNet, vector } from './knownSurfaces';

const geometryOf = (name: string): Geometry => {
  const part = Object.entries<Part<Geometry>>(slots.geometry).find(([kind]) => kind === name)?.[1];
  if (!part) throw new Error(`no geometry ${name}`);
  return part.create(defaultsOf(part.fields));
};
const numberOf = async (scalar: ReturnType<typeof vector>) => (await float64.read(scalar))[0] as number;

/** Logistic regression on one feature, bias 0, kernel (a, −a): right for x > 0 with label 0. */
function line(a: number): { view: View; at: ReturnType<typeof vector> } {
  const network = createNetwork([{ kind: 'dense', name: 'out', inputs: 1, units: 2 }], [1]);
  return { view: { backend: float64, network, statistics: {}, mode: 'evaluate' }, at: vector([a, -a, 0, 0]) };
}
const points = (inputs: readonly number[], labels: readonly number[]) => ({
  size: inputs.length,
  inputs: float64.tensor(inputs, [inputs.length, 1]),
  targets: float64.tensor(
    labels.flatMap((label) => [1 - label, label]),
    [inputs.length, 2],
  ),
});

describe('sharpness on a quadratic', () => {
  const surface = quadratic([
    [1, 0],
    [0, 4],
  ]);

  it('of ascent climbs to the far end of the steepest axis and stays in the ball', async () => {
    // From (0.1, 0.1) with ρ = 0.5 the worst point of the ball lies close to the second axis: ½·4·0.6² and a little more.
    const rises = await ascentSharpness(surface, vector([0.1, 0.1]), 0.5, 40);
    const before = 0.5 * (0.01 + 0.04);
    const angles = Array.from({ length: 20000 }, (_, index) => (index * 2 * Math.PI) / 20000);
    const most = Math.max(...angles.map((angle) => 0.5 * (0.1 + 0.5 * Math.cos(angle)) ** 2 + 2 * (0.1 + 0.5 * Math.sin(angle)) ** 2));
    expect(rises).toHaveLength(40);
    expect(rises.at(-1)).toBeLessThanOrEqual(most - before + 1e-9);
    expect(rises.at(-1)).toBeGreaterThan(0.999 * (most - before));
  });

  it('of one ascent step with two radii of length ends on the sphere', async () => {
    // g = (0, 8) at (0, 2), so e = (0, 0.5): 2·2.5² − 2·2².
    expect((await ascentSharpness(surface, vector([0, 2]), 0.5, 1))[0]).toBeCloseTo(4.5, 10);
  });

  it('of average type is σ·zᵀAw + ½σ²·zᵀAz per draw, with z ⊙ |w| when adaptive', async () => {
    const draws = [Float64Array.of(1, -1), Float64Array.of(2, 0.5)];
    const at = vector([-3, 2]);
    const plain = await averageSharpness(surface, at, draws, { sigma: 0.1, isAdaptive: false });
    // zᵀAw: −3 − 8 and −6 + 4; zᵀAz: 5 and 5
    expect(plain.rises[0]).toBeCloseTo(-1.1 + 0.025, 12);
    expect(plain.rises[1]).toBeCloseTo(-0.2 + 0.025, 12);
    expect(plain.mean).toBeCloseTo((-1.1 - 0.2 + 0.05) / 2, 12);
    const adaptive = await averageSharpness(surface, at, draws.slice(0, 1), { sigma: 0.1, isAdaptive: true });
    // z ⊙ |w| = (3, −2): zᵀAw = −9 − 16, zᵀAz = 9 + 16
    expect(adaptive.mean).toBeCloseTo(-2.5 + 0.125, 12);
  });
});

describe('sharpness of one step', () => {
  const { view, at, batch } = smallNet('tanh');

  it('is the rise after ρ along the normalized gradient', async () => {
    const surface = surfaceOf(view, [batch(9)]);
    const gradient = surface.gradient(at);
    const rise = (await numberOf(surface.loss(at.addScaled(gradient.div(gradient.norm()), 0.2)))) - (await numberOf(surface.loss(at)));
    expect(await oneStepSharpness(view, at, [batch(9)], { geometry: geometryOf('l2'), rho: 0.2 })).toBeCloseTo(rise, 10);
    expect(rise).toBeGreaterThan(0.01);
  });

  it('is another one in another ball, and nothing at ρ = 0', async () => {
    const [plain, adaptive] = await Promise.all(
      ['l2', 'elementwise-weights'].map((name) => oneStepSharpness(view, at, [batch(9)], { geometry: geometryOf(name), rho: 0.2 })),
    );
    expect(Math.abs((adaptive as number) - (plain as number))).toBeGreaterThan(1e-3);
    expect(await oneStepSharpness(view, at, [batch(9)], { geometry: geometryOf('l2'), rho: 0 })).toBe(0);
  });
});

describe('flipped samples', () => {
  it('are those whose answer the perturbation turns, in both directions', async () => {
    const { view, at } = line(1);
    // Logits (x, −x). The gradient of the sample at −3, which is wrong, rules: label 0 loses bias, and what is near zero with it.
    const inputs = [-3, 0.01, -0.01, 0.008];
    const batch = points(inputs, [0, 0, 1, 1]);
    const [small, large] = await flippedSamples(view, at, [batch], { objective: plainLoss, geometry: geometryOf('l2'), rhos: [1e-3, 0.5] });
    expect(small).toMatchObject({ flippedToWrong: 0, flippedToRight: 0 });
    const direction = surfaceOf(view, [batch]).gradient(at);
    const there = await float64.read(at.addScaled(direction.div(direction.norm()), 0.5));
    const margins = inputs.map((x) => x * ((there[0] as number) - (there[1] as number)) + (there[2] as number) - (there[3] as number));
    expect(margins.map((margin) => margin > 0)).toEqual([false, false, false, false]);
    expect(large).toMatchObject({ flippedToWrong: 1, flippedToRight: 1 });
    expect(large?.perturbNorm).toBeCloseTo(0.5, 10);
    expect(large?.smallestLead).toBeCloseTo(Math.min(...margins.map(Math.abs)), 12);
    expect(large?.lossIncrease).toBeGreaterThan(0.1);
  });

  it('are counted over all batches together, with ε from all of them', async () => {
    const { view, at } = line(1);
    const method = { objective: plainLoss, geometry: geometryOf('l2'), rhos: [0.5] };
    const whole = await flippedSamples(view, at, [points([-3, 0.05, -0.05, 2], [0, 1, 1, 0])], method);
    const parts = await flippedSamples(view, at, [points([-3], [0]), points([0.05, -0.05, 2], [1, 1, 0])], method);
    expect(parts[0]).toMatchObject({ flippedToWrong: whole[0]?.flippedToWrong, flippedToRight: whole[0]?.flippedToRight });
    expect(parts[0]?.lossIncrease).toBeCloseTo(whole[0]?.lossIncrease as number, 12);
  });
});

describe('gradient statistics', () => {
  it('of a partition have the whole gradient as mean and split its mean square into variance and square', async () => {
    const { view, at, batch } = smallNet('tanh');
    const whole = batch(12);
    const parts = [0, 4, 8].map((begin) => ({
      size: 4,
      inputs: whole.inputs.slice([begin, 0], [4, 2]),
      targets: whole.targets.slice([begin, 0], [4, 3]),
    }));
    const gradient = await float64.read(surfaceOf(view, [whole]).gradient(at));
    const { squaredNorms, mean, meanGradientSquaredNorm, variance } = await gradientStatistics(view, at, parts);
    expect(squaredNorms).toHaveLength(3);
    expect(mean).toBeCloseTo(
      squaredNorms.reduce((sum, value) => sum + value / 3, 0),
      12,
    );
    expect(meanGradientSquaredNorm).toBeCloseTo(inner(gradient, gradient), 12);
    expect(variance).toBeCloseTo(mean - inner(gradient, gradient), 12);
    expect(variance).toBeGreaterThan(0);
  });

  it('do not vary between equal batches, and refuse to be made of none', async () => {
    const { view, at, batch } = smallNet('relu');
    expect((await gradientStatistics(view, at, [batch(5), batch(5)])).variance).toBeCloseTo(0, 14);
    await expect(gradientStatistics(view, at, [])).rejects.toThrow('no batches');
  });

  it('of single samples give the trace of the empirical Fisher matrix', async () => {
    const { view, at } = line(0);
    // At equal odds ∂ℓ/∂z = (∓½, ±½): squared norm ½·(x² + 1) per sample.
    const { trace, squaredNorms } = await empiricalFisherTrace(view, at, [points([1], [0]), points([3], [1])]);
    expect(squaredNorms).toEqual([1, 5]);
    expect(trace).toBe(3);
  });
});

describe('slices of the landscape', () => {
  it('of a quadratic are parabolas', async () => {
    const surface = quadratic([
      [2, 0],
      [0, 6],
    ]);
    expect(await lossAlong(surface, vector([0, 1]), vector([1, 0]), [-1, 0, 2])).toEqual([4, 3, 7]);
    const rows = await lossAcross(
      surface,
      vector([0, 0]),
      [vector([1, 0]), vector([0, 1])],
      [
        [0, 1],
        [0, 1, 2],
      ],
    );
    expect(rows).toEqual([
      [0, 3, 12],
      [1, 4, 13],
    ]);
  });

  it('run along directions whose filters are as long as those of the net, and move no bias', async () => {
    for (const name of ['tanh', 'batch norm']) {
      const { view, at } = smallNet(name);
      const { layout } = view.network;
      const direction = await float64.read(filterNormalized(vector(normals('direction', layout.size)), at, layout, float64));
      const params = await float64.read(at);
      for (const { kind, shape, offset, size } of layout.tensors) {
        const filters = shape.at(-1) as number;
        for (let filter = 0; filter < filters; filter++) {
          const own = (values: Float64Array) => values.subarray(offset, offset + size).filter((_, index) => index % filters === filter);
          const length = (values: Float64Array) => Math.sqrt(inner(own(values), own(values)));
          expect(length(direction)).toBeCloseTo(kind === 'kernel' ? length(params) : 0, 8);
        }
      }
    }
  });
});
