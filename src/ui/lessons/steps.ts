/** Going through a lesson: which experiment a step stands on. */
import { contents } from '../../core/lessons/contents';
import type { LessonStep } from '../../core/lessons/lesson';
import { difference } from '../../core/settings/difference';
import type { Experiment } from '../../core/settings/experiment';
import { patched } from '../../core/settings/link';
import { defaultExperiment } from '../../core/settings/presets';
import type { Page } from '../../store/page';

export interface LessonPlace {
  readonly id: string;
  /** Counted from 1. */
  readonly at: number;
  readonly steps: readonly LessonStep[];
}

/** Where a link's `label-noise:2` is; null for no lesson. */
export function placeOf(lesson: string): LessonPlace | null {
  const [id = '', at = '1'] = lesson.split(':');
  const found = Object.hasOwn(contents, id) ? contents[id] : undefined;
  return found ? { id, at: Number(at), steps: found.steps } : null;
}

/** The experiment a step begins with when it is come to from the start, on the person's own device and with their view. */
export function standingAt({ steps, at }: LessonPlace, own: Experiment): Experiment {
  return steps.slice(0, at).reduce((experiment, { patch }) => (patch ? patched(experiment, patch).experiment : experiment), own);
}

/** The first step, whatever is on screen. */
export function startLesson(page: Page, id: string): void {
  const place = placeOf(id);
  if (place) page.teach(`${id}:1`, standingAt(place, page.store.getState().experiment));
}

/**
 * Goes to a step of a lesson that is under way. Forwards only what the step asks for changes, so that what the reader has set
 * stays; backwards, where that step stood with other settings, they come back.
 */
export function goToStep(page: Page, place: LessonPlace, to: number): void {
  const { experiment } = page.store.getState();
  const { id, at, steps } = place;
  const isRewound = to < at && steps.slice(to, at).some(({ patch }) => patch !== undefined);
  const patch = to > at ? (steps[to - 1]?.patch ?? '') : '';
  page.teach(`${id}:${to}`, isRewound ? standingAt({ ...place, at: to }, experiment) : patched(experiment, patch).experiment);
}

/** A lesson that a link opened: a link that says nothing else means the experiment of that step, any other one what it says. */
export function takeUp(page: Page, place: LessonPlace): void {
  const { experiment } = page.store.getState();
  const isBare = ['same', 'view'].includes(difference(defaultExperiment, { ...experiment, device: defaultExperiment.device }));
  page.teach(`${place.id}:${place.at}`, isBare ? standingAt(place, experiment) : experiment);
}
