import { nth } from '../../numbers';
import type { Shape, Tensor } from '../../tensor/tensor';
import { affine, affineGradients } from './dense';
import type { LayerKind, PassSetup } from './layerKind';

/** Multi-head self-attention: every token looks at every token of its sequence. */
export interface Attention {
  readonly kind: 'attention';
  readonly name: string;
  /** A multiple of `heads`. */
  readonly features: number;
  readonly heads: number;
  /** Standard deviation of the first weights; He's without it. */
  readonly deviation?: number;
  /** Share of softmax weights set to 0 in training; none without it. */
  readonly dropout?: number;
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
  readonly mask: Tensor | null;
  /** Heads side by side, [n·tokens, features]. */
  readonly joined: Tensor;
}

/**
 *   A = softmax(QKᵀ/√e),  y = (heads of A·V side by side)·W_O + b_O,   Q, K, V = xW + b, e = features/heads
 *   dS = A ⊙ (dA − Σ_j dA ⊙ A)  for S = QKᵀ/√e
 *
 * Shapes: x and y [n, tokens, features]. Cost: beside four products of tokens × features², two of tokens² × features.
 *
 * Keys that only fill a sequence up (`PassSetup.real`) get the weight 0.
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
  forward({ name, heads, features, dropout = 0 }, input, weights, _buffers, setup) {
    const [samples, tokens] = input.shape as [number, number, number];
    const rows = input.reshape([samples * tokens, features]);
    const part = (index: number) => affine(rows, weights[2 * index] as Tensor, weights[2 * index + 1] as Tensor);
    const shape = [samples, tokens, heads, features / heads];
    const queries = apart(part(0).mul(1 / Math.sqrt(features / heads)), shape);
    const [keys, values] = [apart(part(1), shape), apart(part(2), shape)];
    const attended = attentionOver(onlyReal(queries.matMul(keys, false, true), setup.real, 'by sample'));
    const mask = droppedWeights(`${name}/weights`, dropout, [samples, heads, tokens, tokens], setup);
    const joined = together((mask ? attended.mul(mask) : attended).matMul(values), shape);
    const output = affine(joined, weights[6] as Tensor, weights[7] as Tensor).reshape(input.shape);
    return { output, saved: { rows, queries, keys, values, attended, mask, joined } };
  },
  backward({ heads, features }, gradient, { rows, queries, keys, values, attended, mask, joined }, weights, needsInput) {
    const [samples, tokens] = gradient.shape as [number, number, number];
    const shape = [samples, tokens, heads, features / heads];
    const output = affineGradients(gradient.reshape(rows.shape), joined, weights[6] as Tensor, true);
    const context = apart(output.input as Tensor, shape);
    const kept = context.matMul(values, false, true);
    const scoreGradient = attentionGradient(mask ? kept.mul(mask) : kept, attended);
    const parts = [
      together(scoreGradient.matMul(keys), shape).mul(1 / Math.sqrt(features / heads)),
      together(scoreGradient.matMul(queries, true), shape),
      together((mask ? attended.mul(mask) : attended).matMul(context, true), shape),
    ].map((own, index) => affineGradients(own, rows, weights[2 * index] as Tensor, needsInput));
    const below = parts.flatMap(({ input }) => (input ? [input] : []));
    return {
      ...(needsInput ? { inputGradient: below.reduce((sum, one) => sum.add(one)).reshape(gradient.shape) } : {}),
      gradients: [...parts, output].flatMap(({ kernel, bias }) => [kernel, bias]),
    };
  },
};

/** Order of stacks: all heads of a sample, or all samples of a head, one after the other. */
export type StackOrder = 'by sample' | 'by head';

/** [n·t, h·e] → [n·h, t, e]: each head of each sample by itself. `shape` is [n, t, h, e]. */
export function apart(rows: Tensor, shape: Shape, order: StackOrder = 'by sample'): Tensor {
  const [samples, tokens, heads, width] = shape as [number, number, number, number];
  return rows
    .reshape(shape)
    .transpose(order === 'by sample' ? [0, 2, 1, 3] : [2, 0, 1, 3])
    .reshape([samples * heads, tokens, width]);
}

/** The inverse of `apart`. */
export function together(stacks: Tensor, shape: Shape, order: StackOrder = 'by sample'): Tensor {
  const [samples, tokens, heads, width] = shape as [number, number, number, number];
  const isBySample = order === 'by sample';
  return stacks
    .reshape([...(isBySample ? [samples, heads] : [heads, samples]), tokens, width])
    .transpose(isBySample ? [0, 2, 1, 3] : [1, 2, 0, 3])
    .reshape([samples * tokens, heads * width]);
}

/** Takes scores below all others where a key only fills. */
const NOT_SEEN = 1e9;

/** Scores [stacks, queries, keys] with those of keys that only fill a sequence up taken below all others. */
export function onlyReal(scores: Tensor, real: Tensor | undefined, order: StackOrder): Tensor {
  if (!real) return scores;
  const [stacks, tokens, keys] = scores.shape as [number, number, number];
  const [samples] = real.shape as [number, number];
  const isBySample = order === 'by sample';
  const lowered = real.sub(1).mul(NOT_SEEN);
  return scores
    .reshape([...(isBySample ? [samples, stacks / samples] : [stacks / samples, samples]), tokens, keys])
    .add(lowered.reshape(isBySample ? [samples, 1, 1, keys] : [1, samples, 1, keys]))
    .reshape(scores.shape);
}

/** Softmax over the last axis of [stacks, queries, keys]. */
export function attentionOver(scores: Tensor): Tensor {
  const powers = scores.sub(scores.maxOver([2], true)).exp();
  return powers.div(powers.sum([2], true));
}

/** Gradient of the scores, given that of the weights. Where a weight is 0 it is 0. */
export function attentionGradient(weightGradient: Tensor, attended: Tensor): Tensor {
  return attended.mul(weightGradient.sub(weightGradient.mul(attended).sum([2], true)));
}

/** What dropout multiplies softmax weights with, [samples · heads, …]; null where nothing is dropped. */
export function droppedWeights(name: string, rate: number, shape: Shape, { mode, dropped }: PassSetup): Tensor | null {
  if (mode === 'evaluate' || !dropped || rate === 0) return null;
  const [samples, heads, ...rest] = shape as [number, number, ...number[]];
  return dropped(name, 1 - rate, shape)
    .mul(1 / (1 - rate))
    .reshape([samples * heads, ...rest]);
}
