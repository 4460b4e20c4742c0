/** A data set that is computed from a seed: points in the plane, drawn one after the other, classes in turn. */
import { randomStream, type RandomStream } from '../random';
import type { Entry } from '../settings/entry';
import type { FieldMap, FieldValue, ValuesOf } from '../settings/field';

export interface Generator extends Entry {
  /** How many classes these values give. */
  readonly classes: (values: Readonly<Record<string, FieldValue>>) => number;
  /**
   * Draws `count` labelled points for `seed`, `inputs` row-major [count, 2], mostly within [−2, 2]. Deterministic, and
   * more points begin with the same points. Classes come in turn, so that their counts differ by one at most.
   */
  readonly generate: (
    values: Readonly<Record<string, FieldValue>>,
    count: number,
    seed: number,
  ) => { readonly inputs: Float32Array; readonly labels: Uint8Array; readonly classes: number };
}

/** A generator from its fields, its number of classes and one point of class `label`. `name` names its random stream. */
export function generator<const F extends FieldMap>(description: {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly source?: string;
  readonly fields: F;
  readonly classes: (values: ValuesOf<F>) => number;
  readonly point: (values: ValuesOf<F>, label: number, stream: RandomStream) => readonly [x: number, y: number];
}): Generator {
  const { name, label, help, source, fields, point } = description;
  // The registry forgets which fields an entry has; values always come from those very fields (`choose`).
  const classesOf = (values: Readonly<Record<string, FieldValue>>) => description.classes(values as ValuesOf<F>);
  return {
    label,
    help,
    ...(source ? { source } : {}),
    fields,
    classes: classesOf,
    generate(values, count, seed) {
      const classes = classesOf(values);
      const stream = randomStream(seed, `points:${name}`);
      const inputs = new Float32Array(2 * count);
      const labels = new Uint8Array(count);
      for (let index = 0; index < count; index++) {
        const drawn = index % classes;
        labels[index] = drawn;
        inputs.set(point(values as ValuesOf<F>, drawn, stream), 2 * index);
      }
      return { inputs, labels, classes };
    },
  };
}
