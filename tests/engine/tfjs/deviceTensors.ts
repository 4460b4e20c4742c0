/** Every operation of a device against plain doubles, and what it owns. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '../../../src/core/tensor/tensor';
import { openBackend } from '../../../src/engine/devices/openBackend';
import { compared, computations } from '../conformance';
import { describeOwnership } from '../ownership';

/** WebGPU's tanh and erf are short formulas in float32: 1e-6 off in places. */
const tolerances = { wasm: 2e-6, webgl: 1e-5, webgpu: 1e-5, 'webgpu-eager': 1e-5 } as const;

export function describeDeviceTensors(name: keyof typeof tolerances): void {
  describe(`device tensors on ${name}`, () => {
    let backend: Backend;
    beforeAll(async () => {
      ({ backend } = await openBackend(name, { allowSoftware: true }));
    });

    it.each(Object.entries(computations))('agree with plain doubles: %s', async (_, compute) => {
      const { shape, expectedShape, error } = await compared(backend, compute);
      expect(shape).toEqual(expectedShape);
      expect(error).toBeLessThan(tolerances[name]);
    });

    describeOwnership(name, () => backend);

    it('computes the same bits twice, long products included', async () => {
      const a = Array.from({ length: 8 * 2048 }, (_, index) => Math.sin(index * index));
      const twice = await Promise.all(
        [0, 1].map(() => {
          const left = backend.tensor(a, [8, 2048]);
          const product = left.matMul(left, false, true);
          const values = backend.read(product);
          return values.finally(() => backend.free([left, product]));
        }),
      );
      expect(twice[0]).toEqual(twice[1]);
    });
  });
}
