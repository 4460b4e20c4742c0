import { nth } from '../../numbers';
import type { Shape, Tensor } from '../../tensor/tensor';
import type { TensorSpec } from '../layout';
import { apart, attentionGradient, attentionOver, droppedWeights, onlyReal, together } from './attention';
import { affine, affineGradients } from './dense';
import type { LayerKind } from './layerKind';
import { distances, distanceGradient, skewed, unskewed } from './relativeDistance';

/** Multi-head self-attention of contents and of distances, as DeBERTa has it. */
export interface DisentangledAttention {
  readonly kind: 'disentangledAttention';
  readonly name: string;
  /** A multiple of `heads`. */
  readonly features: number;
  readonly heads: number;
  /** m: distances −m … m − 1 are told apart, all beyond are like the last. */
  readonly reach: number;
  /** Name of the table of distances [2m, features], which all layers of a network share (`tied`). */
  readonly table: string;
  readonly deviation: number;
  /** Share of softmax weights set to 0 in training. */
  readonly dropout: number;
}

interface Saved {
  /** [n·tokens, features] */
  readonly rows: Tensor;
  /** Head by head, [heads·n, tokens, width]; scaled. */
  readonly queries: Tensor;
  readonly keys: Tensor;
  readonly values: Tensor;
  readonly attended: Tensor;
  readonly mask: Tensor | null;
  readonly joined: Tensor;
  /** Rows of the table by distance, falling and rising, [2·tokens − 1, features]. */
  readonly falling: Tensor;
  readonly rising: Tensor;
  /** Keys and queries of distances, [heads, 2·tokens − 1, width]. */
  readonly distanceKeys: Tensor;
  readonly distanceQueries: Tensor;
}

/** Contents to contents, contents to places, places to contents. */
const TERMS = 3;

/**
 *   S(i, j) = (q_i·k_j + q_i·Kr[δ(i, j)] + k_j·Qr[δ(i, j)])/√(3e),   δ(i, j) = clamp(i − j + m, 0, 2m − 1)
 *   Q = xW_q + b_q, K = xW_k, V = xW_v + b_v, Kr = R·W_kr, Qr = R·W_qr + b_qr, e = features/heads
 *
 * Shapes: x and y [n, tokens, features]; R [2m, features]. Cost: beside that of attention, two products of tokens × 2·tokens × features.
 *
 * Source: He et al. 2021, "DeBERTa", arXiv:2006.03654, eq. 4. Deviation: the last term has δ(j, i) there; the authors' code and
 * Hugging Face's, with which the published weights were trained, have δ(i, j), as here.
 */
export const disentangledAttention: LayerKind<DisentangledAttention, Saved> = {
  tensors({ name, features, reach, table, deviation }) {
    const kernel = (part: string): TensorSpec => ({
      name: `${name}/${part}/kernel`,
      shape: [features, features],
      kind: 'kernel',
      deviation,
    });
    const bias = (part: string): TensorSpec => ({ name: `${name}/${part}/bias`, shape: [features], kind: 'bias' });
    return [
      kernel('query'),
      bias('query'),
      kernel('key'),
      kernel('value'),
      bias('value'),
      kernel('distanceKey'),
      kernel('distanceQuery'),
      bias('distanceQuery'),
      kernel('output'),
      bias('output'),
      { name: table, shape: [2 * reach, features], kind: 'embedding', deviation },
    ];
  },
  inner({ heads, features }, input) {
    const tokens = nth(input, 0);
    const scores = heads * tokens ** 2;
    return { activations: 4 * tokens * features + 3 * scores, largest: Math.max(2 * scores, tokens * features) };
  },
  outputShape({ name, features, heads }, input) {
    if (input.length !== 2 || input[1] !== features)
      throw new Error(`${name} expects tokens of ${features} features, got [${input.join(', ')}]`);
    if (features % heads !== 0) throw new Error(`${name}: ${features} features cannot be shared evenly by ${heads} heads`);
    return input;
  },
  forward({ name, heads, features, reach, dropout }, input, weights, _buffers, setup) {
    const [samples, tokens] = input.shape as [number, number, number];
    const [query, queryBias, key, value, valueBias, distanceKey, distanceQuery, distanceBias, out, outBias, table] = weights as Tensor[] & {
      readonly length: 11;
    };
    const rows = input.reshape([samples * tokens, features]);
    const shape = [samples, tokens, heads, features / heads];
    const scale = 1 / Math.sqrt((TERMS * features) / heads);
    const queries = byHead(affine(rows, query as Tensor, queryBias as Tensor).mul(scale), shape);
    const keys = byHead(rows.matMul(key as Tensor), shape);
    const values = byHead(affine(rows, value as Tensor, valueBias as Tensor), shape);
    const { falling, rising } = distances(table as Tensor, tokens, reach);
    const ofDistances = [1, 2 * tokens - 1, heads, features / heads];
    const distanceKeys = byHead(falling.matMul(distanceKey as Tensor), ofDistances);
    const distanceQueries = byHead(affine(rising, distanceQuery as Tensor, distanceBias as Tensor).mul(scale), ofDistances);
    const scores = queries
      .matMul(keys, false, true)
      .add(skewed(ofHeads(queries, heads).matMul(distanceKeys, false, true), tokens))
      .add(skewed(ofHeads(keys, heads).matMul(distanceQueries, false, true), tokens).transpose([0, 2, 1]));
    const attended = attentionOver(onlyReal(scores, setup.real, 'by head'));
    const drawn = droppedWeights(`${name}/weights`, dropout, [samples, heads, tokens, tokens], setup);
    const mask = drawn && headsFirst(drawn, samples, heads);
    const joined = sideBySide((mask ? attended.mul(mask) : attended).matMul(values), shape);
    const output = affine(joined, out as Tensor, outBias as Tensor).reshape(input.shape);
    return { output, saved: { rows, queries, keys, values, attended, mask, joined, falling, rising, distanceKeys, distanceQueries } };
  },
  backward({ heads, features, reach }, gradient, saved, weights, needsInput) {
    const { rows, queries, keys, values, attended, mask, joined, falling, rising, distanceKeys, distanceQueries } = saved;
    const [query, , key, value, , distanceKey, distanceQuery, , out] = weights as Tensor[];
    const [samples, tokens] = gradient.shape as [number, number, number];
    const shape = [samples, tokens, heads, features / heads];
    const ofDistances = [1, 2 * tokens - 1, heads, features / heads];
    const scale = 1 / Math.sqrt((TERMS * features) / heads);
    const output = affineGradients(gradient.reshape(rows.shape), joined, out as Tensor, true);
    const context = byHead(output.input as Tensor, shape);
    const kept = context.matMul(values, false, true);
    const scores = attentionGradient(mask ? kept.mul(mask) : kept, attended);
    const toDistances = ofHeads(unskewed(scores, tokens), heads);
    const fromDistances = ofHeads(unskewed(scores.transpose([0, 2, 1]), tokens), heads);
    const stacks = queries.shape;
    const ofQueries = scores.matMul(keys).add(toDistances.matMul(distanceKeys).reshape(stacks)).mul(scale);
    const ofKeys = scores.matMul(queries, true).add(fromDistances.matMul(distanceQueries).reshape(stacks));
    const ofValues = (mask ? attended.mul(mask) : attended).matMul(context, true);
    const below = (own: Tensor, kernel: Tensor | undefined) => affineGradients(sideBySide(own, shape), rows, kernel as Tensor, needsInput);
    const [queryPart, keyPart, valuePart] = [below(ofQueries, query), below(ofKeys, key), below(ofValues, value)];
    const keyRows = sideBySide(toDistances.matMul(ofHeads(queries, heads), true), ofDistances);
    const queryRows = sideBySide(fromDistances.matMul(ofHeads(keys, heads), true), ofDistances).mul(scale);
    const keyDistances = affineGradients(keyRows, falling, distanceKey as Tensor, true);
    const queryDistances = affineGradients(queryRows, rising, distanceQuery as Tensor, true);
    const inputs = [queryPart, keyPart, valuePart].flatMap(({ input }) => (input ? [input] : []));
    return {
      ...(needsInput ? { inputGradient: inputs.reduce((sum, one) => sum.add(one)).reshape(gradient.shape) } : {}),
      gradients: [
        queryPart.kernel,
        queryPart.bias,
        keyPart.kernel,
        valuePart.kernel,
        valuePart.bias,
        keyDistances.kernel,
        queryDistances.kernel,
        queryDistances.bias,
        output.kernel,
        output.bias,
        distanceGradient(keyDistances.input as Tensor, queryDistances.input as Tensor, tokens, reach),
      ],
    };
  },
};

const byHead = (rows: Tensor, shape: Shape): Tensor => apart(rows, shape, 'by head');
const sideBySide = (stacks: Tensor, shape: Shape): Tensor => together(stacks, shape, 'by head');

/** [h·n, t, e] → [h, n·t, e], as what is the same for all samples is multiplied with. */
function ofHeads(stacks: Tensor, heads: number): Tensor {
  const [count, tokens, width] = stacks.shape as [number, number, number];
  return stacks.reshape([heads, (count / heads) * tokens, width]);
}

/** [n·h, …] → [h·n, …] */
function headsFirst(stacks: Tensor, samples: number, heads: number): Tensor {
  const [, rows, columns] = stacks.shape as [number, number, number];
  return stacks.reshape([samples, heads, rows, columns]).transpose([1, 0, 2, 3]).reshape(stacks.shape);
}
