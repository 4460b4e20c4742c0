import { permutation, randomStream } from '../random';

/** What a wrong label is drawn from: the other classes, or all of them (then a share of 1/classes happens to stay right). */
export type NoiseKind = 'other-class' | 'any-class';

/**
 * A copy of `labels` with exactly round(rate · n) of them redrawn, chosen without replacement. Under `other-class` each
 * of those is uniform over the other classes, hence wrong. A higher rate redraws the same ones and more.
 * After Xie et al. 2024 (arXiv:2407.12993) and the "-C" sets of the universal class: other class, exact count.
 */
export function corruptLabels(labels: Uint8Array, classes: number, rate: number, kind: NoiseKind, seed: number): Uint8Array {
  if (!(rate >= 0 && rate <= 1)) throw new Error(`label noise: expected a rate in [0, 1], got ${rate}`);
  if (classes < 2) throw new Error(`label noise: expected at least 2 classes, got ${classes}`);
  const noisy = labels.slice();
  const chosen = permutation(labels.length, randomStream(seed, 'label-noise:which')).subarray(0, Math.round(rate * labels.length));
  const stream = randomStream(seed, 'label-noise:label');
  for (const index of chosen) {
    noisy[index] = kind === 'any-class' ? stream.integer(classes) : ((labels[index] as number) + 1 + stream.integer(classes - 1)) % classes;
  }
  return noisy;
}
