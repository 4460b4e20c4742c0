import { beforeAll, describe, expect, it } from 'vitest';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import type { Backend } from '../../../src/core/tensor/tensor';
import { openCpu } from '../../../src/engine/tfjs/cpu';
import { torchError, torchNetworks } from './torchNetworks';

let cpu: Backend;
beforeAll(async () => {
  ({ backend: cpu } = await openCpu());
});

/** One channel through fifty layers: batch norm divides by small spreads again and again, which enlarges float32's rounding. */
const tolerance: Readonly<Record<string, number>> = { resnet50: 2e-3 };

describe.each(torchNetworks)('%s', (name) => {
  it('has the loss and gradient of PyTorch, in doubles', async () => {
    const { loss, gradient } = await torchError(name, float64);
    expect(loss).toBeLessThan(1e-12);
    // The stored gradient is float32.
    expect(gradient).toBeLessThan(1e-7);
  });

  it('has them on a device, in floats', async () => {
    const before = cpu.tensorCount();
    const { loss, gradient } = await torchError(name, cpu);
    expect(loss).toBeLessThan(1e-4);
    expect(gradient).toBeLessThan(tolerance[name] ?? 1e-4);
    expect(cpu.tensorCount()).toBe(before);
  });
});

it('covers every family of networks that others have published', () => {
  expect(torchNetworks.length).toBeGreaterThanOrEqual(8);
});
