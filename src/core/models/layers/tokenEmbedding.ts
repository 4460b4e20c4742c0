import { nth } from '../../numbers';
import type { Tensor } from '../../tensor/tensor';
import type { TensorSpec } from '../layout';
import type { LayerKind } from './layerKind';

/** Learned vectors of tokens, of their places, and of the segments that they are in. */
export interface TokenEmbedding {
  readonly kind: 'tokenEmbedding';
  readonly name: string;
  readonly vocabulary: number;
  readonly features: number;
  /** Rows of the table of places, the longest sequence; 0 is no such table. */
  readonly positions: number;
  /** Rows of the table of segments; 0 is no such table. */
  readonly segments: number;
  /** Standard deviation of the first values. */
  readonly deviation: number;
}

/** What a token is given as: its number, its segment, and 1, or 0 where it only fills the sequence up. */
export const TOKEN_COLUMNS = 3;

interface Saved {
  /** [n·tokens] */
  readonly tokens: Tensor;
  readonly segments: Tensor;
}

/**
 *   y[n, t] = word[x[n, t, 0]] + position[t] + segment[x[n, t, 1]],   x [n, tokens, 3]
 *
 * Gradients of tables have rows of zeros for tokens that were not there. Source: Devlin et al. 2019, arXiv:1810.04805, fig. 2.
 */
export const tokenEmbedding: LayerKind<TokenEmbedding, Saved> = {
  tensors: ({ name, vocabulary, features, positions, segments, deviation }) => {
    const tables = { word: vocabulary, position: positions, segment: segments };
    return Object.entries(tables)
      .filter(([, rows]) => rows > 0)
      .map(([part, rows]): TensorSpec => ({ name: `${name}/${part}`, shape: [rows, features], kind: 'embedding', deviation }));
  },
  outputShape({ name, features, positions }, input) {
    if (input.length !== 2 || input[1] !== TOKEN_COLUMNS)
      throw new Error(`${name} expects tokens with number, segment and mask, got [${input.join(', ')}]`);
    const tokens = nth(input, 0);
    if (positions > 0 && tokens > positions)
      throw new Error(`${name} knows sequences of up to ${positions} tokens, and these have ${tokens}`);
    return [tokens, features];
  },
  forward({ features, positions, segments }, input, weights) {
    const [samples, tokens] = input.shape as [number, number, number];
    const column = (index: number) => input.slice([0, 0, index], [samples, tokens, 1]).reshape([samples * tokens]);
    const saved = { tokens: column(0), segments: column(1) };
    const [word, ...others] = weights as [Tensor, ...Tensor[]];
    let output = word.rowsAt(saved.tokens).reshape([samples, tokens, features]);
    if (positions > 0) output = output.add((others.shift() as Tensor).slice([0, 0], [tokens, features]));
    if (segments > 0) output = output.add((others.shift() as Tensor).rowsAt(saved.segments).reshape(output.shape));
    return { output, saved };
  },
  backward({ vocabulary, features, positions, segments }, gradient, saved) {
    const [samples, tokens] = gradient.shape as [number, number, number];
    const rows = gradient.reshape([samples * tokens, features]);
    const place = () =>
      gradient.sum([0]).pad([
        [0, positions - tokens],
        [0, 0],
      ]);
    return {
      gradients: [
        rows.rowsAtGradient(saved.tokens, vocabulary),
        ...(positions > 0 ? [place()] : []),
        ...(segments > 0 ? [rows.rowsAtGradient(saved.segments, segments)] : []),
      ],
    };
  },
};
