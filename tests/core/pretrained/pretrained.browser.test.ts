import { describe, expect, it } from 'vitest';
import { backward, forward } from '../../../src/core/models/network';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import type { Backend } from '../../../src/core/tensor/tensor';
import { openCompiled } from '../../engine/webgpu/openCompiled';
import { anyParams } from '../models/gradients';
import { normals } from '../tensor/randomTensors';
import { tinyPublished } from './tinyPublished';

/** Five tokens in two segments, of which the last only fill up. */
const tokens = Array.from({ length: 3 * 5 }, (_, at) => [(at * 3) % 7, at % 2, at % 5 < 3 ? 1 : 0]).flat();

describe('a published network on WebGPU', () => {
  it.each(['bert', 'deberta', 'vit'] as const)('gives the logits and the gradient that doubles give: %s', async (kind) => {
    const network = tinyPublished(kind);
    const params = anyParams(network);
    const inputs = kind === 'vit' ? normals('pixels', 3 * 16) : tokens;
    const passed = (backend: Backend) => {
      const made = backend.scope(() => {
        const at = backend.tensor(params, [params.length]);
        const run = forward(network, at, backend.tensor(inputs, [3, ...network.inputShape]), { mode: 'train', state: {} });
        return [run.logits, backward(network, run, run.logits, backend)] as const;
      });
      return backend.readAll(made);
    };
    const [expected, found] = [await passed(float64), await passed(await openCompiled())];
    expected.forEach((values, index) => {
      const scale = Math.max(...values.map(Math.abs));
      const error = Math.max(...values.map((value, at) => Math.abs(value - (found[index]?.[at] ?? Number.NaN))));
      expect(error).toBeLessThan(1e-4 * scale);
    });
  });
});
