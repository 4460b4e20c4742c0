/**
 * Numbers that wait on the device, so that one trip brings all that several askers want: a trip costs half a millisecond in one
 * browser and a hundred in another, however little it brings.
 */
import type { Backend, Tensor } from '../../core/tensor/tensor';

export interface Unread<T> {
  /** Whoever reads them frees them. */
  readonly tensors: readonly Tensor[];
  /** To be read behind them; they stay with their owner. */
  readonly lent?: readonly Tensor[];
  /** Meaning of their values, in their order. */
  take(values: readonly Float64Array[]): T;
}

/** Numbers of one tensor that is yet to be computed. */
export interface Computation<T> {
  /** Its arithmetic. The open scope owns what it makes. */
  compute(): Promise<Tensor>;
  take(values: Float64Array): T;
}

/** All of them in one trip, in their order. */
export async function readTogether<T>(backend: Backend, unread: readonly Unread<T>[]): Promise<T[]> {
  const tensorsOf = ({ tensors, lent = [] }: Unread<T>) => [...tensors, ...lent];
  const all = unread.flatMap(tensorsOf);
  const values = all.length > 0 ? await backend.readAll(all) : [];
  backend.free(unread.flatMap(({ tensors }) => tensors));
  let at = 0;
  return unread.map((one) => one.take(values.slice(at, (at += tensorsOf(one).length))));
}

/**
 * Computes all, side by side where the backend can share work between them.
 *
 * @param atOnce  how many may be computed at the same time
 * @param beat    called after every scope
 */
export async function computeTogether<T>(
  backend: Backend,
  computations: readonly Computation<T>[],
  atOnce: number,
  beat: () => void = () => {},
): Promise<readonly Unread<T>[]> {
  const together = backend.lane ? Math.max(1, atOnce) : 1;
  const unread: Unread<T>[] = [];
  for (let begin = 0; begin < computations.length; begin += together) {
    const some = computations.slice(begin, begin + together);
    // Asynchronously: kernels that are new are compiled side by side.
    const made = await backend.scopeAsync(async () => {
      const tensors: Tensor[] = [];
      for (const [lane, { compute }] of some.entries()) {
        backend.lane?.(lane);
        tensors.push(await compute());
      }
      return tensors;
    });
    for (const [{ take }, tensor] of zipped(some, made))
      unread.push({ tensors: [tensor], take: ([values = new Float64Array()]) => take(values) });
    beat();
  }
  return unread;
}

/** Each with the one at its place among the others. */
export function zipped<A, B>(some: readonly A[], others: readonly B[]): readonly (readonly [A, B])[] {
  if (some.length !== others.length) throw new Error(`${some.length} do not go with ${others.length}`);
  return some.map((one, place) => [one, others[place] as B]);
}
