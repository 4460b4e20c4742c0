/** A trained network as the file that somebody takes along. Loaded with the first that is saved. */
import { zipped } from '../../core/checkpoints/archive';
import { type Checkpoint, namedTensors } from '../../core/checkpoints/checkpoint';
import { writeSafetensors } from '../../core/checkpoints/safetensors';
import type { Command, Message } from '../../core/protocol/protocol';
import type { Group } from '../group/group';
import type { MemberWeights } from '../group/weights';

type Asked = Omit<Extract<Command, { type: 'saveNetwork' }>, 'type' | 'group'>;
type Saved = Omit<Extract<Message, { type: 'networkSaved' }>, 'type' | 'group'>;

/** The network of a member as it is now; null when there is no such member. Throws `network-diverged`. */
export async function saveNetwork(group: Group, { member: id, format, origin }: Asked): Promise<Saved | null> {
  const weights = await group.weights(id);
  if (!weights) return null;
  const { member, step, dataset } = weights;
  const checkpoint = { tensors: namedTensors(weights, weights.params, weights.running), origin: { ...origin, ...facts(weights) } };
  if (format === 'safetensors') return { member, step, format, bytes: writeSafetensors(checkpoint) };
  const { saveLayersModel, WEIGHTS_FILE } = await import('../tfjs/layersModel');
  const { json, weights: bytes } = await saveLayersModel(weights, dataset.inputShape, checkpoint);
  return { member, step, format, bytes: zipped({ 'model.json': new TextEncoder().encode(json), [WEIGHTS_FILE]: bytes }) };
}

/** Facts the group itself knows of where a network comes from. */
function facts({ member, step, dataset }: MemberWeights): Checkpoint['origin'] {
  return {
    software: `Basin ${__BASIN_VERSION__}`,
    seed: String(member.seed),
    step: String(step),
    classes: JSON.stringify(dataset.classNames),
    // (value · scale − mean)/std per channel is what the network sees.
    normalization: JSON.stringify(dataset.normalization),
  };
}
