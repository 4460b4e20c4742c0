/** Excerpt of an experiment's data, so that other programs can train on the same: samples as the network sees them, batch by batch. */
import { nth } from '../../core/numbers';
import { datasetOf } from '../../core/datasets';
import { type RawDataset, sampleWidth } from '../../core/datasets/dataset';
import { augmentationOf, drawPlacements, DRAWN, isAugmented, type Placements } from '../../core/datasets/augmentation';
import type { Excerpt } from '../../core/protocol/protocol';
import { permutation, randomStream } from '../../core/random';
import type { Experiment } from '../../core/settings/experiment';
import { stepsOfEpoch } from '../../core/settings/epochs';
import { countsOf, gathered, preparation } from './batches';
import { featuresOf } from './prepare';
import { longestSteps } from '../../core/settings/lengths';

/** Numbers of samples that an excerpt holds, about; it ends before the step that would need more. */
const MOST_NUMBERS = 500_000;
/** Steps it has in any case. */
const LEAST_STEPS = 10;

/** One sample of an excerpt, and what was done to it where images are augmented. */
interface Chosen {
  readonly from: 'train' | 'validation';
  readonly index: number;
  readonly placements?: Placements;
}

/** The mini-batches of the first steps for a seed, augmented as they are trained on, with those of the upper level (LETS) from where `source` says. Touches no device. */
export function excerptOf(experiment: Experiment, seed: number, source: Excerpt['validation']['source'], raw?: RawDataset): Excerpt {
  const { batch } = experiment.training;
  const steps = longestSteps(experiment);
  const dataset = datasetOf(experiment.data, seed, raw);
  const features = featuresOf(experiment, dataset, seed);
  const { train, validation, classes } = dataset;
  const prepare = preparation(dataset, features);
  const width = sampleWidth(dataset);
  const inputShape = features ? [features.outputs] : dataset.inputShape;
  const perSample = inputShape.reduce((product, axis) => product * axis, 1);
  const stepsPerEpoch = stepsOfEpoch(train.count, batch);
  const most = Math.max(Math.floor(MOST_NUMBERS / perSample), 1);

  const places = new Map<string, number>();
  const chosen: Chosen[] = [];
  const placeOf = (from: Chosen['from'], index: number, placements: Placements | undefined): number => {
    if (placements) return chosen.push({ from, index, placements }) - 1;
    const known = places.get(`${from}${index}`);
    if (known !== undefined) return known;
    places.set(`${from}${index}`, chosen.length);
    chosen.push({ from, index });
    return chosen.length - 1;
  };
  const augmentation = augmentationOf(experiment.data.values);
  /** Augmentation of each image of a mini-batch; nothing where none are augmented. */
  const placementsOf = (purpose: 'step' | 'validation', step: number): readonly Placements[] => {
    if (!isAugmented(augmentation)) return [];
    const { draws, ...shared } = drawPlacements(augmentation, dataset.inputShape, { seed, step, count: batch, purpose });
    return Array.from({ length: batch }, (_, row) => ({ ...shared, draws: draws.subarray(DRAWN * row, DRAWN * (row + 1)) }));
  };
  const order: number[] = [];
  const upper: number[] = [];
  let epoch = -1;
  let shuffled: Uint32Array = new Uint32Array(0);
  let made = 0;
  for (; made < steps && (made < LEAST_STEPS || (chosen.length <= most && order.length < MOST_NUMBERS)); made++) {
    if (Math.floor(made / stepsPerEpoch) !== epoch) {
      epoch = Math.floor(made / stepsPerEpoch);
      shuffled = permutation(train.count, randomStream(seed, 'shuffle', epoch));
    }
    const begin = (made % stepsPerEpoch) * batch;
    const ofStep = placementsOf('step', made);
    shuffled.subarray(begin, begin + batch).forEach((index, row) => order.push(placeOf('train', index, ofStep[row])));
    if (source === null) continue;
    const stream = randomStream(seed, 'validation', made);
    const count = source === 'train' ? train.count : validation.count;
    const ofUpper = placementsOf('validation', made);
    for (let drawn = 0; drawn < batch; drawn++) upper.push(placeOf(source, stream.integer(count), ofUpper[drawn]));
  }

  const inputs = new Float32Array(chosen.length * perSample);
  const labels = new Uint8Array(chosen.length);
  for (const [place, { from, index, placements }] of chosen.entries()) {
    const split = from === 'train' ? train : validation;
    inputs.set(gathered(prepare, split.inputs, [index], width, placements), place * perSample);
    labels[place] = nth(from === 'train' ? train.noisyLabels : validation.labels, index);
  }
  return {
    seed,
    classCounts: countsOf(train.noisyLabels, classes),
    steps: made,
    stepsPerEpoch,
    inputShape,
    classes,
    inputs,
    labels,
    order: Uint32Array.from(order),
    validation: { source, order: Uint32Array.from(upper) },
  };
}
