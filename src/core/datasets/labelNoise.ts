import { permutation, randomStream } from '../random';
import { ceilOf } from './exactCount';

/** Source of a wrong label: the other classes, or all of them (then a share of 1/classes happens to stay right). */
export type NoiseKind = 'other-class' | 'any-class';

/**
 * A copy of `labels` with exactly ⌈rate · n⌉ of them redrawn, chosen without replacement. Under `other-class` each of those
 * is uniform over the other classes, hence wrong. A higher rate redraws the same ones and more. The "-C" sets of Tahmasebi et
 * al. 2024 (arXiv:2406.03682) are rate 0.2 under `other-class`; also after Xie et al. 2024 (arXiv:2407.12993).
 */
export function corruptLabels(labels: Uint8Array, classes: number, rate: number, kind: NoiseKind, seed: number): Uint8Array {
  if (!(rate >= 0 && rate <= 1)) throw new Error(`label noise: expected a rate in [0, 1], got ${rate}`);
  if (classes < 2) throw new Error(`label noise: expected at least 2 classes, got ${classes}`);
  const noisy = labels.slice();
  const chosen = permutation(labels.length, randomStream(seed, 'label-noise:which')).subarray(0, ceilOf(rate, labels.length));
  const stream = randomStream(seed, 'label-noise:label');
  for (const index of chosen) {
    noisy[index] = kind === 'any-class' ? stream.integer(classes) : ((labels[index] as number) + 1 + stream.integer(classes - 1)) % classes;
  }
  return noisy;
}
