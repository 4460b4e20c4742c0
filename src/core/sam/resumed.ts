/** An algorithm's state that was written down, checked against the parts that are to go on with it. */
import { Failure } from '../failures';
import { isTensor, type StateTree } from '../tensor/stateTree';
import type { StepContext } from './part';
import { type AlgorithmState, type Anatomy, initialState } from './step';

/**
 * The state, with that of parts which remember nothing where it has none: earlier versions had fewer parts.
 *
 * Throws a `Failure` where a part would find the memory of another: which keys a part remembers by tells them apart.
 */
export function resumedState(
  anatomy: Anatomy,
  context: Pick<StepContext, 'layout' | 'backend'>,
  state: Partial<AlgorithmState>,
): AlgorithmState {
  const fresh = initialState(anatomy, context);
  const slots = Object.keys(fresh) as (keyof AlgorithmState)[];
  const entries = slots.map((slot) => {
    const own = state[slot] ?? null;
    if (keysOf(own) !== keysOf(fresh[slot])) throw new Failure('snapshot-differs', `It is the part “${slot}”.`);
    return [slot, own] as const;
  });
  context.backend.free(fresh);
  return Object.fromEntries(entries) as unknown as AlgorithmState;
}

/** Names a state remembers by, of all levels; tensors and numbers are leaves. */
function keysOf(state: StateTree): string {
  if (typeof state !== 'object' || state === null || isTensor(state)) return '';
  return Object.entries(state as Readonly<Record<string, StateTree>>)
    .map(([key]) => key)
    .sort()
    .join();
}
