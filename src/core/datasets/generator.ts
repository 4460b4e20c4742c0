/** A data set that is computed from a seed: points in the plane, drawn one after the other, classes in turn. */
import { randomStream, type RandomStream } from '../random';
import type { Entry } from '../settings/entry';
import { defaultsOf, type FieldMap, type FieldValue, type ValuesOf } from '../settings/field';

export interface Generator extends Entry {
  /** How many classes these values give. Values not given are defaults, here and below. */
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
  // The registry forgets which fields an entry has; what is given always comes from those very fields.
  const complete = (given: Readonly<Record<string, FieldValue>>) => ({ ...defaultsOf(fields), ...given }) as ValuesOf<F>;
  return {
    label,
    help,
    ...(source ? { source } : {}),
    fields,
    classes: (given) => description.classes(complete(given)),
    generate(given, count, seed) {
      const values = complete(given);
      const classes = description.classes(values);
      const stream = randomStream(seed, `points:${name}`);
      const inputs = new Float32Array(2 * count);
      const labels = new Uint8Array(count);
      for (let index = 0; index < count; index++) {
        const drawn = index % classes;
        labels[index] = drawn;
        inputs.set(point(values, drawn, stream), 2 * index);
      }
      return { inputs, labels, classes };
    },
  };
}
