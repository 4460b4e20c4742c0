/** Everything second-order that a reference point records: products, estimates, eigenvalues, Lanczos, densities. */
import type { Deviation, Tolerance } from '../../replay/compare';
import { denseMatrix, dot, hessianAt, type SymmetricOperator } from '../hessian';
import { lanczos } from '../lanczos';
import { surfaceOf } from '../lossSurface';
import { meanOf } from '../normalFit';
import { frobeniusEstimate, traceEstimate } from '../randomProducts';
import { exactSpectrum, logDeterminant, ritzSpectrum, spectralDensity } from '../spectralDensity';
import { symmetricEigenvalues } from '../symmetricEigenvalues';
import { powerIteration } from '../topEigenvalues';
import { comparison } from './comparison';
import type { ReferencePoint } from './diagnosticsFile';
import type { MeasuredPoint } from './measuredPoint';

/**
 * Cost: d products for the whole Hessian, and one per probe, iteration and Lanczos step. Eigenvalues are compared on the
 * scale of the largest. What depends on eigenvalues near zero (their signs, the rank, log |det|) is left out where the
 * tolerance is that of floats: rounding makes the smallest of a singular Hessian there.
 */
export async function replayHessian(point: MeasuredPoint, reference: ReferencePoint, tolerance: Tolerance): Promise<readonly Deviation[]> {
  const operator = hessianAt(surfaceOf(point.view, [point.batchOf(reference.data.train)]), point.at);
  const { matrix, asymmetry } = await denseMatrix(operator, reference.params.length);
  const eigenvalues = symmetricEigenvalues(matrix, reference.params.length);
  return [
    compareHessian({ matrix, asymmetry, eigenvalues }, reference, tolerance),
    await compareProducts(operator, reference, tolerance),
    await compareIterations(operator, eigenvalues, reference, tolerance),
  ];
}

interface Hessian {
  readonly matrix: Float64Array;
  readonly asymmetry: number;
  readonly eigenvalues: readonly number[];
}

/** Below this the reference calls an eigenvalue negative. */
const NEGATIVE = -1e-9;
/** Tolerances below this are those of doubles. */
const DOUBLES = 1e-6;

function compareHessian({ matrix, asymmetry, eigenvalues }: Hessian, { hessian, params }: ReferencePoint, tolerance: Tolerance): Deviation {
  const compare = comparison('mlp hessian', tolerance);
  const size = params.length;
  const descending = [...eigenvalues].reverse();
  const sumOfPowers = (power: number) => eigenvalues.reduce((sum, value) => sum + value ** power, 0);
  compare.below('asymmetry', asymmetry, tolerance.scalars * hessian.spectralNorm);
  compare.number('trace', meanOf(Array.from(params, (_, index) => matrix[index * (size + 1)] ?? Number.NaN)) * size, hessian.trace);
  compare.number('frobeniusSquared', dot(matrix, matrix), hessian.frobeniusSquared);
  compare.numbers('largestEigenvalues', descending.slice(0, hessian.largestEigenvalues.length), hessian.largestEigenvalues);
  compare.numbers(
    'smallestEigenvalues',
    eigenvalues.slice(0, hessian.smallestEigenvalues.length),
    hessian.smallestEigenvalues,
    'tight',
    hessian.spectralNorm,
  );
  compare.number('spectralNorm', Math.max(...eigenvalues.map(Math.abs)), hessian.spectralNorm);
  compare.number('traceSquared', sumOfPowers(2), hessian.traceSquared);
  compare.number('traceCubed', sumOfPowers(3), hessian.traceCubed);
  if (tolerance.scalars < DOUBLES) {
    const { value, rank } = logDeterminant(eigenvalues, Number.parseFloat(hessian.rankThreshold));
    compare.same('countNegative', eigenvalues.filter((eigenvalue) => eigenvalue < NEGATIVE).length, hessian.countNegative);
    compare.same('numericalRank', rank, hessian.numericalRank);
    compare.number('logAbsDetNonzero', value, hessian.logAbsDetNonzero);
  }
  return compare.result();
}

async function compareProducts(operator: SymmetricOperator, reference: ReferencePoint, tolerance: Tolerance): Promise<Deviation> {
  const compare = comparison('mlp hessian-vector products', tolerance);
  const { probes, hvp, hutchinsonTrace, frobeniusEstimate: frobenius } = reference;
  const signs = probes.rademacher.map((text) => Float64Array.from(text, (sign) => (sign === '+' ? 1 : -1)));
  const normals = probes.gaussian.map((values) => Float64Array.from(values));
  for (const [kind, vectors] of [
    ['rademacher', signs],
    ['gaussian', normals],
  ] as const) {
    for (const [index, vector] of vectors.entries()) {
      const theirs = hvp[kind][index];
      if (!theirs) throw new Error(`diagnostics: no product for ${kind} probe ${index}`);
      const product = await operator(vector);
      const squared = dot(product, product);
      compare.number(`${kind} ${index}: vHv`, dot(vector, product), theirs.vHv);
      if ('norm' in theirs) compare.number(`${kind} ${index}: norm`, Math.sqrt(squared), theirs.norm);
      else compare.number(`${kind} ${index}: normSquared`, squared, theirs.normSquared);
      compare.numbers(`${kind} ${index}: head`, product.subarray(0, theirs.head.length), theirs.head);
    }
  }
  compare.number('hutchinsonTrace', (await traceEstimate(operator, signs)).mean, hutchinsonTrace);
  compare.number('frobeniusEstimate', (await frobeniusEstimate(operator, normals)).mean, frobenius);
  return compare.result();
}

async function compareIterations(
  operator: SymmetricOperator,
  eigenvalues: readonly number[],
  reference: ReferencePoint,
  tolerance: Tolerance,
): Promise<Deviation> {
  const compare = comparison('mlp spectrum', tolerance);
  const { probes, powerIteration: power, lanczos: krylov, spectralDensity: density, hessian } = reference;
  const start = Float64Array.from(probes.start);
  const { rayleighQuotients } = await powerIteration(operator, start, [], { iterations: power.rayleighQuotients.length, tolerance: 0 });
  compare.numbers('rayleighQuotients', rayleighQuotients, power.rayleighQuotients, 'tight', hessian.spectralNorm);
  const tridiagonal = await lanczos(operator, start, krylov.steps);
  const spectrum = ritzSpectrum(tridiagonal);
  compare.numbers('lanczos alpha', tridiagonal.diagonal, krylov.alpha, 'loose', hessian.spectralNorm);
  compare.numbers('lanczos beta', tridiagonal.offDiagonal, krylov.beta, 'loose', hessian.spectralNorm);
  compare.numbers('ritzValues', spectrum.values, krylov.ritzValues, 'loose', hessian.spectralNorm);
  compare.numbers('ritz weights', spectrum.weights, krylov.weights, 'loose');
  compare.numbers('slq', spectralDensity([spectrum], density.grid, density.sigma), density.slq, 'loose');
  compare.numbers('exact density', spectralDensity([exactSpectrum(eigenvalues)], density.grid, density.sigma), density.exact);
  return compare.result();
}
