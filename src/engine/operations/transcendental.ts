/**
 * Transcendental functions. WGSL has most of them; on WebAssembly they are polynomials, and ratios of polynomials, of four
 * floats at a time, good to a few units in the last place. NaN gives NaN there; what is too large or too small gives what
 * float32 has for it.
 */
import type { Elementwise } from '../../core/tensor/operations';
import { type Local, ofFour, v128, Writer } from '../wasm/assembler';
import type { Operation } from './operation';

export const transcendental = {
  exp: { wgsl: (a) => `exp(${a})`, wasm: { shared: exponential }, cost: 6, tfjs: 'Exp' },
  log: { wgsl: (a) => `log(${a})`, wasm: { shared: logarithm }, cost: 6, tfjs: 'Log' },
  tanh: {
    // Some drivers compute tanh from e^2x, which overflows where tanh is long 1.
    wgsl: (a) => `tanh(clamp(${a}, -15.0, 15.0))`,
    wasm: { shared: () => ratio(TANH) },
    cost: 10,
    tfjs: 'Tanh',
  },
  sigmoid: {
    wgsl: (a) => `1.0 / (1.0 + exp(-clamp(${a}, -87.0, 87.0)))`,
    wasm: { shared: (indexOf) => logistic(indexOf('exp')) },
    cost: 10,
    tfjs: 'Sigmoid',
  },
  softplus: {
    wgsl: (a) => `max(${a}, 0.0) + log(1.0 + exp(-abs(${a})))`,
    wasm: { shared: (indexOf) => softplus(indexOf('exp'), indexOf('log')) },
    cost: 14,
    tfjs: 'Softplus',
  },
  erf: {
    wgsl: (a) => `erf_(${a})`,
    // WGSL has no error function. Abramowitz and Stegun 1964, 7.1.26: error below 1.5e-7.
    declaration: `fn erf_(x: f32) -> f32 {
  let t = 1.0 / (1.0 + 0.3275911 * abs(x));
  let y = 1.0 - ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * exp(-x * x);
  return sign(x) * y;
}`,
    wasm: { shared: () => ratio(ERF) },
    cost: 16,
    tfjs: 'Erf',
  },
} as const satisfies Partial<Record<Elementwise, Operation>>;

/** log 2 in two pieces, the first exact in nine bits, so that n times it is exact. */
const [LOG2_HIGH, LOG2_LOW] = [0.693359375, -2.1219444e-4];
/** Beyond these e^x is infinite, or zero. */
const [EXP_LARGEST, EXP_SMALLEST] = [89, -104];
const EXP = [1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1];
const LOG = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1,
  3.3333331174e-1,
];
/** Bits of √½, where mantissas begin; of the smallest normal number. */
const ROOT_HALF = 0x3f3504f3;
const SMALLEST_NORMAL = 2 ** -126;
/** 1 from ±7.9 on. Source: Eigen, generic_fast_tanh_float. */
const TANH = {
  bound: 7.905311,
  above: [
    -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-8, 1.48572235717979e-5, 6.37261928875436e-4,
    4.89352455891786e-3,
  ],
  below: [1.19825839466702e-6, 1.18534705686654e-4, 2.268434632439e-3, 4.89352518554385e-3],
} as const;
/** 1 from ±4 on. Source: Eigen, generic_fast_erf_float. */
const ERF = {
  bound: 4,
  above: [
    -2.72614225801306e-10, 2.77068142495902e-8, -2.10102402082508e-6, -5.69250639462346e-5, -7.34990630326855e-4, -2.95459980854025e-3,
    -1.60960333262415e-2,
  ],
  below: [-1.45660718464996e-5, -2.13374055278905e-4, -1.68282697438203e-3, -7.37332916720468e-3, -1.42647390514189e-2],
} as const;

const X: Local = 0;

/**
 * e^x = 2^n · e^r, |r| ≤ ½ log 2. Source: S. Moshier's Cephes library, expf.
 */
function exponential(): Writer {
  const write = new Writer(ofFour);
  const [n, rest, sum] = [write.local('v128'), write.local('v128'), write.local('v128')];
  write.get(X).emit(v128.floats(EXP_LARGEST), v128.min, v128.floats(EXP_SMALLEST), v128.max).set(X);
  write.get(X).emit(v128.floats(Math.LOG2E), v128.multiply, v128.nearest).set(n);
  write.get(X).get(n).emit(v128.floats(LOG2_HIGH), v128.multiply, v128.subtract);
  write.get(n).emit(v128.floats(LOG2_LOW), v128.multiply, v128.subtract).set(rest);
  polynomial(write, EXP, rest);
  write.get(rest).get(rest).emit(v128.multiply, v128.multiply).get(rest).emit(v128.add, v128.ones, v128.add).set(sum);
  // Two factors, because 2^n alone may be too large or too small where the product is not.
  write.get(n).emit(v128.toIntegers).set(n);
  const half = rest;
  write.get(n).constant(1).emit(v128.shiftRight).set(half);
  write.get(sum);
  powerOfTwo(write, () => write.get(half)).emit(v128.multiply);
  powerOfTwo(write, () => write.get(n).get(half).emit(v128.subtractIntegers)).emit(v128.multiply);
  return write;
}

/** 2^n for integers n on the stack. */
function powerOfTwo(write: Writer, exponent: () => Writer): Writer {
  exponent();
  return write.emit(v128.integers(127), v128.addIntegers).constant(23).emit(v128.shiftLeft);
}

/**
 * log x = e · log 2 + log m, √½ ≤ m < √2. −∞ at 0, NaN below. Source: S. Moshier's Cephes library, logf.
 */
function logarithm(): Writer {
  const write = new Writer(ofFour);
  const [m, e, square, tiny] = [write.local('v128'), write.local('v128'), write.local('v128'), write.local('v128')];
  write.get(X).emit(v128.floats(SMALLEST_NORMAL), v128.less).set(tiny);
  write
    .get(X)
    .emit(v128.floats(2 ** 23), v128.multiply)
    .get(X)
    .get(tiny)
    .emit(v128.select)
    .set(m);
  write.get(m).emit(v128.integers(ROOT_HALF), v128.subtractIntegers).constant(23).emit(v128.shiftRight).set(e);
  write.get(m).get(e).constant(23).emit(v128.shiftLeft, v128.subtractIntegers, v128.ones, v128.subtract).set(m);
  write.get(e).emit(v128.fromIntegers).get(tiny).emit(v128.floats(23), v128.and, v128.subtract).set(e);
  write.get(m).get(m).emit(v128.multiply).set(square);
  polynomial(write, LOG, m);
  write.get(m).emit(v128.multiply).get(square).emit(v128.multiply);
  write.get(e).emit(v128.floats(LOG2_LOW), v128.multiply, v128.add);
  write.get(square).emit(v128.floats(0.5), v128.multiply, v128.subtract);
  write.get(m).emit(v128.add).get(e).emit(v128.floats(LOG2_HIGH), v128.multiply, v128.add).set(m);
  // Infinity and NaN stay what they are.
  write.get(m).get(X).get(X).emit(v128.floats(Number.POSITIVE_INFINITY), v128.less, v128.select).set(m);
  write.emit(v128.floats(Number.NaN)).get(m).get(X).emit(v128.zero, v128.less, v128.select).set(m);
  return write.emit(v128.floats(Number.NEGATIVE_INFINITY)).get(m).get(X).emit(v128.zero, v128.equal, v128.select);
}

/** x · P(x²)/Q(x²), x held within ±bound. */
function ratio({
  bound,
  above,
  below,
}: {
  readonly bound: number;
  readonly above: readonly number[];
  readonly below: readonly number[];
}): Writer {
  const write = new Writer(ofFour);
  const square = write.local('v128');
  write.get(X).emit(v128.floats(bound), v128.min, v128.floats(-bound), v128.max).set(X);
  write.get(X).get(X).emit(v128.multiply).set(square);
  polynomial(write, above, square);
  write.get(X).emit(v128.multiply);
  polynomial(write, below, square);
  return write.emit(v128.divide);
}

/** 1/(1 + e^−x). @param exp  index of `exponential` in the module */
function logistic(exp: number): Writer {
  const write = new Writer(ofFour);
  write.emit(v128.ones, v128.zero).get(X).emit(v128.subtract).call(exp);
  return write.emit(v128.ones, v128.add, v128.divide);
}

/** max(x, 0) + log(1 + e^−|x|). @param exp, log  indices of `exponential` and `logarithm` in the module */
function softplus(exp: number, log: number): Writer {
  const write = new Writer(ofFour);
  write.get(X).emit(v128.zero, v128.max);
  write.emit(v128.zero).get(X).emit(v128.absolute, v128.subtract).call(exp);
  return write.emit(v128.ones, v128.add).call(log).emit(v128.add);
}

/** Leaves Σ coefficient · x^power on the stack, highest power first (Horner). */
function polynomial(write: Writer, coefficients: readonly number[], x: Local): Writer {
  coefficients.forEach((coefficient, index) => {
    if (index > 0) write.get(x).emit(v128.multiply);
    write.emit(v128.floats(coefficient));
    if (index > 0) write.emit(v128.add);
  });
  return write;
}
