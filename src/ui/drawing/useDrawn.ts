import { type RefObject, useEffect, useReducer } from 'react';
import type { GroupState } from '../../store/group';
import { useTools } from '../pageContext';

/**
 * The group as it was when the scheduler last let this component draw. Re-renders then and only then, not per tick.
 *
 * @param element  while it is out of sight, nothing is redrawn.
 * @param also     listens to something else that asks for a redraw, and returns what ends it. The same function every time.
 */
export function useDrawn(element?: RefObject<Element | null>, also?: (onChange: () => void) => () => void): GroupState | null {
  const { page, scheduler } = useTools();
  const [, redraw] = useReducer((version: number) => version + 1, 0);
  useEffect(() => {
    const drawing = scheduler.add(redraw);
    const stop = also?.(() => drawing.touch());
    const target = element?.current;
    if (!target)
      return () => {
        stop?.();
        drawing.remove();
      };
    const observer = new IntersectionObserver((entries) => drawing.setVisible(entries.at(-1)?.isIntersecting ?? true), {
      rootMargin: '100px',
    });
    observer.observe(target);
    return () => {
      stop?.();
      observer.disconnect();
      drawing.remove();
    };
  }, [scheduler, element, also]);
  return page.store.getState().group;
}
