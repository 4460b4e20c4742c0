/** Following a lesson: its step is in the link, what was guessed and what was there before are kept here. */
import type { StoreApi } from 'zustand/vanilla';
import { difference } from '../core/settings/difference';
import type { Experiment } from '../core/settings/experiment';
import type { PageState, LessonProgress } from './state';

export interface LessonVerbs {
  /** Goes to a step (`label-noise:2`) with the experiment it asks for. Locked settings follow a lesson, as both come from who teaches. */
  teach(lesson: string, experiment: Experiment): void;
  /** Keeps a guess, before the run or after it. */
  guess(step: number, answer: string): void;
  /** Stands a guess on a chart, as it is moved; null takes it away. */
  place(placed: LessonProgress['placed']): void;
  /** Ends the lesson; the experiment stays, and the one from before is offered. */
  closeLesson(): void;
  /** Back to the experiment from before the lesson. */
  leaveLesson(): void;
  /** The offer is not wanted. */
  forgetLesson(): void;
}

/** @param apply takes an experiment whatever is locked, and starts it over, paused: a guess comes before the run. */
export function createLesson(store: StoreApi<PageState>, apply: (next: Experiment) => void): LessonVerbs {
  const get = () => store.getState();
  const set = (lessonProgress: LessonProgress | null) => store.setState({ lessonProgress });
  const withLesson = (experiment: Experiment, lesson: string) => ({ ...experiment, lecture: { ...experiment.lecture, lesson } });
  return {
    teach(lesson, experiment) {
      const id = lesson.split(':')[0] as string;
      const { lessonProgress, experiment: before } = get();
      if (lessonProgress === null || lessonProgress.isOver || lessonProgress.id !== id) {
        // From one lesson to the next the way back still leads to before the first.
        set({
          id,
          before: lessonProgress && !lessonProgress.isOver ? lessonProgress.before : withLesson(before, ''),
          answers: {},
          placed: null,
          isOver: false,
        });
      }
      apply(withLesson(experiment, lesson));
    },
    guess(step, answer) {
      const { lessonProgress } = get();
      if (lessonProgress) set({ ...lessonProgress, answers: { ...lessonProgress.answers, [step]: answer } });
    },
    place(placed) {
      const { lessonProgress } = get();
      if (lessonProgress) set({ ...lessonProgress, placed });
    },
    closeLesson() {
      const { lessonProgress, experiment } = get();
      const after = withLesson(experiment, '');
      const isChanged = lessonProgress !== null && !['same', 'view'].includes(difference(lessonProgress.before, after));
      set(lessonProgress && isChanged ? { ...lessonProgress, placed: null, isOver: true } : null);
      apply(after);
    },
    leaveLesson() {
      const { lessonProgress, experiment } = get();
      if (!lessonProgress) return;
      set(null);
      apply({ ...lessonProgress.before, device: experiment.device, view: { ...lessonProgress.before.view, mode: experiment.view.mode } });
    },
    forgetLesson: () => set(null),
  };
}
