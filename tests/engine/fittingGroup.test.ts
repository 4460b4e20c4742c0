/** What fits into a device is found from the plan of a step, and what does not fit together goes apart. */
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/core/failures';
import type { RawDataset } from '../../src/core/datasets/dataset';
import { float64Backend } from '../../src/core/tensor/float64';
import type { Backend } from '../../src/core/tensor/tensor';
import { Blocks } from '../../src/engine/graph/blocks';
import { CompiledBackend } from '../../src/engine/graph/compiledBackend';
import { PlanningMachine } from '../../src/engine/graph/planningMachine';
import { fittingGroup } from '../../src/engine/group/fittingGroup';
import { createGroup } from '../../src/engine/group/group';
import { WasmMachine } from '../../src/engine/wasm/wasmMachine';
import { compile, type Program } from '../../src/engine/webgpu/program';
import { HARDWARE } from '../../src/engine/webgpu/tuning';
import type { Machine } from '../../src/engine/graph/machine';
import { curves, finish, images, sam, sgd, tiny, tinyCnn } from './groupExperiment';

const GIB = 2 ** 30;

/** A device that computes nothing, with the kernels of a graphics card. */
function planned(maxTotalBytes: number): CompiledBackend<Program, undefined> {
  const card: Machine<Program, unknown> = {
    blocks: new Blocks(() => undefined),
    joinsRuns: true,
    isOneMemory: false,
    compile: (wanted, segment) => compile(wanted, segment, HARDWARE),
    load: () => undefined,
    ready: async () => undefined,
    unload: () => undefined,
    run: () => undefined,
    write: () => undefined,
    read: async () => [],
    bytes: () => 0,
    destroy: () => undefined,
  };
  return new CompiledBackend('webgpu', new PlanningMachine(card), { maxBufferBytes: maxTotalBytes, maxTotalBytes });
}

const pictures = (): RawDataset => ({
  ...images(),
  inputShape: [32, 32, 3],
  normalization: { scale: 1, mean: [0, 0, 0], std: [1, 1, 1] },
  pool: {
    count: 200,
    inputs: new Uint8Array(200 * 32 * 32 * 3),
    labels: Uint8Array.from({ length: 200 }, (_, index) => index % 2),
  },
});

describe('a network that an estimate takes for too large', () => {
  const resnet18 = tinyCnn({ runs: [sam], model: ['resnet', { depth: '18' }], training: { batch: 128, steps: 1, every: 1 } });

  it('is admitted where its step fits: a ResNet-18 at batch 128 into 1 GiB', async () => {
    const group = await fittingGroup(planned(GIB), resnet18, { raw: pictures() });
    expect(group.parameters).toBeGreaterThan(11e6);
  });

  it('is refused where it does not, with what it needs and the batch that would fit', async () => {
    const limit = 64 * 2 ** 20;
    const resnet8 = (batch: number) =>
      tinyCnn({ runs: [sam], model: ['resnet-cifar', { depth: '8', width: 16 }], training: { batch, steps: 1, every: 1 } });
    const refused = fittingGroup(planned(limit), resnet8(128), { raw: pictures() });
    await expect(refused).rejects.toMatchObject({
      code: 'model-too-large',
      detail: expect.stringMatching(/need ≈ 1\d\d MiB in all .* 64 MiB/),
    });
    const sentence = await refused.then(
      () => '',
      ({ detail }: Failure) => detail ?? '',
    );
    const batch = Number(/batch that fits is (\d+)/.exec(sentence)?.[1]);
    expect(batch).toBeGreaterThan(32);
    await expect(fittingGroup(planned(limit), resnet8(batch), { raw: pictures() })).resolves.toBeDefined();
  });

  it('takes of WebAssembly’s memory what was planned', async () => {
    const machine = new WasmMachine(GIB);
    const backend = new CompiledBackend('wasm', machine, { maxBufferBytes: GIB, maxTotalBytes: GIB });
    const experiment = tinyCnn({ runs: [sam], model: ['cnn', { channels: 16 }], training: { batch: 32, steps: 2, every: 2, most: 10 } });
    const options = { raw: images() };
    const advanced = async (on: Backend) => void (await createGroup(on, experiment, options).advance(1));
    const bytes = await backend.needs(advanced);
    await advanced(backend);
    // Its memory grows by half at a time, and holds the words that programs are told.
    expect(backend.bytes()).toBeGreaterThan(bytes / 2);
    expect(backend.bytes()).toBeLessThan(2 * bytes + 2 ** 21);
  });
});

describe('runs that do not fit together', () => {
  it('go on in parts that do, and no number changes', async () => {
    let most = 0;
    /** A device whose memory holds the step of two members at a time. */
    const small: Backend = {
      ...float64Backend,
      lane(run) {
        if (run >= 2) throw new Failure('model-too-large', 'The step would need too much.');
        most = Math.max(most, run + 1);
      },
    };
    const experiment = tiny({ runs: [sgd, sam], training: { steps: 12, every: 12, seeds: [1, 2, 3], most: 10 } });
    const trained = async (backend: Backend) => {
      const group = createGroup(backend, experiment);
      const { ticks } = await finish(group, 3);
      return group.members().map(({ id }) => curves(ticks, id));
    };
    expect(await trained(small)).toEqual(await trained(float64Backend));
    expect(most).toBe(2);
  });
});
