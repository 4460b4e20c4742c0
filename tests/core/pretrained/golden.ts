/** Reference checkpoints with their inputs, as networks and tensors. */
import { openSafetensors } from '../../../src/core/checkpoints/safetensors';
import { firstWeightsOf, type NamedTensor } from '../../../src/core/checkpoints/checkpoint';
import { createNetwork, type Network } from '../../../src/core/models/network';
import { type PretrainedConfig, readConfig } from '../../../src/core/pretrained/config';
import { loadPretrained, type LoadedNetwork, pretrainedLayers } from '../../../src/core/pretrained/pretrained';
import { fileOf, referenceBytes, referenceJson, referenceText } from '../checkpoints/reference';

export interface Golden {
  readonly labels: readonly number[];
  readonly logits: readonly (readonly number[])[];
  readonly loss: number;
  readonly gradients: Readonly<Record<string, unknown>>;
  readonly gradient_norms: Readonly<Record<string, number>>;
  readonly gradient_norm: number;
  readonly input_ids?: readonly (readonly number[])[];
  readonly attention_mask?: readonly (readonly number[])[];
  readonly token_type_ids?: readonly (readonly number[])[];
  readonly pixels_uint8?: readonly (readonly number[])[];
  readonly pixel_shape?: readonly number[];
}

export interface Case {
  readonly config: PretrainedConfig;
  readonly classes: number;
  readonly network: Network;
  readonly loaded: LoadedNetwork;
  readonly params: Float64Array;
  readonly inputs: readonly number[];
  readonly samples: number;
}

export const goldenOf = (folder: string, file = 'golden.json') => referenceJson(folder, file) as Golden;

/** @param weights  folder of the weights; `golden` gives inputs. */
export async function caseOf(
  weights: string,
  golden: Golden,
  given?: { readonly config?: string; readonly classes?: number },
): Promise<Case> {
  const config = readConfig(referenceText(given?.config ?? weights, 'config.json'), 'config.json');
  const bytes = referenceBytes(weights, 'model.safetensors');
  const file = await openSafetensors(fileOf(bytes).read, bytes.length, 'model.safetensors');
  const classes = given?.classes ?? golden.logits[0]?.length ?? 0;
  const { shape, inputs } = inputsOf(golden);
  const side = config.kind === 'vit' ? shape[0] : undefined;
  const loaded = await loadPretrained(config, file, { classes, seed: 1, file: 'model.safetensors', ...(side ? { side } : {}) });
  const network = createNetwork(pretrainedLayers(config.kind === 'vit' ? { ...config, side: side ?? 0 } : config, classes), shape);
  const { params } = firstWeightsOf({ network, features: null }, { tensors: loaded.tensors, origin: {}, source: weights });
  return { config, classes, network, loaded, params, inputs, samples: golden.logits.length };
}

function inputsOf({ input_ids: ids, attention_mask: mask, token_type_ids: types, pixels_uint8: pixels, pixel_shape: size }: Golden) {
  if (ids)
    return {
      shape: [ids[0]?.length ?? 0, 3],
      inputs: ids.flatMap((row, sample) => row.flatMap((id, at) => [id, types?.[sample]?.[at] ?? 0, mask?.[sample]?.[at] ?? 1])),
    };
  const [samples = 0, channels = 0, height = 0, width = 0] = size ?? [];
  const flat = pixels?.flat() ?? [];
  const inputs: number[] = [];
  for (let sample = 0; sample < samples; sample++)
    for (let place = 0; place < height * width; place++)
      for (let channel = 0; channel < channels; channel++)
        inputs.push(((flat[(sample * channels + channel) * height * width + place] ?? Number.NaN) / 255 - 0.5) / 0.5);
  return { shape: [height, width, channels], inputs };
}

/** Named pieces of a flat vector. */
export function piecesOf({ layout }: Network, vector: Float64Array): readonly (NamedTensor & { readonly exact: Float64Array })[] {
  return layout.tensors.map(({ name, shape, offset, size }) => {
    const exact = vector.slice(offset, offset + size);
    return { name, shape, values: Float32Array.from(exact), exact };
  });
}
