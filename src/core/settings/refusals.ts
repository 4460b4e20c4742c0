/**
 * Settings that are each legal and cannot run together: refused before anything starts, with the reason and a way out.
 * What a model needs of its data, the model itself says (`ModelEntry.layers`).
 */
import { augmentationOf, augmentationRefusal } from '../datasets/augmentation';
import { needsFiles, trainCountOf } from '../datasets/index';
import { generators } from '../datasets/generators';
import type { Task } from '../models/model';
import type { Notice } from '../notice';
import { layersOf } from '../models/models';
import type { Layout } from '../models/layout';
import { buffersOf } from '../models/sequence';
import { noticesAbout, type Rule } from '../sam/combinations';
import { createdBy } from '../sam/part';
import { slots } from '../sam/slots';
import { estimatedBytes, featureCount, networkLayout, networkSize } from './cost';
import { entryOf } from './entry';
import type { Experiment, RunSettings } from './experiment';
import { runLabels } from './runLabels';
import { climbs } from './runs';

/** Facts about the data and the device. */
export interface Facts extends Task {
  readonly trainCount: number;
  /** Training samples of every class, where they are known. */
  readonly classCounts?: readonly number[];
  /** Memory the device offers, in bytes; `ORDINARY_MEMORY_BYTES` where nobody says so. */
  readonly memoryBytes?: number;
}

/** Memory that may be asked of any device: browsers do not tell a graphics card's, and WebAssembly addresses 4 GiB. */
export const ORDINARY_MEMORY_BYTES = 4 * 2 ** 30;

/** Why settings cannot run, or may not do what one expects (`doubtful`); about the setting to change. */
export type SettingNotice = Notice<Rule['verdict']>;

/** Facts about generated data, known without drawing them; undefined for files, whose facts come with them. */
export function factsOf({ data }: Pick<Experiment, 'data'>): Facts | undefined {
  if (needsFiles(data)) return undefined;
  const { inputShape, classes } = entryOf(generators, data.kind);
  const [trainCount, count] = [trainCountOf(data), classes(data.values)];
  // Generators give every class its equal part.
  const classCounts = Array.from({ length: count }, () => trainCount / count);
  return { trainCount, classCounts, inputShape: inputShape(data.values), classes: count };
}

/** Why an experiment cannot start; empty when it can. `facts` are needed for files only, and for the device's memory. */
export function refusals(experiment: Experiment, facts: Facts | undefined = factsOf(experiment)): readonly SettingNotice[] {
  const { runs, data } = experiment;
  const found: SettingNotice[] = [];
  if (runs.length === 0) {
    found.push({
      code: 'refused',
      about: 'runs',
      message: 'There is nothing to train, as no algorithm is chosen.',
      remedy: 'Add an algorithm.',
    });
  }
  found.push(...combinationsOf(experiment, facts, 'refused'));
  if (facts)
    found.push(...batchRefusals(experiment, facts), ...augmentationRefusals(experiment, facts), ...modelRefusals(experiment, facts));
  else if (needsFiles(data) && data.values.set === '') {
    found.push({
      code: 'refused',
      about: 'data.set',
      message: 'This experiment needs a data set from files.',
      remedy: 'Drop its files on the page, choose a stored one, or get a public one by name.',
    });
  }
  return found;
}

/** Warnings about settings that run and may not do what one expects; said before the start, never in the way of it. */
export function warnings(experiment: Experiment, facts: Facts | undefined = factsOf(experiment)): readonly SettingNotice[] {
  return combinationsOf(experiment, facts, 'doubtful');
}

function combinationsOf(experiment: Experiment, facts: Facts | undefined, wanted: Rule['verdict']): readonly SettingNotice[] {
  const labels = runLabels(experiment);
  const network = facts && layoutIn(experiment, facts);
  return experiment.runs.flatMap(({ id, parts }, index) =>
    noticesAbout(parts, { network, optimizer: experiment.optimizer, classCounts: facts?.classCounts })
      .filter(({ code }) => code === wanted)
      .map(({ code, about, message, remedy }) => ({
        code,
        about: `runs.${id}.${about}`,
        message: `${labels[index]?.label}: ${message}`,
        remedy,
      })),
  );
}

/** The tensors of the network; undefined where it does not fit the task, which is refused for itself. */
function layoutIn(experiment: Experiment, facts: Facts): Layout | undefined {
  try {
    return networkLayout(experiment, facts);
  } catch {
    return undefined;
  }
}

function batchRefusals({ training: { batch } }: Experiment, { trainCount }: Facts): readonly SettingNotice[] {
  if (batch <= trainCount) return [];
  const message = `A batch of ${batch} is larger than the training set of ${trainCount}, so no step could be made.`;
  return [{ code: 'refused', about: 'training.batch', message, remedy: `Set the batch size to at most ${trainCount}.` }];
}

function augmentationRefusals({ data }: Experiment, { inputShape }: Facts): readonly SettingNotice[] {
  const message = augmentationRefusal(augmentationOf(data.values), inputShape);
  if (!message) return [];
  const { about, remedy } =
    inputShape.length === 3
      ? { about: 'data.cutout', remedy: 'Choose a smaller square.' }
      : { about: 'data.crop', remedy: 'Set crop and cutout to 0 and mirror to off.' };
  return [{ code: 'refused', about, message, remedy }];
}

function modelRefusals(experiment: Experiment, facts: Facts): readonly SettingNotice[] {
  const { model, training, runs } = experiment;
  if (featureCount(experiment) > 0 && facts.inputShape.length > 1) {
    const [height, width] = facts.inputShape;
    const samples = facts.inputShape.length === 3 ? `images of ${height} × ${width}` : `sequences of ${height} tokens`;
    const message = `Fourier features are for points in the plane, and these samples are ${samples}.`;
    return [{ code: 'refused', about: 'model.rff', message, remedy: 'Set the number of Fourier features to 0.' }];
  }
  let size: ReturnType<typeof networkSize>;
  try {
    size = networkSize(experiment, facts);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [{ code: 'refused', about: 'model', message, remedy: 'Choose another model or another data set.' }];
  }
  const hasBatchNorm = Object.keys(buffersOf(layersOf(model, facts))).length > 0;
  const single = hasBatchNorm ? singleSample(training.batch, runs) : undefined;
  if (single) {
    const message = `Batch norm needs at least two samples in a pass, and ${single.what} has one: its variance is zero.`;
    return [{ code: 'refused', about: single.field, message, remedy: single.remedy }];
  }
  return memoryRefusals(size, training.batch, runs.length * training.seeds.length, facts.memoryBytes);
}

/** Where a training pass would see one sample only. */
function singleSample(batch: number, runs: readonly RunSettings[]) {
  if (batch === 1) {
    return {
      field: 'training.batch',
      what: 'this batch',
      remedy: 'Set the batch size to 2 or more, or choose a model without batch norm.',
    };
  }
  for (const { id, parts } of runs.filter(climbs)) {
    const pieces = createdBy(slots.batching, parts.batching).sizes(batch);
    const selection = createdBy(slots.selection, parts.selection);
    const remedy = 'Choose larger batches, or a model without batch norm.';
    if (Math.min(...pieces) === 1) return { field: `runs.${id}.batching`, what: 'a micro-batch', remedy };
    if (Math.min(...pieces.map((size) => selection.kept(size))) === 1)
      return { field: `runs.${id}.selection`, what: 'the selection of a second pass', remedy };
  }
  return undefined;
}

function memoryRefusals(
  size: ReturnType<typeof networkSize>,
  batch: number,
  members: number,
  memoryBytes: number = ORDINARY_MEMORY_BYTES,
): readonly SettingNotice[] {
  const needed = estimatedBytes(size, batch, members);
  if (needed <= memoryBytes) return [];
  const gibibytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  const message = `This experiment needs about ${gibibytes(needed)}, and the device offers ${gibibytes(memoryBytes)}.`;
  let fitting = batch;
  while (fitting >= 1 && estimatedBytes(size, fitting, members) > memoryBytes) fitting = Math.floor(fitting / 2);
  if (fitting >= 1) return [{ code: 'refused', about: 'training.batch', message, remedy: `Set the batch size to ${fitting}.` }];
  return [{ code: 'refused', about: 'model', message, remedy: 'Choose a smaller model, fewer runs or fewer seeds.' }];
}
