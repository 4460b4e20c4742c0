/**
 * Optimizer, gate and radius states are plain trees: objects and arrays whose leaves are tensors, numbers, strings,
 * booleans or null. These helpers walk them, so that snapshots and disposal need to know no algorithm.
 */
import type { Backend, Shape, Tensor } from './tensor';

/** Values a state may be made of. */
export type StateTree =
  | Tensor
  | number
  | string
  | boolean
  | null
  | undefined
  | readonly StateTree[]
  | { readonly [key: string]: StateTree };

/** A tensor written down: shape and values. Structured-cloneable and transferable. */
export interface FrozenTensor {
  readonly frozen: Float64Array;
  readonly shape: Shape;
}

export function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && 'addScaled' in value && 'shape' in value;
}

/** Tensors reachable from `value`, each once. */
export function tensorsIn(value: unknown, found: Set<Tensor> = new Set()): Set<Tensor> {
  if (isTensor(value)) found.add(value);
  else if (Array.isArray(value)) for (const item of value) tensorsIn(item, found);
  else if (isPlainObject(value)) for (const item of Object.values(value)) tensorsIn(item, found);
  return found;
}

/** Copies a state to the host; every tensor becomes a `FrozenTensor`. Numbers are read exactly (no rounding beyond the device's). */
export async function freeze(state: StateTree, backend: Backend): Promise<unknown> {
  if (isTensor(state)) return { frozen: await backend.read(state), shape: [...state.shape] } satisfies FrozenTensor;
  if (Array.isArray(state)) return Promise.all(state.map((item: StateTree) => freeze(item, backend)));
  if (isPlainObject(state)) {
    const entries = Object.entries(state as Record<string, StateTree>);
    const frozen = await Promise.all(entries.map(async ([key, item]) => [key, await freeze(item, backend)] as const));
    return Object.fromEntries(frozen);
  }
  return state;
}

/** Inverse of `freeze`. */
export function thaw(state: unknown, backend: Backend): StateTree {
  if (isFrozen(state)) return backend.tensor(state.frozen, state.shape);
  if (Array.isArray(state)) return state.map((item) => thaw(item, backend));
  if (isPlainObject(state)) return Object.fromEntries(Object.entries(state).map(([key, item]) => [key, thaw(item, backend)]));
  return state as StateTree;
}

function isFrozen(value: unknown): value is FrozenTensor {
  return typeof value === 'object' && value !== null && 'frozen' in value && value.frozen instanceof Float64Array;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
}
