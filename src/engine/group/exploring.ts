/** A measurement of the stage, in pieces. It moves no weight, statistic, draw or count of any member. */
import type { AlongLine, Finding } from '../../core/protocol/findings';
import type { SplitMeasurements } from './measure';

export interface Exploring {
  /** Places measured, of those planned. */
  readonly done: number;
  readonly planned: number;
  /** Measures up to `most` more. */
  advance(most: number): Promise<void>;
  /** Result; all that was planned must have been measured. */
  result(): Finding;
  /** Frees what it holds on the device. Must come before the group advances or loses a run. */
  free(): void;
}

/** Measurements in columns. */
export function columnsAlong(found: readonly SplitMeasurements[]): AlongLine {
  const column = (metric: keyof AlongLine) => Float64Array.from(found, (one) => one[metric]);
  return {
    trainLoss: column('trainLoss'),
    testLoss: column('testLoss'),
    trainAccuracy: column('trainAccuracy'),
    testAccuracy: column('testAccuracy'),
  };
}

/**
 * Goes through subjects one after the other, each at `each` places; what one holds on the device is freed before the next is opened.
 *
 * @param open   prepares a subject.
 * @param visit  measures it at a place.
 */
export function inTurn<S, O, F>(
  subjects: readonly S[],
  each: number,
  { open, visit, close }: { open(subject: S): Promise<O>; visit(opened: O, place: number): Promise<F>; close(opened: O): void },
) {
  const found: F[][] = subjects.map(() => []);
  const opened: (O | undefined)[] = [];
  let current: { readonly at: number; readonly it: O } | undefined;
  let done = 0;
  const shut = () => {
    if (current) close(current.it);
    current = undefined;
  };
  return {
    planned: subjects.length * each,
    get done() {
      return done;
    },
    async advance(most: number) {
      for (let made = 0; made < most && done < subjects.length * each; made++) {
        const at = Math.floor(done / each);
        if (current?.at !== at) {
          shut();
          current = { at, it: await open(subjects[at] as S) };
          opened[at] = current.it;
        }
        found[at]?.push(await visit(current.it, done % each));
        done++;
      }
      if (done === subjects.length * each) shut();
    },
    free: shut,
    /** Values of each subject in the order of places; all must have been visited. */
    found(): readonly { readonly opened: O; readonly values: readonly F[] }[] {
      if (done < subjects.length * each) throw new Error(`exploring: ${done} of ${subjects.length * each} places measured`);
      return found.map((values, at) => ({ opened: opened[at] as O, values }));
    },
  };
}
