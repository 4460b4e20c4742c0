import { describe, expect, it } from 'vitest';
import { crossEntropyWith } from '../../../src/core/sam/ascent/crossEntropy';
import type { Objective } from '../../../src/core/sam/objective';
import type { Part } from '../../../src/core/sam/part';
import { slots } from '../../../src/core/sam/slots';
import { entryOf } from '../../../src/core/settings/entry';
import { defaultsOf } from '../../../src/core/settings/field';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import { normals } from '../tensor/randomTensors';
import { batchOf, cosine, linearNetwork, oracleAt, tanhNetwork } from './smallProblem';

/** Every objective a part may climb, each with its defaults, and the losses that are descended. */
const objectives: Record<string, Objective> = {
  'cross-entropy': crossEntropyWith(0, 'K-1'),
  'cross-entropy smoothed over K−1': crossEntropyWith(0.1, 'K-1'),
  'cross-entropy smoothed over K': crossEntropyWith(0.1, 'K'),
};
for (const [kind, part] of Object.entries<Part<Objective | 'descent'>>(slots.ascent)) {
  const created = part.create(defaultsOf(part.fields));
  if (created !== 'descent') objectives[kind] = created;
}
const ROWS = 7;
const CLASSES = 4;
const logits = normals('logits', ROWS * CLASSES).map((value) => 2 * value);
const labels = Array.from({ length: ROWS }, (_, row) => row % CLASSES);
const oneHot = float64.tensor(
  labels.flatMap((label) => Array.from({ length: CLASSES }, (_, index) => (index === label ? 1 : 0))),
  [ROWS, CLASSES],
);

async function look(objective: Objective, at: readonly number[]) {
  const { perSample, logitGradient } = objective(float64.tensor(at, [ROWS, CLASSES]), oneHot);
  return { values: await float64.read(perSample), gradient: await float64.read(logitGradient) };
}
const rowSums = (table: Float64Array) =>
  labels.map((_, row) => table.subarray(row * CLASSES, (row + 1) * CLASSES).reduce((sum, value) => sum + value, 0));

describe.each(Object.entries(objectives))('ascent objective %s', (_, objective) => {
  it('does not change when a constant is added to a row', async () => {
    const before = await look(objective, logits);
    const after = await look(
      objective,
      logits.map((value, index) => value + 10 * Math.floor(index / CLASSES) - 30),
    );
    before.values.forEach((value, index) => expect(after.values[index]).toBeCloseTo(value, 11));
    before.gradient.forEach((value, index) => expect(after.gradient[index]).toBeCloseTo(value, 11));
  });

  it('has the gradient of central differences', async () => {
    const { gradient } = await look(objective, logits);
    const h = 1e-6;
    for (let index = 0; index < logits.length; index++) {
      const moved = async (by: number) =>
        (
          await look(
            objective,
            logits.map((value, other) => (other === index ? value + by : value)),
          )
        ).values;
      const row = Math.floor(index / CLASSES);
      const slope = (((await moved(h))[row] as number) - ((await moved(-h))[row] as number)) / (2 * h);
      expect(Math.abs(slope - (gradient[index] as number))).toBeLessThan(1e-8);
    }
  });

  it('has gradient rows that sum to zero', async () => {
    const { gradient } = await look(objective, logits);
    for (const sum of rowSums(gradient)) expect(Math.abs(sum)).toBeLessThan(1e-14);
  });

  it('stays finite for extreme logits', async () => {
    for (const scale of [1e3, 1e8, 1e300]) {
      const { values, gradient } = await look(
        objective,
        logits.map((value) => (value > 0 ? scale : -scale)),
      );
      for (const value of [...values, ...gradient]) expect(value).toSatisfy(Number.isFinite);
    }
  });
});

// A smoothed target may already be overshot: then even the own class has a positive slope.
describe.each(Object.entries(objectives).filter(([name]) => !name.includes('smoothed')))('hard labels in %s', (_, objective) => {
  it('pull: the value falls when the logit of the label rises', async () => {
    const { gradient } = await look(objective, logits);
    labels.forEach((label, row) => expect(gradient[row * CLASSES + label]).toBeLessThan(0));
  });
});

describe('label smoothing', () => {
  it('puts the mass on the wrong classes, or on all of them', async () => {
    // All logits equal: softmax is ¼ everywhere, so the gradient is ¼ minus the target.
    const flat = new Array<number>(ROWS * CLASSES).fill(0);
    const first = async (offTarget: 'K' | 'K-1') => [...(await look(crossEntropyWith(0.2, offTarget), flat)).gradient.subarray(0, CLASSES)];
    const expected = { 'K-1': [0.25 - 0.8, 0.25 - 0.2 / 3, 0.25 - 0.2 / 3, 0.25 - 0.2 / 3], K: [0.25 - 0.85, 0.2, 0.2, 0.2] };
    for (const offTarget of ['K', 'K-1'] as const)
      (await first(offTarget)).forEach((value, index) => expect(value).toBeCloseTo(expected[offTarget][index] as number, 14));
  });
});

describe('the bounds of BiSAM', () => {
  const bound = (kind: string, values: Record<string, number>) => entryOf(slots.ascent, kind).create(values as never) as Objective;

  it('lie below the 0-1 loss once log(K)/μ is taken off', async () => {
    const mu = 10;
    for (const objective of [bound('bisam-tanh', { mu, alpha: 0.1 }), bound('bisam-log', { mu })]) {
      const { values } = await look(objective, logits);
      values.forEach((value, row) => {
        const own = logits[row * CLASSES + (labels[row] as number)] as number;
        const isWrong = logits.slice(row * CLASSES, (row + 1) * CLASSES).some((logit) => logit > own);
        expect(value - Math.log(CLASSES) / mu).toBeLessThanOrEqual(isWrong ? 1 : 0);
      });
    }
  });

  it('have the values of two classes worked out by hand', async () => {
    // Margins (0, −1). tanh, μ = 2, α = ½: q = ½·log(1 + e^(2·tanh(−½)))
    // −log, μ = 1: φ(−1) = 1 − log(1 + e^(γ+1)) with e^γ = e − 1, so q = log(1 + e^(1 − log(1 + e(e−1)))).
    const two = { logits: float64.tensor([3, 2], [1, 2]), targets: float64.tensor([1, 0], [1, 2]) };
    const value = async (objective: Objective) => (await float64.read(objective(two.logits, two.targets).perSample))[0];
    expect(await value(bound('bisam-tanh', { mu: 2, alpha: 0.5 }))).toBeCloseTo(0.5 * Math.log(1 + Math.exp(2 * Math.tanh(-0.5))), 14);
    expect(await value(bound('bisam-log', { mu: 1 }))).toBeCloseTo(Math.log(1 + Math.E / (1 + Math.E * (Math.E - 1))), 14);
  });

  it('climb like cross-entropy when μα = 1 and all margins are tiny', async () => {
    // φ(m) ≈ αm, so q ≈ (1/μ)·log Σ exp(m): cross-entropy times α.
    const batch = batchOf();
    for (const network of [tanhNetwork, linearNetwork]) {
      const oracle = oracleAt(network, batch);
      const near = float64.tensor(
        normals('near zero', network.layout.size).map((value) => 1e-3 * value),
        [network.layout.size],
      );
      const plain = await float64.read(oracle.pass(oracle.descentLoss, near, batch).gradient);
      const tanh = await float64.read(oracle.pass(bound('bisam-tanh', { mu: 10, alpha: 0.1 }), near, batch).gradient);
      const log = await float64.read(oracle.pass(bound('bisam-log', { mu: 10 }), near, batch).gradient);
      expect(1 - cosine(plain, tanh)).toBeLessThan(1e-6);
      expect(cosine(plain, log)).toBeGreaterThan(0.9);
    }
  });

  it('forget a sample that is confidently wrong, where cross-entropy does not', async () => {
    // Row 0 (label 0) is hopelessly wrong against every class, row 1 (label 1) undecided.
    const table = [0, 60, 60, 60, 0, 0, 0, 0, ...new Array<number>((ROWS - 2) * CLASSES).fill(0)];
    const pull = async (objective: Objective) => {
      const { gradient } = await look(objective, table);
      const length = (row: number) => Math.hypot(...gradient.subarray(row * CLASSES, (row + 1) * CLASSES));
      return length(0) / length(1);
    };
    expect(await pull(crossEntropyWith(0, 'K-1'))).toBeGreaterThan(1);
    expect(await pull(bound('bisam-log', { mu: 1 }))).toBeLessThan(1e-20);
    expect(await pull(bound('bisam-tanh', { mu: 10, alpha: 0.1 }))).toBeLessThan(1e-3);
  });
});
