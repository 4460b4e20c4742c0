import { beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '../../../src/core/tensor/tensor';
import { openWasm } from '../../../src/engine/backends/wasm';
import { selfTest } from '../../../src/engine/selfTest';
import { compared, computations } from '../conformance';
import { describeOwnership } from '../ownership';

let wasm: Backend;
beforeAll(async () => {
  ({ backend: wasm } = await openWasm());
});

describe('device tensors on wasm', () => {
  it.each(Object.entries(computations))('agree with plain doubles: %s', async (_, compute) => {
    const { shape, expectedShape, error } = await compared(wasm, compute);
    expect(shape).toEqual(expectedShape);
    expect(error).toBeLessThan(2e-6);
  });

  it('pass the self-test', async () => {
    expect((await selfTest(wasm)).checks.filter(({ error }) => !(error < 1e-5))).toEqual([]);
  });
});

describeOwnership('wasm', () => wasm);
