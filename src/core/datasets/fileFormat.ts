/**
 * Duties of a file format: does a file look like it, how long must it be, what does it hold.
 * Formats see bytes and names, nothing else; who unpacks and reads files is the worker's business.
 */
import { Failure } from '../failures';
import type { Normalization } from './dataset';
import type { Reading } from './reading';

/** Bytes of the head that formats are recognized by. */
export const HEAD_BYTES = 512;

/** No file, and no drop, may be larger than this once unpacked: 1 GiB. */
export const MOST_BYTES = 2 ** 30;

/** How sure a format is that a file is its own. `byName` also means: say what is wrong rather than look on. */
export const confidence = { none: 0, byName: 1, likely: 2, certain: 3 } as const;
export type Confidence = (typeof confidence)[keyof typeof confidence];

/** Contents of one file. Images or features, labels, or both, `count` of each. */
export interface DecodedFile {
  readonly file: string;
  readonly count: number;
  readonly images?: {
    /** [height, width, channels]. */
    readonly shape: readonly [number, number, number];
    /** Bytes, row-major [count, …shape]. */
    readonly values: Uint8Array;
  };
  /** Rows of numbers, row-major [count, width]. */
  readonly features?: { readonly shape: readonly [number]; readonly values: Float32Array };
  /** As they were in the file. */
  readonly labels?: Uint8Array;
  /** Words that labels stand for, where the file has them. */
  readonly labelNames?: readonly string[];
  /** Facts the format itself knows of its only data set. */
  readonly known?: { readonly name: string; readonly classNames: readonly string[]; readonly normalization: Normalization };
  /** Changes to the samples, a sentence for people. */
  readonly note?: string;
}

export interface FileFormat {
  readonly label: string;
  /** From the first bytes (up to `HEAD_BYTES`), the name, and the length of the unpacked file where that is known. */
  readonly recognize: (head: Uint8Array, file: string, length?: number) => Confidence;
  /** Bytes the unpacked file has exactly, where its head declares it, and at most. Throws a `Failure` on an impossible head. */
  readonly limits: (head: Uint8Array, file: string) => { readonly exactly?: number; readonly most: number };
  /** Throws a `Failure` on anything but a whole and legal file. May keep views of `bytes`. */
  readonly decode: (bytes: Uint8Array, file: string, reading?: Reading) => DecodedFile;
}

/** Throws unless a file is exactly as long as its head declares. */
export function expectLength(file: string, actual: number, declared: number): void {
  if (actual < declared) throw new Failure('file-truncated', `“${file}” has ${digits(actual)} of ${digits(declared)} bytes.`);
  if (actual > declared) throw new Failure('file-oversized', `“${file}” has ${digits(actual)} bytes instead of ${digits(declared)}.`);
}

/** 7840016 ↦ 7,840,016. */
export function digits(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
