/**
 * Does this backend compute what it should, on this machine, today?
 *
 * A driver may be wrong where ours was right, so the check runs on the user's device at every start, against plain
 * doubles, on the shapes that have been wrong somewhere: products in all four layouts with a long inner size, the three
 * convolutions, pooling, a composed softmax, long sums. And on what a driver may get wrong without any of these noticing:
 * every function of a number, equal kernels that share a dispatch, dispatches beyond one dimension, images that are gathered.
 */
import { gatherImages, type PackedImages, type Placements } from '../../core/datasets/augmentation';
import { nth } from '../../core/numbers';
import { randomStream } from '../../core/random';
import { float64Backend } from '../../core/tensor/float64';
import { functionNames } from '../../core/tensor/operations';
import type { Backend, Shape, Tensor } from '../../core/tensor/tensor';

export interface SelfTestCheck {
  readonly name: string;
  /** Largest deviation from the reference, relative to the reference's largest element. NaN counts as failed. */
  readonly error: number;
}

export interface SelfTestReport {
  readonly passed: boolean;
  readonly ms: number;
  readonly checks: readonly SelfTestCheck[];
}

/**
 * float32 is good to about 1e-6 on these shapes; every fault found so far exceeded 1e-3. What WGSL allows at worst is 1e-5, for
 * tanh; long sums come to 3e-6 and products to 5e-7 where every operation errs as far as it may, always to the same side.
 */
export const SELF_TEST_TOLERANCE = 1e-4;

type Inputs = (name: string, shape: Shape) => Tensor;

const INNER = 2048; // webgpu splits inner sizes from 2,000

const computations: Readonly<Record<string, (input: Inputs, backend: Backend) => Tensor>> = {
  'matMul a·b': (input) => input('a', [12, INNER]).matMul(input('b', [INNER, 16])),
  'matMul aᵀ·b': (input) => input('a', [INNER, 12]).matMul(input('b', [INNER, 16]), true),
  'matMul a·bᵀ': (input) => input('a', [12, INNER]).matMul(input('b', [16, INNER]), false, true),
  'matMul aᵀ·bᵀ': (input) => input('a', [INNER, 12]).matMul(input('b', [16, INNER]), true, true),
  'matMul of stacks a·bᵀ': (input) => input('stack a', [6, 17, 8]).matMul(input('stack b', [6, 19, 8]), false, true),
  'matMul of stacks aᵀ·b': (input) => input('stack a', [6, 17, 8]).matMul(input('stack c', [6, 17, 9]), true),
  ...Object.fromEntries([1, 2].flatMap((stride) => convolutions(stride))),
  'maxPool gradient': (input) => {
    // Rounded, so that windows have ties.
    const images = input('images', [2, 7, 8, 3]);
    const steps = images.greater(0.5).add(images.greater(-0.5));
    return input('gradient', [2, 3, 4, 3]).maxPoolGradient(steps, 2, 2);
  },
  'log-sum-exp': (input) => {
    const logits = input('logits', [9, 10]).mul(30);
    const largest = logits.maxOver([1], true);
    return logits.sub(largest).exp().sum([1], true).log().add(largest);
  },
  softmax: (input) => {
    const logits = input('logits', [9, 10]);
    const powers = logits.sub(logits.maxOver([1], true)).exp();
    return powers.div(powers.sum([1], true));
  },
  'long sum': (_, backend) => backend.tensor(new Float32Array(2 ** 18).fill(0.1), [2 ** 18]).sum(),
  'long sum of rows': (input) => input('rows', [4099, 5]).abs().sum([0]),
  [functionNames.join(', ')]: (input, backend) => {
    const positive = input('x', [16]).abs().add(0.1);
    return backend.concat(functionNames.map((name) => positive[name]()));
  },
  'equal kernels at other addresses': (input, backend) =>
    backend.concat(['1', '2', '3'].map((name) => input(`a ${name}`, [5, 7]).matMul(input(`b ${name}`, [7, 4])))),
};

/** Checks that are not one computation of tensors; undefined where a backend has nothing of the kind. */
const others: Readonly<Record<string, (backend: Backend) => Promise<Compared | undefined>>> = {
  'more places than one dimension of a dispatch has groups for': longGrid,
  'images that are gathered': gathered,
};

interface Compared {
  readonly actual: ArrayLike<number>;
  readonly expected: ArrayLike<number>;
}

/** More than 65,535 groups of 64 threads. Only on devices that share dispatches a place is a thread. */
async function longGrid(backend: Backend): Promise<Compared | undefined> {
  if (!backend.lane) return undefined;
  const [side, shown] = [2050, 5];
  const table = backend.scope(() => {
    const places = Float32Array.from({ length: side }, (_, place) => place);
    return backend.tensor(places, [side, 1]).add(backend.tensor(places, [side]));
  });
  const corner = backend.scope(() => table.slice([side - shown, side - shown], [shown, shown]));
  const actual = await backend.read(corner);
  backend.free([table, corner]);
  const expected = Array.from({ length: shown ** 2 }, (_, at) => 2 * (side - shown) + Math.floor(at / shown) + (at % shown));
  return { actual, expected };
}

/** Crops, mirrors and a cut square, out of bytes that lie on the device. */
async function gathered(backend: Backend): Promise<Compared | undefined> {
  if (!backend.keepImages || !backend.residentBytes) return undefined;
  const stream = randomStream(1, 'self-test images');
  const images: PackedImages = {
    shape: [5, 4, 3],
    bytes: Uint8Array.from({ length: 3 * 60 }, () => stream.integer(256)),
    values: Float32Array.from({ length: 3 * 256 }, () => stream.normal()),
  };
  const rows = [2, 0, 1, 2];
  const placements: Placements = {
    padding: 1,
    cutout: 2,
    draws: Uint16Array.from([1, 1, 0, 0, 0, 0, 2, 1, 3, 4, 2, 0, 0, 1, 2, 1, 0, 1, 0, 0]),
  };
  const kept = backend.keepImages(images);
  const batch = kept.batch(rows, placements);
  const actual = await backend.read(batch);
  backend.free([batch, kept.tensors]);
  return { actual, expected: gatherImages(images, rows, placements) };
}

function convolutions(stride: number): [string, (input: Inputs) => Tensor][] {
  const size = stride === 1 ? 5 : 3;
  return [
    [`conv2d, stride ${stride}`, (input) => input('images', [2, 7, 8, 3]).conv2d(input('kernel', [3, 3, 3, 4]), stride)],
    [
      `conv2d input gradient, stride ${stride}`,
      (input) =>
        input('gradient', [2, size, size + 2 - stride, 4]).conv2dInputGradient(
          input('kernel', [3, 3, 3, 4]),
          [2, 7, stride === 1 ? 8 : 7, 3],
          stride,
        ),
    ],
    [
      `conv2d kernel gradient, stride ${stride}`,
      (input) =>
        input('gradient', [2, size, size + 2 - stride, 4]).conv2dKernelGradient(
          input('images', [2, 7, stride === 1 ? 8 : 7, 3]),
          [3, 3, 3, 4],
          stride,
        ),
    ],
  ];
}

/** Runs every check. Leaves no tensor behind; the first run on a GPU also compiles its kernels. */
export async function selfTest(backend: Backend): Promise<SelfTestReport> {
  const start = performance.now();
  const checks: SelfTestCheck[] = [];
  for (const [name, compute] of Object.entries(computations)) checks.push({ name, error: await deviation(backend, compute) });
  for (const [name, check] of Object.entries(others)) {
    const found = await check(backend);
    if (found) checks.push({ name, error: relativeError(found.actual, found.expected) });
  }
  const passed = checks.every(({ error }) => error <= SELF_TEST_TOLERANCE);
  return { passed, ms: performance.now() - start, checks };
}

async function deviation(backend: Backend, compute: (input: Inputs, backend: Backend) => Tensor): Promise<number> {
  const expected = await float64Backend.read(compute(inputsOf(float64Backend), float64Backend));
  const actual = await backend.scopeAsync(() => backend.read(compute(inputsOf(backend), backend)));
  return relativeError(actual, expected);
}

/** max|actual − expected| / max|expected|; NaN when sizes differ or anything is not a number. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.NaN;
  let largest = 0;
  let error = 0;
  for (let index = 0; index < expected.length; index++) {
    largest = Math.max(largest, Math.abs(nth(expected, index)));
    error = Math.max(error, Math.abs((actual[index] ?? Number.NaN) - nth(expected, index)));
  }
  return largest === 0 ? error : error / largest;
}

/** Numbers that float32 holds exactly, so that both sides start from the same. */
function inputsOf(backend: Backend): Inputs {
  return (name, shape) => {
    const stream = randomStream(1, `self-test ${name}`);
    const size = shape.reduce((product, length) => product * length, 1);
    return backend.tensor(
      Float32Array.from({ length: size }, () => stream.normal()),
      shape,
    );
  };
}
