/** Each repair is taken away, shown to be needed, and put back. When one of these fails, TensorFlow.js may have healed. */
import { engine, env } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '../../../src/core/tensor/tensor';
import { openBackend } from '../../../src/engine/devices/openBackend';
import type { WebgpuDevice } from '../../../src/engine/tfjs/webgpuEager';
import { repairGpuMaxPoolGradient } from '../../../src/engine/tfjs/repairs/gpuMaxPoolGradient';
import type { Undo } from '../../../src/engine/tfjs/repairs/replaceKernel';
import { repairWebgpuArgMax } from '../../../src/engine/tfjs/repairs/webgpuArgMax';
import { keepSmallTensorsOnGpu, makeProductsDeterministic, repairSplitProduct } from '../../../src/engine/tfjs/repairs/webgpuMatMul';
import { repairWebgpuSum } from '../../../src/engine/tfjs/repairs/webgpuSum';
import { type Computation, compared, computations } from '../conformance';

const RIGHT = 1e-5;
const WRONG = 1e-4;

let backend: Backend;
const errorOf = async (compute: Computation) => (await compared(backend, compute)).error;
const longSum: Computation = (_, on) => on.tensor(new Float32Array(4e6).fill(0.1), [4e6]).sum();
const named = (name: string) => computations[name] as Computation;

/** Wrong (or missing) as delivered, right as repaired. */
async function expectNeeded(repair: () => Undo, compute: Computation): Promise<void> {
  expect(await errorOf(compute)).toBeLessThan(RIGHT);
  repair()();
  const delivered = await errorOf(compute).finally(repair);
  expect(delivered).toBeGreaterThan(WRONG);
  expect(await errorOf(compute)).toBeLessThan(RIGHT);
}

describe.each(['webgl', 'webgpu'] as const)('%s as delivered', (name) => {
  beforeAll(async () => {
    ({ backend } = await openBackend(name === 'webgpu' ? 'webgpu-eager' : name, { allowSoftware: true }));
  });

  it('gives the gradient of a tie to the last maximum, repaired to the first', () =>
    expectNeeded(() => repairGpuMaxPoolGradient(name), named('maxPoolGradient, ties')));
});

describe('webgpu as delivered', () => {
  let running: WebgpuDevice;
  beforeAll(async () => {
    ({ backend } = await openBackend('webgpu-eager'));
    running = engine().backend as unknown as WebgpuDevice;
  });

  /** Names of the programs that `work` runs. */
  async function programsOf(work: Computation): Promise<string[]> {
    const keys: string[] = [];
    const inner = running.runWebGPUProgram;
    running.runWebGPUProgram = function (program, ...rest) {
      const result = inner.call(this, program, ...rest);
      keys.push(program.shaderKey);
      return result;
    };
    await errorOf(work).finally(() => {
      running.runWebGPUProgram = inner;
    });
    return keys;
  }

  const longProduct: Computation = (input) => input('a', [8, 2048]).matMul(input('b', [20, 2048]), false, true);

  it('adds long products atomically, in any order, repaired packs them', async () => {
    expect((await programsOf(longProduct)).join()).not.toContain('SplitK');
    makeProductsDeterministic()();
    const delivered = await programsOf(longProduct).finally(makeProductsDeterministic);
    expect(delivered.join()).toContain('SplitK');
    expect(env().getNumber('WEBGPU_THRESHOLD_TO_INCREASE_WORKGROUPS_FOR_MATMUL')).toBeLessThan(1);
  });

  it('misreads the transposed right factor of a split product, repaired reads it', async () => {
    makeProductsDeterministic()();
    const repaired = running.runWebGPUProgram;
    try {
      expect(await errorOf(longProduct)).toBeLessThan(RIGHT);
      Reflect.deleteProperty(running, 'runWebGPUProgram');
      expect(await errorOf(longProduct)).toBeGreaterThan(0.5);
      const undo = repairSplitProduct(running);
      expect(await errorOf(longProduct)).toBeLessThan(RIGHT);
      undo();
      expect(await errorOf(longProduct)).toBeGreaterThan(0.5);
    } finally {
      running.runWebGPUProgram = repaired;
      makeProductsDeterministic();
    }
  });

  it('computes small tensors on the CPU, repaired on the GPU', async () => {
    const small: Computation = (input) => input('x', [4]).add(input('y', [4]));
    expect(await programsOf(small)).toHaveLength(1);
    keepSmallTensorsOnGpu()();
    const delivered = await programsOf(small).finally(keepSmallTensorsOnGpu);
    expect(delivered).toEqual([]);
  });

  it('names a later one of equal columns, repaired the first', () => expectNeeded(repairWebgpuArgMax, named('argMax, ties in long rows')));

  it('loses the last digits of a long sum, repaired fewer', () => expectNeeded(repairWebgpuSum, longSum));

  it('sums long columns and odd lengths, kept axes included', async () => {
    for (const axes of [[0], [0, 1], [1]]) {
      const shapes: Record<string, number[]> = { '0': [70001, 2], '0,1': [301, 233], '1': [2, 66000] };
      const compute: Computation = (input) =>
        input('rows', shapes[axes.join()] as number[])
          .abs()
          .sum(axes, true);
      expect(await errorOf(compute)).toBeLessThan(RIGHT);
    }
  });
});
