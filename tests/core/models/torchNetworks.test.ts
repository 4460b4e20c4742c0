import { beforeAll, describe, expect, it } from 'vitest';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import type { Backend } from '../../../src/core/tensor/tensor';
import { openCpu } from '../../../src/engine/tfjs/cpu';
import { openWasm } from '../../../src/engine/wasm/open';
import { torchError, torchNetworks } from './torchNetworks';

let [wasm, plain]: Backend[] = [];
beforeAll(async () => {
  wasm = (await openWasm()).backend;
  plain = (await openCpu()).backend;
});

/**
 * One channel through fifty layers: batch norm divides by small spreads again and again, which enlarges float32's rounding ten
 * thousand times. Sums in doubles, as plain JavaScript makes them, leave 2e-3 of the gradient; sums in floats leave nothing to
 * compare.
 */
const enlarging = 'resnet50';

describe.each(torchNetworks)('%s', (name) => {
  it('has the loss and gradient of PyTorch, in doubles', async () => {
    const { loss, gradient } = await torchError(name, float64);
    expect(loss).toBeLessThan(1e-12);
    // The stored gradient is float32.
    expect(gradient).toBeLessThan(1e-7);
  });

  it('has them on a device, in floats', async () => {
    const backend = (name === enlarging ? plain : wasm) as Backend;
    const before = backend.tensorCount();
    const { loss, gradient } = await torchError(name, backend);
    expect(loss).toBeLessThan(1e-4);
    expect(gradient).toBeLessThan(name === enlarging ? 2e-3 : 1e-4);
    expect(backend.tensorCount()).toBe(before);
  });
});

it('covers every family of networks that others have published', () => {
  expect(torchNetworks.length).toBeGreaterThanOrEqual(8);
});
