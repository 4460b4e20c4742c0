import { useEffect, useRef, useState } from 'react';
import { useTools } from '../pageContext';
import { CHANNEL, type FromNotes, type FromPage, notesOf } from './notesChannel';
import { goToStep, type LessonPlace } from './steps';

/** Tells the window of notes where the lesson is, and goes where that asks to go. */
export function useNotes(place: LessonPlace): void {
  const { id, at, steps } = place;
  const { page } = useTools();
  const [name] = useState(() => crypto.randomUUID());
  const [began] = useState(() => Date.now());
  const now = useRef(place);
  const tell = useRef<((step: FromPage['step']) => void) | null>(null);
  useEffect(() => {
    if (!('BroadcastChannel' in window)) return;
    const channel = new BroadcastChannel(CHANNEL);
    tell.current = (step) => channel.postMessage({ type: 'step', page: name, step, began } satisfies FromPage);
    channel.onmessage = ({ data }: MessageEvent<FromNotes>) => {
      if (data.type === 'ask') tell.current?.(notesOf(now.current));
      if (data.type !== 'go' || data.page !== name) return;
      const to = now.current.at + data.by;
      if (to >= 1 && to <= now.current.steps.length) goToStep(page, now.current, to);
    };
    return () => {
      tell.current?.(null);
      tell.current = null;
      channel.close();
    };
  }, [page, name, began]);
  useEffect(() => {
    now.current = { id, at, steps };
    tell.current?.(notesOf(now.current));
  }, [id, at, steps]);
}
