import { describe, expect, it } from 'vitest';
import { compareAlgorithms, compareKernels, comparePeers } from '../../../scripts/bench/measurements.mjs';

interface Canned {
  readonly losses?: readonly { clean: number; perturbed: number }[];
  /** Milliseconds per step. */
  readonly sam: number;
  readonly sgd: number;
  readonly refuses?: string;
  /** Of a single operation. */
  readonly results?: readonly number[];
}

const LOSSES = [
  { clean: 1, perturbed: 2 },
  { clean: 0.5, perturbed: 0.75 },
];

/** Rooms that answer from a table instead of computing; `calls` is everything they were asked, by library. */
function cannedHouse(libraries: Readonly<Record<string, Canned>>) {
  const calls: string[] = [];
  let open = 0;
  return {
    calls,
    openRooms: () => open,
    async open() {
      open++;
      let library = '';
      const loaded: string[] = [];
      return {
        async call(name: string, ...args: unknown[]) {
          if (name === 'open') library = args[0] as string;
          calls.push(`${library} ${name}`);
          const { losses = LOSSES, results = [1, -4], refuses, ...ms } = libraries[library] as Canned;
          if (name === 'open') return { name: library, version: '1', adapter: 'none' };
          if (name === 'load') {
            if (refuses !== undefined) throw new Error(refuses);
            return { id: loaded.push((args[0] as { algorithm: string }).algorithm) - 1, parameters: 3 };
          }
          if (name === 'losses') return losses;
          if (name === 'results') return results;
          if (name === 'count') return { dispatches: 7, passes: 1, submits: 1, uploadedBytes: 0, gpuBytes: 8 };
          const algorithm = loaded[args[0] as number];
          return { ms: (args[1] as number) * (algorithm === 'sgd' ? ms.sgd : ms.sam), climbed: 1 };
        },
        async close() {
          open--;
        },
      };
    },
  };
}

const net = { name: 'tiny', label: 'Tiny', batch: 4 };
const setupWith = (house: ReturnType<typeof cannedHouse>) => ({
  house,
  nets: [net],
  libraries: ['basin', 'tfjs', 'jax'],
  kernels: [{ name: 'norm', label: 'norm' }],
  images: 2,
  seconds: 0.01,
  repeats: 2,
  say: () => undefined,
});

describe('libraries side by side', () => {
  it('are compared with the first, repetition by repetition', async () => {
    const house = cannedHouse({ basin: { sam: 2, sgd: 1 }, tfjs: { sam: 8, sgd: 2 }, jax: { sam: 1, sgd: 1 } });
    const rows = await comparePeers(setupWith(house), 'webgpu', net);
    expect(
      rows.map(({ library, ms, timesReference, samOverSgd }) => [library, ms.median, timesReference.median, samOverSgd.median]),
    ).toEqual([
      ['basin', 2, 1, 2],
      ['tfjs', 8, 4, 4],
      ['jax', 1, 0.5, 1],
    ]);
    expect(rows.every(({ repetitions }) => repetitions.sam.length === 2 && repetitions.sgd.length === 2)).toBe(true);
    expect(house.openRooms()).toBe(0);
  });

  it('are not timed when they compute something else', async () => {
    const wrong = [LOSSES[0] as (typeof LOSSES)[number], { clean: 0.5, perturbed: 0.76 }];
    const house = cannedHouse({ basin: { sam: 2, sgd: 1 }, tfjs: { sam: 1, sgd: 1, losses: wrong }, jax: { sam: 1, sgd: 1 } });
    const [, tfjs, jax] = await comparePeers(setupWith(house), 'wasm', net);
    expect(tfjs).toMatchObject({
      refused: expect.stringMatching(/its losses differ from basin's by 0\.013/),
      repetitions: { sam: [], sgd: [] },
    });
    expect(tfjs.ms).toBeUndefined();
    expect(jax).toMatchObject({ deviation: 0, ms: { median: 1 } });
  });

  it('are not timed when a loss is not a number', async () => {
    const broken = LOSSES.map((loss) => ({ ...loss, perturbed: Number.NaN }));
    const house = cannedHouse({ basin: { sam: 2, sgd: 1 }, tfjs: { sam: 1, sgd: 1, losses: broken }, jax: { sam: 1, sgd: 1 } });
    const [, tfjs] = await comparePeers(setupWith(house), 'wasm', net);
    expect(tfjs.refused).toMatch(/differ/);
  });

  it('say why they cannot, and the others go on', async () => {
    const house = cannedHouse({ basin: { sam: 2, sgd: 1 }, tfjs: { sam: 1, sgd: 1 }, jax: { sam: 1, sgd: 1, refuses: 'no such layer' } });
    const [basin, tfjs, jax] = await comparePeers(setupWith(house), 'wasm', net);
    expect(jax).toMatchObject({ library: 'jax', refused: 'no such layer' });
    expect([basin.ms.median, tfjs.ms.median]).toEqual([2, 1]);
    expect(house.openRooms()).toBe(0);
  });

  it('ask for counts where there is something to count', async () => {
    const house = cannedHouse({ basin: { sam: 2, sgd: 1 }, tfjs: { sam: 2, sgd: 1 }, jax: { sam: 2, sgd: 1 } });
    const [onGpu] = await comparePeers(setupWith(house), 'webgpu', net);
    const [onProcessor] = await comparePeers(setupWith(house), 'wasm', net);
    expect([onGpu.counts?.dispatches, onGpu.scriptMs?.median]).toEqual([7, 2]);
    expect([onProcessor.counts, onProcessor.scriptMs]).toEqual([null, undefined]);
  });
});

it('nobody waits for a table of steps that take seconds, and it says so', async () => {
  const house = cannedHouse({ basin: { sam: 6000, sgd: 4000 } });
  const rows = await compareAlgorithms(setupWith(house), 'webgpu', net);
  expect(rows).toEqual([{ backend: 'webgpu', adapter: 'none', net: 'Tiny', batch: 4, refused: 'a step takes 4 s here' }]);
  expect(house.calls.filter((call) => call === 'basin load')).toHaveLength(1);
  expect(house.openRooms()).toBe(0);
});

it('algorithms are compared with SAM and SGD of the same repetitions', async () => {
  const house = cannedHouse({ basin: { sam: 6, sgd: 2 } });
  const rows = await compareAlgorithms(setupWith(house), 'wasm', net);
  expect(rows[0]).toMatchObject({ algorithm: 'sgd', timesSam: { median: 1 / 3 }, timesSgd: { median: 1 } });
  expect(rows.slice(1).every(({ timesSam, timesSgd }) => timesSam.median === 1 && timesSgd.median === 3)).toBe(true);
  expect(house.openRooms()).toBe(0);
});

describe('operations one by one', () => {
  it('are timed beside TensorFlow.js’ where both give the same', async () => {
    const house = cannedHouse({ basin: { sam: 2, sgd: 2 }, tfjs: { sam: 6, sgd: 6, results: [1, -4.0002] } });
    const [row] = await compareKernels(setupWith(house), 'wasm');
    expect(row).toMatchObject({ label: 'norm', ms: { median: 2 }, peerMs: { median: 6 }, timesOurs: { median: 3 } });
    expect(row.deviation).toBeCloseTo(5e-5, 9);
    expect(house.openRooms()).toBe(0);
  });

  it.each([[[1, -4.01]], [[1]], [[Number.NaN, -4]]])('are not timed where it gives %o instead of 1 and -4', async (results) => {
    const house = cannedHouse({ basin: { sam: 2, sgd: 2 }, tfjs: { sam: 6, sgd: 6, results } });
    const [row] = await compareKernels(setupWith(house), 'wasm');
    expect(row.refused).toMatch(/its results differ from Basin's/);
    expect(row.ms).toBeUndefined();
    expect(house.openRooms()).toBe(0);
  });
});
