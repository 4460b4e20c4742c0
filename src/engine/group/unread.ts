/**
 * Numbers that wait on the device, so that one trip brings all that several askers want: a trip costs half a millisecond in one
 * browser and a hundred in another, however little it brings.
 */
import { Failure } from '../../core/failures';
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

/** How many may be computed at the same time, as far as is known: less once that was too much for the device's memory. */
export interface Company {
  most: number;
}

/** True where half as many may succeed. Then the company is that small from now on. */
export function isTooMany(error: unknown, count: number, company: Company): boolean {
  if (count === 1 || !(error instanceof Failure) || error.code !== 'model-too-large') return false;
  company.most = Math.min(company.most, Math.ceil(count / 2));
  return true;
}

/**
 * Computes all, side by side where the backend can share work between them.
 *
 * @param beat  called after every scope
 */
export async function computeTogether<T>(
  backend: Backend,
  computations: readonly Computation<T>[],
  company: Company,
  beat: () => void = () => {},
): Promise<readonly Unread<T>[]> {
  const unread: Unread<T>[] = [];
  while (unread.length < computations.length) {
    const together = backend.lane ? Math.max(1, company.most) : 1;
    const some = computations.slice(unread.length, unread.length + together);
    try {
      const made = await sideBySide(backend, some);
      for (const [{ take }, tensor] of zipped(some, made))
        unread.push({ tensors: [tensor], take: ([values = new Float64Array()]) => take(values) });
    } catch (error) {
      if (!isTooMany(error, some.length, company)) throw error;
    }
    beat();
  }
  return unread;
}

function sideBySide(backend: Backend, computations: readonly Computation<unknown>[]): Promise<readonly Tensor[]> {
  // Asynchronously: kernels that are new are compiled side by side.
  return backend.scopeAsync(async () => {
    const tensors: Tensor[] = [];
    for (const [lane, { compute }] of computations.entries()) {
      backend.lane?.(lane);
      tensors.push(await compute());
    }
    return tensors;
  });
}

/** Each with the one at its place among the others. */
export function zipped<A, B>(some: readonly A[], others: readonly B[]): readonly (readonly [A, B])[] {
  if (some.length !== others.length) throw new Error(`${some.length} do not go with ${others.length}`);
  return some.map((one, place) => [one, others[place] as B]);
}
