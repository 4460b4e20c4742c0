/** How much a device can hold. */
import { Failure } from '../../core/failures';

export interface DeviceLimits {
  /** Largest single tensor that the device stores, in bytes. */
  readonly maxBufferBytes: number;
  /** Bytes that all numbers of a step may take together, where that is limited too. */
  readonly maxTotalBytes?: number;
}

const BYTES_PER_NUMBER = 4;

/** Throws `model-too-large` when a tensor of `count` numbers exceeds the device's largest buffer. */
export function expectFits(count: number, limits: DeviceLimits): void {
  const bytes = count * BYTES_PER_NUMBER;
  if (bytes > limits.maxBufferBytes) {
    throw new Failure(
      'model-too-large',
      `One tensor would need ${mebibytes(bytes)}; the limit of this device is ${mebibytes(limits.maxBufferBytes)}.`,
    );
  }
}

/** Throws `model-too-large` where a step would need more than there is. */
export function tooLarge(bytes: number, limit: number): Failure {
  return new Failure(
    'model-too-large',
    `The step would need a buffer of ${mebibytes(bytes)}; the limit of this device is ${mebibytes(limit)}. Choose a smaller batch or network.`,
  );
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MiB`;
}
