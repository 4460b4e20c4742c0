/**
 * A group that the device can hold. Where a rough estimate fits there is nothing to do; where it does not, the first step is
 * planned, which says what it takes (a third of the estimate for a ResNet-18, in two seconds).
 */
import { datasetOf } from '../../core/datasets';
import { nth } from '../../core/numbers';
import { costOf } from '../../core/settings/cost';
import type { Experiment } from '../../core/settings/experiment';
import type { Backend } from '../../core/tensor/tensor';
import type { Device } from '../devices/device';
import { createGroup, type Group, type GroupOptions } from './group';
import { estimatedSize, mebibytes, prepareShared, refusedSize } from './prepare';

/** How many times as much as there is an estimate may be, for a plan to be worth trying. */
const DOUBTFUL = 6;
/** Samples that a plan measures on: measuring is done in pieces that fit. */
const LEAST_MEASURED = 10;

/** Throws a `Failure` like `createGroup`, and `model-too-large` where a single run's step takes more than the device has. */
export async function fittingGroup(
  device: Pick<Device, 'limits' | 'needs'> & Backend,
  experiment: Experiment,
  options: Omit<GroupOptions, 'limits'>,
): Promise<Group> {
  const { training } = experiment;
  const { limits } = device;
  const { maxTotalBytes = Number.POSITIVE_INFINITY } = limits;
  const dataset = datasetOf(experiment.data, nth(training.seeds, 0), options.raw);
  const estimate = estimatedSize(prepareShared(experiment, dataset, options.weights), training.batch);
  if (estimate.bytes > maxTotalBytes) {
    // Weights are what a plan has to hold, too.
    const isDoubtful = device.needs && estimate.bytes <= DOUBTFUL * maxTotalBytes && estimate.fixed <= maxTotalBytes / 2;
    const bytes = isDoubtful ? await plannedSize(device, experiment, options) : estimate.bytes;
    if (bytes > maxTotalBytes) {
      const fits = Math.floor((training.batch * (maxTotalBytes - estimate.fixed)) / Math.max(1, bytes - estimate.fixed));
      throw refusedSize(`${mebibytes(bytes)} in all`, maxTotalBytes, Math.min(fits, training.batch - 1));
    }
  }
  return createGroup(device, experiment, { ...options, limits });
}

/** Bytes of the first step of the run that asks for most gradients; the others wait, or go with it where there is room. */
async function plannedSize(
  device: Pick<Device, 'needs'>,
  experiment: Experiment,
  { raw, weights, beat }: Omit<GroupOptions, 'limits'>,
): Promise<number> {
  const { training } = experiment;
  const first = { ...training, seeds: training.seeds.slice(0, 1), every: training.steps + 1, most: LEAST_MEASURED };
  const { runs } = costOf(experiment);
  const costliest = runs.reduce((most, run) => (run.perStep > most.perStep ? run : most));
  const planned = { ...experiment, runs: experiment.runs.filter(({ id }) => id === costliest.id), training: first };
  return (
    (await device.needs?.(async (backend) => {
      const group = createGroup(backend, planned, { ...(raw ? { raw } : {}), ...(weights ? { weights } : {}), ...(beat ? { beat } : {}) });
      await group.advance(1, beat);
    })) ?? 0
  );
}
