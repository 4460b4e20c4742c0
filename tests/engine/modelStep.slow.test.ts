/** TensorFlow.js' plain JavaScript on whole networks. Its operations are in tfjs/deviceTensor.test.ts, whole networks on wasm in wasm/wasmBackend.test.ts. */
import { describe, expect, it } from 'vitest';
import { models } from '../../src/core/models/models';
import { openCpu } from '../../src/engine/tfjs/cpu';
import { STEP_TOLERANCE, stepError } from './modelStep';

describe('two steps of SAM on the cpu backend', () => {
  it.each(Object.keys(models))('are those of plain doubles on the model %s', async (model) => {
    const { backend } = await openCpu();
    const before = backend.tensorCount();
    const error = await stepError(backend, model);
    expect(error).toBeLessThan(STEP_TOLERANCE);
    expect(backend.tensorCount()).toBe(before);
  });
});
