/** A list of layers as lines of Python that turn a batch `x` into logits, taking weights from the iterator `p` in flat order. */
import type { Layer } from '../../models/layers';
import type { Shape } from '../../tensor/tensor';

const WRITTEN = new Set<Layer['kind']>([
  'activation',
  'averagePool',
  'batchNorm',
  'conv2d',
  'dense',
  'flatten',
  'globalAveragePool',
  'maxPool',
  'padChannels',
  'parallel',
]);

const NAMES: Partial<Record<Layer['kind'], string>> = {
  attention: 'attention',
  classToken: 'class tokens',
  dropout: 'dropout',
  blankPadding: 'masks of padding',
  disentangledAttention: 'attention',
  layerNorm: 'layer norm',
  masked: 'masks of padding',
  patches: 'image patches',
  positionEmbedding: 'position embeddings',
  tied: 'shared weights',
  tokenEmbedding: 'embeddings of tokens',
  tokenPool: 'pooling over tokens',
};

/** Parts of a network that have no code, in words, each once. */
export function unwrittenLayers(layers: readonly Layer[]): readonly string[] {
  const missing = layers.flatMap((layer): readonly string[] => {
    if (layer.kind === 'parallel') return layer.branches.flatMap((branch) => unwrittenLayers(branch));
    return WRITTEN.has(layer.kind) ? [] : [NAMES[layer.kind] ?? layer.kind];
  });
  return [...new Set(missing)];
}

/**
 * The lines. Images are NCHW within, as PyTorch has them; samples and kernels come as this page has them, NHWC and HWIO.
 * Throws on a layer that `unwrittenLayers` names.
 */
export function networkCode(layers: readonly Layer[], inputShape: Shape): readonly string[] {
  let blocks = 0;
  const linesOf = (some: readonly Layer[]): readonly string[] => some.flatMap(lineOf);

  function lineOf(layer: Layer): readonly string[] {
    switch (layer.kind) {
      case 'activation':
        return [`x = ${layer.function === 'tanh' ? 'torch.tanh' : `F.${layer.function}`}(x)`];
      case 'averagePool':
        return [`x = F.avg_pool2d(x, ${layer.size})`];
      case 'batchNorm':
        return ['x = F.batch_norm(x, None, None, next(p), next(p), training=True, eps=1e-5)'];
      case 'conv2d': {
        const bias = layer.bias ? ', next(p)' : '';
        return [`x = F.conv2d(x, next(p).permute(3, 2, 0, 1)${bias}, stride=${layer.stride}, padding=${layer.padding})`];
      }
      case 'dense':
        return ['x = x @ next(p) + next(p)'];
      case 'flatten':
        return ['x = (x.permute(0, 2, 3, 1) if x.ndim == 4 else x).reshape(len(x), -1)'];
      case 'globalAveragePool':
        return ['x = x.mean((2, 3))'];
      case 'maxPool':
        return [`x = F.max_pool2d(x, ${layer.size}, ${layer.stride}, padding=${layer.padding ?? 0})`];
      case 'padChannels':
        return [`x = F.pad(x, (0, 0, 0, 0, 0, ${layer.to - layer.from}))`];
      case 'parallel': {
        const name = `block${blocks++}`;
        const branches = layer.branches.flatMap((branch, index) => [`x = ${name}`, ...linesOf(branch), `${name}_${index} = x`]);
        const outputs = layer.branches.map((_, index) => `${name}_${index}`);
        return [
          `${name} = x`,
          ...branches,
          layer.join === 'sum' ? `x = ${outputs.join(' + ')}` : `x = torch.cat([${outputs.join(', ')}], 1)`,
        ];
      }
      default:
        throw new Error(`networkCode: no code for “${layer.kind}”`);
    }
  }
  return [...(inputShape.length === 3 ? ['x = x.permute(0, 3, 1, 2)'] : []), ...linesOf(layers)];
}
