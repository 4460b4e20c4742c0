import { useEffect, useRef, useState } from 'react';
import { lessons } from '../../core/lessons/lessons';
import type { LessonStep } from '../../core/lessons/lesson';
import { outcomeOf } from '../../core/lessons/outcome';
import { steadiest } from '../../core/lessons/rescaling';
import type { GroupState } from '../../store/group';
import { count } from '../format';
import { usePageState, useTools } from '../pageContext';
import { useDrawn } from '../drawing/useDrawn';
import { ClimbsFigure } from './ClimbsFigure';
import { Comparison } from './Comparison';
import './LessonPanel.css';
import { Question } from './Question';
import { RescalingFigure } from './RescalingFigure';
import { goToStep, type LessonPlace, placeOf, takeUp } from './steps';
import { useHighlight } from './useHighlight';
import { useNotes } from './useNotes';
import { Words } from './words';

/** The lesson that the link names, beside the page it is about. */
export function LessonPanel() {
  const { page } = useTools();
  const lesson = usePageState((state) => state.experiment.lecture.lesson);
  const place = placeOf(lesson);
  const isTaken = usePageState(
    ({ lessonProgress }) => lessonProgress !== null && !lessonProgress.isOver && lessonProgress.id === place?.id,
  );
  useEffect(() => {
    if (place && !isTaken) takeUp(page, place);
  });
  // The page makes room, as long as there is a lesson.
  useEffect(() => {
    document.documentElement.dataset.lesson = '';
    return () => void delete document.documentElement.dataset.lesson;
  }, []);
  return place && isTaken ? <Sheet key={place.id} place={place} /> : null;
}

function Sheet({ place }: { readonly place: LessonPlace }) {
  const { page } = useTools();
  const { id, at, steps } = place;
  const step = steps[at - 1] as LessonStep;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Whoever goes on by keyboard or by ear starts reading there.
    heading.current?.focus({ preventScroll: true });
    heading.current?.parentElement?.scrollTo(0, 0);
  }, [at]);
  useNotes(place);
  const isReached = useReached(step);
  useHighlight(step.target, isReached);
  const isLast = at === steps.length;
  return (
    <aside className="lesson" aria-label={`Lesson: ${lessons[id]?.title ?? ''}`}>
      <header className="lesson-head">
        <p>
          Lesson · <b>{lessons[id]?.title}</b>
        </p>
        <button type="button" className="button button-quiet" onClick={page.closeLesson}>
          Close
        </button>
      </header>
      <div className="lesson-body">
        <h2 ref={heading} tabIndex={-1}>
          {step.title}
        </h2>
        {step.text.map((paragraph) => (
          <p key={paragraph}>
            <Words text={paragraph} group={null} />
          </p>
        ))}
        {step.figure === 'climbs' ? <ClimbsFigure /> : null}
        {step.figure === 'rescaling' ? <RescalingFigure /> : null}
        {/* A draft of an answer belongs to its step. */}
        <Work key={at} step={step} at={at} isReached={isReached} />
      </div>
      <footer className="lesson-foot">
        <button type="button" className="button" disabled={at === 1} onClick={() => goToStep(page, place, at - 1)}>
          Back
        </button>
        <span aria-label={`Step ${at} of ${steps.length}`}>
          {at} / {steps.length}
        </span>
        {isLast ? (
          <button type="button" className="button button-primary" onClick={page.closeLesson}>
            Finish
          </button>
        ) : (
          <button type="button" className={isReached ? 'button button-primary' : 'button'} onClick={() => goToStep(page, place, at + 1)}>
            {isReached ? 'Next' : 'Skip'}
          </button>
        )}
      </footer>
    </aside>
  );
}

/** Work of a step, and what came of it. */
function Work({ step, at, isReached }: { readonly step: LessonStep; readonly at: number; readonly isReached: boolean }) {
  const { page } = useTools();
  const answer = usePageState(({ lessonProgress }) => lessonProgress?.answers[at] ?? null);
  const trained = useTrained();
  const group = isReached ? trained : null;
  const { prediction, after = [], waitsFor } = step;
  const byFigure = useSteadiest(prediction?.kind === 'choice' && 'rescaledBy' in prediction.decided ? prediction.decided.rescaledBy : null);
  const outcome = prediction ? outcomeOf(prediction, group, answer, answer === null ? null : byFigure) : null;
  return (
    <>
      {prediction ? (
        <Question prediction={prediction} answer={answer} isClosed={outcome !== null} onAnswer={(guess) => page.guess(at, guess)} />
      ) : null}
      {waitsFor !== undefined && !isReached ? <RunLine waitsFor={waitsFor} isAsked={prediction !== undefined && answer === null} /> : null}
      {prediction && outcome ? <Comparison prediction={prediction} answer={answer} outcome={outcome} group={group} /> : null}
      {isReached
        ? after.map((paragraph) => (
            <p key={paragraph}>
              <Words text={paragraph} group={group} />
            </p>
          ))
        : null}
    </>
  );
}

/** Run, or one step, from where one reads; and how far it is. */
function RunLine({ waitsFor, isAsked }: { readonly waitsFor: 'end' | number; readonly isAsked: boolean }) {
  const { page } = useTools();
  const group = useTrained();
  const planned = usePageState((state) => state.experiment.training.steps);
  const isRunning = group?.phase === 'running' || group?.phase === 'preparing';
  return (
    <p className="lesson-run">
      {waitsFor === 1 ? (
        <button type="button" className="button" onClick={page.step}>
          Step
        </button>
      ) : (
        <button type="button" className="button" onClick={page.toggle}>
          {isRunning ? 'Pause' : 'Run'}
        </button>
      )}
      <span>
        {isRunning || (group?.step ?? 0) > 0
          ? `${count(group?.step ?? 0)} of ${count(waitsFor === 'end' ? planned : waitsFor)} steps`
          : isAsked
            ? 'Guess before you run: it is worth more.'
            : 'Now see.'}
      </span>
    </p>
  );
}

/** The group on screen, unless it was recorded elsewhere: a guess is held against what was run here. */
function useTrained(): GroupState | null {
  const group = useDrawn();
  const isElsewhere = usePageState(({ recorded, opened }) => recorded !== null || opened !== null);
  return isElsewhere ? null : group;
}

/** True if what a step waits for is there. */
function useReached({ waitsFor, prediction }: LessonStep): boolean {
  const group = useTrained();
  // The phase changes between two drawings.
  const phase = usePageState((state) => state.group?.phase);
  const lesson = usePageState((state) => state.experiment.lecture.lesson);
  const isAnswered = usePageState(({ lessonProgress }) => lessonProgress?.answers[Number(lesson.split(':')[1])] !== undefined);
  if (waitsFor === undefined) return prediction === undefined || isAnswered;
  if (!group) return false;
  return phase === 'ended' || group.phase === 'ended' || (waitsFor !== 'end' && group.step >= waitsFor);
}

/** The measure that rescaling changes least, computed once it is asked for. */
function useSteadiest(factor: number | null): string | null {
  const [found, setFound] = useState<string | null>(null);
  useEffect(() => {
    if (factor !== null) void steadiest(factor).then(setFound);
  }, [factor]);
  return found;
}
