/**
 * A step is recorded the first time and recognized afterwards.
 *
 * Algorithms run their few hundred lines of arithmetic every step as they do on any backend; here each operation only
 * finds itself at the next place of the recording, which costs a comparison. Whatever has changed (a gate, a shape, a
 * part, a constant of a formula) is found there and then, and recorded as another branch: nothing can be replayed that
 * the algorithm did not just ask for. Numbers of the host are collected on the way.
 */
import { sizeOf } from '../../core/tensor/shape';
import type { Shape } from '../../core/tensor/tensor';
import type { Node, Op } from './node';

/** The start of all recordings. */
export function emptyRecording(): Node {
  return { id: 0, op: 'cut', inputs: [], shape: [], size: 0, numbers: [], segment: -1, lane: 0, next: [], slot: 0 };
}

/** One run through a recording. */
export class Trace<Stored> {
  /** Which of several runs in lock-step is speaking. */
  lane = 0;
  /** Nodes recorded because they were not known. */
  recorded = 0;
  /** Stored tensors met so far, by slot. */
  readonly leaves: Stored[] = [];
  readonly #leafNodes = new Map<Stored, Node>();
  readonly #literals = new Map<number, Node>();
  #uploads: Float32Array;
  #uploaded = 0;
  #segment = 0;
  #at: Node;

  /** @param before a trace that has ended: its memory is used again */
  constructor(root: Node, before?: Trace<Stored>) {
    this.#uploads = before ? before.#uploads : new Float32Array(1024);
    this.#at = root;
  }

  /** Numbers of an upload node. */
  numbersOf({ slot, size }: Node): Float32Array {
    return this.#uploads.subarray(slot, slot + size);
  }

  leaf(stored: Stored, shape: Shape): Node {
    const known = this.#leafNodes.get(stored);
    if (known) return known;
    const node = this.step('leaf', [], shape, () => shape, this.leaves.length);
    this.leaves.push(stored);
    this.#leafNodes.set(stored, node);
    return node;
  }

  upload(values: ArrayLike<number>, shape: Shape): Node {
    const node = this.step('upload', [], shape, () => shape, this.#uploaded);
    this.#append(values);
    return node;
  }

  /**
   * A constant of a formula. It is data like everything else: another value is no other program, runs that differ in
   * one share kernels, and no driver's compiler can fold it into its neighbours and round differently.
   */
  literal(value: number): Node {
    const known = this.#literals.get(value);
    if (known) return known;
    const node = this.step('literal', [], [], () => [], this.#uploaded);
    this.#append([value]);
    this.#literals.set(value, node);
    return node;
  }

  /** A point where results are asked for: what follows belongs to the next program. */
  cut(results: readonly Node[]): Node {
    const node = this.step('cut', results, [], () => []);
    this.#segment++;
    return node;
  }

  /** The next operation, recognized or recorded. */
  step(op: Op, inputs: readonly Node[], numbers: readonly number[], shapeOf: () => Shape, slot = 0): Node {
    const { next } = this.#at;
    for (let index = 0; index < next.length; index++) {
      const known = next[index] as Node;
      if (known.op === op && known.lane === this.lane && same(known.inputs, inputs) && same(known.numbers, numbers)) {
        this.#at = known;
        return known;
      }
    }
    const shape = shapeOf();
    const node: Node = {
      id: this.#at.id + 1,
      op,
      inputs: [...inputs],
      shape: [...shape],
      size: sizeOf(shape),
      numbers: [...numbers],
      segment: this.#segment,
      lane: this.lane,
      next: [],
      slot,
    };
    next.push(node);
    this.recorded++;
    this.#at = node;
    return node;
  }

  #append(values: ArrayLike<number>): void {
    while (this.#uploads.length < this.#uploaded + values.length) {
      const longer = new Float32Array(2 * this.#uploads.length);
      longer.set(this.#uploads);
      this.#uploads = longer;
    }
    this.#uploads.set(values, this.#uploaded);
    this.#uploaded += values.length;
  }
}

function same<T>(a: readonly T[], b: readonly T[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}
