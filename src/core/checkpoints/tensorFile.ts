/** A file of tensors that is opened before it is read: what is in it is known at once, numbers come when they are asked for. */
import type { Failure } from '../failures';
import type { Checkpoint, NamedShape } from './checkpoint';

/** Bytes from `begin` up to `end` of a file that is not in memory. */
export type ReadBytes = (begin: number, end: number) => Promise<Uint8Array>;

/** The failure that a sentence about a file becomes. */
export type Damaged = (sentence: string) => Failure;

/** A tensor of a file; its place is the file's own business. */
export type TensorEntry = NamedShape;

export interface TensorFile<Entry extends TensorEntry = TensorEntry> {
  readonly entries: readonly Entry[];
  readonly origin: Checkpoint['origin'];
  /** Names of what is in the file and no tensor. */
  readonly passedOver: readonly string[];
  /** Row-major numbers of one entry, as float32. Reads no more of the file than they take, or than the storage they lie in. */
  values(entry: Entry): Promise<Float32Array>;
}
