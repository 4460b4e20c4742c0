/**
 * Does this backend compute what it should, on this machine, today?
 *
 * A driver may be wrong where ours was right, so the check runs on the user's device at every start, against plain
 * doubles, on the shapes that have been wrong somewhere: products in all four layouts with a long inner size, the three
 * convolutions, pooling, a composed softmax, long sums.
 */
import { nth } from '../../core/numbers';
import { randomStream } from '../../core/random';
import { float64Backend } from '../../core/tensor/float64';
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

/** float32 is good to about 1e-6 on these shapes; every fault found so far exceeded 1e-3. */
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
};

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
    error = Math.max(error, Math.abs(nth(actual, index) - nth(expected, index)));
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
