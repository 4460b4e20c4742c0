/** Messages between a page with a lesson and the window of its notes, in one browser. */
import { lessons } from '../../core/lessons/lessons';
import type { LessonPlace } from './steps';

/** Of the BroadcastChannel. */
export const CHANNEL = 'presenter';
/** The part of the address after `#` that opens the notes instead of the page. */
export const NOTES_HASH = '#notes';

/** Where a lesson is. */
export interface NotesStep {
  readonly lesson: string;
  readonly title: string;
  /** Counted from 1. */
  readonly at: number;
  readonly of: number;
  readonly notes: string;
  /** null at the last step. */
  readonly next: { readonly title: string; readonly notes: string } | null;
}

/** From a page; `page` tells several pages of one browser apart. */
export interface FromPage {
  readonly type: 'step';
  readonly page: string;
  /** null when the lesson was closed. */
  readonly step: NotesStep | null;
  /** When the lesson was begun, in milliseconds since 1970. */
  readonly began: number;
}

/** From the window of notes. */
export type FromNotes =
  /** To every page: where are you? */
  | { readonly type: 'ask' }
  /** To one page: a step on (1) or back (−1). */
  | { readonly type: 'go'; readonly page: string; readonly by: 1 | -1 };

/** Contents of the window for a place in a lesson. */
export function notesOf({ id, at, steps }: LessonPlace): NotesStep | null {
  const step = steps[at - 1];
  const next = steps[at];
  if (!step) return null;
  const { title, notes } = step;
  return {
    lesson: lessons[id]?.title ?? id,
    title,
    at,
    of: steps.length,
    notes,
    next: next ? { title: next.title, notes: next.notes } : null,
  };
}

/** Opens the window of notes, or brings it to the front. False where the browser does not let it open. */
export function openNotes(base: string): boolean {
  return window.open(`${base}${NOTES_HASH}`, 'basin-notes', 'popup,width=620,height=760') !== null;
}
