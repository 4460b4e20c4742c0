import { beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '../../../src/core/tensor/tensor';
import { openCpu } from '../../../src/engine/tfjs/cpu';
import { selfTest } from '../../../src/engine/devices/selfTest';
import { normalTensor } from '../../core/tensor/randomTensors';
import { compared, computations } from '../conformance';
import { describeOwnership } from '../ownership';

let cpu: Backend;
beforeAll(async () => {
  ({ backend: cpu } = await openCpu());
});

describe('device tensors on cpu', () => {
  it.each(Object.entries(computations))('agree with plain doubles: %s', async (_, compute) => {
    const { shape, expectedShape, error } = await compared(cpu, compute);
    expect(shape).toEqual(expectedShape);
    expect(error).toBeLessThan(2e-6);
  });

  it('pass the self-test', async () => {
    expect((await selfTest(cpu)).checks.filter(({ error }) => !(error < 1e-5))).toEqual([]);
  });

  it.each<[string, (backend: Backend) => unknown]>([
    ['tensor', (backend) => backend.tensor([1, 2, 3], [2, 2])],
    ['matMul', (backend) => normalTensor(backend, 'x', [2]).matMul(normalTensor(backend, 'x', [2]))],
    ['matMul', (backend) => normalTensor(backend, 'x', [2, 3, 3]).matMul(normalTensor(backend, 'x', [3, 3, 3]))],
    ['matMul', (backend) => normalTensor(backend, 'x', [2, 3, 3]).matMul(normalTensor(backend, 'x', [3, 3]))],
    ['addScaled', (backend) => normalTensor(backend, 'x', [2]).addScaled(normalTensor(backend, 'x', [2, 2]), 1)],
    ['dot', (backend) => normalTensor(backend, 'x', [2]).dot(normalTensor(backend, 'x', [1]))],
    ['reshape', (backend) => normalTensor(backend, 'x', [4]).reshape([3])],
    ['slice', (backend) => normalTensor(backend, 'x', [4]).slice([2], [3])],
    ['gatherRows', (backend) => normalTensor(backend, 'x', [4]).gatherRows([4])],
    ['conv2d', (backend) => normalTensor(backend, 'x', [1, 4, 4, 2]).conv2d(normalTensor(backend, 'k', [2, 2, 3, 1]), 1)],
    ['argMax', (backend) => normalTensor(backend, 'x', [4]).argMax()],
    ['concat', (backend) => backend.concat([])],
  ])('refuse a wrong shape in %s by name', (name, attempt) => {
    expect(() => cpu.scope(() => attempt(cpu))).toThrow(name);
  });
});

describeOwnership('cpu', () => cpu);
