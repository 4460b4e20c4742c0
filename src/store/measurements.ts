/** Measurements asked for beside training. */
import type { Exploration } from '../core/protocol/explorations';
import type { Command } from '../core/protocol/protocol';
import type { GroupState } from './group';

export interface MeasurementVerbs {
  /** Measures gradient norms of these runs where they stand; training waits. */
  measure(runs: readonly string[]): void;
  /** Looks at the ground around these runs where they stand. */
  measureLandscape(runs: readonly string[]): void;
  /** Measures the loss in the plane of the runs' paths; training waits. */
  slice(): void;
  /** Asks for views of the stage where the runs stand; training waits. */
  explore(asked: readonly Exploration[]): void;
  stopMeasuring(): void;
}

/** @param onScreen the group that is trained here, if there is one. */
export function createMeasurements(onScreen: () => GroupState | null, send: (command: Command) => void): MeasurementVerbs {
  const ask = (command: (group: string) => Command) => {
    const group = onScreen();
    if (group) send(command(group.id));
  };
  return {
    measure: (runs) => ask((group) => ({ type: 'measure', group, runs })),
    measureLandscape: (runs) => ask((group) => ({ type: 'measureLandscape', group, runs })),
    slice: () => ask((group) => ({ type: 'slice', group })),
    explore: (asked) => ask((group) => ({ type: 'explore', group, asked })),
    stopMeasuring: () => ask((group) => ({ type: 'stopMeasuring', group })),
  };
}
