import { describe, expect, it } from 'vitest';
import type { Layer } from '../../../src/core/models/layers';
import { createNetwork, forward, initialParams } from '../../../src/core/models/network';
import { seededDropped } from '../../../src/core/sam/draws';
import { createOracle } from '../../../src/core/sam/oracle';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import type { Tensor, Vector } from '../../../src/core/tensor/tensor';
import { batchLike, batchOf, descentLoss } from '../sam/smallProblem';

const drop = (rate: number): Layer => ({ kind: 'dropout', name: 'drop', rate });
const alone = createNetwork([drop(0.4)], [200]);
const ones = float64.tensor(new Float64Array(2000).fill(1), [10, 200]);
const none: Vector = float64.tensor([], [0]);
const at = (step: number, seed = 1) => seededDropped({ backend: float64, seed, step });
const output = async (setup: Parameters<typeof forward>[3]) => [...(await float64.read(forward(alone, none, ones, setup).logits))];

describe('dropout', () => {
  it('sets its share of units to 0 in training and enlarges the others, so that the mean stays', async () => {
    const values = await output({ mode: 'train', state: {}, dropped: at(0) });
    expect(new Set(values.map((value) => value.toFixed(12)))).toEqual(new Set(['0.000000000000', (1 / 0.6).toFixed(12)]));
    const share = values.filter((value) => value === 0).length / values.length;
    expect(Math.abs(share - 0.4)).toBeLessThan(5 * Math.sqrt((0.4 * 0.6) / values.length));
  });

  it('keeps everything in evaluation, and where nobody draws', async () => {
    const ones = new Array<number>(2000).fill(1);
    expect(await output({ mode: 'evaluate', state: {}, dropped: at(0) })).toEqual(ones);
    expect(await output({ mode: 'train', state: {} })).toEqual(ones);
  });

  it('draws by seed, step and layer', async () => {
    const values = (step: number, seed?: number) => output({ mode: 'train', state: {}, dropped: at(step, seed) });
    expect(await values(3)).toEqual(await values(3));
    expect(await values(3)).not.toEqual(await values(4));
    expect(await values(3)).not.toEqual(await values(3, 2));
    const [one, other] = ['one', 'other'].map((name) => at(3)(name, 0.5, [50]));
    expect(await float64.read(one as Tensor)).not.toEqual(await float64.read(other as Tensor));
  });
});

describe('dropout in a step', () => {
  const network = createNetwork(
    [{ kind: 'dense', name: 'first', inputs: 3, units: 20 }, drop(0.5), { kind: 'dense', name: 'last', inputs: 20, units: 3 }],
    [3],
  );
  const params = float64.tensor(initialParams(network, 1), [network.layout.size]);
  const whole = batchOf(12);
  const upper = batchLike(whole, 'validation');
  const oracle = (dropped: boolean) =>
    createOracle({
      backend: float64,
      network,
      state: {},
      descentLoss,
      batch: whole,
      validation: () => upper,
      ...(dropped ? { dropped: at(5) } : {}),
    });
  const rows = async (table: Tensor) => {
    const values = await float64.read(table);
    return Array.from({ length: table.shape[0] as number }, (_, row) => Array.from(values.subarray(3 * row, 3 * row + 3)));
  };

  it('is the same network in both passes: at the same point, the same logits', async () => {
    const { pass } = oracle(true);
    const same = params.mul(1);
    expect(await rows(pass(descentLoss, params, whole).logits)).toEqual(await rows(pass(descentLoss, same, whole).logits));
    expect(await rows(oracle(false).pass(descentLoss, params, whole).logits)).not.toEqual(
      await rows(pass(descentLoss, params, whole).logits),
    );
  });

  it('drops the same for a sample in every part and selection of its batch, whichever is seen first', async () => {
    const expected = await rows(oracle(true).pass(descentLoss, params, whole).logits);
    const { part, subset, pass } = oracle(true);
    const half = part(whole, 4, 6);
    const few = subset(half, [5, 0, 2]);
    expect(await rows(pass(descentLoss, params, few).logits)).toEqual([9, 4, 6].map((row) => expected[row]));
    expect(await rows(pass(descentLoss, params, half).logits)).toEqual(expected.slice(4, 10));
    expect(await rows(pass(descentLoss, params, whole).logits)).toEqual(expected);
  });

  it('draws the upper level’s samples apart, and drops nothing for gradients aside', async () => {
    const { validation, pass, gradientAside } = oracle(true);
    const batch = validation('train');
    const same = createOracle({ backend: float64, network, state: {}, descentLoss, batch, dropped: at(5) });
    expect(await rows(pass(descentLoss, params, batch).logits)).not.toEqual(await rows(same.pass(descentLoss, params, batch).logits));
    const aside = await float64.read(gradientAside(params, whole, 'train'));
    expect(aside).toEqual(await float64.read(oracle(false).pass(descentLoss, params, whole).gradient));
  });
});
