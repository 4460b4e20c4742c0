/**
 * An experiment made smaller until it takes no longer than a person waits and no more memory than the device has. Nothing
 * is hidden in it: what it changed is read off by comparing every field before and after.
 */
import { needsFiles, type StoredCounts, trainCountOf } from '../datasets/index';
import { half, narrower, shallower } from '../models/smaller';
import { costOf, estimatedBytes, forwardWork, networkSize } from './cost';
import { setField } from './edit';
import { entryOf, type Chosen } from './entry';
import { stepsOfEpoch, withStepsOfEpochs } from './epochs';
import type { Experiment } from './experiment';
import { type FieldMap, readable } from './field';
import { type Facts, ORDINARY_MEMORY_BYTES } from './refusals';
import { sections } from './sections';

export interface DeviceCapacity {
  /** Milliseconds of one gradient of the experiment as it is; null where nothing was measured: then only memory counts. */
  readonly msPerGradient: number | null;
  /** `ORDINARY_MEMORY_BYTES` where the device does not say. */
  readonly memoryBytes?: number;
  /** Counts of the stored data set, where the experiment's data come from files. */
  readonly stored?: StoredCounts;
}

export interface Change {
  readonly label: string;
  readonly from: string;
  readonly to: string;
}

export interface Fitted {
  readonly experiment: Experiment;
  readonly changes: readonly Change[];
  /** Estimate for that case; null where nothing was measured. */
  readonly seconds: number | null;
  /** True if it now keeps to both limits; if not, it is as small as this makes it. */
  readonly fits: boolean;
}

/** How small things may become before the next thing is made smaller: three rounds, each lower. */
interface Floors {
  readonly epochs: number;
  readonly steps: number;
  readonly samples: number;
  readonly width: number;
}
const rounds: readonly Floors[] = [
  { epochs: 30, steps: 1000, samples: 10_000, width: 16 },
  { epochs: 10, steps: 500, samples: 4000, width: 8 },
  { epochs: 3, steps: 200, samples: 1000, width: 4 },
];
/** Batches are not made smaller than this. */
const LEAST_BATCH = 16;

type Notch = (experiment: Experiment, floors: Floors, device: DeviceCapacity) => Experiment | undefined;

/** In the order of what changes an experiment least. */
const notches: readonly Notch[] = [oneSeed, fewerEpochs, fewerSamples, narrowerNetwork, shallowerNetwork];

/**
 * The experiment within `seconds` of compute and the device's memory: one seed first; then, in turn, fewer epochs (with the
 * milestones of the schedule at the same shares), fewer samples, a narrower and a shallower network; smaller batches only for
 * memory. Times are the measured one, scaled by gradients, batch and multiplications: an estimate to be measured again.
 */
export function fitted(experiment: Experiment, facts: Facts, device: DeviceCapacity, seconds: number): Fitted {
  const before = workOf(experiment, facts);
  const secondsOf = (one: Experiment) =>
    device.msPerGradient === null ? null : (costOf(one).evaluations * device.msPerGradient * workOf(one, facts)) / before / 1000;
  const memory = device.memoryBytes ?? ORDINARY_MEMORY_BYTES;
  const isTooLarge = (one: Experiment) => bytesOf(one, facts) > memory;
  const isTooLong = (one: Experiment) => (secondsOf(one) ?? 0) > seconds;

  let now = experiment;
  const enters = (next: Experiment | undefined): boolean => {
    if (!next) return false;
    now = next;
    return true;
  };
  for (const floors of rounds) {
    while (
      isTooLarge(now) &&
      (enters(smallerBatch(now, device)) || enters(narrowerNetwork(now, floors)) || enters(shallowerNetwork(now)))
    ) {
      // Until it fits, or nothing can be made smaller in this round.
    }
    for (let isMoving = true; isMoving && isTooLong(now); ) {
      isMoving = false;
      for (const notch of notches) if (isTooLong(now) && enters(notch(now, floors, device))) isMoving = true;
    }
  }
  if (now !== experiment || !hasRoom(now, device)) now = withEverything(experiment, now, device);
  return { experiment: now, changes: changesBetween(experiment, now), seconds: secondsOf(now), fits: !isTooLarge(now) && !isTooLong(now) };
}

/** True if an experiment cannot start on a device for its size: memory, or a batch of more samples than there are. */
export function isBeyond(experiment: Experiment, facts: Facts, device: Omit<DeviceCapacity, 'msPerGradient'>): boolean {
  if (!hasRoom(experiment, device)) return true;
  try {
    return bytesOf(experiment, facts) > (device.memoryBytes ?? ORDINARY_MEMORY_BYTES);
  } catch {
    return false; // a model for other data: nothing that size could change
  }
}

/** True if there is one whole batch. */
function hasRoom({ data, training }: Experiment, { stored }: Omit<DeviceCapacity, 'msPerGradient'>): boolean {
  return training.batch <= trainCountOf(data, stored);
}

function workOf(experiment: Experiment, facts: Facts): number {
  return experiment.training.batch * forwardWork(experiment, facts);
}

function bytesOf(experiment: Experiment, facts: Facts): number {
  const { training, runs } = experiment;
  return estimatedBytes(networkSize(experiment, facts), training.batch, runs.length * training.seeds.length);
}

function oneSeed(experiment: Experiment): Experiment | undefined {
  const { seeds } = experiment.training;
  return seeds.length > 1 ? setField(experiment, 'training.seeds', seeds.slice(0, 1)) : undefined;
}

function fewerEpochs(experiment: Experiment, floors: Floors, device: DeviceCapacity): Experiment | undefined {
  const { epochs, steps } = experiment.training;
  if (epochs > 0)
    return epochs > floors.epochs ? counted(setField(experiment, 'training.epochs', half(epochs, floors.epochs)), device) : undefined;
  return steps > floors.steps ? setField(experiment, 'training.steps', half(steps, floors.steps)) : undefined;
}

function fewerSamples(experiment: Experiment, floors: Floors, device: DeviceCapacity): Experiment | undefined {
  const count = trainCountOf(experiment.data, device.stored);
  // Fewer samples save time only where the length is told in epochs.
  if (experiment.training.epochs === 0 || count <= floors.samples) return undefined;
  const path = needsFiles(experiment.data) ? 'data.take' : 'data.n';
  const first = experiment.data.values.first;
  return counted(setField(experiment, path, Math.round(half(count, floors.samples) / first)), device);
}

function narrowerNetwork(experiment: Experiment, floors: Floors): Experiment | undefined {
  const model = narrower(experiment.model, floors.width);
  return model && { ...experiment, model };
}

function shallowerNetwork(experiment: Experiment): Experiment | undefined {
  const model = shallower(experiment.model);
  return model && { ...experiment, model };
}

/** With as many more steps as its epochs then have. */
function smallerBatch(experiment: Experiment, device: DeviceCapacity): Experiment | undefined {
  const { batch } = experiment.training;
  return batch > LEAST_BATCH ? counted(setField(experiment, 'training.batch', half(batch, LEAST_BATCH)), device) : undefined;
}

const counted = (experiment: Experiment, { stored }: DeviceCapacity): Experiment =>
  withStepsOfEpochs(experiment, trainCountOf(experiment.data, stored));

/** Values that follow from the rest: batches that fit into the samples, milestones at the same shares, a measurement per epoch at least. */
function withEverything(before: Experiment, after: Experiment, device: DeviceCapacity): Experiment {
  const count = trainCountOf(after.data, device.stored);
  const { every, epochs } = after.training;
  const fitting = !hasRoom(after, device) ? setField(after, 'training.batch', count) : after;
  const steps = counted(fitting, device);
  const perEpoch = stepsOfEpoch(count, steps.training.batch);
  const measured = epochs > 0 && every > perEpoch ? setField(steps, 'training.every', Math.max(1, perEpoch)) : steps;
  const { values } = measured.schedule;
  if (!('at' in values)) return measured;
  const { at, per } = values;
  const ratio =
    per === 'epoch' && before.training.epochs > 0
      ? measured.training.epochs / before.training.epochs
      : measured.training.steps / before.training.steps;
  const moved = [...new Set(at.map((milestone) => Math.max(1, Math.round(milestone * ratio))))];
  return ratio === 1 ? measured : setField(measured, 'schedule.at', moved);
}

/** Every field that is different, in the words of the form. Both have chosen the same entries. */
function changesBetween(before: Experiment, after: Experiment): readonly Change[] {
  return sections.flatMap((section) => {
    if (section.shape === 'runs') return [];
    const fields: FieldMap = section.shape === 'plain' ? section.fields : entryOf(section.registry, before[section.name].kind).fields;
    const valuesOf = (one: Experiment): Chosen['values'] => (section.shape === 'plain' ? one[section.name] : one[section.name].values);
    return Object.entries(fields).flatMap(([key, field]) => {
      const [from, to] = [before, after].map((one) => readable(field, valuesOf(one)[key] ?? field.default)) as [string, string];
      return from === to ? [] : [{ label: field.label, from, to }];
    });
  });
}
