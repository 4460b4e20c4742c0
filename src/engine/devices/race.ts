/** Small nets go where they are fastest: a graphics card's latency may cost more than it saves. */
import type { RawDataset } from '../../core/datasets/dataset';
import { networkSize } from '../../core/settings/cost';
import { isGradientShort, SHORT } from './timedExperiment';
import { factsOf } from '../../core/settings/refusals';
import type { Experiment } from '../../core/settings/experiment';
import type { Backend } from '../../core/tensor/tensor';
import { createGroup, type Group } from '../group/group';
import type { Workload } from './probe';

/** Parameters up to which a net is small; above, the graphics card is the first choice without a race. */
const SMALL = 200_000;

/** Key of a race's result; '' for nets whose place is the graphics card: too large, or with too much to compute for a race to be short. */
export function raceKey(experiment: Experiment, raw?: RawDataset): string {
  const task = raw ?? factsOf(experiment);
  if (!task || networkSize(experiment, task).parameters > SMALL || !isGradientShort(experiment, task, SHORT.processor)) return '';
  return JSON.stringify([experiment.data.kind, experiment.data.values.set ?? '', experiment.model, experiment.training.batch]);
}

export interface Race {
  /** One lock-step step of the experiment's first seed. */
  readonly workload: Workload;
  /** Frees what the race left on the device that won; the others' devices are closed. */
  free(winner: Backend): void;
}

/** @param beat  called after every member's step. */
export function createRace(experiment: Experiment, raw?: RawDataset, beat?: () => void): Race {
  const seeds = experiment.training.seeds.slice(0, 1);
  const endless = { ...experiment, training: { ...experiment.training, seeds, steps: 1e6, every: 1e5, most: 10 } };
  const groups = new Map<Backend, Group>();
  return {
    async workload(backend) {
      const group = groups.get(backend) ?? createGroup(backend, endless, raw ? { raw } : {});
      groups.set(backend, group);
      await group.advance(1, beat);
    },
    free: (winner) => groups.get(winner)?.free(),
  };
}
