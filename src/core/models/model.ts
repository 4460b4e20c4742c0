import type { Entry } from '../settings/entry';
import type { FieldMap, ValuesOf } from '../settings/field';
import type { FeatureMap } from './featureMap';
import type { Layer } from './layers';

/** Task of a network: the shape of one sample and the number of classes. */
export interface Task {
  readonly inputShape: readonly number[];
  readonly classes: number;
}

/** A network that can be chosen. Throws a sentence for people when it does not fit the task. */
export interface ModelEntry<F extends FieldMap = FieldMap> extends Entry {
  readonly fields: F;
  /** A fixed map in front of the layers, or null. */
  features?(values: ValuesOf<F>, task: Task, seed: number): FeatureMap | null;
  /** `task.inputShape` is that of the features when there are any. */
  layers(values: ValuesOf<F>, task: Task): readonly Layer[];
}

/** Declares a network; only checks types. */
export function model<const F extends FieldMap>(entry: ModelEntry<F>): ModelEntry<F> {
  return entry;
}
