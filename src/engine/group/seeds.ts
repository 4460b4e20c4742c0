/** Data that all members of one seed share on the device: samples, splits to be measured on, and the grid of its pictures. */
import { lengthAt } from '../../core/tensor/shape';
import { nth } from '../../core/numbers';
import { datasetOf } from '../../core/datasets';
import { augmentationOf } from '../../core/datasets/augmentation';
import type { Dataset, RawDataset } from '../../core/datasets/dataset';
import type { Network } from '../../core/models/network';
import type { Experiment } from '../../core/settings/experiment';
import type { Backend } from '../../core/tensor/tensor';
import { createSeedData, type SeedData } from './batches';
import { createGrid, type Grid } from './boundary';
import { createSplits, evaluatedAtOnce, type Splits } from './measure';
import { featuresOf, pointsOf } from './prepare';

export interface Seed {
  readonly data: SeedData;
  readonly splits: Splits;
  /** Of the first seed, where the data is in the plane. */
  readonly grid: Grid | null;
}

export interface Seeds {
  readonly first: number;
  /** Uploaded when it is first asked for. */
  of(seed: number): Seed;
  /** Frees the mini-batches of steps before this. */
  release(step: number): void;
  free(): void;
}

export interface SeedsSetup {
  readonly backend: Backend;
  readonly network: Network;
  readonly experiment: Experiment;
  /** Data of the first seed. */
  readonly dataset: Dataset;
  readonly raw: RawDataset | undefined;
}

export function createSeeds({ backend, network, experiment, dataset: firstDataset, raw }: SeedsSetup): Seeds {
  const { training, data } = experiment;
  const first = nth(training.seeds, 0);
  const seeds = new Map<number, Seed>();

  function make(seed: number): Seed {
    const dataset = seed === first ? firstDataset : datasetOf(data, seed, raw);
    const features = featuresOf(experiment, dataset, seed);
    const own = createSeedData(backend, dataset, features, training.batch, seed, augmentationOf(data.values));
    const isDrawn = seed === first && pointsOf(dataset, seed).length > 0;
    return {
      data: own,
      splits: createSplits(backend, own, training.most, data.values.flip === 'any' ? 'K' : 'K-1', evaluatedAtOnce(network)),
      grid: isDrawn ? createGrid(backend, dataset, (points) => features?.apply(points) ?? points, lengthAt(own.inputShape, 0)) : null,
    };
  }

  return {
    first,
    of(seed) {
      const made = seeds.get(seed) ?? make(seed);
      seeds.set(seed, made);
      return made;
    },
    release(step) {
      for (const { data: own } of seeds.values()) own.release(step);
    },
    free() {
      for (const { data: own, splits, grid } of seeds.values()) {
        own.release(Number.POSITIVE_INFINITY);
        backend.free([splits, grid]);
      }
    },
  };
}
