import { beforeAll, describe, expect, it } from 'vitest';
import { models } from '../../../src/core/models/models';
import { recipes } from '../../../src/core/sam/recipes';
import { runOf } from '../../../src/core/settings/runs';
import { float64Backend } from '../../../src/core/tensor/float64';
import type { Backend } from '../../../src/core/tensor/tensor';
import { openWasm } from '../../../src/engine/wasm/open';
import { CompiledBackend } from '../../../src/engine/graph/compiledBackend';
import { WasmMachine } from '../../../src/engine/wasm/wasmMachine';
import { createGroup } from '../../../src/engine/group/group';
import { relativeError, selfTest } from '../../../src/engine/devices/selfTest';
import { tiniest } from '../../core/models/tinyModels';
import { normalTensor } from '../../core/tensor/randomTensors';
import { compared, computations } from '../conformance';
import { finish, images, states, tinyCnn } from '../groupExperiment';
import { STEP_TOLERANCE, stepError } from '../modelStep';
import { describeOwnership } from '../ownership';

const MIB = 2 ** 20;

let wasm: Backend;
beforeAll(async () => {
  ({ backend: wasm } = await openWasm());
});

/** Every operation a kernel of its own, recorded and compiled anew each time: nothing fused, nothing replayed. */
const plain = () => new CompiledBackend('wasm', new WasmMachine(512 * MIB, false), { maxBufferBytes: 256 * MIB }, { replay: false });

describe('device tensors on wasm', () => {
  it.each(Object.entries(computations))('agree with plain doubles: %s', async (_, compute) => {
    for (const backend of [wasm, plain()]) {
      const { shape, expectedShape, error } = await compared(backend, compute);
      expect(shape).toEqual(expectedShape);
      expect(error).toBeLessThan(2e-6);
    }
  });

  it('pass the self-test', async () => {
    expect((await selfTest(wasm)).checks.filter(({ error }) => !(error < 1e-5))).toEqual([]);
  });

  it.each([1, 2, 3])('give the gradient of a padded convolution within its padding, stride %i', async (stride) => {
    const reach = Math.floor((9 - 3) / stride) + 1;
    const compute = (backend: Backend) =>
      normalTensor(backend, 'g', [2, reach, reach, 4])
        .conv2dInputGradient(normalTensor(backend, 'k', [3, 3, 5, 4]), [2, 9, 9, 5], stride)
        .slice([0, 1, 2, 0], [2, 7, 6, 5]);
    const expected = await float64Backend.read(compute(float64Backend));
    const actual = await wasm.scopeAsync(() => wasm.read(compute(wasm)));
    expect(relativeError(actual, expected)).toBeLessThan(1e-6);
  });

  it('give the gradient of a convolution of one pixel, whose part within the padding is one run of numbers', async () => {
    const compute = (backend: Backend) =>
      normalTensor(backend, 'g', [1, 1, 1, 4])
        .conv2dInputGradient(normalTensor(backend, 'k', [3, 3, 5, 4]), [1, 3, 3, 5], 1)
        .slice([0, 1, 1, 0], [1, 1, 1, 5]);
    const expected = await float64Backend.read(compute(float64Backend));
    const actual = await wasm.scopeAsync(() => wasm.read(compute(wasm)));
    expect(relativeError(actual, expected)).toBeLessThan(1e-6);
  });

  it('go on after a number was read in the middle', async () => {
    const compute = async (backend: Backend) => {
      const [x, y] = [normalTensor(backend, 'x', [3, 1, 4]), normalTensor(backend, 'y', [2, 1])];
      const stretched = x.mul(y);
      const [total] = await backend.read(stretched.sum([0, 2]).sum());
      // Uses again what the first program had no reason to keep.
      return backend.read(stretched.add(x.sub(y).maxOver([0])).mul(total as number));
    };
    const expected = await compute(float64Backend);
    for (let time = 0; time < 3; time++) expect(relativeError(await wasm.scopeAsync(() => compute(wasm)), expected)).toBeLessThan(1e-6);
  });

  it('breathe while a long program runs, and not in a short one', async () => {
    let breaths = 0;
    const { backend } = await openWasm({ onBreath: () => breaths++ });
    const products = (size: number, count: number) =>
      backend.scopeAsync(async () => {
        let product = normalTensor(backend, 'x', [size, size]);
        for (let index = 0; index < count; index++) product = product.matMul(product);
        return backend.read(product.sum());
      });
    await products(32, 3);
    expect(breaths).toBe(0);
    // Each is 125 million multiplications.
    await products(500, 3);
    expect(breaths).toBe(3);
  });

  it('hold no numbers', async () => {
    const values = await wasm.scopeAsync(() => {
      const none = wasm.tensor([], [0, 3]);
      return wasm.readAll([none.add(1).sum(), none.sum([0]), none.matMul(wasm.tensor([1, 2, 3], [3, 1])), none.gatherRows([])]);
    });
    expect(values.map((one) => [...one])).toEqual([[0], [0, 0, 0], [], []]);
  });

  it('outlive a memory that grows', async () => {
    const backend = new CompiledBackend('wasm', new WasmMachine(64 * MIB), { maxBufferBytes: 64 * MIB });
    const first = backend.tensor([1, 2, 3], [3]);
    const large = backend.scope(() => backend.tensor(new Float32Array(4 * MIB).fill(0.5), [4 * MIB]).add(1));
    expect([...(await backend.read(first))]).toEqual([1, 2, 3]);
    expect((await backend.read(large)).every((value) => value === 1.5)).toBe(true);
    expect(() => [1, 2, 3].map(() => backend.scope(() => large.add(1)))).toThrow(/there are 64 MiB|limit of this device is 64 MiB/);
  });
});

describe('two steps of SAM on wasm', () => {
  it.each(Object.keys(models))('are those of plain doubles on the model %s', async (model) => {
    const before = wasm.tensorCount();
    expect(await stepError(wasm, model)).toBeLessThan(STEP_TOLERANCE);
    expect(wasm.tensorCount()).toBe(before);
  });
});

describe('on wasm, replayed and fused', () => {
  it.each(Object.keys(recipes))('%s gives the bits of each operation by itself', async (algorithm) => {
    const raw = images();
    const ends = [];
    for (const backend of [wasm, plain()]) {
      const experiment = tinyCnn({
        runs: [runOf('r1', algorithm)],
        model: ['cnn', tiniest('cnn').values],
        training: { steps: 3, every: 3 },
      });
      const group = createGroup(backend, experiment, { raw });
      await finish(group, 3);
      ends.push(await states(group));
      group.free();
    }
    expect(ends[0]).toEqual(ends[1]);
  });
});

describeOwnership('wasm', () => wasm);
