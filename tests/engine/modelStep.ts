/**
 * Two steps of two runs of SAM on a tiny network of every model: a device against plain doubles. What records the first step
 * replays the second, and runs in lock-step may share its dispatches.
 */
import { createNetwork, initialParams } from '../../src/core/models/network';
import { models } from '../../src/core/models/models';
import { choose, entryOf } from '../../src/core/settings/entry';
import { runOf } from '../../src/core/settings/runs';
import type { FrozenTensor } from '../../src/core/tensor/stateTree';
import { float64Backend } from '../../src/core/tensor/float64';
import type { Backend } from '../../src/core/tensor/tensor';
import { createGroup } from '../../src/engine/group/group';
import { tiniest } from '../core/models/tinyModels';
import { finish, images, tinyCnn } from './groupExperiment';

/** Float32 against doubles, through four passes: rounding of 1e-7 in every sum moves the parameters by up to 2e-5 of the change. */
export const STEP_TOLERANCE = 1e-4;

/** Twice as large as the tiny models need: batch norm over eight single pixels would enlarge rounding a thousandfold. */
const raw = images(60, 16);

/** Largest difference of the parameters after the steps, relative to the largest change that they make. */
export async function stepError(backend: Backend, model: string): Promise<number> {
  const { layers } = entryOf(models, model);
  const task = { inputShape: raw.inputShape, classes: raw.classes };
  const network = createNetwork(layers(choose(models, model, tiniest(model).values).values as never, task), task.inputShape);
  const first = initialParams(network, 1);
  const [expected, actual] = [await stepped(float64Backend, model), await stepped(backend, model)];
  const errors = expected.map((params, run) => {
    let [error, moved] = [0, 0];
    params.forEach((value, index) => {
      error = Math.max(error, Math.abs(value - (actual[run]?.[index] as number)));
      moved = Math.max(moved, Math.abs(value - (first[index] as number)));
    });
    return moved > 0 ? error / moved : Number.NaN;
  });
  return Math.max(...errors);
}

/** Parameters of both runs after the steps. */
async function stepped(backend: Backend, model: string): Promise<readonly Float64Array[]> {
  const runs = [runOf('r1', 'sam', { rho: 0.1 }), runOf('r2', 'sam', { rho: 0.05 })];
  const experiment = tinyCnn({ runs, model: [model, tiniest(model).values], training: { steps: 2, every: 2, most: 16 }, backend: 'cpu' });
  const group = createGroup(backend, experiment, { raw });
  await finish(group, 2);
  const { members } = await group.snapshot('after two steps');
  group.free();
  return members.map(({ state }) => (state as { readonly params: FrozenTensor }).params.frozen);
}
