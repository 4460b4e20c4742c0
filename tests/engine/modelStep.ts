/** Two steps of SAM on a tiny network of every model: a device against plain doubles. What records the first replays the second. */
import { createNetwork, initialParams } from '../../src/core/models/network';
import { models } from '../../src/core/models/models';
import { choose, entryOf } from '../../src/core/settings/entry';
import type { FrozenTensor } from '../../src/core/tensor/stateTree';
import { float64Backend } from '../../src/core/tensor/float64';
import type { Backend } from '../../src/core/tensor/tensor';
import { createGroup } from '../../src/engine/group/group';
import { tiniest } from '../core/models/tinyModels';
import { finish, images, sam, tinyCnn } from './groupExperiment';

/** Float32 against doubles, through four passes; batch norm divides by the spread of eight samples, which enlarges rounding. */
export const STEP_TOLERANCE = 1e-4;

const raw = images(60, 8);

/** Largest difference of the parameters after the steps, relative to the largest change that they make. */
export async function stepError(backend: Backend, model: string): Promise<number> {
  const [expected, actual] = [await stepped(float64Backend, model), await stepped(backend, model)];
  const { layers } = entryOf(models, model);
  const task = { inputShape: raw.inputShape, classes: raw.classes };
  const first = initialParams(
    createNetwork(layers(choose(models, model, tiniest(model).values).values as never, task), task.inputShape),
    1,
  );
  let [error, moved] = [0, 0];
  expected.forEach((value, index) => {
    error = Math.max(error, Math.abs(value - (actual[index] as number)));
    moved = Math.max(moved, Math.abs(value - (first[index] as number)));
  });
  if (expected.length !== actual.length || moved === 0) return Number.NaN;
  return error / moved;
}

async function stepped(backend: Backend, model: string): Promise<Float64Array> {
  const experiment = tinyCnn({ runs: [sam], model: [model, tiniest(model).values], training: { steps: 2, every: 2 }, backend: 'cpu' });
  const group = createGroup(backend, experiment, { raw });
  await finish(group, 2);
  const [member] = (await group.snapshot('after two steps')).members;
  group.free();
  if (!member) throw new Error('the group has no member');
  return (member.state as { readonly params: FrozenTensor }).params.frozen;
}
