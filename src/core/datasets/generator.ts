/** A data set that is computed from a seed: samples drawn one after the other, classes in turn. */
import { randomStream, type RandomStream } from '../random';
import type { Entry } from '../settings/entry';
import { defaultsOf, type FieldMap, type FieldValue, type ValuesOf } from '../settings/field';
import type { Normalization } from './dataset';
import { augmentationFields } from './fields';

type Given = Readonly<Record<string, FieldValue>>;

export interface Generator<F extends FieldMap = FieldMap> extends Entry {
  readonly fields: F;
  /** Shape of one sample: [2] for points, [height, width, channels] for images, [tokens, vocabulary] for sequences. */
  readonly inputShape: (values: Given) => readonly number[];
  /** Of sequences, what each token stands for, as in a data set. */
  readonly vocabulary?: (values: Given) => readonly string[];
  readonly normalization: Normalization;
  /** How many classes these values give. Values not given are defaults, here and below. */
  readonly classes: (values: Given) => number;
  /** Names of the classes, in order. */
  readonly classNames: (values: Given) => readonly string[];
  /**
   * Draws `count` labelled samples for `seed`, `inputs` row-major [count, …inputShape]: points mostly within [−2, 2], or
   * bytes of images; of sequences [count, tokens], bytes. Deterministic, and more samples begin with the same samples. Classes come in turn, so that their counts
   * differ by one at most.
   */
  readonly generate: (
    values: Given,
    count: number,
    seed: number,
  ) => { readonly inputs: Float32Array | Uint8Array; readonly labels: Uint8Array; readonly classes: number };
}

interface Common<F extends FieldMap> {
  /** Names the random stream. */
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly source?: string;
  readonly fields: F;
}

/** Points in the plane from their fields, their number of classes and one point of class `label`. */
export function generator<const F extends FieldMap>(
  description: Common<F> & {
    readonly classes: (values: ValuesOf<F>) => number;
    readonly point: (values: ValuesOf<F>, label: number, stream: RandomStream) => readonly [x: number, y: number];
  },
): Generator<F> {
  const { classes, point } = description;
  return drawnInTurn(description, {
    inputShape: () => [2],
    normalization: { scale: 1, mean: [0, 0], std: [1, 1] },
    classNames: (values) => Array.from({ length: classes(values) }, (_, index) => String(index + 1)),
    room: (count) => new Float32Array(2 * count),
    draw: point,
  });
}

/**
 * Images from their fields, the names of their classes and one picture of class `label`: a function of a pixel's column and
 * row that gives the value of each channel, 0 … 1, before `grain` (the standard deviation of normal noise) is added. Values
 * become bytes, as in files.
 *
 * @param description `mean` and `std` of each channel are those of the values 0 … 1 under default settings (tested).
 */
export function imageGenerator<const F extends FieldMap>(
  description: Common<F> & {
    readonly side: number;
    readonly classNames: readonly string[];
    readonly mean: readonly number[];
    readonly std: readonly number[];
    readonly grain: (values: ValuesOf<F>) => number;
    readonly picture: (values: ValuesOf<F>, label: number, stream: RandomStream) => (column: number, row: number) => readonly number[];
  },
): Generator<F & typeof augmentationFields> {
  const { side, classNames, mean, std, grain, picture } = description;
  const size = side * side * mean.length;
  const fields = { ...description.fields, ...augmentationFields };
  return drawnInTurn<F & typeof augmentationFields>(
    { ...description, fields },
    {
      inputShape: () => [side, side, mean.length],
      normalization: { scale: 1 / 255, mean, std },
      classNames: () => classNames,
      room: (count) => new Uint8Array(size * count),
      draw(values, label, stream) {
        const at = picture(values, label, stream);
        const deviation = grain(values);
        const pixels = new Uint8Array(size);
        let next = 0;
        for (let row = 0; row < side; row++) {
          for (let column = 0; column < side; column++) {
            for (const value of at(column, row)) pixels[next++] = byteOf(value + deviation * stream.normal());
          }
        }
        return pixels;
      },
    },
  );
}

/** Sequences of tokens from their fields, their vocabulary, the names of their classes and one sequence of class `label`. */
export function sequenceGenerator<const F extends FieldMap>(
  description: Common<F> & {
    readonly classNames: readonly string[];
    /** Token 0, which fills up, comes first. */
    readonly vocabulary: (values: ValuesOf<F>) => readonly string[];
    readonly tokens: (values: ValuesOf<F>) => number;
    readonly sequence: (values: ValuesOf<F>, label: number, stream: RandomStream) => readonly number[];
  },
): Generator<F> {
  const { vocabulary, tokens, classNames, sequence } = description;
  return drawnInTurn(description, {
    inputShape: (values) => [tokens(values), vocabulary(values).length],
    vocabulary,
    normalization: { scale: 1, mean: [0], std: [1] },
    classNames: () => classNames,
    room: (count, values) => new Uint8Array(tokens(values) * count),
    draw: sequence,
  });
}

function byteOf(value: number): number {
  return Math.round(255 * Math.min(1, Math.max(0, value)));
}

function drawnInTurn<F extends FieldMap>(
  { name, label, help, source, fields }: Common<F>,
  {
    inputShape,
    vocabulary,
    normalization,
    classNames,
    room,
    draw,
  }: Pick<Generator, 'normalization'> & {
    readonly inputShape: (values: ValuesOf<F>) => readonly number[];
    readonly vocabulary?: (values: ValuesOf<F>) => readonly string[];
    readonly classNames: (values: ValuesOf<F>) => readonly string[];
    readonly room: (count: number, values: ValuesOf<F>) => Float32Array | Uint8Array;
    readonly draw: (values: ValuesOf<F>, label: number, stream: RandomStream) => ArrayLike<number>;
  },
): Generator<F> {
  // The registry forgets which fields an entry has; what is given always comes from those very fields.
  const complete = (given: Given): ValuesOf<F> => ({ ...defaultsOf(fields), ...given });
  return {
    label,
    help,
    ...(source ? { source } : {}),
    fields,
    inputShape: (given) => inputShape(complete(given)),
    ...(vocabulary ? { vocabulary: (given: Given) => vocabulary(complete(given)) } : {}),
    normalization,
    classes: (given) => classNames(complete(given)).length,
    classNames: (given) => classNames(complete(given)),
    generate(given, count, seed) {
      const values = complete(given);
      const classes = classNames(values).length;
      const stream = randomStream(seed, `points:${name}`);
      const inputs = room(count, values);
      const width = inputs.length / count;
      const labels = new Uint8Array(count);
      for (let index = 0; index < count; index++) {
        const drawn = index % classes;
        labels[index] = drawn;
        inputs.set(draw(values, drawn, stream), width * index);
      }
      return { inputs, labels, classes };
    },
  };
}
