import { nth } from '../../numbers';
import type { Shape, Tensor } from '../../tensor/tensor';
import { affine, affineGradients } from './dense';
import type { LayerKind } from './layerKind';

/** Multi-head self-attention: every token looks at every token of its sequence. */
export interface Attention {
  readonly kind: 'attention';
  readonly name: string;
  /** A multiple of `heads`. */
  readonly features: number;
  readonly heads: number;
  /** Standard deviation of the first weights; He's without it. */
  readonly deviation?: number;
}

interface Saved {
  /** [n·tokens, features], the tokens one below the other. */
  readonly rows: Tensor;
  /** [n·heads, tokens, features/heads]; the queries scaled. */
  readonly queries: Tensor;
  readonly keys: Tensor;
  readonly values: Tensor;
  /** Softmax weights [n·heads, tokens, tokens], rows sum to 1. */
  readonly attended: Tensor;
  /** Heads side by side, [n·tokens, features]. */
  readonly joined: Tensor;
}

/**
 *   A = softmax(QKᵀ/√e),  y = (heads of A·V side by side)·W_O + b_O,   Q, K, V = xW + b, e = features/heads
 *   dS = A ⊙ (dA − Σ_j dA ⊙ A)  for S = QKᵀ/√e
 *
 * Shapes: x and y [n, tokens, features]. Cost: beside four products of tokens × features², two of tokens² × features.
 *
 * Source: Vaswani et al. 2017, "Attention Is All You Need", arXiv:1706.03762, §3.2; with biases as in ViT.
 */
export const attention: LayerKind<Attention, Saved> = {
  tensors: ({ name, features, deviation }) =>
    ['query', 'key', 'value', 'output'].flatMap((part) => [
      { name: `${name}/${part}/kernel`, shape: [features, features], kind: 'kernel' as const, ...(deviation ? { deviation } : {}) },
      { name: `${name}/${part}/bias`, shape: [features], kind: 'bias' as const },
    ]),
  inner({ heads, features }, input) {
    const tokens = nth(input, 0);
    const scores = heads * tokens ** 2;
    return { activations: 4 * tokens * features + scores, largest: Math.max(scores, tokens * features) };
  },
  outputShape({ name, features, heads }, input) {
    if (input.length !== 2 || input[1] !== features)
      throw new Error(`${name} expects tokens of ${features} features, got [${input.join(', ')}]`);
    if (features % heads !== 0) throw new Error(`${name}: ${features} features cannot be shared evenly by ${heads} heads`);
    return input;
  },
  forward({ heads, features }, input, weights) {
    const [samples, tokens] = input.shape as [number, number, number];
    const rows = input.reshape([samples * tokens, features]);
    const part = (index: number) => affine(rows, weights[2 * index] as Tensor, weights[2 * index + 1] as Tensor);
    const shape = [samples, tokens, heads, features / heads];
    const queries = apart(part(0).mul(1 / Math.sqrt(features / heads)), shape);
    const [keys, values] = [apart(part(1), shape), apart(part(2), shape)];
    const scores = queries.matMul(keys, false, true);
    const powers = scores.sub(scores.maxOver([2], true)).exp();
    const attended = powers.div(powers.sum([2], true));
    const joined = together(attended.matMul(values), shape);
    const output = affine(joined, weights[6] as Tensor, weights[7] as Tensor).reshape(input.shape);
    return { output, saved: { rows, queries, keys, values, attended, joined } };
  },
  backward({ heads, features }, gradient, { rows, queries, keys, values, attended, joined }, weights, needsInput) {
    const [samples, tokens] = gradient.shape as [number, number, number];
    const shape = [samples, tokens, heads, features / heads];
    const output = affineGradients(gradient.reshape(rows.shape), joined, weights[6] as Tensor, true);
    const context = apart(output.input as Tensor, shape);
    const weightGradient = context.matMul(values, false, true);
    const scoreGradient = attended.mul(weightGradient.sub(weightGradient.mul(attended).sum([2], true)));
    const parts = [
      together(scoreGradient.matMul(keys), shape).mul(1 / Math.sqrt(features / heads)),
      together(scoreGradient.matMul(queries, true), shape),
      together(attended.matMul(context, true), shape),
    ].map((own, index) => affineGradients(own, rows, weights[2 * index] as Tensor, needsInput));
    const below = parts.flatMap(({ input }) => (input ? [input] : []));
    return {
      ...(needsInput ? { inputGradient: below.reduce((sum, one) => sum.add(one)).reshape(gradient.shape) } : {}),
      gradients: [...parts, output].flatMap(({ kernel, bias }) => [kernel, bias]),
    };
  },
};

/** [n·t, h·e] → [n·h, t, e]: each head of each sample by itself. `shape` is [n, t, h, e]. */
function apart(rows: Tensor, shape: Shape): Tensor {
  const [samples, tokens, heads, width] = shape as [number, number, number, number];
  return rows
    .reshape(shape)
    .transpose([0, 2, 1, 3])
    .reshape([samples * heads, tokens, width]);
}

/** The inverse of `apart`. */
function together(stacks: Tensor, shape: Shape): Tensor {
  const [samples, tokens, heads, width] = shape as [number, number, number, number];
  return stacks
    .reshape([samples, heads, tokens, width])
    .transpose([0, 2, 1, 3])
    .reshape([samples * tokens, heads * width]);
}
