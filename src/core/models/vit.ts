import { choice, number } from '../settings/field';
import { imageChannels } from './blocks';
import { DEVIATION, encoder, encoderFields, poolField } from './encoder';
import { model } from './model';

/** Transformers on squares cut out of an image. */
export const vit = model({
  label: 'Vision Transformer (ViT-Ti, ViT-S)',
  help: 'The image is cut into squares, each becomes a token, and encoder blocks with layer norm in front let all tokens look at each other.',
  source: 'Dosovitskiy et al. 2021, arXiv:2010.11929, §3.1; sizes Ti and S: Touvron et al. 2021, arXiv:2012.12877, table 1',
  fields: {
    heads: choice({
      label: 'Size',
      help: 'Number of attention heads, which with their width makes the width of the network: 192, 384 and 768 for Ti, S and B.',
      default: '3',
      options: [
        { value: '1', label: '1 head' },
        { value: '2', label: '2 heads' },
        { value: '3', label: 'ViT-Ti: 3 heads' },
        { value: '6', label: 'ViT-S: 6 heads' },
        { value: '12', label: 'ViT-B: 12 heads' },
      ],
    }),
    patch: number({
      label: 'Patch size',
      help: 'Side of the squares: 4 for images of 32 × 32, 16 for 224 × 224 (ViT-S/16).',
      default: 4,
      min: 1,
      max: 32,
      integer: true,
      unit: 'pixels',
    }),
    ...encoderFields({ blocks: 12, headwidth: 64, dropout: 0 }),
    pool: poolField('class'),
  },
  layers({ heads, patch, headwidth, blocks, dropout, pool }, { inputShape, classes }) {
    const channels = imageChannels('The Vision Transformer', inputShape);
    const [height, width] = inputShape as [number, number, number];
    if (height % patch !== 0 || width % patch !== 0)
      throw new Error(
        `Patches of ${patch} × ${patch} do not fill images of ${height} × ${width}. Choose a patch size that divides both sides.`,
      );
    const features = Number(heads) * headwidth;
    return [
      { kind: 'patches', size: patch },
      { kind: 'dense', name: 'patch', inputs: patch ** 2 * channels, units: features, deviation: DEVIATION },
      ...encoder((height / patch) * (width / patch), classes, {
        features,
        heads: Number(heads),
        activation: 'gelu',
        dropout,
        norm: 'pre',
        blocks,
        pool,
      }),
    ];
  },
});
