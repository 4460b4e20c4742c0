/**
 * What the stage asks of the weights where they stand: the same move for all runs, the line between two of them, the loss around each.
 * Training waits for the answers (`findings.ts`) and goes on as if nothing had been.
 */

/** Along a random direction scaled to the filters, which all runs of a seed share; or the way each run itself would climb, else its gradient. */
export type Way = 'random' | 'climb';

export type Exploration =
  /** Moves the weights of every seed of a run. `draw` numbers the random direction, from 1. */
  | { readonly what: 'shake'; readonly run: string; readonly along: Way; readonly draw: number }
  /** Walks straight from one run to another, seed by seed. */
  | { readonly what: 'between'; readonly from: string; readonly to: string }
  /** Measures the loss in a plane through the first seed of a run: `along` and a random direction, `points` to a side, an odd number. */
  | { readonly what: 'surface'; readonly run: string; readonly along: Way; readonly points: number };

/** The same for questions whose answers take each other's place. */
export function subjectOf(asked: Exploration): string {
  if (asked.what === 'between') return `between ${asked.from} ${asked.to}`;
  return `${asked.what} ${asked.along} ${asked.run}`;
}

/** Runs whose weights it needs. */
export function runsOf(asked: Exploration): readonly string[] {
  return asked.what === 'between' ? [asked.from, asked.to] : [asked.run];
}
