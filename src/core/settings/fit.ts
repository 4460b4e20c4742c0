/**
 * An experiment made smaller until it takes no longer than a person waits and no more memory than the device has. Nothing
 * is hidden in it: what it changed is read off by comparing every field before and after.
 */
import { needsFiles, type StoredCounts, trainCountOf } from '../datasets/index';
import { half, narrower, shallower } from '../models/smaller';
import { costOf, estimatedBytes, forwardWork, gradientsPerMeasurement, measurementsOf, networkSize } from './cost';
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

/** How small things may become before the next thing is made smaller: four rounds, each lower. */
interface Floors {
  readonly epochs: number;
  readonly steps: number;
  readonly samples: number;
  readonly width: number;
  /** Samples that are measured. */
  readonly measured: number;
  /** Of what training takes: measuring that takes less is left as it is. */
  readonly measuring: number;
}
const rounds: readonly Floors[] = [
  { epochs: 30, steps: 1000, samples: 10_000, width: 16, measured: 1000, measuring: 1 / 3 },
  { epochs: 10, steps: 500, samples: 4000, width: 8, measured: 500, measuring: 1 / 6 },
  { epochs: 3, steps: 200, samples: 1000, width: 4, measured: 200, measuring: 0 },
  { epochs: 2, steps: 100, samples: 500, width: 4, measured: 100, measuring: 0 },
];
/** Batches are not made smaller than this. */
const LEAST_BATCH = 16;
/** Nor are curves given fewer points. */
const LEAST_MEASUREMENTS = 20;

type Notch = (experiment: Experiment, floors: Floors, device: DeviceCapacity) => Experiment | undefined;

/** In the order of what changes an experiment least. */
const notches: readonly Notch[] = [oneSeed, fewerEpochs, fewerSamples, narrowerNetwork, shallowerNetwork];

/**
 * The experiment within `seconds` of compute, measuring included, and the device's memory: where measuring is much of it, that is made less,
 * which changes no weight; one seed first of what does; then, in turn, fewer epochs (with the
 * milestones of the schedule at the same shares), fewer samples, a narrower and a shallower network; smaller batches only for
 * memory. Times are the measured one, scaled by gradients, batch and multiplications: an estimate to be measured again.
 */
export function fitted(experiment: Experiment, facts: Facts, device: DeviceCapacity, seconds: number): Fitted {
  const before = workOf(experiment, facts);
  const secondsOf = (one: Experiment) => {
    if (device.msPerGradient === null) return null;
    // As it would be in the end: shorter training is measured more often.
    const whole = one === experiment ? one : withEverything(experiment, one, device);
    const gradients = costOf(whole).evaluations + measuringOf(whole, device);
    return (gradients * device.msPerGradient * workOf(whole, facts)) / before / 1000;
  };
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
      while (isTooLong(now) && enters(lessMeasuring(now, floors, device))) {
        // It changes no weight, so it comes before anything that does.
      }
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

/** Gradients of one batch that take as long as all measurements. */
function measuringOf(experiment: Experiment, { stored }: DeviceCapacity): number {
  const { training, data } = experiment;
  return training.seeds.length * measurementsOf(experiment) * gradientsPerMeasurement(training, trainCountOf(data, stored));
}

/** Where measuring takes much of what training takes: half as often, as long as curves have points enough, or on half the samples. */
function lessMeasuring(experiment: Experiment, floors: Floors, device: DeviceCapacity): Experiment | undefined {
  const { every, steps, epochs, most } = experiment.training;
  if (measuringOf(experiment, device) <= floors.measuring * costOf(experiment).evaluations) return undefined;
  // Where the length is told in epochs it is measured once in each.
  if (epochs === 0 && 2 * LEAST_MEASUREMENTS * every <= steps) return setField(experiment, 'training.every', 2 * every);
  return most > floors.measured ? setField(experiment, 'training.most', half(most, floors.measured)) : undefined;
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
