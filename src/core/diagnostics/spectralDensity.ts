/** The density of eigenvalues from Lanczos steps, and what it says about the determinant (algorithms.md §12.11, §12.12). */
import { nth } from '../numbers';
import type { Tridiagonal } from './lanczos';
import { tridiagonalEigenvalues } from './symmetricEigenvalues';

/** Point masses: positions and weights that sum to one. */
export interface Spectrum {
  readonly values: readonly number[];
  readonly weights: readonly number[];
}

/** Gauss quadrature of the spectral density: Ritz values, ascending, and squared first components. */
export function ritzSpectrum(tridiagonal: Tridiagonal): Spectrum {
  const { values, firstComponents } = tridiagonalEigenvalues(tridiagonal);
  return { values, weights: firstComponents.map((component) => component ** 2) };
}

/** All eigenvalues, equally heavy. */
export function exactSpectrum(values: readonly number[]): Spectrum {
  return { values, weights: values.map(() => 1 / values.length) };
}

/** Σ τᵢ · N(x; θᵢ, width²) at every x of the grid, averaged over the spectra (one per Lanczos start). */
export function spectralDensity(spectra: readonly Spectrum[], grid: readonly number[], width: number): readonly number[] {
  const height = 1 / (width * Math.sqrt(2 * Math.PI));
  return grid.map((x) => expectation(spectra, (value) => Math.exp(-((x - value) ** 2) / (2 * width ** 2))) * height);
}

/** Added to |θ| under the logarithm, so that eigenvalues of zero count as this. */
const SMALLEST = 1e-6;

/** d · mean over the starts of Σ τᵢ·log(|θᵢ| + 1e-6): log |det| when all d eigenvalues cannot be had. */
export function logDeterminantEstimate(spectra: readonly Spectrum[], size: number): number {
  return size * expectation(spectra, (value) => Math.log(Math.abs(value) + SMALLEST));
}

/** Σ log|λ| over the eigenvalues larger than `threshold` times the largest in size, and how many these are. */
export function logDeterminant(eigenvalues: readonly number[], threshold = 1e-6): { readonly value: number; readonly rank: number } {
  const sizes = eigenvalues.map(Math.abs);
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  const counted = sizes.filter((size) => size > threshold * largest);
  return { value: counted.reduce((sum, size) => sum + Math.log(size), 0), rank: counted.length };
}

function expectation(spectra: readonly Spectrum[], value: (eigenvalue: number) => number): number {
  const one = ({ values, weights }: Spectrum) => values.reduce((sum, at, index) => sum + nth(weights, index) * value(at), 0);
  return spectra.reduce((sum, spectrum) => sum + one(spectrum), 0) / spectra.length;
}
