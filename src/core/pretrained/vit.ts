/**
 * Vision Transformer: squares of an image through a dense layer, a class token, places, blocks with layer norm in front of each half.
 *
 * Source: Dosovitskiy et al. 2021, arXiv:2010.11929, §3.1; names as in modeling_vit.py of Transformers.
 */
import { dropped, encoderBlock } from '../models/encoder';
import type { Layer } from '../models/layers';
import type { VitConfig } from './config';
import { denseAt, normAt, permuted, type Place, same } from './place';

/** Squares along one side. */
export const squaresOf = ({ side, patch }: Pick<VitConfig, 'side' | 'patch'>): number => side / patch;

/** Layers for images [side, side, channels]. */
export function vitLayers(config: VitConfig, classes: number): readonly Layer[] {
  const { features, patch, channels, deviation, dropout, floor } = config;
  return [
    { kind: 'patches', size: patch },
    { kind: 'dense', name: 'patch', inputs: patch ** 2 * channels, units: features, deviation },
    { kind: 'classToken', name: 'class', features, deviation },
    { kind: 'positionEmbedding', name: 'position', tokens: squaresOf(config) ** 2 + 1, features, deviation },
    ...dropped('position/dropout', dropout),
    ...Array.from({ length: config.blocks }, (_, index) => encoderBlock(`block${index}`, { ...config, norm: 'pre' })).flat(),
    { kind: 'layerNorm', name: 'norm', features, floor },
    { kind: 'tokenPool', of: 'first' },
    { kind: 'dense', name: 'classifier', inputs: features, units: classes, deviation },
  ];
}

/** Of the file's own size of images: places are resized after they are read (`resized`). */
export function vitPlaces(config: VitConfig, classes: number): readonly Place[] {
  const { features, hidden, patch, channels, blocks } = config;
  const places = squaresOf(config) ** 2 + 1;
  const block = (index: number): readonly Place[] => {
    const [there, here] = [`vit.encoder.layer.${index}`, `block${index}`];
    return [
      ...normAt(`${there}.layernorm_before`, `${here}/attention/norm`, features),
      ...['query', 'key', 'value'].flatMap((part) =>
        denseAt(`${there}.attention.attention.${part}`, `${here}/attention/${part}`, features, features),
      ),
      ...denseAt(`${there}.attention.output.dense`, `${here}/attention/output`, features, features),
      ...normAt(`${there}.layernorm_after`, `${here}/dense/norm`, features),
      ...denseAt(`${there}.intermediate.dense`, `${here}/dense0`, features, hidden),
      ...denseAt(`${there}.output.dense`, `${here}/dense1`, hidden, features),
    ];
  };
  const projection = 'vit.embeddings.patch_embeddings.projection';
  return [
    permuted(`${projection}.weight`, 'patch/kernel', [features, channels, patch, patch], [2, 3, 1, 0], [patch ** 2 * channels, features]),
    same(`${projection}.bias`, 'patch/bias', [features]),
    same('vit.embeddings.cls_token', 'class/embedding', [1, 1, features], [features]),
    same('vit.embeddings.position_embeddings', 'position/embedding', [1, places, features], [places, features]),
    ...Array.from({ length: blocks }, (_, index) => block(index)).flat(),
    ...normAt('vit.layernorm', 'norm', features),
    ...denseAt('classifier', 'classifier', features, classes),
  ];
}

/**
 * Places of another number of squares, by bicubic interpolation with a = −0.75, half-pixel centres and edges repeated, as PyTorch's
 * `interpolate`; the class token keeps its own.
 *
 * @param values  [1 + from², features] → [1 + to², features]
 */
export function resized(values: Float32Array, from: number, to: number, features: number): Float32Array {
  if (from === to) return values;
  const result = new Float32Array((1 + to * to) * features);
  result.set(values.subarray(0, features));
  const along = Array.from({ length: to }, (_, place) => taps(place, from, to));
  along.forEach((rows, y) => {
    along.forEach((columns, x) => {
      const at = (1 + y * to + x) * features;
      for (let feature = 0; feature < features; feature++) {
        let sum = 0;
        for (const row of rows)
          for (const column of columns)
            sum += row.share * column.share * (values[(1 + row.place * from + column.place) * features + feature] ?? Number.NaN);
        result[at + feature] = sum;
      }
    });
  });
  return result;
}

/** The four places that one of `to` is made of, and their shares. */
function taps(place: number, from: number, to: number): readonly { readonly place: number; readonly share: number }[] {
  const centre = ((place + 0.5) * from) / to - 0.5;
  const first = Math.floor(centre);
  return [-1, 0, 1, 2].map((offset) => ({
    place: Math.min(Math.max(first + offset, 0), from - 1),
    share: cubic(Math.abs(centre - first - offset)),
  }));
}

const A = -0.75;

/** Keys 1981, with a = −0.75. */
function cubic(distance: number): number {
  if (distance <= 1) return ((A + 2) * distance - (A + 3)) * distance * distance + 1;
  if (distance < 2) return ((A * distance - 5 * A) * distance + 8 * A) * distance - 4 * A;
  return 0;
}
